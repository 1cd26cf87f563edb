"""`compare`: numbers next to each other.

Groups of bars, one group per category and one bar per series, with names and values at the bars. Where names are too long to
fit under their bars, each series gets a panel of its own, titled with its name. Only where there is no room for panels, bars are
numbered and a legend above them explains the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts import bars, panels
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_error
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.metric_source import NO_AXIS, MetricSource, basis_label, gap_issue
from deckgen.charts.numbers import Numbers
from deckgen.charts.sizes import sizes_to_try
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import goal_text
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_GROUP_GAP = 0.6
"""Space between two groups, in slots (the width available to one bar)."""
_MIN_PLOT_HEIGHT = 24.0
_WIDE_SLOT = 45.0
"""From this slot width on, the label of the goal may be on one line."""


class _SeriesNames(Struct, frozen=True):
    """Names (or numbers) of the series under each bar, and the legend above the bars that explains the numbers."""

    below_bars: list[Label]
    legend: list[Label]


class _Arrangement(Struct, frozen=True):
    """A way to arrange panels: the number of rows, the maximum lines of a title, and the minimum height for the bars."""

    rows: int
    title_lines: int
    min_bar_height: float


_ARRANGEMENTS = (
    _Arrangement(1, 2, 60),
    _Arrangement(2, 2, 60),
    _Arrangement(1, 4, 45),
    _Arrangement(2, 3, 45),
    _Arrangement(4, 2, 45),
)


class Kind(ChartKind):
    """Chosen for metrics that have nothing but results, and for numbers that suit no other kind."""

    alt = "Bar chart that compares values"
    max_series = 4

    def point_count(self, spec: ChartSpec) -> int:
        """Return the number of bars."""
        return len(spec.categories) * len(spec.series)

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank if there is a number."""
        return 20 if source.reported_lines else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for any numbers."""
        return 10

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return parts of a metric, or several metrics, side by side in every period shown that has a number."""
        window = source.reported.window()
        rows = [line for line in source.lines if any(line.quantity_in(name) for name in window)]
        known = [(line, q) for line in rows for name in window if (q := line.quantity_in(name))]
        if not known:
            raise chart_error("these metrics have no number to draw yet", source.origin, "leave the chart out for now")
        first_line, first = known[0]
        for line, quantity in known:
            if not quantity.is_comparable_to(first):
                other = f"{first.raw} of “{first_line.name(source.name_counts)}”"
                message = f"{quantity.raw} of “{line.name(source.name_counts)}” is in another unit than {other}"
                raise chart_error(message, line.origin, NO_AXIS)
        shown = [name for name in window if any(line.quantity_in(name) for line in rows)]
        series = tuple(
            Series(
                line.name(source.name_counts), tuple(now.value if (now := line.quantity_in(q)) else None for q in shown),
                tuple(figure_text(now) if (now := line.quantity_in(q)) else "" for q in shown), None, line.data.better,
            )
            for line in rows
        )  # fmt: skip
        reported = shown.index(source.reported.name) if source.reported.name in shown else len(shown) - 1
        spec = ChartSpec(
            self.name, source.labels.categories(shown), series, unit=first.unit, signed=first.sign == "+",
            reported=reported, value_label=basis_label(first, source.labels),
        )  # fmt: skip
        missing = [line for line in source.lines if line not in rows and line.data.gaps.get(source.reported.name)]
        name = source.reported.name
        return spec, [gap_issue(line, source, line.gap_in(name, name), f"a number for {name}") for line in missing]

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        top = bars.place_caption(canvas, spec)
        goal = panels.common_goal_label(canvas, spec)
        right = canvas.width - (canvas.measure(goal)[0] + GAP if goal else 0)
        slot = right / (len(spec.categories) * len(spec.series) + (len(spec.categories) - 1) * _GROUP_GAP)
        names = _series_names(canvas, spec, slot)
        if names.legend and _draw_in_panels(canvas, spec, Area(0, 0, right, top), goal):
            return
        _draw_in_groups(canvas, spec, names, top)


def _draw_in_panels(canvas: Canvas, spec: ChartSpec, area: Area, goal: Label | None) -> bool:
    """Draw a panel per series under its complete name; return False, and draw nothing, if no arrangement has room for that."""
    count = len(spec.series)
    for arrangement in _ARRANGEMENTS:
        if arrangement.rows > count:
            continue
        grid = panels.split_area(area, [1.0] * count, -(-count // arrangement.rows))
        titles = panels.panel_titles(canvas, spec, [p.width for p in grid], arrangement.title_lines)
        slot = grid[0].width / len(spec.categories)
        name_height = max(canvas.measure(c)[1] for c in bars.category_labels(canvas, spec, slot)) + 4
        height = grid[0].height - panels.title_height(canvas, titles) - name_height - bars.value_label_height(canvas)
        is_complete = bars.can_fit_categories(canvas, spec, slot) and not any(ELLIPSIS in t.text for t in titles)
        if height >= arrangement.min_bar_height and is_complete:
            panels.draw_panels(canvas, spec, grid, titles, goal)
            return True
    return False


def _draw_in_groups(canvas: Canvas, spec: ChartSpec, names: _SeriesNames, top: float) -> None:
    """Draw a group of bars per category."""
    label = _goal_label(canvas, spec)
    right = canvas.width - (canvas.measure(label)[0] + GAP if label else 0)
    count, groups = len(spec.series), len(spec.categories)
    slot = right / (groups * count + (groups - 1) * _GROUP_GAP)
    top = _place_legend(canvas, names.legend, top)
    plot = _plot_area(canvas, spec, names, Area(0, 0, right, top), slot)
    scale = panels.make_scale(canvas, spec, plot)
    all_bars, widest = [], bars.max_bar_width(canvas)
    for g in range(groups):
        left = g * slot * (count + _GROUP_GAP)
        is_highlighted = spec.reported in (g, None)
        all_bars += [
            Bar(s, g, left + slot * (i + 0.5), slot, is_highlighted, widest) for i, s in enumerate(spec.series)
        ]
        # The bars of a single series share one base line; with several series, each group has its own.
        ends = (left, left + slot * count) if count > 1 else (0, right)
        if g == 0 or count > 1:
            canvas.draw_line([(x, scale(0)) for x in ends], "muted", 1, order=3)
    bars.draw_bars(canvas, all_bars, scale)
    _place_names(canvas, spec, names, plot, slot)
    if label and spec.goal is not None:
        canvas.draw_goal_line((0, scale(spec.goal)), (right + GAP / 2, scale(spec.goal)))
        bars.place_goal_label(canvas, label, right + GAP, scale(spec.goal))
    bars.place_value_labels(canvas, spec, all_bars, scale, plot)


def _goal_label(canvas: Canvas, spec: ChartSpec) -> Label | None:
    if spec.goal is None:
        return None
    is_wide = canvas.width / len(spec.series) / len(spec.categories) >= _WIDE_SLOT
    return bars.goal_label(canvas, goal_text(spec.goal, spec), canvas.width * 0.24 if is_wide else 0)


def _series_names(canvas: Canvas, spec: ChartSpec, slot: float) -> _SeriesNames:
    """Return the names to place under the bars; if a name does not fit its slot, numbers and a legend for them."""
    if len(spec.series) == 1:
        return _SeriesNames([], [])
    for size in sizes_to_try(canvas, "text", "small"):
        names = [canvas.wrap(Label(s.name, size, "muted"), slot - 3) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            return _SeriesNames(names, [])
    numbers = [Label(str(i + 1), canvas.sizes.small, "muted") for i in range(len(spec.series))]
    return _SeriesNames(numbers, [Label(f"{i + 1} {s.name}", canvas.sizes.small) for i, s in enumerate(spec.series)])


def _place_legend(canvas: Canvas, legend: list[Label], top: float) -> float:
    """Place the legend in one or more lines at the top; return the top of the space under it."""
    x, bottom = 0.0, top
    for label in legend:
        fitted = canvas.wrap(label, canvas.width, lines=1)
        width = canvas.measure(fitted)[0]
        if x and x + width > canvas.width:
            x, top = 0.0, bottom - 2
        bottom = canvas.place_required(fitted, Anchor(x, top, "left", "top")).bottom
        x += width + 16
    return bottom - GAP if legend else top


def _plot_area(canvas: Canvas, spec: ChartSpec, names: _SeriesNames, area: Area, slot: float) -> Area:
    """Return the area that is left for the bars, above the names of series and categories."""
    categories = bars.category_labels(canvas, spec, slot * len(spec.series))
    names_height = max(canvas.measure(c)[1] for c in categories) + 4
    if names.below_bars:
        names_height += max(canvas.measure(n)[1] for n in names.below_bars) + 6
    plot = Area(area.left, area.bottom + names_height, area.right, area.top)
    if slot < 3 or plot.height < _MIN_PLOT_HEIGHT + bars.value_label_height(canvas):
        raise ChartError(TOO_SMALL)
    return plot


def _place_names(canvas: Canvas, spec: ChartSpec, names: _SeriesNames, plot: Area, slot: float) -> None:
    """Place the name of its series under every bar, and the names of the categories under their groups."""
    count = len(spec.series)
    group_width = slot * count
    lefts = [plot.left + g * slot * (count + _GROUP_GAP) for g in range(len(spec.categories))]
    y = plot.bottom - 4
    for left in lefts:
        for i, name in enumerate(names.below_bars):
            canvas.place_if_free(name, Anchor(left + slot * (i + 0.5), y, "center", "top"))
    if names.below_bars:
        y -= max(canvas.measure(n)[1] for n in names.below_bars) + 6
    labels = bars.category_labels(canvas, spec, group_width)
    reported = len(labels) - 1 if spec.reported is None else spec.reported
    middles = [left + group_width / 2 for left in lefts]
    bars.place_categories(canvas, labels, middles, reported, Area(plot.left, 0, plot.right, y))
