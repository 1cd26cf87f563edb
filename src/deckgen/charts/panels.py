"""Small multiples: one titled panel of upright bars per series, all on one scale, with the line of the goal across them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deckgen.charts import bars
from deckgen.charts.bars import GAP, Bar
from deckgen.charts.errors import TOO_SMALL, ChartError
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.sizes import size_for, sizes_to_try
from deckgen.charts.value_texts import Scale, axis_range, goal_of, goal_text
from deckgen.ir.blocks import ChartSpec, Series

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_PANEL_GAP, _NARROW_PANEL_GAP, _NARROW_CHART = 22.0, 12.0, 330.0
NARROW_SLOT = 45.0
"""A bar has little space in a slot that is narrower than this."""
_MIN_PLOT_HEIGHT = 24.0
_MIN_HEIGHT_WITH_CHANGES = 150.0
"""The height of a panel without its title from which the change is printed under it."""
_MIN_NAME_LENGTH = 3
"""A shortened name with no more characters than this says nothing."""


def draw_panels(
    canvas: Canvas, spec: ChartSpec, grid: Sequence[Area], titles: Sequence[Label], goal: Label | None
) -> None:
    """Draw a panel per series in the areas of `grid`; `goal` is the label of a goal that all series share.

    Raises ChartError where a panel is too small.
    """
    height = title_height(canvas, titles)
    changes = changes_height(canvas, spec, grid, height)
    slot, names_height = _slot_and_names(canvas, spec, grid)
    figure = bars.figure_size(canvas, spec, slot, grid[0].height - height - changes - names_height)
    plots = []
    for i, (panel, title) in enumerate(zip(grid, titles, strict=True)):
        if height:
            canvas.place_required(title, Anchor(panel.left, panel.top, "left", "top"))
        is_last_in_row = i + 1 == len(grid) or grid[i + 1].left < panel.right
        if changes:
            _place_change(canvas, spec.series[i], panel)
        area = Area(panel.left, panel.bottom + changes, panel.right, panel.top - height)
        plots += _draw_panel(canvas, spec, i, area, goal if is_last_in_row else None, figure)
    bars.place_value_labels(canvas, spec, plots, figure)


def changes_height(canvas: Canvas, spec: ChartSpec, grid: Sequence[Area], titles: float) -> float:
    """Return the height of the changes under the panels; 0 if there are none, or no room for them.

    `titles` is the height of the titles over the panels.
    """
    changed = [(s, panel) for s, panel in zip(spec.series, grid, strict=True) if s.change]
    rows = [_change_labels(canvas, series, panel.width) for series, panel in changed]
    if not rows or min(panel.height for panel in grid) - titles < _MIN_HEIGHT_WITH_CHANGES:
        return 0
    if any(
        canvas.measure(label)[0] > panel.width for row, (_, panel) in zip(rows, changed, strict=True) for label in row
    ):
        return 0
    return GAP + 2 + max(sum(canvas.measure(label)[1] for label in row) for row in rows)


def _change_labels(canvas: Canvas, series: Series, width: float) -> list[Label]:
    """Return the change and with what it is compared, as two lines; a narrow panel has smaller type."""
    against = Label(series.against, size_for(canvas, "small"), "muted")
    sizes = sizes_to_try(canvas, "strong", "text")
    changes = [Label(series.change, size, bold=True) for size in sizes]
    return [next((one for one in changes if canvas.measure(one)[0] <= width), changes[-1]), against]


def _place_change(canvas: Canvas, series: Series, panel: Area) -> None:
    """Place the change at the foot of a panel."""
    if not series.change:
        return
    change, against = _change_labels(canvas, series, panel.width)
    foot = canvas.place_required(against, Anchor(panel.left, panel.bottom, "left", "bottom"))
    canvas.place_required(change, Anchor(panel.left, foot.top + 2, "left", "bottom"))


def _slot_and_names(canvas: Canvas, spec: ChartSpec, grid: Sequence[Area]) -> tuple[float, float]:
    """Return the width of the narrowest slot, and the height of the names of the categories."""
    slot = min(panel.width for panel in grid) / len(spec.categories)
    return slot, max(canvas.measure(name)[1] for name in bars.category_labels(canvas, spec, slot)) + 4


def panel_gap(canvas: Canvas) -> float:
    """Return the distance of two panels next to each other."""
    return _NARROW_PANEL_GAP if canvas.width < _NARROW_CHART else _PANEL_GAP


def split_area(area: Area, weights: Sequence[float], columns: int, gap: float) -> list[Area]:
    """Divide an area among panels, `columns` in a row, `gap` apart; a single row is divided in proportion to `weights`."""
    count = len(weights)
    rows = -(-count // columns)
    free = area.width - gap * (columns - 1)
    height = (area.height - 0.7 * gap * (rows - 1)) / rows
    widths = [free * w / sum(weights) for w in weights] if rows == 1 else [free / columns] * count
    grid = []
    for i, width in enumerate(widths):
        row = i // columns
        left = area.left + sum(widths[row * columns : i]) + gap * (i % columns)
        top = area.top - row * (height + 0.7 * gap)
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


def title_height(canvas: Canvas, titles: Sequence[Label]) -> float:
    """Return the height of the titles above the panels; 0 for a single panel, which has no title."""
    return max(canvas.measure(t)[1] for t in titles) + GAP if len(titles) > 1 else 0


def common_goal_label(canvas: Canvas, spec: ChartSpec) -> Label | None:
    """Return the label of the goal that all series share, or None; on one line where there is enough room."""
    goals = {goal_of(s, spec) for s in spec.series}
    goal = goals.pop()
    if goals or goal is None:
        return None
    is_narrow = canvas.width / len(spec.series) / len(spec.categories) < NARROW_SLOT
    return bars.goal_label(canvas, goal_text(goal, spec), 0 if is_narrow else canvas.width * 0.24)


def _draw_panel(
    canvas: Canvas, spec: ChartSpec, index: int, area: Area, common_goal: Label | None, figure: float
) -> list[bars.Plot]:
    """Draw one series without its values, and return the plot whose values are to be placed, if it has any.

    `common_goal` is the label of the common goal if it belongs to the right of this panel, `figure` the size of the largest
    value.
    """
    series, goal = spec.series[index], goal_of(spec.series[index], spec)
    own_goal = None
    if goal is not None and any(goal_of(s, spec) != goal for s in spec.series):
        own_goal = bars.goal_label(canvas, goal_text(goal, spec), 0)
        area = Area(area.left, area.bottom, area.right - canvas.measure(own_goal)[0] - GAP, area.top)
    slots = _slot_widths(canvas, spec, area.width)
    middles = [area.left + sum(slots[:i]) + slot / 2 for i, slot in enumerate(slots)]
    names = bars.category_labels(canvas, spec, min(slots))
    name_height = max(canvas.measure(n)[1] for n in names) + 4
    plot = Area(area.left, area.bottom + name_height, area.right, area.top)
    if min(slots) <= 2 or plot.height < _MIN_PLOT_HEIGHT + bars.value_label_height(canvas, figure):
        raise ChartError(TOO_SMALL)
    scale = make_scale(canvas, spec, plot, figure)
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
        bars.place_categories(canvas, names, middles, panel)
    else:
        reported = len(middles) - 1 if spec.reported is None else spec.reported
        bars.place_some_categories(canvas, spec, middles, reported, panel)


def _slot_widths(canvas: Canvas, spec: ChartSpec, width: float) -> list[float]:
    """Divide the width of a panel among its categories: in a narrow panel, upcoming ones get less than the others."""
    count = len(spec.categories)
    even = width / count
    if even >= NARROW_SLOT:
        return [even] * count
    needs = [canvas.measure(Label(name, canvas.sizes.small))[0] + 4 for name in spec.categories]
    reduced = [min(even, max(even * 0.65, need)) if bars.is_upcoming(spec, i) else 0 for i, need in enumerate(needs)]
    rest = (width - sum(reduced)) / max(1, reduced.count(0))
    return [slot or rest for slot in reduced]


def make_scale(canvas: Canvas, spec: ChartSpec, plot: Area, figure: float) -> Scale:
    """Return the scale common to all bars: it includes zero, and room for a label of size `figure` beyond the longest bar."""
    low, high = axis_range(spec)
    room = bars.value_label_height(canvas, figure)
    return Scale(low, high, plot.bottom + (room if low < 0 else 0), plot.top - (room if high > 0 else 0))
