"""`compare`: numbers next to each other.

Groups of bars, one group per category and one bar per series, with names and values at the bars. Periods of several series stand
in a panel for each series, titled with its name. Where names are too long to fit under their bars on one line, the bars lie down.
Where there is no room for that either, series are numbered, and a legend above the bars explains the numbers. Names are
shortened only where they have no room at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts import bars, category_names, panels
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.comparisons import is_in_time, with_changes_over_time, with_lengths
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_error
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.horizontal_bars import draw_horizontal_bars
from deckgen.charts.metric_source import NO_AXIS, MetricSource, basis_label, gap_issue
from deckgen.charts.numbers import Numbers, spec_of_numbers
from deckgen.charts.sizes import sizes_to_try
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import goal_text
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_GROUP_GAP = 0.6
"""Space between two groups, in slots (the width available to one bar)."""
_MIN_PLOT_HEIGHT = 24.0
_WIDE_SLOT = 45.0
"""From this slot width on, the label of the goal may be on one line."""


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
                other = f"{first.raw} of “{source.name_of(first_line)}”"
                message = f"{quantity.raw} of “{source.name_of(line)}” is in another unit than {other}"
                raise chart_error(message, line.origin, NO_AXIS)
        shown = [name for name in window if any(line.quantity_in(name) for line in rows)]
        reported = shown.index(source.reported.name) if source.reported.name in shown else len(shown) - 1
        series = tuple(
            Series(
                source.name_of(line), tuple(now.value if (now := line.quantity_in(q)) else None for q in shown),
                tuple(figure_text(now) if (now := line.quantity_in(q)) else "" for q in shown), None, line.data.better,
                mark=line.status_in(shown[reported]),
            )
            for line in rows
        )  # fmt: skip
        spec = ChartSpec(
            self.name, source.labels.categories(shown), series, unit=first.unit, signed=first.sign == "+",
            reported=reported, value_label=basis_label(first, source.labels),
        )  # fmt: skip
        missing = [line for line in source.lines if line not in rows and line.data.gaps.get(source.reported.name)]
        name = source.reported.name
        return spec, [gap_issue(line, source, line.gap_in(name, name), f"a number for {name}") for line in missing]

    def with_comparison(self, spec: ChartSpec, labels: Labels) -> ChartSpec:
        """Return a spec with the change of each series, where its categories are periods, and with their lengths."""
        spec = with_lengths(spec, labels)
        return with_changes_over_time(spec, labels) if is_in_time(spec.categories) else spec

    def spec_from_numbers(self, numbers: Numbers) -> ChartSpec:
        """Return the spec of numbers, in which the last category is only in full colour if it is the latest period."""
        last = len(numbers.categories) - 1 if is_in_time(numbers.categories) else None
        return spec_of_numbers(self.name, numbers, last)

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        top = bars.place_caption(canvas, spec)
        goal = panels.common_goal_label(canvas, spec)
        right = canvas.width - (canvas.measure(goal)[0] + GAP if goal else 0)
        slot = right / (len(spec.categories) * len(spec.series) + (len(spec.categories) - 1) * _GROUP_GAP)
        names = _series_names(canvas, spec, slot)
        has_changes = any(series.change for series in spec.series)
        has_short_names = names is not None and _has_short_names(canvas, spec, slot)
        prefers_panels = is_in_time(spec.categories) and (has_changes or not has_short_names)
        if prefers_panels and _draw_in_panels(canvas, spec, Area(0, 0, right, top), goal):
            return
        if names is not None and has_short_names:
            _draw_in_groups(canvas, spec, names, top)
        elif not (
            draw_horizontal_bars(canvas, spec, top)
            or _draw_in_panels(canvas, spec, Area(0, 0, right, top), goal)
            or draw_horizontal_bars(canvas, spec, top, shorten=True)
        ):
            _draw_in_groups(canvas, spec, *_numbers_and_legend(canvas, spec, top))


def _has_short_names(canvas: Canvas, spec: ChartSpec, slot: float) -> bool:
    """Whether the name of every category fits under its bars, on one line."""
    width = slot * len(spec.series)
    labels = category_names.category_labels(canvas, spec, width)
    is_on_one_line = not any("\n" in label.text for label in labels) or is_in_time(spec.categories)
    return is_on_one_line and category_names.can_fit_categories(canvas, spec, width)


def _draw_in_panels(canvas: Canvas, spec: ChartSpec, area: Area, goal: Label | None) -> bool:
    """Draw a panel per series under its complete name; return False, and draw nothing, if no arrangement has room for that."""
    count = len(spec.series)
    for arrangement in _ARRANGEMENTS:
        if arrangement.rows > count:
            continue
        grid = panels.split_area(area, count, -(-count // arrangement.rows), panels.panel_gap(canvas))
        titles = panels.panel_titles(canvas, spec, [p.width for p in grid], arrangement.title_lines)
        slot = grid[0].width / len(spec.categories)
        name_height = max(canvas.measure(c)[1] for c in category_names.category_labels(canvas, spec, slot)) + 4
        titles_height = panels.title_height(canvas, spec, titles)
        height = grid[0].height - titles_height - name_height - bars.value_label_height(canvas)
        is_complete = category_names.can_fit_categories(canvas, spec, slot) and not any(
            ELLIPSIS in t.text for t in titles
        )
        if height >= arrangement.min_bar_height and is_complete:
            panels.draw_panels(canvas, spec, grid, titles, goal)
            return True
    return False


def _draw_in_groups(canvas: Canvas, spec: ChartSpec, names: list[Label], top: float) -> None:
    """Draw a group of bars per category, with the name of its series under every bar."""
    label = _goal_label(canvas, spec)
    right = canvas.width - (canvas.measure(label)[0] + GAP if label else 0)
    count, groups = len(spec.series), len(spec.categories)
    slots = groups * count + (groups - 1) * _GROUP_GAP
    slot = min(right / slots, bars.WIDEST_SLOT)
    start = (right - slot * slots) / 2
    plot = _plot_area(canvas, spec, names, Area(start, 0, right - start, top), slot)
    figure = bars.figure_size(canvas, spec, slot, plot.height)
    scale = panels.make_scale(spec, plot, bars.value_label_height(canvas, figure))
    all_bars, widest = [], bars.max_bar_width(canvas)
    for g in range(groups):
        left = start + g * slot * (count + _GROUP_GAP)
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
    bars.place_value_labels(canvas, spec, [bars.Plot(tuple(all_bars), scale, plot)], figure)


def _goal_label(canvas: Canvas, spec: ChartSpec) -> Label | None:
    if spec.goal is None:
        return None
    is_wide = canvas.width / len(spec.series) / len(spec.categories) >= _WIDE_SLOT
    return bars.goal_label(canvas, goal_text(spec.goal, spec), canvas.width * 0.24 if is_wide else 0)


def _series_names(canvas: Canvas, spec: ChartSpec, slot: float) -> list[Label] | None:
    """Return the names to place under the bars, none for a single series; None if a name does not fit its slot."""
    if len(spec.series) == 1:
        return []
    for size in sizes_to_try(canvas, "text", "small"):
        names = [canvas.wrap(Label(s.name, size, "muted"), slot - 3) for s in spec.series]
        if not any(ELLIPSIS in n.text for n in names):
            return names
    return None


def _numbers_and_legend(canvas: Canvas, spec: ChartSpec, top: float) -> tuple[list[Label], float]:
    """Place a legend that numbers the series, at the top; return the numbers and the top of the space under the legend."""
    size = canvas.sizes.small
    x, bottom = 0.0, top
    for i, series in enumerate(spec.series, 1):
        label = canvas.wrap(Label(f"{i} {series.name}", size), canvas.width, lines=1)
        width = canvas.measure(label)[0]
        if x and x + width > canvas.width:
            x, top = 0.0, bottom - 2
        bottom = canvas.place_required(label, Anchor(x, top, "left", "top")).bottom
        x += width + 16
    return [Label(str(i), size, "muted") for i in range(1, len(spec.series) + 1)], bottom - GAP


def _plot_area(canvas: Canvas, spec: ChartSpec, names: list[Label], area: Area, slot: float) -> Area:
    """Return the area that is left for the bars, above the names of series and categories."""
    categories = category_names.category_labels(canvas, spec, slot * len(spec.series))
    names_height = max(canvas.measure(c)[1] for c in categories) + 4
    if names:
        names_height += max(canvas.measure(n)[1] for n in names) + 6
    plot = Area(area.left, area.bottom + names_height, area.right, area.top)
    if slot < 3 or plot.height < _MIN_PLOT_HEIGHT + bars.value_label_height(canvas):
        raise ChartError(TOO_SMALL)
    return plot


def _place_names(canvas: Canvas, spec: ChartSpec, names: list[Label], plot: Area, slot: float) -> None:
    """Place the name of its series under every bar, and the names of the categories under their groups."""
    count = len(spec.series)
    group_width = slot * count
    lefts = [plot.left + g * slot * (count + _GROUP_GAP) for g in range(len(spec.categories))]
    y = plot.bottom - 4
    for left in lefts:
        for i, name in enumerate(names):
            canvas.place_required(name, Anchor(left + slot * (i + 0.5), y, "center", "top"))
    if names:
        y -= max(canvas.measure(n)[1] for n in names) + 6
    labels = category_names.category_labels(canvas, spec, group_width)
    middles = [left + group_width / 2 for left in lefts]
    category_names.place_categories(canvas, labels, middles, Area(plot.left, 0, plot.right, y))
