"""Small multiples: one titled panel of upright bars per series, all on one scale, with the line of the goal across them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.charts import bar_changes, bars, category_names
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.errors import TOO_SMALL, ChartError
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.sizes import size_for, sizes_to_try
from deckgen.charts.value_texts import Scale, axis_range, goal_of, goal_text
from deckgen.ir.blocks import ChartSpec

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_PANEL_GAP, _NARROW_PANEL_GAP, _NARROW_CHART = 22.0, 12.0, 330.0
NARROW_SLOT = 45.0
"""A bar has little space in a slot that is narrower than this."""
_MIN_PLOT_HEIGHT = 24.0
_MIN_NAME_LENGTH = 3
"""A shortened name with no more characters than this says nothing."""


def draw_panels(
    canvas: Canvas, spec: ChartSpec, grid: Sequence[Area], titles: Sequence[Label], goal: Label | None
) -> None:
    """Draw a panel per series in the areas of `grid`; `goal` is the label of a goal that all series share.

    Raises ChartError where a panel is too small.
    """
    height = title_height(canvas, spec, titles)
    slot, names_height = _slot_and_names(canvas, spec, grid)
    plot_height = grid[0].height - height - names_height
    changes = bar_changes.plan_changes(canvas, spec, slot, plot_height)
    changes_height = bar_changes.changes_height(canvas, changes)
    figure = bars.figure_size(canvas, spec, slot, plot_height - changes_height)
    room = bars.value_label_height(canvas, figure) + changes_height
    plots = []
    for i, (panel, title) in enumerate(zip(grid, titles, strict=True)):
        if height:
            canvas.place_required(title, Anchor(panel.left, panel.top, "left", "top"))
        is_last_in_row = i + 1 == len(grid) or grid[i + 1].left < panel.right
        area = replace(panel, top=panel.top - height)
        plots += _draw_panel(canvas, spec, i, area, goal if is_last_in_row else None, room)
    values = bars.place_value_labels(canvas, spec, plots, figure)
    bar_changes.place_changes(canvas, spec, changes, values)


def _slot_and_names(canvas: Canvas, spec: ChartSpec, grid: Sequence[Area]) -> tuple[float, float]:
    """Return the width of the narrowest slot, and the height of the names of the categories."""
    slot = min(panel.width for panel in grid) / len(spec.categories)
    return slot, max(canvas.measure(name)[1] for name in category_names.category_labels(canvas, spec, slot)) + 4


def panel_gap(canvas: Canvas) -> float:
    """Return the distance of two panels next to each other."""
    return _NARROW_PANEL_GAP if canvas.width < _NARROW_CHART else _PANEL_GAP


def split_area(area: Area, count: int, columns: int, gap: float) -> list[Area]:
    """Divide an area among `count` panels of one size, `columns` in a row, `gap` apart."""
    rows = -(-count // columns)
    width = (area.width - gap * (columns - 1)) / columns
    height = (area.height - 0.7 * gap * (rows - 1)) / rows
    grid = []
    for i in range(count):
        left = area.left + (width + gap) * (i % columns)
        top = area.top - (i // columns) * (height + 0.7 * gap)
        grid.append(Area(left, top - height, left + width, top))
    return grid


def panel_titles(canvas: Canvas, spec: ChartSpec, widths: Sequence[float], lines: int = 2) -> list[Label]:
    """Return the titles of the panels, all of one size: the largest that needs no line break, else the largest that fits."""
    sizes = sizes_to_try(canvas, "text", "small")
    attempts = [_titles_of_size(canvas, spec, widths, lines, size) for size in sizes]
    complete = [titles for titles in attempts if not _has_title_with(titles, ELLIPSIS)]
    for titles, size in zip(attempts, sizes, strict=True):
        if size >= canvas.sizes.text and titles in complete and not _has_title_with(titles, "\n"):
            return titles
    return (complete or attempts[-1:])[0]


def _titles_of_size(canvas: Canvas, spec: ChartSpec, widths: Sequence[float], lines: int, size: float) -> list[Label]:
    named = zip(spec.series, widths, strict=True)
    return [canvas.wrap(Label(s.name, size, "ink", bold=True), width, lines) for s, width in named]


def _has_title_with(titles: Sequence[Label], mark: str) -> bool:
    return any(mark in title.text for title in titles)


def title_height(canvas: Canvas, spec: ChartSpec, titles: Sequence[Label]) -> float:
    """Return the height of the titles above the panels; 0 where series are not named."""
    return max(canvas.measure(t)[1] for t in titles) + GAP if spec.names_series else 0


def common_goal_label(canvas: Canvas, spec: ChartSpec) -> Label | None:
    """Return the label of the goal that all series share, or None; on one line where there is enough room."""
    goals = {goal_of(s, spec) for s in spec.series}
    goal = goals.pop()
    if goals or goal is None:
        return None
    is_narrow = canvas.width / len(spec.series) / len(spec.categories) < NARROW_SLOT
    return bars.goal_label(canvas, goal_text(goal, spec), 0 if is_narrow else canvas.width * 0.24)


def _draw_panel(
    canvas: Canvas, spec: ChartSpec, index: int, area: Area, common_goal: Label | None, room: float
) -> list[bars.Plot]:
    """Draw one series without its values, and return the plot whose values are to be placed, if it has any.

    `common_goal` is the label of the common goal if it belongs to the right of this panel, `room` the height of what stands
    beyond the longest bar.
    """
    series, goal = spec.series[index], goal_of(spec.series[index], spec)
    own_goal = None
    if goal is not None and any(goal_of(s, spec) != goal for s in spec.series):
        own_goal = bars.goal_label(canvas, goal_text(goal, spec), 0)
        area = Area(area.left, area.bottom, area.right - canvas.measure(own_goal)[0] - GAP, area.top)
    slots = _slot_widths(canvas, spec, area.width)
    start = area.left + (area.width - sum(slots)) / 2
    middles = [start + sum(slots[:i]) + slot / 2 for i, slot in enumerate(slots)]
    names = category_names.category_labels(canvas, spec, min(slots))
    name_height = max(canvas.measure(n)[1] for n in names) + 4
    plot = Area(area.left, area.bottom + name_height, area.right, area.top)
    if min(slots) <= 2 or plot.height < _MIN_PLOT_HEIGHT + room:
        raise ChartError(TOO_SMALL)
    scale = make_scale(spec, plot, room)
    highlighted = [spec.reported in (i, None) for i in range(len(spec.categories))]
    panel_bars = tuple(
        Bar(series, i, x, slots[i], highlighted[i], bars.max_bar_width(canvas)) for i, x in enumerate(middles)
    )
    canvas.draw_line([(plot.left, scale(0)), (plot.right, scale(0))], "muted", 1, order=3)
    bars.draw_bars(canvas, panel_bars, scale)
    _place_categories(canvas, spec, names, middles, Area(plot.left, area.bottom, plot.right, plot.bottom - 4))
    if goal is not None:
        canvas.draw_goal_line((plot.left, scale(goal)), (plot.right + GAP / 2, scale(goal)))
        if label := own_goal or common_goal:
            bars.place_goal_label(canvas, label, plot.right + GAP, scale(goal))
    has_text = bars.place_missing_text(canvas, series, scale, plot)
    return [] if has_text else [bars.Plot(panel_bars, scale, plot)]


def _place_categories(canvas: Canvas, spec: ChartSpec, names: list[Label], middles: list[float], panel: Area) -> None:
    """Place all names; only of periods that follow each other too closely, others are left out."""
    if all(len(name.text) > _MIN_NAME_LENGTH or ELLIPSIS not in name.text for name in names):
        category_names.place_categories(canvas, names, middles, panel)
    else:
        reported = len(middles) - 1 if spec.reported is None else spec.reported
        category_names.place_some_categories(canvas, spec, middles, reported, panel)


def _slot_widths(canvas: Canvas, spec: ChartSpec, width: float) -> list[float]:
    """Divide the width of a panel among its categories; where that is little, upcoming ones have what their names need.

    A few bars stay together in the middle of a wide panel.
    """
    even = width / len(spec.categories)
    if even >= NARROW_SLOT:
        return [min(even, bars.WIDEST_SLOT)] * len(spec.categories)
    name_widths = [canvas.measure(Label(name, size_for(canvas, "text")))[0] for name in spec.categories]
    narrow = [min(even, need + GAP) if bars.is_upcoming(spec, i) else 0.0 for i, need in enumerate(name_widths)]
    rest = (width - sum(narrow)) / max(1, narrow.count(0))
    return [slot or rest for slot in narrow]


def make_scale(spec: ChartSpec, plot: Area, room: float) -> Scale:
    """Return the scale common to all bars: it includes zero, and `room` (in points) for values beyond the longest bar."""
    low, high = axis_range(spec)
    return Scale(low, high, plot.bottom + (room if low < 0 else 0), plot.top - (room if high > 0 else 0))
