"""Type sizes for a chart, which the brand decides: larger ones where the chart fills most of its slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

SizeName = Literal["small", "text", "strong"]
_LARGE_CHART = 270.0, 230.0
"""Minimum width and height, in points, of a chart that fills most of its slide."""
_FIGURE_FACTORS = 2.0, 1.75, 1.5


def is_large(canvas: Canvas) -> bool:
    """Whether a chart fills most of its slide: small type would be hard to read there from the back row."""
    return canvas.width >= _LARGE_CHART[0] and canvas.height >= _LARGE_CHART[1]


def size_for(canvas: Canvas, name: SizeName) -> float:
    """Return the size of a name in points, for this canvas."""
    size: float = getattr(canvas.sizes.enlarged if is_large(canvas) else canvas.sizes, name)
    return size


def sizes_to_try(canvas: Canvas, *names: SizeName) -> tuple[float, ...]:
    """Return type sizes in points, largest first: each of `names` as it is for this canvas and as it is in a small chart."""
    normal = (getattr(canvas.sizes, name) for name in names)
    return tuple(sorted({*(size_for(canvas, name) for name in names), *normal}, reverse=True))


def figure_sizes(canvas: Canvas) -> tuple[float, ...]:
    """Return the type sizes in points for the number that a chart is about, largest first: up to twice the largest of a brand."""
    sizes = canvas.sizes
    large = tuple(factor * sizes.largest for factor in _FIGURE_FACTORS) if is_large(canvas) else ()
    return tuple(size for size in (*large, 1.25 * sizes.largest, sizes.largest) if size > sizes.strong)
