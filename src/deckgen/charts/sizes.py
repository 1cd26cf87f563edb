"""Sizes of type for a place: those of `style` in a small one, larger ones where a chart has a slide nearly to itself."""

from __future__ import annotations

from deckgen.charts.canvas import Canvas
from deckgen.charts.style import SMALLEST, STRONG, TEXT

_LARGE_PLACE = 270.0, 230.0
"""Width and height in points from which a chart is what its slide is about."""
_GROWN = {SMALLEST: 12.0, TEXT: 14.0, STRONG: 18.0}


def is_large(canvas: Canvas) -> bool:
    """Tell whether a chart has a slide nearly to itself: small type would be lost there, from the back row."""
    return canvas.width >= _LARGE_PLACE[0] and canvas.height >= _LARGE_PLACE[1]


def sized(canvas: Canvas, size: float) -> float:
    """Give the size that stands for one of `style` in this place, in points."""
    return _GROWN[size] if is_large(canvas) else size


def fitting(canvas: Canvas, *sizes: float) -> tuple[float, ...]:
    """Give sizes to try, largest first: each as it is for this place, then as it is in a small one."""
    wanted = {*(sized(canvas, size) for size in sizes), *sizes}
    return tuple(sorted(wanted, reverse=True))
