"""A row of a table → where the text of each of its cells is: its anchor, and the space above and below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from deckgen.ir.blocks import Cell
from deckgen.ir.frames import Anchor
from deckgen.layout.laid_out_rows import LaidOutCell, LaidOutRow
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.table import TableLayout, TableSetting


class PlacedCell(Struct, frozen=True):
    """A cell of `width` EMU with its text laid out, its anchor, and the least space in EMU around the text.

    `text_top` is where the text begins in the brand's font, in EMU below the top of the row, `text_height` its height in the
    higher font.
    """

    cell: Cell
    width: int
    text: list[ParagraphLayout]
    anchor: Anchor
    before: int
    above: int
    after: int
    below: int
    text_top: int
    text_height: int

    @property
    def text_size(self) -> int:
        """The size of its first paragraph in hundredths of a point; 0 without text."""
        return self.text[0].size if self.text else 0


def placed_cells(
    table_layout: TableLayout, setting: TableSetting, laid_out: LaidOutRow, height: int
) -> Iterator[PlacedCell]:
    """Place the text of the cells of a row of a height in EMU, all at the top, in the middle or at the bottom of the row.

    Text at the top begins where the row has the same space above and below in the brand's font, or so much higher that the row
    also holds it in the fallback; the first lines of all cells stand on one baseline. A single text is in the middle instead.
    """
    anchor: Anchor = "bottom" if laid_out.row.kind == "header" else table_layout.table.anchor
    cells, free = laid_out.cells, (height - laid_out.height) // 2
    middle, lowest = (height - laid_out.brand_height) // 2, height - setting.padding - laid_out.height
    down = _towards_bound_row(laid_out, middle, setting.padding)
    if anchor == "top" and middle > lowest and not laid_out.has_baseline:
        anchor = "middle"
    top = min(middle + down, lowest)
    rooms = moves = [0] * len(cells)
    if anchor == "middle":
        rooms = [(height - found.height) // 2 - setting.padding for found in cells]
        moves = _moves_to_baseline(table_layout, cells, rooms)
    for found, move, room in zip(cells, moves, rooms, strict=True):
        above = below = free
        if anchor == "top":
            above = text_top = top + found.shift
            left = height - top - found.height
            below = left if left < free else free
        elif anchor == "middle":
            least = min(free, setting.padding + room - abs(move))
            above, below = least + 2 * max(move, 0), least - 2 * min(move, 0)
            moved = max(min(down, below), -above)
            above, below = above + moved, below - moved
            text_top = (height - found.brand_height) // 2 + move + moved
        else:
            text_top = height - free - found.brand_height
        yield PlacedCell(
            found.cell, found.width, found.text, anchor, found.before, above, found.after, below, text_top,
            found.height - found.shift,
        )  # fmt: skip


def _towards_bound_row(laid_out: LaidOutRow, middle: int, padding: int) -> int:
    """How far the text of a row, `middle` EMU below its top, moves down (up if negative) to the row that is bound to it."""
    if laid_out.row.bound is None or middle <= padding:
        return 0
    return middle - padding if laid_out.row.bound == "below" else padding - middle


def _moves_to_baseline(table_layout: TableLayout, cells: Sequence[LaidOutCell], rooms: Sequence[int]) -> list[int]:
    """How far each text in the middle of a row moves down, or up if negative, in EMU, at most as far as it has room.

    Single lines in the brand's font stand on the baseline of the largest, or on the lowest one that all of them can reach: a
    text that takes a line more in the fallback may not be able to move.
    """
    below_middle = [_baseline_below_middle(table_layout, found) for found in cells]
    single = [(below, room) for below, room in zip(below_middle, rooms, strict=True) if below is not None]
    if len(single) < 2:
        return [0] * len(cells)
    common = min(max(single)[0], *[below + room for below, room in single])
    found = zip(below_middle, rooms, strict=True)
    return [0 if below is None else max(common - below, -room) for below, room in found]


def _baseline_below_middle(table_layout: TableLayout, found: LaidOutCell) -> int | None:
    """How far the baseline of a single line in the middle of a row is below it, in EMU; None for other texts."""
    if len(found.text) != 1 or found.text[0].line_counts[0] > 1:
        return None
    [line] = found.text
    return table_layout.measurer.ascent(line.style, line.size) - found.brand_height // 2
