"""`progress`: result and goal.

A bullet chart per series, its bar from zero towards the tick of its goal.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts import bars, rows
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.geometry import Anchor, Area, Label
from deckgen.charts.metric_source import MetricSource, comparable_pairs
from deckgen.charts.numbers import Numbers
from deckgen.charts.rows import RowLayout
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import Scale, axis_range, goal_of, goal_text, value_texts
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_ROW_HEIGHT = 32.0
_TICK = 2.5
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
        return 30 if any(line.goal and q.is_comparable_to(line.goal) for line, q in source.reported_lines) else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for one category with a goal."""
        return 40 if len(numbers.categories) == 1 and numbers.has_goals else 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return results and goals, with an issue for each line left out."""
        pairs, issues = comparable_pairs(source, "goal", lambda line: line.goal)
        bars = tuple(
            Series(line.name(source.name_counts), (now.value,), (figure_text(now),), goal.value, line.data.better)
            for line, goal, now in pairs
        )
        unit, label = pairs[0][2].unit, source.labels["goal"]
        return ChartSpec(
            self.name, (source.labels.period(source.reported.name),), bars, unit=unit, reported=0, goal_label=label
        ), issues

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        drop = canvas.measure(Label("0", canvas.sizes.small))[1] / 2 + 1
        layout = rows.lay_out_rows(canvas, spec, bars.place_caption(canvas, spec), _MIN_ROW_HEIGHT, drop)
        half = min(9.0 * layout.enlargement, (layout.row_height - 2 * drop - _OVER * 2) / 2 - 1)
        bullets = [_Bullet(s, y, half, layout.enlargement) for s, y in zip(spec.series, layout.middles, strict=True)]
        scale = _make_scale(canvas, spec, layout)
        for bullet in bullets:
            _draw_bar(canvas, spec, bullet, scale)
        canvas.draw_line(
            [(scale(0), bullets[-1].y - half - 3), (scale(0), bullets[0].y + half + 3)], "muted", 1, order=3
        )
        for bullet in bullets:
            _draw_goal(canvas, spec, bullet, scale)
        for bullet in bullets:
            canvas.place_first_free(_value_candidates(canvas, spec, bullet, scale), avoid_solids=False)


def _make_scale(canvas: Canvas, spec: ChartSpec, layout: RowLayout) -> Scale:
    """Return one scale for all rows that includes zero, with room for a value beyond the longest bar."""
    texts = [
        Label(value_texts(s, 0, spec)[-1], canvas.sizes.strong * layout.enlargement, bold=True) for s in spec.series
    ]
    room = max(canvas.measure(t)[0] for t in texts) + 8
    low, high = axis_range(spec)
    area = layout.area
    start, end = area.left + (room if low < 0 else 0), area.right - (room if high > 0 else 0)
    return Scale(low, high, start, max(end, start + 1))


def _draw_bar(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the track from zero to the goal and the bar on it."""
    goal, value = goal_of(bullet.series, spec), bullet.series.values[0]
    if goal is not None:
        canvas.fill_rectangle(_bar_area(scale, goal, bullet), "neutral")
    if value:
        canvas.fill_rectangle(_bar_area(scale, value, bullet), "primary")


def _bar_area(scale: Scale, value: float, bullet: _Bullet) -> Area:
    """Return the rectangle of a bar from zero, wide enough to be visible."""
    zero, end = scale(0), scale(value)
    if value and abs(end - zero) < 1:
        end = zero + (1 if value > 0 else -1)
    return Area(min(zero, end), bullet.y - bullet.half_height, max(zero, end), bullet.y + bullet.half_height)


def _draw_goal(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> None:
    """Draw the tick of the goal with its label over it; a white edge makes it visible on a bar too."""
    goal = goal_of(bullet.series, spec)
    if goal is None:
        return
    x, reach = scale(goal), bullet.half_height + _OVER
    canvas.fill_rectangle(
        Area(x - _TICK / 2 - 1, bullet.y - bullet.half_height, x + _TICK / 2 + 1, bullet.y + bullet.half_height),
        "white",
    )
    canvas.fill_rectangle(Area(x - _TICK / 2, bullet.y - reach, x + _TICK / 2, bullet.y + reach), "ink")
    label = canvas.wrap(
        Label(goal_text(goal, spec), canvas.sizes.text if bullet.enlargement > 1 else canvas.sizes.small),
        canvas.width / 2,
        lines=1,
    )
    half = canvas.measure(label)[0] / 2
    middle = min(max(x, scale.start + half), canvas.width - half)
    canvas.place_first_free([(label, Anchor(middle, bullet.y + reach + 1, "center", "bottom"))], avoid_solids=False)


def _value_candidates(canvas: Canvas, spec: ChartSpec, bullet: _Bullet, scale: Scale) -> Iterator[tuple[Label, Anchor]]:
    """Yield texts, sizes and positions for a value, best first: after its bar, in it, or after the goal's tick."""
    value, goal = bullet.series.values[0], goal_of(bullet.series, spec)
    end = scale(value or 0)
    tick = None if goal is None else scale(goal)
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
        if tick is None or not _is_between(tick, end, end + step + (-width if is_backward else width)):
            yield label, after_bar
        if abs(end - scale(0)) > width + 10 and (tick is None or not _is_between(tick, end, end - step * 2 - width)):
            in_bar = Anchor(end - step, bullet.y, "left" if is_backward else "right")
            yield Label(text, size, "white", bold=True), in_bar
        if tick is not None:
            x = (min if is_backward else max)(end, tick) + step
            yield label, Anchor(x, bullet.y, "right" if is_backward else "left")


def _is_between(x: float, one: float, other: float) -> bool:
    """Whether `x` is between `one` and `other`, or within 3 points of them."""
    return min(one, other) - 3 < x < max(one, other) + 3
