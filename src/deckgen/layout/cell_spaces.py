"""The space between the edges of a cell and its text, in EMU."""

from __future__ import annotations

from functools import lru_cache

from deckgen.brand.types import TableLook
from deckgen.ir.blocks import Cell
from deckgen.ir.frames import BAR_WIDTH, Insets

_APART = 3
"""With so many times the space beside a text, the space between a column that ends and one that begins there is doubled."""


def cell_insets(cell: Cell, above: int, below: int, look: TableLook) -> Insets:
    """Space between a cell's edges and its text, of which that `above` and `below` is given."""
    end = 0 if cell.flush_at_end and look.flush else look.side
    return _cached_insets(horizontal_insets(cell, look) - end, above, end, below)


def space_before(cell: Cell, look: TableLook) -> int:
    """Space in EMU between the start of a cell and its mark or text, without its indent."""
    if cell.start == "flush":
        return 0
    if cell.start == "apart":
        return _APART * look.side
    return look.side + (BAR_WIDTH // 2 if cell.start == "bar" else 0)


def horizontal_insets(cell: Cell, look: TableLook) -> int:
    """Width in EMU of both sides of a cell that its text cannot use."""
    mark = look.mark_width if cell.mark else 0
    end = 0 if cell.flush_at_end and look.flush else look.side
    return space_before(cell, look) + mark + cell.indent * look.indent + end


@lru_cache(maxsize=1024)
def _cached_insets(start: int, above: int, end: int, below: int) -> Insets:
    return Insets(start, above, end, below)
