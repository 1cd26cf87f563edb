"""Panels (slots with a fill): one that its text does not fill ends below the text, and leaves its room to the next block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from deckgen.layout.pieces import Piece

FULL = 0.85
"""The share of its room from which a panel is full: it keeps its height."""


def end_below_text(pieces: Sequence[Piece[Any]], space: int) -> None:
    """Let panels end `space` EMU below their text; panels side by side keep one height. With a space of 0, none is changed.

    A panel that continues, or that touches another one above or below it, keeps its height.
    """
    if not space:
        return
    panels = [piece for piece in pieces if piece.panel_height(space) is not None]
    rows: dict[tuple[int, int], list[Piece[Any]]] = defaultdict(list)
    for piece in panels:
        rows[piece.area.box.y, piece.area.box.bottom].append(piece)
    for row in rows.values():
        height = max(piece.panel_height(space) or 0 for piece in row)
        if height < FULL * row[0].area.box.height and not any(_touches(piece, panels) for piece in row):
            for piece in row:
                piece.end_at(piece.area.box.y + height)


def _touches(piece: Piece[Any], panels: Iterable[Piece[Any]]) -> bool:
    """Whether a panel and another one above or below it look like one panel."""
    box = piece.area.box
    others = (other.area.box for other in panels if other is not piece)
    return any(box.x == other.x and (box.bottom == other.y or other.bottom == box.y) for other in others)
