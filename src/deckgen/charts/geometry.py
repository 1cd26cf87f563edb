"""What a chart consists of, by position: areas, labels, anchor points and marks, all in points on the slide.

One unit is one point, the origin is the bottom left corner of the chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from deckgen.charts.style import DPI
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.ir.roles import ColourRole

POINTS_PER_INCH = 72
LINE_HEIGHT = 1.15
"""From baseline to baseline, in font sizes."""
ELLIPSIS = "…"
"""The end of a label that was shortened."""

HorizontalEdge = Literal["left", "center", "right"]
VerticalEdge = Literal["bottom", "center", "top"]


class Area(Struct, frozen=True):
    """A rectangle in points, given by its left, bottom, right and top edges."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Distance from bottom to top."""
        return self.top - self.bottom

    @property
    def middle_y(self) -> float:
        """Vertical position of the middle."""
        return (self.bottom + self.top) / 2

    def overlaps(self, other: Area, gap: float = 0) -> bool:
        """Whether the two overlap or are less than `gap` apart."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.bottom < other.top + gap and other.bottom < self.top + gap

    def contains(self, other: Area) -> bool:
        """Whether `other` is entirely inside this area, within a hundredth of a point."""
        across = self.left <= other.left + 0.01 and other.right <= self.right + 0.01
        return across and self.bottom <= other.bottom + 0.01 and other.top <= self.top + 0.01


class Label(Struct, frozen=True):
    """Text with its line breaks and style; `ground` is filled behind it, so that it can be read where it crosses a line.

    `indent` is the width in points that it keeps free before its text, for a mark.
    """

    text: str
    size: float
    role: ColourRole = "ink"
    bold: bool = False
    ground: ColourRole | None = None
    indent: float = 0.0


class Anchor(Struct, frozen=True):
    """A point, and which edge (or the middle) of a text is aligned to it, horizontally and vertically."""

    x: float
    y: float
    across: HorizontalEdge = "center"
    up: VerticalEdge = "center"


class Mark(Struct, frozen=True):
    """A drawn element other than text: its sort, the role of its colour, and its area."""

    shape: str
    role: ColourRole
    area: Area


def bounding_area(points: Sequence[tuple[float, float]]) -> Area:
    """Return the smallest area that contains all `points`."""
    xs, ys = zip(*points, strict=True)
    return Area(min(xs), min(ys), max(xs), max(ys))


def pixel_size(width: int, height: int) -> tuple[int, int]:
    """Convert a width and height in EMU into whole pixels at `DPI`."""
    return max(1, round(width * DPI / EMU_PER_INCH)), max(1, round(height * DPI / EMU_PER_INCH))
