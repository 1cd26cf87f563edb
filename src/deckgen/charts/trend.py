"""`trend`: one bar per quarter against the goal; several series stand side by side, as small panels on one scale."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from deckgen.blocks import ChartSpec
from deckgen.charts import bars
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Area, Canvas, Label, Spot
from deckgen.charts.checks import ChartError
from deckgen.charts.labels import Scale, all_numbers, goal_of, goal_text, span
from deckgen.charts.style import SMALLEST, TEXT

_BETWEEN = 22.0
_NARROWEST, _LOWEST, _ROW = 88.0, 24.0, 105.0
_NARROW_SLOT = 45.0


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec)
    goals = [goal_of(s, spec) for s in spec.series]
    common = goals[0] if len(set(goals)) == 1 else None
    label = bars.goal_label(canvas, goal_text(common, spec), _gutter(canvas, spec)) if common is not None else None
    gutter = canvas.measure(label)[0] + GAP if label else 0
    panels = list(_panels(Area(0, 0, canvas.width - gutter, top), len(spec.series)))
    titles = _titles(canvas, spec, panels[0].width)
    head = max(canvas.measure(t)[1] for t in titles) + GAP if len(titles) > 1 else 0
    for i, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        if head:
            canvas.must(title, Spot(panel.left, panel.top, "left", "top"))
        end = label if label and (i + 1 == len(panels) or panels[i + 1].left < panel.right) else None
        _panel(canvas, spec, i, Area(panel.left, panel.bottom, panel.right, panel.top - head), end)


def _gutter(canvas: Canvas, spec: ChartSpec) -> float:
    """Tell how wide the goal's label may be: one line where there is plenty of room, else as narrow as its words."""
    return 0.0 if canvas.width / len(spec.series) / len(spec.categories) < _NARROW_SLOT else canvas.width * 0.24


def _titles(canvas: Canvas, spec: ChartSpec, width: float) -> list[Label]:
    """Make the names of the panels, all of one size: 12 pt, or 11 where a word would be cut."""
    for size in (TEXT, SMALLEST):
        titles = [canvas.wrap(Label(s.name, size, "ink", bold=True), width) for s in spec.series]
        if not any(ELLIPSIS in t.text for t in titles):
            break
    return titles


def _panels(area: Area, count: int) -> Iterator[Area]:
    """Share an area out among `count` panels: one row, or more where they would be narrow and height allows it."""
    across = min(count, max(1, int((area.width + _BETWEEN) / (_NARROWEST + _BETWEEN))))
    down = min(ceil(count / across), max(1, int(area.height / _ROW)))
    across = ceil(count / down)
    width = (area.width - _BETWEEN * (across - 1)) / across
    height = (area.height - _BETWEEN / 2 * (down - 1)) / down
    for i in range(count):
        left = area.left + (i % across) * (width + _BETWEEN)
        top = area.top - (i // across) * (height + _BETWEEN / 2)
        yield Area(left, top - height, left + width, top)


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
    scale = _scale(canvas, spec, plot)
    full = [spec.reported in (i, None) for i in range(len(spec.categories))]
    drawn = [Bar(series, i, x, slots[i], full[i]) for i, x in enumerate(middles)]
    canvas.line([(plot.left, scale(0)), (plot.right, scale(0))], "muted", 1, order=3)
    bars.draw_bars(canvas, drawn, scale)
    last = len(middles) - 1 if spec.reported is None else spec.reported
    bars.place_categories(canvas, names, middles, last, Area(plot.left, area.bottom, plot.right, plot.bottom - 4))
    if goal is not None:
        canvas.goal_line((plot.left, scale(goal)), (plot.right + GAP / 2, scale(goal)))
        if shown := own or end:
            bars.place_goal(canvas, shown, plot.right + GAP, scale(goal))
    if any(v is not None for v in series.values) or not bars.say_missing(canvas, series, scale, plot):
        bars.draw_values(canvas, spec, drawn, scale, plot)


def _slots(canvas: Canvas, spec: ChartSpec, width: float) -> list[float]:
    """Share the width of a panel among its categories: in a narrow one, open ones leave some to the others."""
    count = len(spec.categories)
    even = width / count
    if even >= _NARROW_SLOT:
        return [even] * count
    needs = [canvas.measure(Label(name, SMALLEST))[0] + 4 for name in spec.categories]
    spared = [min(even, max(even * 0.65, need)) if bars.is_open(spec, i) else 0 for i, need in enumerate(needs)]
    rest = (width - sum(spared)) / max(1, spared.count(0))
    return [slot or rest for slot in spared]


def _scale(canvas: Canvas, spec: ChartSpec, plot: Area) -> Scale:
    """Make the scale common to all panels: zero on it, and room for a label beyond the longest bars."""
    low, high = span(all_numbers(spec))
    room = bars.headroom(canvas)
    return Scale(low, high, plot.bottom + (room if low < 0 else 0), plot.top - (room if high > 0 else 0))
