"""Bars that lie down: a row for each category, its name at the start, and a column of bars for each series, all on one scale.

Names have more room here than under upright bars. A track shows how long a bar could be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import bars, category_names, rows
from deckgen.charts.errors import ChartError
from deckgen.charts.geometry import ELLIPSIS, LINE_HEIGHT, Anchor, Area, Label
from deckgen.charts.marks import draw_mark_of_label, with_room_for_mark
from deckgen.charts.rows import RowPlan
from deckgen.charts.sizes import figure_sizes, is_large, sizes_to_try
from deckgen.charts.value_texts import Scale, axis_range, goal_of, series_goal_text, value_texts
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import ColourRole

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_COLUMN_GAP = 20.0
_MIN_ROW_HEIGHT, _MIN_BAR_LENGTH = 15.0, 24.0
_THICKNESS = 0.5
"""The thickness of a bar, in heights of its row."""
_MAX_MARK = 60.0
"""The height of the thickest bar."""
_VALUE_GAP = 6.0
_OTHER_VALUES = 0.75
"""The size of other values relative to that of the reported one."""
_MIN_BAR = 0.75
_TITLE_LINES, _TITLE_GAP = 3, 4
"""The most lines of a title in the size of text (two in a larger one), and the space under titles and under goals."""


class _Head(Struct, frozen=True):
    """The form of the titles of columns: their size in points, and the lines that each has room for (0: no titles)."""

    size: float
    lines: int


class _Column(Struct, frozen=True):
    """The bars of one series: its title (empty for a single series), its area, its scale and the label of its goal."""

    series: Series
    title: Label
    area: Area
    scale: Scale
    goal: Label | None


class _Drawing(Struct, frozen=True):
    """What all columns share: `track` is the value at which tracks end, `texts` are those of the values, best first.

    `rows_top` is the top of the space of the rows, under titles and goals.
    """

    spec: ChartSpec
    plan: RowPlan
    rows_top: float
    value_size: float
    track: float | None
    texts: Callable[[Series, int], list[str]]
    head: _Head


def draw_horizontal_bars(
    canvas: Canvas,
    spec: ChartSpec,
    top: float,
    *,
    track: float | None = None,
    texts: Callable[[Series, int], list[str]] | None = None,
    shorten: bool = False,
) -> bool:
    """Draw a row for each category under `top`; return False, and draw nothing, if there is no room for that.

    `track` is the value at which the track of every bar ends. Names that have no room in full are shortened only with `shorten`.
    """
    read = texts or (lambda series, index: value_texts(series, index, spec))
    for form in _heads(canvas, spec):
        rows_top = top - _head_height(canvas, spec, form)
        plan = _row_plan(canvas, spec, rows_top)
        if plan is None or not (plan.is_complete or shorten):
            continue
        for size in _value_sizes(canvas, spec, plan):
            drawing = _Drawing(spec, plan, rows_top, size, track, read, form)
            if columns := _columns(canvas, drawing, top):
                _draw(canvas, drawing, columns)
                return True
    return False


def _row_plan(canvas: Canvas, spec: ChartSpec, rows_top: float) -> RowPlan | None:
    """Return the plan of the rows; None without room for them."""
    names = category_names.category_names(spec)
    try:
        return rows.plan_rows(canvas, names, rows_top, _MIN_ROW_HEIGHT, mark_height=_MAX_MARK)
    except ChartError:
        return None


def _heads(canvas: Canvas, spec: ChartSpec) -> Iterator[_Head]:
    """Yield forms of the titles of several series, best first; a single series has none, unless others are left out."""
    if not spec.names_series:
        yield _Head(canvas.sizes.text, 0)
        return
    for size in sizes_to_try(canvas, "strong", "text", "small"):
        for lines in range(1, _TITLE_LINES + (size <= canvas.sizes.text)):
            yield _Head(size, lines)


def _goal_height(canvas: Canvas, spec: ChartSpec) -> float:
    """Return the height of the line for the goals of series; 0 without any."""
    has_goal = any(goal_of(series, spec) is not None for series in spec.series)
    return canvas.sizes.text * LINE_HEIGHT + _TITLE_GAP if has_goal else 0


def _head_height(canvas: Canvas, spec: ChartSpec, form: _Head) -> float:
    """Return the height above the rows: that of the titles of several series, and a line for goals."""
    titles = form.lines * form.size * LINE_HEIGHT + _TITLE_GAP if form.lines else 0
    return titles + _goal_height(canvas, spec)


def _titles(canvas: Canvas, spec: ChartSpec, width: float, form: _Head) -> list[Label]:
    """Return the titles of the columns."""
    if not form.lines:
        return [Label("", form.size)]
    return [canvas.wrap(Label(s.name, form.size, bold=True), width, form.lines) for s in spec.series]


def _value_sizes(canvas: Canvas, spec: ChartSpec, plan: RowPlan) -> Iterator[float]:
    """Yield sizes for the reported value that are no higher than a row, largest first."""
    limit = plan.layout.row_height * 0.62
    figures = figure_sizes(canvas) if spec.has_large_value else ()
    for size in (*figures, *sizes_to_try(canvas, "strong", "text", "small")):
        if size <= max(limit, canvas.sizes.small):
            yield size


def _value_label(drawing: _Drawing, canvas: Canvas, series: Series, index: int) -> list[Label]:
    """Return the labels that a value may have, best first."""
    spec, value = drawing.spec, series.values[index]
    is_reported = spec.reported in (index, None) and value is not None
    size = drawing.value_size if is_reported else max(canvas.sizes.small, _OTHER_VALUES * drawing.value_size)
    role: ColourRole = "ink" if is_reported else "muted"
    labels = [Label(text, size, role, is_reported) for text in drawing.texts(series, index)]
    return [with_room_for_mark(label, series.status) for label in labels] if is_reported else labels


def _columns(canvas: Canvas, drawing: _Drawing, top: float) -> list[_Column]:
    """Divide the width behind the names among the series; return an empty list if that is too little."""
    spec, area = drawing.spec, drawing.plan.layout.area
    count, gap = len(spec.series), _COLUMN_GAP if is_large(canvas) else _COLUMN_GAP / 2
    width = (area.width - gap * (count - 1)) / count
    labels = [_value_label(drawing, canvas, s, i)[:1] for s in spec.series for i in range(len(spec.categories))]
    room = max(canvas.measure(one[0])[0] for one in labels if one) + _VALUE_GAP if any(labels) else 0.0
    low, high = axis_range(spec)
    high = max(high, drawing.track or high)
    ends = (room if low < 0 else 0.0), (room if high > 0 else 0.0)
    if width - sum(ends) < max(_MIN_BAR_LENGTH, 0.25 * width):
        return []
    columns, titles = [], _titles(canvas, spec, width, drawing.head)
    for i, series in enumerate(spec.series):
        left = area.left + i * (width + gap)
        column = Area(left, area.bottom, left + width, area.top)
        goal = series_goal_text(series, spec)
        label = canvas.wrap(Label(goal, canvas.sizes.text, bold=True), width, lines=1) if goal else None
        scale = Scale(low, high, left + ends[0], left + width - ends[1])
        columns.append(_Column(series, titles[i], replace(column, top=top), scale, label))
    return [] if any(ELLIPSIS in one.title.text for one in columns) else columns


def _draw(canvas: Canvas, drawing: _Drawing, columns: list[_Column]) -> None:
    rows.place_names(canvas, drawing.plan)
    for column in columns:
        if column.title.text:
            bottom = drawing.rows_top + _goal_height(canvas, drawing.spec) + _TITLE_GAP
            canvas.place_required(column.title, Anchor(column.area.left, bottom, "left", "bottom"))
        for index in range(len(drawing.spec.categories)):
            _draw_bar(canvas, drawing, column, index)
        _draw_zero(canvas, drawing, column)
        _draw_goal(canvas, drawing, column)
        for index in range(len(drawing.spec.categories)):
            _place_value(canvas, drawing, column, index)


def _draw_bar(canvas: Canvas, drawing: _Drawing, column: _Column, index: int) -> None:
    """Draw a bar on its track."""
    value, scale, y = column.series.values[index], column.scale, drawing.plan.layout.middles[index]
    half = _THICKNESS * drawing.plan.layout.row_height / 2
    zero = scale(0)
    if drawing.track is not None:
        canvas.fill_rectangle(Area(zero, y - half, scale(drawing.track), y + half), "neutral")
    if not value:
        return
    end = scale(value)
    if abs(end - zero) < _MIN_BAR:
        end = zero + (_MIN_BAR if value > 0 else -_MIN_BAR)
    role = bars.bar_role(canvas, column.series, is_highlighted=drawing.spec.reported in (index, None))
    canvas.fill_rectangle(Area(min(zero, end), y - half, max(zero, end), y + half), role)


def _draw_zero(canvas: Canvas, drawing: _Drawing, column: _Column) -> None:
    layout, zero = drawing.plan.layout, column.scale(0)
    half = layout.row_height / 2
    canvas.draw_line([(zero, layout.middles[-1] - half + 1), (zero, layout.middles[0] + half - 1)], "muted", 1, order=3)


def _draw_goal(canvas: Canvas, drawing: _Drawing, column: _Column) -> None:
    """Draw the line of a goal down all rows, with its label over it."""
    goal = goal_of(column.series, drawing.spec)
    if goal is None or column.goal is None:
        return
    layout, x = drawing.plan.layout, column.scale(goal)
    half = layout.row_height / 2
    top = min(layout.middles[0] + half, drawing.rows_top)
    canvas.draw_goal_line((x, max(0.0, layout.middles[-1] - half)), (x, top))
    middle = bars.x_inside_panel(canvas, column.goal, x, column.area)
    canvas.place_required(column.goal, Anchor(middle, top + 2, "center", "bottom"))


def _place_value(canvas: Canvas, drawing: _Drawing, column: _Column, index: int) -> None:
    """Place a value beyond the end of its bar; with tracks, all of them beyond these; a gap has its text at zero."""
    value, scale, y = column.series.values[index], column.scale, drawing.plan.layout.middles[index]
    if value is None and bars.is_upcoming(drawing.spec, index):
        return
    is_backward = (value or 0) < 0
    end = scale(drawing.track) if drawing.track is not None else scale(value or 0)
    anchor = Anchor(end + (-_VALUE_GAP if is_backward else _VALUE_GAP), y, "right" if is_backward else "left")
    for label in _value_label(drawing, canvas, column.series, index):
        area = canvas.place_if_free(replace(label, ground="white"), anchor, avoid_solids=False)
        if area is None:
            continue
        if label.indent and column.series.status is not None:
            draw_mark_of_label(canvas, column.series.status, label, area)
        return
