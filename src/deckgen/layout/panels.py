"""Panels (slots with a fill): one that its text does not fill ends below the text, and leaves its room to the next block.

A panel beside longer text ends with that, unless most of it would be empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from deckgen.layout.pieces import Piece

FULL = 0.85
"""The share of its room from which a panel is full: it keeps its height."""
_LEAST_FULL = 0.6
"""The share of a panel that its text fills if the panel ends with the text beside it."""
_FULL_IN_GRID = 0.5
"""The share from which a panel is full whose group has several rows: they fill the page together, and stay alike."""


def end_below_text(ending: Sequence[Piece[Any]], pieces: Sequence[Piece[Any]], space: int) -> None:
    """Let panels among `ending` end `space` EMU below their text; panels side by side keep one height.

    `pieces` are all of the slide. With a space of 0, none is changed. A panel that continues, or that touches another one above
    or below it, keeps its height.
    """
    if not space:
        return
    panels = [piece for piece in pieces if piece.panel_height(space) is not None]
    rows: dict[tuple[int, int], list[Piece[Any]]] = defaultdict(list)
    for piece in panels:
        if piece in ending:
            rows[piece.area.box.y, piece.area.box.bottom].append(piece)
    for row in rows.values():
        height = max(piece.panel_height(space) or 0 for piece in row)
        beside = _end_of_texts_beside(row, pieces, panels) - row[0].area.box.y
        if height < beside <= height / _LEAST_FULL:
            height = beside
        full = _FULL_IN_GRID if _is_in_grid(row[0], panels) else FULL
        if height < full * row[0].area.box.height and not any(_touches(piece, panels) for piece in row):
            for piece in row:
                piece.end_at(piece.area.box.y + height)


def _is_in_grid(piece: Piece[Any], panels: Iterable[Piece[Any]]) -> bool:
    """Whether a panel and others of its group are in several rows, one below the other."""
    group = piece.area.slot.group
    return bool(group) and any(panel.area.slot.group == group and panel.area.slot.below for panel in panels)


def _end_of_texts_beside(row: Sequence[Piece[Any]], pieces: Iterable[Piece[Any]], panels: Sequence[Piece[Any]]) -> int:
    """Where the texts beside a row of panels end (EMU from the top); 0 if another panel is below one of the row."""
    row_boxes = [piece.area.box for piece in row]
    top, bottom = row_boxes[0].y, row_boxes[0].bottom
    lower = [box for panel in panels if panel not in row and (box := panel.area.box).y >= bottom]
    if any(_overlap(box.x, box.right, other.x, other.right) for box in row_boxes for other in lower):
        return 0
    ends = [0]
    for piece in pieces:
        box, end = piece.area.box, piece.content_bottom
        is_beside = not any(_overlap(box.x, box.right, each.x, each.right) for each in row_boxes)
        if end is not None and is_beside and _overlap(box.y, box.bottom, top, bottom):
            ends.append(min(end, bottom))
    return max(ends)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end


def _touches(piece: Piece[Any], panels: Iterable[Piece[Any]]) -> bool:
    """Whether a panel and another one above or below it look like one panel."""
    box = piece.area.box
    others = (other.area.box for other in panels if other is not piece)
    return any(box.x == other.x and (box.bottom == other.y or other.bottom == box.y) for other in others)
