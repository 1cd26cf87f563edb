"""The marks of statuses in charts: the shape and the colour that the brand gives each, as in tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.brand.status_marks import MarkShape
from deckgen.charts.geometry import Area, Label
from deckgen.ir.roles import ColourRole, Status

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MARK_SIZE, _MARK_GAP, _MAX_MARK_SIZE = 0.62, 0.28, 18.0
"""The size of a mark before a text and its distance from it, relative to the size of the text, and its maximum in points."""
ACHIEVED: frozenset[Status] = frozenset({"on-track", "done"})
"""The statuses of results that are as they should be."""


def status_role(canvas: Canvas, status: Status) -> ColourRole:
    """Return the colour of a status."""
    return canvas.style.brand.look.marks[status].role


def fill_role(canvas: Canvas, status: Status) -> ColourRole:
    """Return the colour in which a status fills an area: that of its mark."""
    return canvas.style.brand.look.marks[status].fill


def with_room_for_mark(label: Label, status: Status | None) -> Label:
    """Return a label with room before its text for the mark of a status; unchanged without a status."""
    return label if status is None else replace(label, indent=_size_before(label) + _MARK_GAP * label.size)


def draw_mark_of_label(canvas: Canvas, status: Status, label: Label, area: Area) -> None:
    """Draw the mark of a status before the text of a label that was placed in `area` with room for it."""
    size = _size_before(label)
    draw_mark(canvas, status, area.left + size / 2, area.middle_y, size)


def _size_before(label: Label) -> float:
    return min(_MARK_SIZE * label.size, _MAX_MARK_SIZE)


def draw_mark(canvas: Canvas, status: Status, x: float, y: float, size: float) -> None:
    """Draw the mark of a status, in the shape and the colour that the brand gives it, around a point."""
    mark = canvas.style.brand.look.marks[status]
    _SHAPES[mark.shape](canvas, mark.fill, x, y, size)


def draw_mark_on_line(canvas: Canvas, status: Status, x: float, y: float, size: float) -> None:
    """Draw the mark of a status over a line, from which it is set apart by an edge in the colour of the ground."""
    mark = canvas.style.brand.look.marks[status]
    if (marker := _MARKERS.get(mark.shape)) is not None:
        canvas.draw_marker((x, y), size * marker[1], marker[0], (mark.fill, "white"), 1)
        return
    canvas.draw_marker((x, y), size, "o", ("white", "white"), 1)
    _SHAPES[mark.shape](canvas, mark.fill, x, y, size)


def _filled_marker(marker: str, scale: float) -> Callable[[Canvas, ColourRole, float, float, float], None]:
    """Return a function that draws a filled mark."""

    def draw(canvas: Canvas, role: ColourRole, x: float, y: float, size: float) -> None:
        canvas.draw_marker((x, y), size * scale, marker, (role, role), 0)

    return draw


def _draw_ring(canvas: Canvas, role: ColourRole, x: float, y: float, size: float) -> None:
    canvas.draw_marker((x, y), size - 2, "o", ("white", role), 2)


def _draw_box(canvas: Canvas, role: ColourRole, x: float, y: float, size: float) -> None:
    canvas.draw_marker((x, y), 0.9 * size - 2, "s", ("white", role), 2)


def _draw_tick(canvas: Canvas, role: ColourRole, x: float, y: float, size: float) -> None:
    half = size / 2
    points = [(x - half, y), (x - 0.15 * size, y - 0.35 * size), (x + half, y + 0.35 * size)]
    canvas.draw_line(points, role, 2.5, order=6)


def _draw_bars(canvas: Canvas, role: ColourRole, x: float, y: float, size: float) -> None:
    for side in (-1, 1):
        middle = x + side * size * 0.24
        canvas.fill_rectangle(Area(middle - size * 0.13, y - size * 0.45, middle + size * 0.13, y + size * 0.45), role)


_MARKERS: dict[MarkShape, tuple[str, float]] = {
    "ellipse": ("o", 1.0),
    "triangle": ("^", 1.0),
    "square": ("s", 0.9),
    "diamond": ("D", 0.8),
}
"""The filled shapes: their marker, and its size relative to that of a mark."""
_SHAPES: dict[MarkShape, Callable[[Canvas, ColourRole, float, float, float], None]] = {
    **{shape: _filled_marker(*marker) for shape, marker in _MARKERS.items()},
    "tick": _draw_tick,
    "bars": _draw_bars,
    "ring": _draw_ring,
    "box": _draw_box,
}
