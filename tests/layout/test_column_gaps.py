"""A column of numbers and the text after it stand apart, and the names of rows stand near the cells beside them."""

import pytest
from blocks_for_tests import cell, pages_of, row, slide, table, table_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Row, Table
from deckgen.ir.frames import TableFrame
from deckgen.layout.column_shares import capped


def frame_of(brand: Brand, block: Table) -> TableFrame:
    return table_of(pages_of(brand, slide(block, layout="table"))[0])


def numbers_table(header: tuple[Cell, ...]) -> Table:
    rows = tuple(Row((cell(name), cell("31", align="end"), cell("In use"))) for name in ("Arabic", "Czech", "Korean"))
    block = table(rows, 3, header=False)
    return replace(block, header=(Row(header, "header"),) if header else ())


def insets_of(frame: TableFrame, column: int) -> set[int]:
    return {found.insets.left for cells in frame.rows if (found := cells[column]) is not None}


HEADER = (cell("Wiki"), cell("Patrollers", align="end"), cell("Tool"))


@pytest.mark.parametrize("header", [HEADER, ()])
def test_text_after_a_column_of_numbers_has_twice_the_gap(brand: Brand, header: tuple[Cell, ...]) -> None:
    frame, side = frame_of(brand, numbers_table(header)), brand.look.table.side
    gap = side + side
    assert {found + side for found in insets_of(frame, 2)} == {2 * gap}
    assert insets_of(frame, 1) == {side}


def test_column_without_a_name_keeps_the_usual_gap(brand: Brand) -> None:
    frame = frame_of(brand, numbers_table((*HEADER[:2], Cell())))
    assert insets_of(frame, 2) == {brand.look.table.side}


def test_column_of_names_is_little_wider_than_its_longest_line(brand: Brand) -> None:
    block = numbers_table(HEADER)
    frame = frame_of(brand, replace(block, columns=(Column(4.0), Column(1.0), Column(1.0))))
    assert frame.columns[0] < frame.box.width // 5
    assert sum(frame.columns) == frame.box.width
    assert abs(frame.columns[1] - frame.columns[2]) < frame.box.width // 10


def test_narrow_column_at_the_end_keeps_its_width(brand: Brand) -> None:
    columns = (Column(4.0), Column(1.0), Column(tight=True))
    frame = frame_of(brand, replace(numbers_table(HEADER), columns=columns))
    assert frame.columns[2] < frame.box.width // 6
    assert frame.columns[0] < frame.box.width // 5


def test_names_keep_the_width_that_another_column_needs_not(brand: Brand) -> None:
    long = "Editors of all wikis edited more this quarter than they did in the quarter before it. " * 3
    frame = frame_of(brand, table([row("Name", long), row(long, "b")], 2))
    assert frame.columns[0] > frame.box.width // 4


@given(st.lists(st.integers(0, 10**7), min_size=2, max_size=8), st.integers(0, 10**7), st.data())
def test_capped_width_is_shared_by_the_others(widths: list[int], limit: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(widths) - 1))
    others = [i for i in range(len(widths)) if i != at and data.draw(st.booleans())]
    result = capped(widths, at, limit, others)
    assert sum(result) == sum(widths)
    assert result[at] == (min(widths[at], limit) if others else widths[at])
    added = [result[i] - widths[i] for i in others]
    assert max(added, default=0) - min(added, default=0) <= 1
    assert all(result[i] == widths[i] for i in range(len(widths)) if i != at and i not in others)
