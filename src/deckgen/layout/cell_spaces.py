"""The space between the edges of a cell and its text, in EMU."""

from __future__ import annotations

from functools import lru_cache

from msgspec.structs import replace

from deckgen.brand.types import Slot, TableLook
from deckgen.ir.blocks import Cell
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_POINT, Insets

_APART = 3
"""With so many times the space beside a text, the space between a column that ends and one that begins there is doubled."""
_MARK_SHARE = 0.55
"""The size of a mark as a share of the size of the text beside it: that of its capital letters."""


def look_in_slot(look: TableLook, slot: Slot) -> TableLook:
    """The look of the tables in a slot, which may spread rows otherwise than those of the brand, and have a least padding."""
    spread = look.spread if slot.spread is None or not look.spread else slot.spread
    paddings = look.paddings
    if slot.padding > paddings[-1]:
        paddings = (*(padding for padding in paddings if padding > slot.padding), slot.padding)
    return replace(look, spread=spread, paddings=paddings)


def mark_size(look: TableLook, text_size: int) -> int:
    """Width and height in EMU of the mark beside a text of a size (hundredths of a point): that of the brand, or more."""
    return max(look.mark_size, round(text_size * EMU_PER_POINT / 100 * _MARK_SHARE))


def mark_width(look: TableLook, text_size: int) -> int:
    """Width in EMU that is reserved for the mark beside a text of a size: that of the brand, and what the mark is larger."""
    return look.mark_width + mark_size(look, text_size) - look.mark_size


def cell_insets(cell: Cell, above: int, below: int, look: TableLook, text_size: int) -> Insets:
    """Space between a cell's edges and its text, of which that `above` and `below` is given."""
    before, after = insets_at_sides(cell, look, text_size)
    return insets(before, above, after, below)


def space_after(cell: Cell, look: TableLook) -> int:
    """Space in EMU between the text of a cell and its end."""
    return 0 if cell.flush_at_end and look.flush else look.side


def space_before(cell: Cell, look: TableLook) -> int:
    """Space in EMU between the start of a cell and its mark or text, without its indent."""
    if cell.start == "flush":
        return 0
    if cell.start == "apart":
        return _APART * look.side
    return look.side + (BAR_WIDTH // 2 if cell.start == "bar" else 0)


def insets_at_sides(cell: Cell, look: TableLook, text_size: int) -> tuple[int, int]:
    """Widths in EMU at both sides of a cell that its text, whose first paragraph has a size, cannot use."""
    if cell.start == "space" and not (cell.mark or cell.indent or cell.flush_at_end):  # most cells
        return look.side, look.side
    mark = mark_width(look, text_size) if cell.mark else 0
    return space_before(cell, look) + mark + cell.indent * look.indent, space_after(cell, look)


@lru_cache(maxsize=1024)
def insets(start: int, above: int, end: int, below: int) -> Insets:
    """Such space; cells that are alike share it."""
    return Insets(start, above, end, below)
