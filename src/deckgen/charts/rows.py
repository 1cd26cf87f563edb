"""What `change` and `progress` share: rows with their names at the start, as high as their place lets them be."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deckgen.blocks import ChartSpec
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Area, Canvas, Label, Spot
from deckgen.charts.checks import ChartError
from deckgen.charts.style import SMALLEST, STRONG, TEXT

_GAP = 12.0
_HIGHEST = 88.0
_ROOMY, _WIDE = 52.0, 500.0


@dataclass(frozen=True, slots=True)
class Rows:
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


def _grown(canvas: Canvas, pitch: float) -> float:
    return 1.25 if pitch >= _ROOMY and canvas.width >= _WIDE else 1.0


def lay_out(canvas: Canvas, spec: ChartSpec, top: float, lowest: float, drop: float = 0) -> Rows:
    """Share out the height under `top`, at least `lowest` a row, and set the names `drop` under their rows' middles.

    The `middles` of the result are those of the names. Raises ChartError where there is too little height.
    """
    count = len(spec.series)
    pitch = min(_HIGHEST, top / count)
    if pitch < lowest:
        raise ChartError(TOO_SMALL)
    spare = (top - pitch * count) / 2
    names = _names(canvas, spec, pitch)
    start = max(canvas.measure(n)[0] for n in names) + _GAP
    middles = tuple(top - spare - pitch * (i + 0.5) - drop for i in range(count))
    for name, y in zip(names, middles, strict=True):
        canvas.must(name, Spot(0, max(y, canvas.measure(name)[1] / 2), "left", "center"))
    area = Area(start, top - spare - pitch * count, canvas.width, top - spare)
    return Rows(area, middles, _grown(canvas, pitch))


def _names(canvas: Canvas, spec: ChartSpec, pitch: float) -> list[Label]:
    """Make the names of the rows, on up to three lines and a third of the width, all of one size."""
    largest = STRONG if _grown(canvas, pitch) > 1 else TEXT + 1
    for size, share in ((largest, 0.26), (TEXT, 0.34), (SMALLEST, 0.42)):
        lines = max(1, min(3, int((pitch - 2) / (size * 1.18))))
        names = [canvas.wrap(Label(s.name, size, "ink", bold=True), canvas.width * share, lines) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            break
    return [replace(n, text=n.text or " ") for n in names]
