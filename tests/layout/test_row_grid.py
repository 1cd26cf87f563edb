"""The rows of tables side by side have common heights where these have room."""

from blocks_for_tests import row, table

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Table
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.layout.measure import Measurer
from deckgen.layout.row_grid import TableBeside, row_grid
from deckgen.layout.table import TableLayout

LONG = "A text that takes several lines in a narrow table beside another one of one line. " * 2


def beside(brand: Brand, found: Table) -> TableBeside:
    layout = TableLayout(Measurer(brand), found, brand.layouts["table"].slots["table"], 3 * EMU_PER_INCH)
    return TableBeside(layout, layout.setting(*layout.choices[0]), (*found.header, *found.rows))


def pair(brand: Brand) -> list[TableBeside]:
    return [beside(brand, table([row(a), row(b)], 1)) for a, b in (("One", LONG), (LONG, "Two"))]


def test_each_row_is_as_high_as_the_one_beside_it(brand: Brand) -> None:
    tables = pair(brand)
    grid = row_grid(tables, 5 * EMU_PER_INCH)
    assert grid is not None
    own = [each.heights(grid.padding) for each in tables]
    assert list(grid.heights) == [max(heights) for heights in zip(*own, strict=True)]
    assert grid.padding == tables[0].setting.shown_padding


def test_grid_with_little_room_has_less_padding(brand: Brand) -> None:
    tables = pair(brand)
    roomy = row_grid(tables, 5 * EMU_PER_INCH)
    assert roomy is not None
    room = sum(roomy.heights) - EMU_PER_INCH // 20
    tight = row_grid(tables, room)
    assert tight is not None
    assert tight.padding < roomy.padding
    assert room - EMU_PER_INCH // 50 < sum(tight.heights) <= room


def test_rows_without_room_have_no_grid(brand: Brand) -> None:
    assert row_grid(pair(brand), EMU_PER_INCH) is None


def test_rows_of_the_longer_table_keep_their_heights(brand: Brand) -> None:
    longer = beside(brand, table([row("One"), row("Two"), row(LONG)], 1))
    grid = row_grid([beside(brand, table([row("One")], 1)), longer], 5 * EMU_PER_INCH)
    assert grid is not None
    assert list(grid.heights[2:]) == longer.heights(grid.padding)[2:]
