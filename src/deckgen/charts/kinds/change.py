"""`change`: baseline and now.

A row per series, from a hollow dot (before) to a full one (now). A metric with a verdict ends in the mark of its status, as in
tables. Without a verdict, an improvement ends in a disc with a tick, a deterioration in a diamond with a bar through it, and no
movement, or one of which nobody knows whether it is good, in a plain disc: shape and sign convey the same as the colour. A goal
is a thin tick across its row. Dots have no length, so the scale covers the numbers and need not begin at zero. A line at the top
says which dot is which, and with what the changes are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts import bars, rows
from deckgen.charts.change_ends import BAD, change_role, end_marker, end_role, is_as_moved
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.comparisons import with_changes_since_first
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_issue
from deckgen.charts.geometry import Anchor, Area, Label
from deckgen.charts.marks import draw_mark_on_line
from deckgen.charts.metric_source import Comparison, MetricSource, comparable_pairs
from deckgen.charts.numbers import Numbers
from deckgen.charts.rows import ChangeColumn, RowLayout
from deckgen.charts.spec_texts import figure_text, value_text
from deckgen.charts.value_texts import Scale, all_numbers, goal_of, goal_text, value_texts
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import ColourRole
from deckgen.model import Labels
from deckgen.quantities import Quantity
from deckgen.resolve import LineData

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_ROW_HEIGHT = 19.0
_RING, _DISC, _EDGE = 11.0, 14.0, 2.0
"""Diameters of the hollow and the full dot, and the thickness of the hollow one's edge."""
_MARK = 13.0
"""The size of the mark of a status at the end of a row."""
_VALUE_DISTANCE = _DISC / 2 + 7
"""From the middle of a dot to its value."""
_MAX_DOT_ENLARGEMENT = 1.15
"""Dots are enlarged less than type: large ones would cover each other where the movement is small."""
_MIN_ARROW_LENGTH = 25.0
"""A shorter line has no room for an arrowhead."""
_LABEL_GAP = 8.0
_ARROW = 22.0
"""The length of the arrow in the line that names the dots."""
_MIN_SCALE_LENGTH = 20.0
_MIN_SPAN = 0.25
"""The minimum span of the scale, relative to its largest number: a small movement does not look like a large one."""
_MIN_ROW_HEIGHT_FOR_GOALS, _RAISE = 36.0, 5.0
"""Row height from which goals are named under their ticks, and by how much such rows are raised."""
_REACH, _TICK_GAP = 5.0, 5.0
"""How far the tick of a goal extends under and over the dots, and its distance to a value."""
_ABOVE_GAP = 4.0
"""Between a dot and a value above it."""


class _RowContext(Struct, frozen=True):
    """What all rows share.

    Where rows are high, dots and values are enlarged. Goals are named under their ticks (`has_goal_labels_below`), or else in a
    column at the end of the rows, `goal_column` points wide (0 if there is no room for it). The changes stand at the right edge.
    """

    canvas: Canvas
    spec: ChartSpec
    scale: Scale
    dot_enlargement: float
    text_enlargement: float
    has_goal_labels_below: bool
    goal_column: float
    changes: ChangeColumn | None
    row_height: float

    @property
    def goals_end(self) -> float:
        """The right end of the goals at the ends of the rows, before the changes."""
        return self.canvas.width - (self.changes.width if self.changes else 0)

    @property
    def row_end(self) -> float:
        """The right end of the rows."""
        return self.goals_end - self.goal_column


class Kind(ChartKind):
    """Chosen for metrics with a baseline, and for two numbers of several series."""

    alt = "Chart of changes from baseline to now"
    words = {"before": "Baseline"}
    categories = 2

    def check(self, spec: ChartSpec) -> Iterator[Issue]:
        """Yield a reason if no row can be drawn."""
        if not any(None not in s.values for s in spec.series):
            yield chart_issue("no row has both a value before and a value now")

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank if a result can be compared with its baseline."""
        pairs = ((line.data.baseline, q) for line, q in source.reported_lines)
        return 40 if any(before and q.is_comparable_to(before) for before, q in pairs) else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for two categories of several series."""
        return 20 if len(numbers.categories) == 2 and len(numbers.series) > 1 else 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return baselines and results, with an issue for each line left out."""
        name = source.reported.name
        pairs, issues = comparable_pairs(
            source,
            Comparison(
                "baseline",
                lambda line: line.data.baseline,
                lambda line: line.quantity_in(name),
                lambda line: line.data.baseline_gaps.get(name, ""),
            ),
        )
        labels = source.labels
        series = tuple(
            Series(
                source.name_of(line), (before.value, now.value), (figure_text(before), figure_text(now)),
                _goal_unless_baseline(line.data, before, now), line.data.better, mark=line.mark_in(name),
            )
            for line, before, now in pairs
        )  # fmt: skip
        label = labels["goal"] if any(row.goal is not None for row in series) else ""
        categories, unit = (labels["before"], labels.period(name)), pairs[0][2].unit
        return ChartSpec(self.name, categories, series, unit=unit, reported=1, goal_label=label), issues

    def with_comparison(self, spec: ChartSpec, labels: Labels) -> ChartSpec:
        """Return a spec with the change of each row since the first of its two numbers."""
        before = self.labels(labels)["before"]
        reference = labels["arrows-baseline"] if spec.categories[0] == before else spec.categories[0]
        return with_changes_since_first(spec, labels, reference)

    def row_text(self, spec: ChartSpec, series: Series, labels: Labels) -> str:
        """Return the name of a series with its values before and now."""
        if None in series.values:
            return super().row_text(spec, series, labels)
        before, now = (value_text(spec, series, i) for i in range(2))
        return labels.format("alt-from-to", name=series.name, before=before, now=now)

    def says_status(self, series: Series) -> bool:
        """Whether the alt text says the status: where the two numbers would be read otherwise."""
        return not is_as_moved(series)

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""
        legend_top = bars.place_caption(canvas, spec)
        top = legend_top - canvas.measure(Label("0", canvas.sizes.text))[1] - _LABEL_GAP / 2
        labels_below = rows.row_height_in(canvas, len(spec.series), top) >= _MIN_ROW_HEIGHT_FOR_GOALS
        goal_column = 0.0 if labels_below else _goal_column_width(canvas, spec)
        # Goals are named under their rows, so the rows are a little above the middle of their space.
        layout = rows.lay_out_rows(
            canvas,
            [s.name for s in spec.series],
            top,
            _MIN_ROW_HEIGHT,
            -_RAISE if labels_below and _all_goals(spec) else 0,
        )
        dot_enlargement = min(layout.enlargement, _MAX_DOT_ENLARGEMENT)
        roles = [change_role(canvas, series) for series in spec.series]
        changes = rows.change_column(canvas, spec, layout.enlargement, roles)
        scale = _make_scale(canvas, spec, layout, goal_column + (changes.width if changes else 0))
        context = _RowContext(
            canvas,
            spec,
            scale,
            dot_enlargement,
            layout.enlargement,
            labels_below,
            goal_column,
            changes,
            layout.row_height,
        )
        _draw_rows(context, layout)
        legend = _place_legend(context, legend_top)
        if changes:
            changes.place(canvas, layout.middles, Anchor(canvas.width, legend.middle_y, "right"))
        for series, y in zip(spec.series, layout.middles, strict=True):
            _place_values(context, series, y)
        for series, y in zip(spec.series, layout.middles, strict=True):
            _draw_goal_tick(context, series, y)
            _place_goal_label(context, series, y)


def _goal_unless_baseline(line: LineData, before: Quantity, now: Quantity) -> float | None:
    """Return the goal of a line, unless it equals the baseline."""
    goal = line.goal
    return goal.value if goal and goal.is_comparable_to(now) and goal.value != before.value else None


def _draw_rows(context: _RowContext, layout: RowLayout) -> None:
    """Draw the base line and the movement of every row."""
    canvas, spec = context.canvas, context.spec
    if context.scale.low < 0 < context.scale.high:
        bottom, top = layout.middles[-1] - _DISC, layout.middles[0] + _DISC
        canvas.draw_line([(context.scale(0), bottom), (context.scale(0), top)], "rule", 1)
    for series, y in zip(spec.series, layout.middles, strict=True):
        canvas.draw_line([(layout.area.left, y), (context.row_end, y)], "neutral", 1)
        _draw_movement(context, series, y)


def _all_goals(spec: ChartSpec) -> list[float]:
    return [g for s in spec.series if (g := goal_of(s, spec)) is not None]


def _goal_column_width(canvas: Canvas, spec: ChartSpec) -> float:
    """Return the width of a column of goals; 0 if it would take too much from the rows."""
    widths = [canvas.measure(Label(goal_text(g, spec), canvas.sizes.small))[0] + _LABEL_GAP for g in _all_goals(spec)]
    return widest if (widest := max(widths, default=0)) < canvas.width * 0.16 else 0


def _draw_goal_tick(context: _RowContext, series: Series, y: float) -> None:
    """Draw the tick of the goal across the row, behind its dots; it ends under a text that is in its way."""
    if (goal := goal_of(series, context.spec)) is None:
        return
    x, half = context.scale(goal), _DISC / 2 * context.dot_enlargement
    low, high = y - half - _REACH, y + half + _REACH
    obstacles = [t.bottom for t in context.canvas.text_areas if t.overlaps(Area(x, low, x, high), 3)]
    context.canvas.draw_line([(x, low), (x, min([high, *obstacles]))], "ink", 1.5, order=4)


def _place_goal_label(context: _RowContext, series: Series, y: float) -> None:
    """Name the goal under its tick or at the end of the row; where both are occupied, the tick has no label."""
    if (goal := goal_of(series, context.spec)) is None:
        return
    size = (
        context.canvas.sizes.text
        if context.dot_enlargement > 1 and context.has_goal_labels_below
        else context.canvas.sizes.small
    )
    label = Label(goal_text(goal, context.spec), size, "muted", ground="white")
    half, end = context.canvas.measure(label)[0] / 2, context.goals_end
    low = y - _DISC / 2 * context.dot_enlargement - _REACH - 3
    under_tick = Anchor(min(max(context.scale(goal), half), end - half), low, "center", "top")
    anchors = [*([under_tick] if context.has_goal_labels_below else []), Anchor(end, y, "right")]
    context.canvas.place_first_free((label, anchor) for anchor in anchors)


def _make_scale(canvas: Canvas, spec: ChartSpec, layout: RowLayout, columns: float) -> Scale:
    """Return one scale for all rows that covers their numbers, with room for a value next to the outermost dots.

    `columns` is the width of the columns behind the rows.
    """
    size = canvas.sizes.strong * layout.enlargement
    texts = [Label(t, size, bold=True) for s in spec.series for i in range(2) for t in value_texts(s, i, spec)[-1:]]
    room = max(canvas.measure(t)[0] for t in texts) + _VALUE_DISTANCE * layout.enlargement + 2
    low, high = _covered_range(spec)
    start, end = layout.area.left + room, layout.area.right - columns - room
    if end - start < _MIN_SCALE_LENGTH:
        raise ChartError(TOO_SMALL)
    return Scale(low, high, start, end)


def _covered_range(spec: ChartSpec) -> tuple[float, float]:
    """Return the range that covers all numbers of the chart and of those on the same slide, and no more than it needs."""
    known = [value for value in (*all_numbers(spec), *spec.axis) if value is not None]
    low, high = min(known), max(known)
    lack = max(0.0, _MIN_SPAN * max(abs(low), abs(high)) - (high - low)) / 2
    return (low - lack, high + lack) if high > low or lack else (low, low + 1)


def _draw_movement(context: _RowContext, series: Series, y: float) -> None:
    """Draw the dots of a row and the arrow between them."""
    before, now = (None if v is None else context.scale(v) for v in series.values)
    end, canvas, factor = end_marker(series), context.canvas, context.dot_enlargement
    role = end_role(canvas, series)
    is_diamond = series.status is None and end is BAD
    if before is not None and now is not None:
        _draw_arrow(context, (before, now), y, role, is_diamond=is_diamond)
    if before is not None:
        canvas.draw_marker((before, y), _RING * factor, "o", ("white", "muted"), _EDGE)
    if now is not None and series.status is not None:
        draw_mark_on_line(canvas, series.status, now, y, _MARK * factor)
    elif now is not None:
        size = _DISC * factor * (1 if end.marker == "o" else 0.8)
        canvas.draw_marker((now, y), size, end.marker, (role, "white"), 1)
        if end.sign:
            points = [(now + dx * factor, y + dy * factor) for dx, dy in end.sign]
            canvas.draw_line(points, "white", 1.75 * factor, order=8)


def _draw_arrow(
    context: _RowContext, ends: tuple[float, float], y: float, role: ColourRole, *, is_diamond: bool
) -> None:
    """Draw the line from before to now, with an arrowhead in its middle if there is room for one."""
    before, now = ends
    factor = context.dot_enlargement
    # The line ends at the corner of a diamond: under it, the line would be visible on both sides.
    stop = 0 if not is_diamond else min(_DISC * 0.5 * factor, abs(now - before)) * (1 if now > before else -1)
    if abs(now - stop - before) > 0:
        context.canvas.draw_line([(before, y), (now - stop, y)], role, 2.5 * factor, order=3)
    if abs(now - before) >= _MIN_ARROW_LENGTH * factor:
        forward = factor if now > before else -factor
        tip = (before + now) / 2 + forward * 4.5
        back = tip - forward * 9
        context.canvas.fill_polygon([(tip, y), (back, y + 5 * factor), (back, y - 5 * factor)], role)


def _place_values(context: _RowContext, series: Series, y: float) -> None:
    """Place both values outside their dots; the current one first, so that it is the one that remains where room is short.

    A value that the tick of the goal would cross, or part from its dot, stands above its dot if the row is high enough.
    """
    xs = [context.scale(v) for v in series.values if v is not None]
    if not xs:
        context.canvas.place_first_free(_value_candidates(context, series, 1, Anchor(context.scale.start, y, "left")))
        return
    distance = _VALUE_DISTANCE * context.dot_enlargement
    goal = goal_of(series, context.spec)
    tick = None if goal is None else context.scale(goal)
    is_backward = len(xs) == 2 and xs[1] < xs[0]
    for index in (1, 0):
        is_left = (index == 0) != is_backward
        x = min(xs) - distance if is_left else max(xs) + distance
        anchor = Anchor(x, y, "right" if is_left else "left")
        candidates = list(_value_candidates(context, series, index, anchor))
        if tick is None:
            context.canvas.place_first_free(candidates)
        else:
            beside_tick = [one for each in candidates if (one := _beside_tick(context, *each, tick))]
            context.canvas.place_first_free((*beside_tick, *candidates))


def _beside_tick(context: _RowContext, label: Label, anchor: Anchor, tick: float) -> tuple[Label, Anchor] | None:
    """Return a value next to its dot, or above it if the tick of a goal is in the way; None if it has no room there."""
    area, side = context.canvas.label_area(label, anchor), 1 if anchor.across == "left" else -1
    dot, radius = anchor.x - side * _VALUE_DISTANCE * context.dot_enlargement, _DISC / 2 * context.dot_enlargement
    if not side * dot + radius < side * tick < side * anchor.x + area.width + _TICK_GAP:
        return label, anchor
    if radius + _ABOVE_GAP + area.height > context.row_height / 2:
        return None
    half, gap = area.width / 2, side * (tick - dot) - _TICK_GAP
    return label, Anchor(dot - side * max(0.0, half - gap), anchor.y + radius + _ABOVE_GAP, "center", "bottom")


def _value_candidates(
    context: _RowContext, series: Series, index: int, anchor: Anchor
) -> Iterator[tuple[Label, Anchor]]:
    """Yield texts and sizes for one value at `anchor`, best first."""
    is_missing = series.values[index] is None
    strong = index == 1 and not is_missing
    factor = context.text_enlargement
    small, text_size, strong_size = context.canvas.sizes.small, context.canvas.sizes.text, context.canvas.sizes.strong
    sizes = (strong_size * factor, text_size, small) if strong else (text_size * factor, small)
    for text, size in product(value_texts(series, index, context.spec), sizes):
        yield Label(text, size, "ink" if strong else "muted", strong, ground="white"), anchor


def _place_legend(context: _RowContext, top: float) -> Area:
    """Place the line at the top that names both ends of a movement; return the area of the name of the hollow dot."""
    canvas, spec = context.canvas, context.spec
    width = (context.goals_end - _RING - _ARROW - 3 * _LABEL_GAP) / 2
    styles: list[tuple[ColourRole, bool]] = [("muted", False), ("ink", True)]
    for size in (canvas.sizes.text, canvas.sizes.small):
        labels = [Label(n, size, role, bold) for n, (role, bold) in zip(spec.categories, styles, strict=True)]
        before, now = (canvas.wrap(label, width, lines=1) for label in labels)
        if before.text == spec.categories[0] and now.text == spec.categories[1]:
            break
    area = canvas.place_required(before, Anchor(_RING + _LABEL_GAP / 2, top, "left", "top"))
    start, end, y = area.right + _LABEL_GAP, area.right + _LABEL_GAP + _ARROW, area.middle_y
    canvas.draw_marker((_RING / 2 + 1, y), _RING - 2, "o", ("white", "muted"), _EDGE)
    canvas.draw_line([(start, y), (end - 4, y)], "muted", 1.5, order=3)
    canvas.fill_polygon([(end, y), (end - 6, y + 3.5), (end - 6, y - 3.5)], "muted")
    canvas.place_required(now, Anchor(end + _LABEL_GAP / 2, top, "left", "top"))
    return area
