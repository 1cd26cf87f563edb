"""`progress`: result and goal.

A bullet chart per series, its bar from zero towards the tick of its goal. The grey track is what there is to reach; a bar that
goes past the goal is light from there on. A limit has no track, and what lies beyond one that was missed has the colour of the
status. A range is a grey band between two ticks. A metric with a verdict has the mark of its status before its bar. At the right
edge stands how far each number is from its goal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import bars, rows
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.comparisons import with_distances_to_goals
from deckgen.charts.geometry import Anchor, Area, Label
from deckgen.charts.marks import ACHIEVED, draw_mark, status_role
from deckgen.charts.metric_source import Comparison, MetricLine, MetricSource, comparable_pairs
from deckgen.charts.numbers import Numbers
from deckgen.charts.rows import RowLayout
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import Scale, axis_range, goal_of, series_goal_text, value_texts
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import ColourRole
from deckgen.model import Labels
from deckgen.quantities import Quantity

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_ROW_HEIGHT = 32.0
_TICK = 2.5
_MARK, _MARK_GAP = 13.0, 8.0
"""The size of the mark of a status, and its distance from the bar."""
_LARGE_ROWS = 1.4
"""Enlargement of rows from which their goals are in strong type."""
_OVER = 3.0
"""How far the tick of a goal extends over and under the bar."""


class _Bullet(Struct, frozen=True):
    """One row: its series, the middle (`y`) and half the height of its bar, and the enlargement of its text."""

    series: Series
    y: float
    half_height: float
    enlargement: float


class Kind(ChartKind):
    """Chosen for metrics with a goal but no baseline, and for one category of numbers with goals."""

    alt = "Bar chart of progress towards goals"
    categories = 1

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank if a result can be compared with its goal."""
        name = source.reported.name
        pairs = ((line.goal, _reached(line, name)) for line in source.lines)
        return 30 if any(goal and now and now.is_comparable_to(goal) for goal, now in pairs) else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for one category with a goal."""
        return 40 if len(numbers.categories) == 1 and numbers.has_goals else 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return results and goals, with an issue for each line left out."""
        name = source.reported.name
        goal = Comparison(
            "goal", lambda line: line.goal, lambda line: _reached(line, name), lambda line: _gap(line, name)
        )
        pairs, issues = comparable_pairs(source, goal)
        bars = tuple(
            Series(
                source.name_of(line), (now.value,), (_label(line, now, source.labels),), goal.value, line.data.better,
                line.goal_upper.value if line.goal_upper else None, line.status_in(name),
            )
            for line, goal, now in pairs
        )  # fmt: skip
        unit, label = pairs[0][2].unit, source.labels["goal"]
        return ChartSpec(
            self.name, (source.labels.period(name),), bars, unit=unit, reported=0, goal_label=label
        ), issues

    def with_comparison(self, spec: ChartSpec, labels: Labels) -> ChartSpec:
        """Return a spec with the distance of each number to its goal."""
        return with_distances_to_goals(spec, labels)

    def goal_text(self, spec: ChartSpec, series: Series) -> str:
        """Return the goal of a series; a limit has ≤ before its number."""
        text = super().goal_text(spec, series)
        return f"≤ {text}" if text and series.better == "lower" and series.goal_upper is None else text

    def says_status(self, series: Series) -> bool:
        """Whether the alt text says the status: always, because every row has its mark."""
        return True

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        drop = canvas.measure(Label("0", canvas.sizes.small))[1] / 2 + 1
        layout = rows.lay_out_rows(
            canvas, [s.name for s in spec.series], bars.place_caption(canvas, spec), _MIN_ROW_HEIGHT, drop
        )
        half = min(9.0 * layout.enlargement, (layout.row_height - 2 * drop - _OVER * 2) / 2 - 1)
        bullets = [_Bullet(s, y, half, layout.enlargement) for s, y in zip(spec.series, layout.middles, strict=True)]
        layout = _with_marks(canvas, layout, bullets)
        changes = rows.change_column(canvas, spec, layout.enlargement, ["ink"] * len(bullets))
        scale = _make_scale(canvas, spec, layout, changes.width if changes else 0)
        if changes:
            changes.place(
                canvas, layout.middles, Anchor(canvas.width, bullets[0].y + half + _OVER + 1, "right", "bottom")
            )
        for bullet in bullets:
            _draw_bar(canvas, spec, bullet, scale)
        canvas.draw_line(
            [(scale(0), bullets[-1].y - half - 3), (scale(0), bullets[0].y + half + 3)], "muted", 1, order=3
        )
        for bullet in bullets:
            _draw_goal(canvas, spec, bullet, scale)
        for bullet in bullets:
            canvas.place_first_free(_value_candidates(canvas, spec, bullet, scale), avoid_solids=False)


def _reached(line: MetricLine, period: str) -> Quantity | None:
    """Return what a goal is compared with: the result, or the sum of all results of the year where these are added up."""
    return line.quantity_in(period) if line.data.totals is None else line.data.totals.get(period)


def _label(line: MetricLine, now: Quantity, labels: Labels) -> str:
    """Return the text of a number; of a sum, which its table does not show, that it is one."""
    text = figure_text(now)
    return text if line.data.totals is None else labels.format("sum-to-date", total=text)


def _gap(line: MetricLine, period: str) -> str:
    return "" if _reached(line, period) is not None else "an earlier result of the year has no number to add"


def _with_marks(canvas: Canvas, layout: RowLayout, bullets: list[_Bullet]) -> RowLayout:
    """Draw the marks of the statuses in a column before the bars; return the layout of what is left for these."""
    if not any(bullet.series.status for bullet in bullets):
        return layout
    size = _MARK * layout.enlargement
    for bullet in bullets:
        if bullet.series.status is not None:
            draw_mark(canvas, bullet.series.status, layout.area.left + size / 2, bullet.y, size)
    return replace(layout, area=replace(layout.area, left=layout.area.left + size + _MARK_GAP))


def _make_scale(canvas: Canvas, spec: ChartSpec, layout: RowLayout, changes: float) -> Scale:
    """Return one scale for all rows that includes zero, with room for a value beyond the longest bar.

    `changes` is the width of the column of changes.
    """
    texts = [
        Label(value_texts(s, 0, spec)[-1], canvas.sizes.strong * layout.enlargement, bold=True) for s in spec.series
    ]
    room = max(canvas.measure(t)[0] for t in texts) + 8
    low, high = axis_range(spec)
    area = layout.area
    start, end = area.left + (room if low < 0 else 0), area.right - changes - (room if high > 0 else 0)
    return Scale(low, high, start, max(end, start + 1))


def _draw_bar(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the track from zero to the goal, or the band of a range, and the bar on it."""
    series = bullet.series
    goal, value = goal_of(series, spec), series.values[0]
    if goal is not None and series.goal_upper is not None:
        canvas.fill_rectangle(_area_between(scale(goal), scale(series.goal_upper), bullet, _OVER), "neutral")
    elif goal is not None and series.better == "higher":
        canvas.fill_rectangle(_bar_area(scale, goal, bullet), "neutral")
    if not value:
        return
    canvas.fill_rectangle(_bar_area(scale, value, bullet), "primary")
    if _is_past_goal(series, goal):
        canvas.fill_rectangle(_area_between(scale(max(goal or 0, 0)), scale(value), bullet), "primary-light")
    limit = _missed_limit(series, goal)
    if limit is not None and value > limit and series.status is not None:
        role: ColourRole = status_role(canvas, series.status)
        canvas.fill_rectangle(_area_between(scale(max(limit, 0)), scale(value), bullet), role)


def _is_past_goal(series: Series, goal: float | None) -> bool:
    """Whether a result is more than a goal that it should reach."""
    value = series.values[0]
    is_target = goal is not None and series.better == "higher" and series.goal_upper is None
    return is_target and value is not None and goal is not None and value > max(goal, 0)


def _missed_limit(series: Series, goal: float | None) -> float | None:
    """Return the value that a result whose verdict says that it missed its goal should not have passed."""
    if series.status is None or series.status in ACHIEVED:
        return None
    return series.goal_upper if series.goal_upper is not None else goal if series.better == "lower" else None


def _bar_area(scale: Scale, value: float, bullet: _Bullet) -> Area:
    """Return the rectangle of a bar from zero, wide enough to be visible."""
    zero, end = scale(0), scale(value)
    if value and abs(end - zero) < 1:
        end = zero + (1 if value > 0 else -1)
    return _area_between(zero, end, bullet)


def _area_between(one: float, other: float, bullet: _Bullet, reach: float = 0) -> Area:
    """Return the rectangle between two positions on a row, `reach` points higher and lower than its bar."""
    half = bullet.half_height + reach
    return Area(min(one, other), bullet.y - half, max(one, other), bullet.y + half)


def _draw_goal(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the tick of the goal (of a range, one at each end) with its label over it."""
    goal = goal_of(bullet.series, spec)
    if goal is None:
        return
    ends = [scale(end) for end in (goal, bullet.series.goal_upper) if end is not None]
    for x in ends:
        _draw_tick(canvas, bullet, x)
    reach = bullet.half_height + _OVER
    sizes = canvas.sizes
    size = sizes.small if bullet.enlargement == 1 else sizes.text if bullet.enlargement < _LARGE_ROWS else sizes.strong
    label = canvas.wrap(Label(series_goal_text(bullet.series, spec), size), canvas.width / 2, lines=1)
    half = canvas.measure(label)[0] / 2
    middle = min(max(sum(ends) / len(ends), scale.start + half), canvas.width - half)
    canvas.place_first_free([(label, Anchor(middle, bullet.y + reach + 1, "center", "bottom"))], avoid_solids=False)


def _draw_tick(canvas: Canvas, bullet: _Bullet, x: float) -> None:
    """Draw a tick across a row; a white edge makes it visible on a bar too."""
    canvas.fill_rectangle(_area_between(x - _TICK / 2 - 1, x + _TICK / 2 + 1, bullet), "white")
    canvas.fill_rectangle(_area_between(x - _TICK / 2, x + _TICK / 2, bullet, _OVER), "ink")


def _value_candidates(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> Iterator[tuple[Label, Anchor]]:
    """Yield texts, sizes and positions for a value, best first: after its bar, in it, or after the goal's tick."""
    value, goal = bullet.series.values[0], goal_of(bullet.series, spec)
    end = scale(value or 0)
    ticks = [scale(t) for t in (goal, bullet.series.goal_upper) if t is not None]
    is_backward = value is not None and value < 0
    step = -5 if is_backward else 5
    for text, size in product(
        value_texts(bullet.series, 0, spec),
        (
            canvas.sizes.strong * bullet.enlargement,
            canvas.sizes.strong,
            canvas.sizes.text,
            canvas.sizes.small,
        ),
    ):
        if value is None:
            yield Label(text, canvas.sizes.small, "muted"), Anchor(end + 5, bullet.y, "left")
            continue
        label = Label(text, size, "ink", bold=True)
        width = canvas.measure(label)[0]
        after_bar = Anchor(end + step, bullet.y, "right" if is_backward else "left")
        if not any(_is_between(tick, end, end + step + (-width if is_backward else width)) for tick in ticks):
            yield label, after_bar
        is_dark = not _is_past_goal(bullet.series, goal)
        if (
            is_dark
            and abs(end - scale(0)) > width + 10
            and not any(_is_between(t, end, end - step * 2 - width) for t in ticks)
        ):
            in_bar = Anchor(end - step, bullet.y, "left" if is_backward else "right")
            yield Label(text, size, "white", bold=True), in_bar
        if ticks:
            x = (min if is_backward else max)(end, *ticks) + step
            yield label, Anchor(x, bullet.y, "right" if is_backward else "left")


def _is_between(x: float, one: float, other: float) -> bool:
    """Whether `x` is between `one` and `other`, or within 3 points of them."""
    return min(one, other) - 3 < x < max(one, other) + 3
