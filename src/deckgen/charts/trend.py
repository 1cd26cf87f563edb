"""`trend`: one bar per quarter against the goal; several series stand side by side, as small panels on one scale."""

from __future__ import annotations

from math import ceil

from deckgen.charts import bars, panels
from deckgen.charts.bars import GAP
from deckgen.charts.canvas import Area, Canvas, Label
from deckgen.charts.sizes import sized
from deckgen.charts.style import TEXT
from deckgen.ir.blocks import ChartSpec, Series

_NARROWEST, _ROW = 88.0, 105.0
_SPARE = 0.62
"""How wide a panel without any value is, compared with the others."""


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec)
    goal = panels.common_goal(canvas, spec)
    gutter = canvas.measure(goal)[0] + GAP if goal else 0
    area = Area(0, 0, canvas.width - gutter, top)
    across = _across(area, len(spec.series))
    even = (area.width - panels.BETWEEN * (across - 1)) / across
    grid = panels.share(area, [_weight(canvas, s, even) for s in spec.series], across)
    panels.draw(canvas, spec, grid, panels.titles_for(canvas, spec, [p.width for p in grid]), goal)


def _across(area: Area, count: int) -> int:
    """Tell how many panels stand in a row: all, or fewer where they would be narrow and height allows more rows."""
    across = min(count, max(1, int((area.width + panels.BETWEEN) / (_NARROWEST + panels.BETWEEN))))
    down = min(ceil(count / across), max(1, int(area.height / _ROW)))
    return ceil(count / down)


def _weight(canvas: Canvas, series: Series, even: float) -> float:
    """Give the part of a row's width that a panel takes: less where it only says why there is nothing."""
    texts = bars.missing(series)
    if not texts:
        return 1.0
    size = sized(canvas, TEXT)
    labels = (Label(series.name, size, bold=True), *(Label(t, size) for t in texts[:1]))
    needed = max(canvas.measure(label)[0] for label in labels) + GAP
    return min(1.0, max(_SPARE, needed / even, _NARROWEST / even))
