"""What `change` and `progress` share: rows with their names at the start, as high as their place lets them be."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError
from deckgen.charts.sizes import is_large
from deckgen.charts.style import LARGE, SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec

_GAP = 14.0
_HIGHEST = 92.0
_ROOMY, _WIDE = 52.0, 400.0
_VERY_ROOMY, _VERY_WIDE, _FEW = 72.0, 500.0, 4
_HIGHEST_OF_TWO = 110.0
_GROWN_OF_TWO = 1.8
"""One or two rows in a place where a chart has a slide nearly to itself."""


class Rows(Struct, frozen=True):
    """Where rows lie: the area beside their names, and the middles of all from the top down.

    `grown` is how much larger than their least dots, bars and values are, which would look lost in a large place.
    """

    area: Area
    middles: tuple[float, ...]
    grown: float

    @property
    def pitch(self) -> float:
        """The height of one row."""
        return self.area.height / len(self.middles)


def pitch_of(canvas: Canvas, spec: ChartSpec, height: float) -> float:
    """Tell how high each row is in `height`; few rows stay together rather than spread over a tall place."""
    return min(_HIGHEST_OF_TWO if _stands_alone(canvas, spec) else _HIGHEST, height / len(spec.series))


def _stands_alone(canvas: Canvas, spec: ChartSpec) -> bool:
    return len(spec.series) <= 2 and is_large(canvas) and canvas.width >= _VERY_WIDE


def _grown(canvas: Canvas, spec: ChartSpec, pitch: float) -> float:
    if pitch < _ROOMY or canvas.width < _WIDE:
        return 1.0
    if _stands_alone(canvas, spec) and pitch >= _HIGHEST:
        return _GROWN_OF_TWO
    return 1.45 if pitch >= _VERY_ROOMY and canvas.width >= _VERY_WIDE and len(spec.series) <= _FEW else 1.25


def lay_out(canvas: Canvas, spec: ChartSpec, top: float, lowest: float, drop: float = 0) -> Rows:
    """Share out the height under `top`, at least `lowest` a row, and set the names `drop` under their rows' middles.

    The `middles` of the result are those of the names. Rows that leave height over start at the top. Raises ChartError
    where there is too little height.
    """
    count = len(spec.series)
    pitch = pitch_of(canvas, spec, top)
    if pitch < lowest:
        raise ChartError(TOO_SMALL)
    grown = _grown(canvas, spec, pitch)
    names = _names(canvas, spec, pitch, grown)
    if top - pitch * count > 1:
        # The first row needs no air over it, as it has none of its own kind there.
        tallest = max(lowest * grown + abs(drop), *(canvas.measure(n)[1] for n in names))
        top += max(0.0, (pitch - tallest) / 2)
    start = max(canvas.measure(n)[0] for n in names) + _GAP
    middles = tuple(top - pitch * (i + 0.5) - drop for i in range(count))
    for name, y in zip(names, middles, strict=True):
        canvas.must(name, Anchor(0, max(y, canvas.measure(name)[1] / 2), "left", "center"))
    return Rows(Area(start, top - pitch * count, canvas.width, top), middles, grown)


def _names(canvas: Canvas, spec: ChartSpec, pitch: float, grown: float) -> list[Label]:
    """Make the names of the rows, on up to three lines and a third of the width, all of one size.

    They are of regular weight: what is bold in a row is its number.
    """
    largest = {1.0: TEXT + 1, 1.25: STRONG, _GROWN_OF_TWO: LARGE + 4}.get(grown, LARGE)
    for size, share in ((largest, 0.33), (min(largest, LARGE), 0.33), (TEXT, 0.34), (SMALLEST, 0.42)):
        lines = max(1, min(3, int((pitch - 2) / (size * 1.18))))
        names = [canvas.wrap(Label(s.name, size), canvas.width * share, lines) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return [replace(n, text=n.text or " ") for n in names]
