"""Small multiples: one titled panel of upright bars per series, all on one scale, with the goal across them."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.charts import bars
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError
from deckgen.charts.labels import Scale, axis_span, goal_of, goal_text
from deckgen.charts.sizes import fitting
from deckgen.charts.style import SMALLEST, TEXT
from deckgen.ir.blocks import ChartSpec

BETWEEN = 22.0
NARROW_SLOT = 45.0
_LOWEST = 24.0


def draw(canvas: Canvas, spec: ChartSpec, grid: Sequence[Area], titles: Sequence[Label], goal: Label | None) -> None:
    """Draw a panel per series in the areas of `grid`; `goal` is the label of a goal that all share.

    Raises ChartError where a panel is too small.
    """
    head = title_height(canvas, titles)
    for i, (panel, title) in enumerate(zip(grid, titles, strict=True)):
        if head:
            canvas.must(title, Anchor(panel.left, panel.top, "left", "top"))
        last_in_row = i + 1 == len(grid) or grid[i + 1].left < panel.right
        area = Area(panel.left, panel.bottom, panel.right, panel.top - head)
        _panel(canvas, spec, i, area, goal if last_in_row else None)


def share(area: Area, weights: Sequence[float], across: int) -> list[Area]:
    """Share an area out among panels, `across` in a row, in proportion to their weights where there is one row."""
    count = len(weights)
    down = -(-count // across)
    free = area.width - BETWEEN * (across - 1)
    height = (area.height - 0.7 * BETWEEN * (down - 1)) / down
    widths = [free * w / sum(weights) for w in weights] if down == 1 else [free / across] * count
    grid = []
    for i, width in enumerate(widths):
        row = i // across
        left = area.left + sum(widths[row * across : i]) + BETWEEN * (i % across)
        top = area.top - row * (height + 0.7 * BETWEEN)
        grid.append(Area(left, top - height, left + width, top))
    return grid


def titles_for(canvas: Canvas, spec: ChartSpec, widths: Sequence[float], lines: int = 2) -> list[Label]:
    """Make the names of the panels, all of one size: the largest without a break, else the largest without a cut."""
    sizes = fitting(canvas, TEXT, SMALLEST)
    tries = [_titles(canvas, spec, widths, lines, size) for size in sizes]
    unbroken = [titles for titles, size in zip(tries, sizes, strict=True) if size >= TEXT and not _any(titles, "\n")]
    whole = [titles for titles in tries if not _any(titles, ELLIPSIS)]
    return next((titles for titles in unbroken if titles in whole), (whole or tries[-1:])[0])


def _titles(canvas: Canvas, spec: ChartSpec, widths: Sequence[float], lines: int, size: float) -> list[Label]:
    named = zip(spec.series, widths, strict=True)
    return [canvas.wrap(Label(s.name, size, "ink", bold=True), width, lines) for s, width in named]


def _any(titles: Sequence[Label], mark: str) -> bool:
    return any(mark in title.text for title in titles)


def title_height(canvas: Canvas, titles: Sequence[Label]) -> float:
    """Tell what the names take over the panels; a single panel has none."""
    return max(canvas.measure(t)[1] for t in titles) + GAP if len(titles) > 1 else 0


def common_goal(canvas: Canvas, spec: ChartSpec) -> Label | None:
    """Make the label of the goal that all series share, if they do: on one line where there is plenty of room."""
    goals = {goal_of(s, spec) for s in spec.series}
    goal = goals.pop()
    if goals or goal is None:
        return None
    narrow = canvas.width / len(spec.series) / len(spec.categories) < NARROW_SLOT
    return bars.goal_label(canvas, goal_text(goal, spec), 0 if narrow else canvas.width * 0.24)


def _panel(canvas: Canvas, spec: ChartSpec, which: int, area: Area, end: Label | None) -> None:
    """Draw one series; `end` is the label of the common goal where it stands right of this panel."""
    series, goal = spec.series[which], goal_of(spec.series[which], spec)
    own = None
    if goal is not None and any(goal_of(s, spec) != goal for s in spec.series):
        own = bars.goal_label(canvas, goal_text(goal, spec), 0)
        area = Area(area.left, area.bottom, area.right - canvas.measure(own)[0] - GAP, area.top)
    slots = _slots(canvas, spec, area.width)
    middles = [area.left + sum(slots[:i]) + slot / 2 for i, slot in enumerate(slots)]
    names = bars.category_labels(canvas, spec, min(slots))
    foot = max(canvas.measure(n)[1] for n in names) + 4
    plot = Area(area.left, area.bottom + foot, area.right, area.top)
    if min(slots) <= 2 or plot.height < _LOWEST + bars.headroom(canvas):
        raise ChartError(TOO_SMALL)
    scale = scale_of(canvas, spec, plot)
    full = [spec.reported in (i, None) for i in range(len(spec.categories))]
    drawn = [Bar(series, i, x, slots[i], full[i], bars.widest(canvas)) for i, x in enumerate(middles)]
    canvas.line([(plot.left, scale(0)), (plot.right, scale(0))], "muted", 1, order=3)
    bars.draw_bars(canvas, drawn, scale)
    last = len(middles) - 1 if spec.reported is None else spec.reported
    bars.place_categories(canvas, names, middles, last, Area(plot.left, area.bottom, plot.right, plot.bottom - 4))
    if goal is not None:
        canvas.goal_line((plot.left, scale(goal)), (plot.right + GAP / 2, scale(goal)))
        if shown := own or end:
            bars.place_goal(canvas, shown, plot.right + GAP, scale(goal))
    if not bars.say_missing(canvas, series, scale, plot):
        bars.draw_values(canvas, spec, drawn, scale, plot)


def _slots(canvas: Canvas, spec: ChartSpec, width: float) -> list[float]:
    """Share the width of a panel among its categories: in a narrow one, open ones leave some to the others."""
    count = len(spec.categories)
    even = width / count
    if even >= NARROW_SLOT:
        return [even] * count
    needs = [canvas.measure(Label(name, SMALLEST))[0] + 4 for name in spec.categories]
    spared = [min(even, max(even * 0.65, need)) if bars.is_open(spec, i) else 0 for i, need in enumerate(needs)]
    rest = (width - sum(spared)) / max(1, spared.count(0))
    return [slot or rest for slot in spared]


def scale_of(canvas: Canvas, spec: ChartSpec, plot: Area) -> Scale:
    """Make the scale common to all bars: zero on it, and room for a label beyond the longest."""
    low, high = axis_span(spec)
    room = bars.headroom(canvas)
    return Scale(low, high, plot.bottom + (room if low < 0 else 0), plot.top - (room if high > 0 else 0))
