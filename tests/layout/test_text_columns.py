"""Columns of long texts get widths by their texts: the table is low, no column is a tower of short lines beside empty space."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from blocks_for_tests import lay_out_slides, para, slide, table
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand, Slot
from deckgen.ir.blocks import Cell, Column, Row, Table
from deckgen.ir.frames import EMU_PER_INCH, TableFrame
from deckgen.layout.cell_spaces import look_in_slot
from deckgen.layout.measure import Measurer
from deckgen.layout.table import TableLayout
from deckgen.layout.text_columns import TextCell, estimated_widths

DESCRIPTION = (
    "The reading toolkit is piloted in three countries, in three languages and by seventy teachers who report on it"
)
GOAL = "Best practices of consultation defined and shared with all affiliates"
RESULT = "Consultation of the community complete; the first upload is done and the next one is being prepared"
WIDTH = 10 * EMU_PER_INCH


def texts(*columns: str, count: int = 6, shares: Sequence[float] = ()) -> Table:
    """A table of equal rows with a text in each column."""
    made = table([Row(tuple(Cell((para(text),) if text else ()) for text in columns))] * count, len(columns))
    return replace(made, columns=tuple(Column(share=share) for share in shares)) if shares else made


def laid_out(brand: Brand, block: Table) -> tuple[tuple[int, ...], list[int]]:
    """The widths of columns in EMU, and the number of lines of each cell of the first row, at the normal size."""
    layout = TableLayout(Measurer(brand), block, brand.layouts["table"].slots["table"], WIDTH)
    widths = layout.widths(0)
    [found] = layout.laid_out_rows(block.rows[:1], layout.setting(layout.smallest_padding, 0))
    return widths, [sum(text.line_count for text in cell.text) for cell in found.cells]


@pytest.mark.parametrize("shares", [(1, 1, 1, 1), (6, 1, 1, 6), (1, 6, 1, 1), (1, 1, 6, 1)])
def test_long_texts_are_evenly_high_whatever_the_shares_are(brand: Brand, shares: tuple[float, ...]) -> None:
    columns = (DESCRIPTION * 2, GOAL, "0 groups", RESULT)
    _, lines = laid_out(brand, texts(*columns, shares=shares))
    long = [lines[0], lines[1], lines[3]]
    assert max(long) - min(long) <= 2
    assert lines[2] == 1


def test_column_that_is_mostly_empty_takes_little_width(brand: Brand) -> None:
    rows = [Row(tuple(Cell((para(text),)) for text in (DESCRIPTION * 2, GOAL, "Draft"))) for _ in range(6)]
    narrow, _ = laid_out(brand, table(rows, 3))
    assert narrow[2] < narrow[1] < narrow[0]


def test_no_word_is_broken_beside_much_longer_texts(brand: Brand) -> None:
    block = texts(DESCRIPTION * 6, "Representational", DESCRIPTION * 4)
    _, lines = laid_out(brand, block)
    assert lines[1] == 1


def test_values_of_a_column_with_long_texts_leave_width_to_these(brand: Brand) -> None:
    value = Row(tuple(Cell((para(text),)) for text in (DESCRIPTION * 2, "67.2% of our organizers", RESULT * 2)))
    long = Row(tuple(Cell((para(text),)) for text in (DESCRIPTION * 2, GOAL, RESULT * 2)))
    alone, _ = laid_out(brand, table([value] * 6, 3))
    mixed, _ = laid_out(brand, table([value, *[long] * 5], 3))
    _, lines = laid_out(brand, table([value] * 6, 3))
    assert lines[1] == 1
    assert alone[1] != mixed[1]


def test_all_pages_of_a_table_have_one_set_of_widths_and_equal_headers(brand: Brand) -> None:
    rows = [
        Row(tuple(Cell((para(text),)) for text in (DESCRIPTION * n, GOAL, RESULT)))
        for n in (1, 2, 3, 1, 1, 2, 3, 1, 2, 1, 1, 3, 2, 2) * 2
    ]
    deck, errors = lay_out_slides(brand, slide(table(rows, 3), layout="table"))
    assert not errors
    frames = [frame for page in deck.pages for frame in page.frames if isinstance(frame, TableFrame)]
    assert len(frames) > 2
    assert len({frame.columns for frame in frames}) == 1
    assert len({frame.heights[0] for frame in frames}) == 1


CELLS = st.lists(st.integers(1, 5000), max_size=3).map(lambda lengths: TextCell(20, tuple(lengths)))


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_estimated_widths_keep_their_sum_and_their_limits(rows: list[list[TextCell]]) -> None:
    lowest = {0: 100, 2: 250}
    found = estimated_widths([dict(enumerate(row)) for row in rows], [400, 300, 500], lowest)
    assert sum(found) == 1200
    assert found[1] == 300
    assert all(found[column] >= low for column, low in lowest.items())


def test_estimate_gives_width_to_both_of_two_equally_high_columns() -> None:
    row = {0: TextCell(0, (3000,)), 1: TextCell(0, (3000,)), 2: TextCell(0, (100,))}
    first, second, third = estimated_widths([row], [400, 400, 400], dict.fromkeys(range(3), 100))
    assert abs(first - second) <= 1200 // 64
    assert third < 200


def with_padding(slot: Slot, inches: float) -> Slot:
    return replace(slot, padding=round(inches * EMU_PER_INCH))


def test_rows_keep_the_padding_of_their_slot(brand: Brand) -> None:
    slot = brand.layouts["table"].slots["table"]
    layout = TableLayout(Measurer(brand), texts(DESCRIPTION, GOAL), with_padding(slot, 0.07), WIDTH)
    assert layout.smallest_padding == round(0.07 * EMU_PER_INCH)
    assert {padding for padding, _ in layout.choices} == {round(inches * EMU_PER_INCH) for inches in (0.085, 0.07)}


def test_padding_of_a_slot_may_be_more_than_all_of_its_brand(brand: Brand) -> None:
    slot = with_padding(brand.layouts["table"].slots["table"], 0.5)
    assert look_in_slot(brand.look.table, slot).paddings == (EMU_PER_INCH // 2,)
