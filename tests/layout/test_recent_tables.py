"""What is known of a table's columns is kept for the next arrangement of its slide."""

from blocks_for_tests import row, table
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.layout.measure import Measurer
from deckgen.layout.recent_tables import recent_tables
from deckgen.layout.table import TableSetting

WIDTH = 6 * EMU_PER_INCH


def test_table_is_laid_out_once_for_a_width_and_a_room(brand: Brand) -> None:
    measurer, slot = Measurer(brand), brand.layouts["table"].slots["table"]
    recent = recent_tables(measurer)
    assert recent_tables(measurer) is recent
    block = table([row("a", "b")], 2)
    found = recent.with_starts(block)
    assert recent.with_starts(block) is found
    layout = recent.layout(measurer, found, slot, WIDTH, 0)
    assert recent.layout(measurer, found, slot, WIDTH, 0) is layout
    assert recent.layout(measurer, found, slot, WIDTH, 1) is not layout
    assert recent.layout(measurer, replace(found), slot, WIDTH, 0) is not layout


def test_table_whose_header_was_cut_is_laid_out_again(brand: Brand) -> None:
    measurer, slot = Measurer(brand), brand.layouts["table"].slots["table"]
    found = table([row("a", "b")], 2)
    cut = recent_tables(measurer).layout(measurer, found, slot, WIDTH, 0)
    cut.cut_header(TableSetting(cut.widths(0), 0, 0), EMU_PER_INCH)
    again = recent_tables(measurer).layout(measurer, found, slot, WIDTH, 0)
    assert again is not cut
    assert again.table is found


def test_oldest_tables_give_place_to_new_ones(brand: Brand) -> None:
    measurer, slot = Measurer(brand), brand.layouts["table"].slots["table"]
    blocks = [table([row("a", str(n))], 2) for n in range(65)]
    layouts = [recent_tables(measurer).layout(measurer, block, slot, WIDTH, 0) for block in blocks]
    again = [recent_tables(measurer).layout(measurer, block, slot, WIDTH, 0) for block in reversed(blocks)]
    assert [one is other for one, other in zip(layouts, reversed(again), strict=True)] == [False] + [True] * 64
