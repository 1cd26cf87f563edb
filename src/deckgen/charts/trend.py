"""`trend`: one bar per quarter against the goal; several series get small panels next to each other, all on one scale."""

from __future__ import annotations

from math import ceil

from deckgen.charts import bars, panels
from deckgen.charts.bars import GAP
from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import Area, Label
from deckgen.charts.sizes import size_for
from deckgen.ir.blocks import ChartSpec, Series

_MIN_PANEL_WIDTH, _MIN_PANEL_HEIGHT = 88.0, 105.0
_MIN_RELATIVE_WIDTH = 0.62
"""Minimum width of a panel without any value, relative to the others."""


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its area is too small."""
    top = bars.place_caption(canvas, spec)
    goal = panels.common_goal_label(canvas, spec)
    goal_width = canvas.measure(goal)[0] + GAP if goal else 0
    area = Area(0, 0, canvas.width - goal_width, top)
    columns = _panels_per_row(area, len(spec.series))
    even_width = (area.width - panels.PANEL_GAP * (columns - 1)) / columns
    grid = panels.split_area(area, [_relative_width(canvas, s, even_width) for s in spec.series], columns)
    panels.draw_panels(canvas, spec, grid, panels.panel_titles(canvas, spec, [p.width for p in grid]), goal)


def _panels_per_row(area: Area, count: int) -> int:
    """Return the number of panels in a row: all, or fewer if they would be narrow and the height allows more rows."""
    gap = panels.PANEL_GAP
    columns = min(count, max(1, int((area.width + gap) / (_MIN_PANEL_WIDTH + gap))))
    rows = min(ceil(count / columns), max(1, int(area.height / _MIN_PANEL_HEIGHT)))
    return ceil(count / rows)


def _relative_width(canvas: Canvas, series: Series, even_width: float) -> float:
    """Return the width of a panel relative to `even_width`: less than 1 if the panel only states why values are missing."""
    texts = bars.missing_texts(series)
    if not texts:
        return 1.0
    size = size_for(canvas, "text")
    labels = (Label(series.name, size, bold=True), *(Label(t, size) for t in texts[:1]))
    needed = max(canvas.measure(label)[0] for label in labels) + GAP
    return min(1.0, max(_MIN_RELATIVE_WIDTH, needed / even_width, _MIN_PANEL_WIDTH / even_width))
