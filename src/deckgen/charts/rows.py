"""The row layout that `change` and `progress` share: names at the start of the rows, row heights that suit the chart's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.errors import TOO_SMALL, ChartError
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.sizes import is_large
from deckgen.charts.style import LARGE, SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_NAME_GAP = 14.0
"""Between the names and the rows."""
_MAX_ROW_HEIGHT = 92.0
_ROOMY, _WIDE = 52.0, 400.0
"""Row height and chart width from which dots, bars and values are enlarged."""
_VERY_ROOMY, _VERY_WIDE, _FEW = 72.0, 500.0, 4
"""Row height, chart width and number of rows for which they are enlarged more."""
_MAX_HEIGHT_OF_TWO = 110.0
_ENLARGEMENT_OF_TWO = 1.8
"""For one or two rows in a chart that fills most of its slide."""


class RowLayout(Struct, frozen=True):
    """The positions of rows: the area next to their names, and the vertical middles of all rows from the top down.

    `enlargement` is the factor by which dots, bars and values are larger than their minimum, so that they do not look lost in a
    large chart.
    """

    area: Area
    middles: tuple[float, ...]
    enlargement: float

    @property
    def row_height(self) -> float:
        """The height of one row."""
        return self.area.height / len(self.middles)


def row_height_in(canvas: Canvas, spec: ChartSpec, height: float) -> float:
    """Return the height of each row in `height`; a few rows stay together instead of spreading over a tall chart."""
    maximum = _MAX_HEIGHT_OF_TWO if _is_nearly_alone(canvas, spec) else _MAX_ROW_HEIGHT
    return min(maximum, height / len(spec.series))


def _is_nearly_alone(canvas: Canvas, spec: ChartSpec) -> bool:
    return len(spec.series) <= 2 and is_large(canvas) and canvas.width >= _VERY_WIDE


def _enlargement(canvas: Canvas, spec: ChartSpec, row_height: float) -> float:
    if row_height < _ROOMY or canvas.width < _WIDE:
        return 1.0
    if _is_nearly_alone(canvas, spec) and row_height >= _MAX_ROW_HEIGHT:
        return _ENLARGEMENT_OF_TWO
    is_very_roomy = row_height >= _VERY_ROOMY and canvas.width >= _VERY_WIDE and len(spec.series) <= _FEW
    return 1.45 if is_very_roomy else 1.25


def lay_out_rows(canvas: Canvas, spec: ChartSpec, top: float, min_height: float, drop: float = 0) -> RowLayout:
    """Divide the height under `top` among the rows and place their names, `drop` points below the middles of the rows.

    Each row is at least `min_height` high. The `middles` of the result are those of the names. Rows that need less than the
    height start at the top. Raises ChartError where there is too little height.
    """
    count = len(spec.series)
    row_height = row_height_in(canvas, spec, top)
    if row_height < min_height:
        raise ChartError(TOO_SMALL)
    enlargement = _enlargement(canvas, spec, row_height)
    names = _name_labels(canvas, spec, row_height, enlargement)
    if top - row_height * count > 1:
        # Move all rows up: the first row needs no empty space above it, as there is no row that it must be set apart from.
        tallest = max(min_height * enlargement + abs(drop), *(canvas.measure(n)[1] for n in names))
        top += max(0.0, (row_height - tallest) / 2)
    start = max(canvas.measure(n)[0] for n in names) + _NAME_GAP
    middles = tuple(top - row_height * (i + 0.5) - drop for i in range(count))
    for name, y in zip(names, middles, strict=True):
        canvas.place_required(name, Anchor(0, max(y, canvas.measure(name)[1] / 2), "left", "center"))
    return RowLayout(Area(start, top - row_height * count, canvas.width, top), middles, enlargement)


def _name_labels(canvas: Canvas, spec: ChartSpec, row_height: float, enlargement: float) -> list[Label]:
    """Return the names of the rows, all of one size, on up to three lines and about a third of the width.

    They are of regular weight: what is bold in a row is its number.
    """
    largest = {1.0: TEXT + 1, 1.25: STRONG, _ENLARGEMENT_OF_TWO: LARGE + 4}.get(enlargement, LARGE)
    for size, share in ((largest, 0.33), (min(largest, LARGE), 0.33), (TEXT, 0.34), (SMALLEST, 0.42)):
        lines = max(1, min(3, int((row_height - 2) / (size * 1.18))))
        names = [canvas.wrap(Label(s.name, size), canvas.width * share, lines) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return [replace(n, text=n.text or " ") for n in names]
