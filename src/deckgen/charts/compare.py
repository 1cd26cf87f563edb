"""`compare`: groups of bars, one group per category and one bar per series, each named and labelled where it stands.

Where the names are too long to stand under their bars, each series gets a panel of its own, titled with its name. Only
where there is no room for panels are the bars numbered.
"""

from __future__ import annotations

from msgspec import Struct

from deckgen.charts import bars, panels
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError
from deckgen.charts.labels import goal_text
from deckgen.charts.sizes import fitting
from deckgen.charts.style import SMALLEST, TEXT
from deckgen.ir.blocks import ChartSpec

_APART = 0.6
"""Space between two groups, in slots of a bar."""
_LOWEST = 24.0


class _Names(Struct, frozen=True):
    """Names of the series as they stand under every bar, and what of them has to be told once above the bars."""

    under: list[Label]
    key: list[Label]


class _Way(Struct, frozen=True):
    """A way to set panels: in how many rows, how many lines a title may have, how high the bars must at least be."""

    rows: int
    lines: int
    lowest: float


_WAYS = (_Way(1, 2, 60), _Way(2, 2, 60), _Way(1, 4, 45), _Way(2, 3, 45), _Way(4, 2, 45))


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec)
    common = panels.common_goal(canvas, spec)
    right = canvas.width - (canvas.measure(common)[0] + GAP if common else 0)
    slot = right / (len(spec.categories) * len(spec.series) + (len(spec.categories) - 1) * _APART)
    names = _names(canvas, spec, slot)
    if names.key and _in_panels(canvas, spec, Area(0, 0, right, top), common):
        return
    _in_groups(canvas, spec, names, top)


def _in_panels(canvas: Canvas, spec: ChartSpec, area: Area, goal: Label | None) -> bool:
    """Draw a panel per series under its whole name; tell whether there was a way to do so."""
    count = len(spec.series)
    for way in _WAYS:
        if way.rows > count:
            continue
        grid = panels.share(area, [1.0] * count, -(-count // way.rows))
        titles = panels.titles_for(canvas, spec, [p.width for p in grid], way.lines)
        slot = grid[0].width / len(spec.categories)
        foot = max(canvas.measure(c)[1] for c in bars.category_labels(canvas, spec, slot)) + 4
        height = grid[0].height - panels.title_height(canvas, titles) - foot - bars.headroom(canvas)
        whole = bars.categories_fit(canvas, spec, slot) and not any(ELLIPSIS in title.text for title in titles)
        if height >= way.lowest and whole:
            panels.draw(canvas, spec, grid, titles, goal)
            return True
    return False


def _in_groups(canvas: Canvas, spec: ChartSpec, names: _Names, top: float) -> None:
    """Draw a group of bars per category."""
    label = _goal_label(canvas, spec)
    right = canvas.width - (canvas.measure(label)[0] + GAP if label else 0)
    count, groups = len(spec.series), len(spec.categories)
    slot = right / (groups * count + (groups - 1) * _APART)
    top = _key(canvas, names.key, top)
    plot = _plot(canvas, spec, names, Area(0, 0, right, top), slot)
    scale = panels.scale_of(canvas, spec, plot)
    drawn, widest = [], bars.widest(canvas)
    for g in range(groups):
        left = g * slot * (count + _APART)
        full = spec.reported in (g, None)
        drawn += [Bar(s, g, left + slot * (i + 0.5), slot, full, widest) for i, s in enumerate(spec.series)]
        # Bars of one series stand on one line; a group of several has its own.
        ends = (left, left + slot * count) if count > 1 else (0, right)
        if g == 0 or count > 1:
            canvas.line([(x, scale(0)) for x in ends], "muted", 1, order=3)
    bars.draw_bars(canvas, drawn, scale)
    _under(canvas, spec, names, plot, slot)
    if label and spec.goal is not None:
        canvas.goal_line((0, scale(spec.goal)), (right + GAP / 2, scale(spec.goal)))
        bars.place_goal(canvas, label, right + GAP, scale(spec.goal))
    bars.draw_values(canvas, spec, drawn, scale, plot)


def _goal_label(canvas: Canvas, spec: ChartSpec) -> Label | None:
    if spec.goal is None:
        return None
    wide = canvas.width / len(spec.series) / len(spec.categories) >= 45
    return bars.goal_label(canvas, goal_text(spec.goal, spec), canvas.width * 0.24 if wide else 0)


def _names(canvas: Canvas, spec: ChartSpec, slot: float) -> _Names:
    """Name the bars under them; where a name does not fit its slot, number them and tell the numbers above."""
    if len(spec.series) == 1:
        return _Names([], [])
    for size in fitting(canvas, TEXT, SMALLEST):
        under = [canvas.wrap(Label(s.name, size, "muted"), slot - 3) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in under):
            return _Names(under, [])
    numbered = [Label(str(i + 1), SMALLEST, "muted") for i in range(len(spec.series))]
    return _Names(numbered, [Label(f"{i + 1} {s.name}", SMALLEST) for i, s in enumerate(spec.series)])


def _key(canvas: Canvas, key: list[Label], top: float) -> float:
    """Tell the numbers of the series in a line (or more) at the top; give where the space under it begins."""
    x, bottom = 0.0, top
    for label in key:
        fitted = canvas.wrap(label, canvas.width, lines=1)
        width = canvas.measure(fitted)[0]
        if x and x + width > canvas.width:
            x, top = 0.0, bottom - 2
        bottom = canvas.must(fitted, Anchor(x, top, "left", "top")).bottom
        x += width + 16
    return bottom - GAP if key else top


def _plot(canvas: Canvas, spec: ChartSpec, names: _Names, area: Area, slot: float) -> Area:
    """Give what is left for the bars over the names of series and categories."""
    categories = bars.category_labels(canvas, spec, slot * len(spec.series))
    foot = max(canvas.measure(c)[1] for c in categories) + 4
    if names.under:
        foot += max(canvas.measure(n)[1] for n in names.under) + 6
    plot = Area(area.left, area.bottom + foot, area.right, area.top)
    if slot < 3 or plot.height < _LOWEST + bars.headroom(canvas):
        raise ChartError(TOO_SMALL)
    return plot


def _under(canvas: Canvas, spec: ChartSpec, names: _Names, plot: Area, slot: float) -> None:
    """Set the names of the series under every bar, and those of the categories under their groups."""
    count = len(spec.series)
    group = slot * count
    lefts = [plot.left + g * slot * (count + _APART) for g in range(len(spec.categories))]
    y = plot.bottom - 4
    for left in lefts:
        for i, name in enumerate(names.under):
            canvas.place(name, Anchor(left + slot * (i + 0.5), y, "center", "top"))
    if names.under:
        y -= max(canvas.measure(n)[1] for n in names.under) + 6
    labels = bars.category_labels(canvas, spec, group)
    last = len(labels) - 1 if spec.reported is None else spec.reported
    middles = [left + group / 2 for left in lefts]
    bars.place_categories(canvas, labels, middles, last, Area(plot.left, 0, plot.right, y))
