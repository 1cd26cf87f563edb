"""Texts of the first column stand under the title, those beside bars clear of them; values are not broken without need."""

import pytest
from blocks_for_tests import cell, pages_of, row, slide, table, table_of
from msgspec.structs import replace

from conftest import LAYOUTS
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Row, Table
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_POINT, CellFrame, TableFrame
from deckgen.ir.roles import ColourRole

LONG_NAME = "A name of a measure that is much longer than its figures and has room to be broken in two lines"


def frame_of(brand: Brand, block: Table) -> TableFrame:
    return table_of(pages_of(brand, slide(block, layout="table"))[0])


def text_starts(frame: TableFrame, column: int) -> set[int]:
    """Where the texts of a column begin on the page, in EMU."""
    left = frame.box.x + sum(frame.columns[:column])
    return {left + found.insets.left for cells in frame.rows if (found := cells[column]) is not None}


def left_of_slot(brand: Brand) -> int:
    return brand.layouts["table"].slots["table"].box.x


def test_first_column_without_ground_is_flush_with_its_slot(brand: Brand) -> None:
    frame = frame_of(brand, table([row("a", "b")] * 2, 2))
    assert frame.box.x == left_of_slot(brand)
    assert text_starts(frame, 0) == {left_of_slot(brand)}


@pytest.mark.parametrize("bar", [None, "danger"])
def test_ground_of_a_row_begins_in_the_margin_and_its_text_is_flush(brand: Brand, bar: ColourRole | None) -> None:
    tinted = Row((cell("a", fill="danger-tint", bar=bar), cell("b", fill="danger-tint")))
    frame = frame_of(brand, table([row("c", "d"), tinted, tinted, row("e", "f")], 2))
    slot = brand.layouts["table"].slots["table"].box
    assert (frame.box.x, frame.box.right) == (slot.x, slot.right)
    assert text_starts(frame, 0) == {slot.x}
    bars = [("Bar", bar)] if bar else []
    assert [(each.name, each.fill) for each in frame.grounds] == [*bars, ("Ground", "danger-tint")]
    assert frame.grounds[0].box.x == slot.x - brand.look.table.side - BAR_WIDTH
    assert frame.grounds[-1].box.x == frame.grounds[0].box.x + BAR_WIDTH * len(bars)
    assert 0 < frame.grounds[-1].box.right - slot.x <= EMU_PER_POINT // 2
    for each in frame.grounds:
        assert (each.box.y, each.box.height) == (frame.box.y + sum(frame.heights[:2]), sum(frame.heights[2:4]))
    assert not [found for cells in frame.rows for found in cells if found is not None and found.bar]


def test_grounds_of_rows_stay_beside_the_slot_before_their_table() -> None:
    brand, _, _ = load_brand("wikimedia", [LAYOUTS], size="4:3")
    assert brand is not None
    badge, slot = (brand.layouts["metrics"].slots[name].box for name in ("badge", "table"))
    tinted = Row((cell("a", fill="danger-tint", bar="danger"), cell("b", fill="danger-tint")))
    (page,) = pages_of(brand, slide(table([tinted], 2), layout="metrics"))
    starts = [each.box.x for each in table_of(page).grounds]
    assert badge.right <= min(starts) < slot.x


def test_bars_of_tinted_rows_one_above_the_other_are_one_even_line(brand: Brand) -> None:
    rows = [Row((cell("a", fill=f"{role}-tint", bar=f"{role}-fill"), cell("b"))) for role in ("warning", "danger")]
    risk, off = (each.box for each in frame_of(brand, table(rows, 2)).grounds if each.name == "Bar")
    assert (risk.x, risk.width) == (off.x, off.width)
    assert risk.width == BAR_WIDTH
    assert risk.bottom == off.y


def test_cards_of_a_fixed_table_begin_and_end_with_its_slot(brand: Brand) -> None:
    cards = Row((cell("a", fill="primary", bar="primary"), cell("b", fill="neutral", bar="white")))
    question = Row((cell("Which?", span=2),), "group")
    frame = frame_of(brand, replace(table([question, cards], 2, header=False), fixed=True))
    slot = brand.layouts["table"].slots["table"].box
    assert (frame.box.x, frame.box.right) == (slot.x, slot.right)
    starts = [cells[0].insets.left for cells in frame.rows if cells[0] is not None]
    assert starts == [0, brand.look.table.side + BAR_WIDTH // 2]


def test_text_beside_a_bar_is_clear_of_it(brand: Brand) -> None:
    frame = frame_of(brand, table([Row((cell("a"), cell("b", bar="danger", fill="danger-tint"))), row("c", "d")], 2))
    starts = {cells[1].insets.left for cells in frame.rows if cells[1] is not None}
    assert starts == {brand.look.table.side + BAR_WIDTH // 2}


def test_brand_that_is_not_flush_has_space_before_every_text(brand: Brand) -> None:
    look = replace(brand.look, table=replace(brand.look.table, flush=False))
    frame = frame_of(replace(brand, look=look), table([row("a", "b")] * 2, 2))
    assert text_starts(frame, 0) == {left_of_slot(brand) + brand.look.table.side}


def test_values_are_not_broken_while_names_have_room(brand: Brand) -> None:
    values = ["+7.3% YoY (89K/mo)", "+12.2% YoY (4.6%/mo)"]
    rows = [row(LONG_NAME, value, value, value) for value in values]
    block = table(rows, 4)
    wide_name = replace(block, columns=(replace(block.columns[0], share=8.0), *block.columns[1:]))
    frame = frame_of(brand, wide_name)
    for name, *others in frame.rows[1:]:
        assert name is not None
        assert line_count(name) > 1
        assert [line_count(found) for found in others if found is not None] == [1, 1, 1]


def line_count(cell: CellFrame) -> int:
    """The number of lines of a cell of one paragraph."""
    height = cell.text_height - cell.insets.top - cell.insets.bottom
    return round(height / (1.2 * cell.paragraphs[0].runs[0].size * EMU_PER_POINT / 100))
