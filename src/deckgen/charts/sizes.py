"""Type sizes for a chart: those of `style`, and larger ones where the chart fills most of its slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deckgen.charts.style import SMALLEST, STRONG, TEXT

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_LARGE_CHART = 270.0, 230.0
"""Minimum width and height, in points, of a chart that fills most of its slide."""
_LARGE_SIZES = {SMALLEST: 12.0, TEXT: 14.0, STRONG: 18.0}
"""Sizes of `style` and the larger ones that replace them in a large chart."""


def is_large(canvas: Canvas) -> bool:
    """Whether a chart fills most of its slide: small type would be hard to read there from the back row."""
    return canvas.width >= _LARGE_CHART[0] and canvas.height >= _LARGE_CHART[1]


def size_for(canvas: Canvas, size: float) -> float:
    """Return the size in points, for this canvas, of text that has `size` in a small chart."""
    return _LARGE_SIZES[size] if is_large(canvas) else size


def sizes_to_try(canvas: Canvas, *sizes: float) -> tuple[float, ...]:
    """Return type sizes, largest first: each of `sizes` as it is for this canvas and as it is in a small chart."""
    wanted = {*(size_for(canvas, size) for size in sizes), *sizes}
    return tuple(sorted(wanted, reverse=True))
