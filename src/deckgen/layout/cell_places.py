"""A row of a table → where the text of each of its cells is: its anchor, and the space above and below it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from deckgen.ir.blocks import Cell, Row
from deckgen.ir.frames import Anchor
from deckgen.layout.measure import ParagraphLayout
from deckgen.layout.table import TableLayout, TableSetting


class PlacedCell(Struct, frozen=True):
    """A cell of `width` EMU with its text laid out, its anchor, and the least space in EMU `above` and `below` the text.

    `text_top` is where the text begins in the brand's font, in EMU below the top of the row.
    """

    cell: Cell
    width: int
    text: list[ParagraphLayout]
    anchor: Anchor
    above: int
    below: int
    text_top: int


def placed_cells(table_layout: TableLayout, setting: TableSetting, row: Row) -> Iterator[PlacedCell]:
    """Place the text of the cells of a row, all at the top, in the middle or at the bottom of the row.

    Text at the top begins where that of the tallest cell has the same space above and below in the brand's font.
    """
    anchor: Anchor = "bottom" if row.kind == "header" else table_layout.table.anchor
    height = table_layout.row_height(row, setting)
    padding = free = above = setting.padding
    laid_out = table_layout.laid_out_cells(row, setting)
    if setting.spread:
        shown_height = table_layout.brand_height(row, setting)
        free = (height - max([shown_height, *(cell.height for cell in laid_out)])) // 2
        above = (height - shown_height) // 2
    for found in laid_out:
        cell, width, text = found.cell, found.width, found.text
        takes = found.height
        shown = found.brand_height if setting.spread else takes
        middle = (height - shown) // 2
        lowest = min(above, height - padding - takes)
        if anchor == "top" and (lowest == above or (padding <= lowest and above - lowest <= middle - above)):
            yield PlacedCell(cell, width, text, "top", lowest, min(free, height - lowest - takes), lowest)
        else:
            # Text that would end too low in the fallback begins near the others in the brand's font if it is in the middle.
            own: Anchor = "middle" if anchor == "top" else anchor
            top = middle if own == "middle" else height - free - shown
            yield PlacedCell(cell, width, text, own, free, free, top)
