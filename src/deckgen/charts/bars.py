"""What `trend` and `compare` share: a panel of upright bars from zero, its categories, gaps, value labels and goal.

A highlighted bar is in the primary colour, the others are in its light tint; in a series with a verdict, it has the colour of
that verdict and its mark before the value, and the others are grey. The slot of a bar is the width available to it. An upcoming
category is one that is still to come, such as the next quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label, VerticalEdge
from deckgen.charts.marks import draw_mark_of_label, fill_role, with_room_for_mark
from deckgen.charts.sizes import figure_sizes, is_large, size_for, sizes_to_try
from deckgen.charts.value_texts import EN_DASH, Scale, goal_of, typed_label, value_texts
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import ColourRole

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

GAP = 6.0
WIDEST_BAR, WIDEST_BAR_IN_LARGE, _WIDEST_OF_ALL = 60.0, 88.0, 115.0
"""The width of a bar up to which it takes most of its slot, and its maximum in a wider slot, in points."""
_BAR_SHARE, _MIN_BAR_SHARE = 0.7, 0.56
"""The width of a bar relative to its slot: bars that are wide enough, and at least."""
WIDEST_SLOT = _WIDEST_OF_ALL / _MIN_BAR_SHARE
"""The maximum width of a slot: bars are not further apart than that."""
_TALL_CHART = 120.0
_GOAL_CLEARANCE = 2.5
_MAX_OVERHANG, _MAX_FIGURE_SHARE = 1.4, 0.16
"""The maximum width of a large value, in slots, and its maximum size relative to the height of bars and values."""
_OTHER_VALUES = 0.6
"""The size of other values relative to the reported one, where that is large."""
_MIN_BAR_HEIGHT = 0.75
"""A value that is not zero is drawn at least this high, so that it is visible."""


class Bar(Struct, frozen=True):
    """One bar: the series and index of its value, the middle (`x`) and width of its slot, and whether it is highlighted."""

    series: Series
    index: int
    x: float
    slot_width: float
    is_highlighted: bool
    max_width: float = WIDEST_BAR

    @property
    def value(self) -> float | None:
        """Its value, `None` for a gap."""
        return self.series.values[self.index]

    @property
    def width(self) -> float:
        """The width at which it is drawn."""
        wide_enough = min(self.slot_width * _BAR_SHARE, self.max_width)
        return min(max(wide_enough, self.slot_width * _MIN_BAR_SHARE), _WIDEST_OF_ALL)


def max_bar_width(canvas: Canvas) -> float:
    """Return the maximum width of a bar on this canvas."""
    return WIDEST_BAR_IN_LARGE if is_large(canvas) else WIDEST_BAR


def place_caption(canvas: Canvas, spec: ChartSpec) -> float:
    """Place the label that names the numbers and what is left out, top left; return the top of the space under it."""
    label = _caption(canvas, spec)
    if not label.text:
        return canvas.height - 1
    area = canvas.place_required(label, Anchor(0, canvas.height, "left", "top"))
    return area.bottom - (1.8 * GAP if canvas.height > _TALL_CHART else GAP)


def as_drawn(canvas: Canvas, spec: ChartSpec) -> ChartSpec:
    """Return a spec without the series that its caption names as left out; where the caption has no room, they are drawn."""
    if not spec.left_out:
        return spec
    if ELLIPSIS in _caption(canvas, spec).text:
        return replace(spec, left_out=())
    return replace(spec, series=tuple(series for series in spec.series if has_value(series)))


def has_value(series: Series) -> bool:
    """Whether a series has a value in some category."""
    return any(value is not None for value in series.values)


def _caption(canvas: Canvas, spec: ChartSpec) -> Label:
    text = " · ".join(filter(None, (spec.value_label.strip(), *spec.left_out)))
    label = Label(text, size_for(canvas, "small"), "muted")
    return canvas.wrap(label, canvas.width, lines=2 if spec.left_out else 1)


def is_upcoming(spec: ChartSpec, index: int) -> bool:
    """Whether a category is still to come: it has no values, and neither has any category after it."""
    if spec.reported is not None:
        return index > spec.reported and all(s.values[index] is None for s in spec.series)
    return all(v is None and not typed_label(s, i) for s in spec.series for i, v in enumerate(s.values) if i >= index)


def value_label_height(canvas: Canvas, size: float = 0) -> float:
    """Return the height that a value label of a size (in points; by default, that of strong text) needs beyond its bar."""
    return canvas.measure(Label("0", size or size_for(canvas, "strong"), bold=True))[1] + 3


def figure_size(canvas: Canvas, spec: ChartSpec, slot_width: float, plot_height: float) -> float:
    """Return the size of the reported values in points: the largest at which all of them fit their slots.

    `plot_height` is that of bars and values. A reported value may be wider than its bar if its neighbours' values are smaller.
    """
    width = slot_width * (_MAX_OVERHANG if spec.reported is not None else 1) - 2
    indices = range(len(spec.categories)) if spec.reported is None else (spec.reported,)
    known = [(s, i) for s in spec.series for i in indices if s.values[i] is not None]

    def width_of(series: Series, index: int, size: float) -> float:
        label = Label(value_texts(series, index, spec)[0], size, bold=True)
        return canvas.measure(with_room_for_mark(label, series.status))[0]

    for size in figure_sizes(canvas) if spec.has_large_value else ():
        if size <= plot_height * _MAX_FIGURE_SHARE and all(width_of(s, i, size) <= width for s, i in known):
            return size
    return size_for(canvas, "strong")


def draw_bars(canvas: Canvas, bars: Iterable[Bar], scale: Scale) -> None:
    """Draw bars from zero."""
    for bar in bars:
        if bar.value is None:
            continue
        half = bar.width / 2
        end, zero = scale(bar.value), scale(0)
        if bar.value and abs(end - zero) < _MIN_BAR_HEIGHT:
            end = zero + (_MIN_BAR_HEIGHT if bar.value > 0 else -_MIN_BAR_HEIGHT)
        area = Area(bar.x - half, min(zero, end), bar.x + half, max(zero, end))
        canvas.fill_rectangle(area, bar_role(canvas, bar.series, is_highlighted=bar.is_highlighted))


def bar_role(canvas: Canvas, series: Series, *, is_highlighted: bool) -> ColourRole:
    """Return the colour of a bar: if it is highlighted, that of the verdict of its series, else the primary colour."""
    if series.status is None:
        return "primary" if is_highlighted else "primary-light"
    return fill_role(canvas, series.status) if is_highlighted else "rule"


class Plot(Struct, frozen=True):
    """A panel of bars, on a scale, in an area."""

    bars: tuple[Bar, ...]
    scale: Scale
    area: Area


class PlacedValue(Struct, frozen=True):
    """The value of a bar: the area of its label, and the panel of the bar."""

    bar: Bar
    area: Area
    panel: Area


def place_value_labels(canvas: Canvas, spec: ChartSpec, plots: Sequence[Plot], largest: float) -> list[PlacedValue]:
    """Label bars, highlighted ones first, with the first of several strategies that labels the most bars of all panels.

    `largest` is the maximum size in points. A label that fits nowhere is left out. Only the label of the reported value may
    cover a part of other bars. Returns where values are.
    """
    for plot in plots:
        for run in _gap_runs(spec, plot.bars):
            _label_gap(canvas, run, plot.scale, plot.area, value_texts(run[0].series, run[0].index, spec)[:-1])
    count = sum(bar.value is not None for plot in plots for bar in plot.bars)
    best: list[_PlannedLabel] = []
    sizes = dict.fromkeys((largest, *sizes_to_try(canvas, "strong", "text")))
    for size, side in product(sizes, (0, 1, -1)):
        plan = [one for plot in plots for one in _plan_labels(canvas, _LabelStrategy(spec, plot, size, side))]
        best = max(best, plan, key=len)
        if len(best) == count:
            break
    placed = []
    for bar, label, anchor in best:
        area = canvas.place_if_free(label, anchor, avoid_solids=False)
        if area is None:
            continue
        if label.indent and bar.series.status is not None:
            draw_mark_of_label(canvas, bar.series.status, label, area)
        panel = next(plot.area for plot in plots if bar in plot.bars)
        placed.append(PlacedValue(bar, area, panel))
    return placed


_PlannedLabel = tuple[Bar, Label, Anchor]


class _LabelStrategy(Struct, frozen=True):
    """One way to label a panel: the maximum size of highlighted values, and the side to which they move first."""

    spec: ChartSpec
    plot: Plot
    largest: float
    side: int

    @property
    def scale(self) -> Scale:
        """The scale of the panel."""
        return self.plot.scale

    @property
    def panel(self) -> Area:
        """The area of the panel."""
        return self.plot.area


def _plan_labels(canvas: Canvas, strategy: _LabelStrategy) -> list[_PlannedLabel]:
    """Find positions for as many labels of a panel as possible, without placing them."""
    count_before = len(canvas.text_areas)
    plan: list[_PlannedLabel] = []
    order = sorted(strategy.plot.bars, key=lambda b: (not b.is_highlighted, -b.index))
    for bar in (one for one in order if one.value is not None):
        candidates = list(_label_candidates(canvas, strategy, bar))
        free = (c for c in candidates if canvas.is_free(canvas.label_area(*c)))
        is_reported = bar.index == strategy.spec.reported
        over_bars = (c for c in candidates if is_reported and canvas.is_free(canvas.label_area(*c), avoid_solids=False))
        if chosen := next(chain(free, over_bars), None):
            plan.append((bar, *chosen))
            canvas.text_areas.append(canvas.label_area(*chosen))
    del canvas.text_areas[count_before:]
    return plan


def _label_candidates(canvas: Canvas, strategy: _LabelStrategy, bar: Bar) -> Iterator[tuple[Label, Anchor]]:
    """Yield texts, sizes and positions for a value, best first: beyond the end of its bar, as typed and at full size.

    Where the label would touch a neighbour it may move sideways, as long as it stays over its own bar.
    """
    value = bar.value or 0.0
    up = value > 0 or (value == 0 and strategy.scale.high > 0)
    y = strategy.scale(value) + (2 if up else -2)
    sides = (strategy.side, 0, -1, 1) if bar.is_highlighted else (0, -1, 1)
    for label in _value_labels(canvas, strategy, bar):
        shift = max(0.0, (canvas.measure(label)[0] - bar.width) / 2)
        for side in dict.fromkeys(sides):
            x = x_inside_panel(canvas, label, bar.x + side * shift, strategy.panel)
            yield label, Anchor(x, _y_clear_of_goal(canvas, strategy, bar, label, y), "center", _anchored_edge(up))


def _value_labels(canvas: Canvas, strategy: _LabelStrategy, bar: Bar) -> Iterator[Label]:
    """Yield the labels that a value may have, best first, each on one line and then wrapped to the width of its slot."""
    other = max(min(strategy.largest, size_for(canvas, "text")), _OTHER_VALUES * strategy.largest)
    largest = strategy.largest if bar.is_highlighted else other
    sizes = [largest, *(s for s in sizes_to_try(canvas, "strong", "text", "small") if s < largest)]
    for text, size in product(value_texts(bar.series, bar.index, strategy.spec), sizes):
        one_line = Label(text, size, "ink" if bar.is_highlighted else "muted", bar.is_highlighted, ground="white")
        if bar.is_highlighted:
            one_line = with_room_for_mark(one_line, bar.series.status)
        for label in (one_line, canvas.wrap(one_line, max(bar.slot_width - 2, 20), lines=2)):
            if ELLIPSIS not in label.text or ELLIPSIS in text:
                yield label


def _y_clear_of_goal(canvas: Canvas, strategy: _LabelStrategy, bar: Bar, label: Label, y: float) -> float:
    """Return a `y` near the given one at which the goal's line does not run through a label above its bar."""
    goal = goal_of(bar.series, strategy.spec)
    if goal is None or strategy.scale(bar.value or 0) < strategy.scale(0):
        return y
    line = strategy.scale(goal)
    top, above_line = y + canvas.measure(label)[1], line + 3
    if top + 1 <= line < top + _GOAL_CLEARANCE:
        # The label stays under a goal that is not reached: closer to its bar, away from the line.
        return y - 1.4
    is_crossed = y - 2 < line < top + 1
    return above_line if is_crossed and above_line + canvas.measure(label)[1] <= strategy.panel.top + 1 else y


def _gap_runs(spec: ChartSpec, bars: Iterable[Bar]) -> Iterator[list[Bar]]:
    """Yield the missing values; neighbours of one series for which the author typed the same words are one run."""
    run: list[Bar] = []
    for bar in bars:
        text = typed_label(bar.series, bar.index)
        if run and not (bar.value is None and _has_same_text(run[-1], bar) and text and text != EN_DASH):
            yield run
            run = []
        if bar.value is None and (text or not is_upcoming(spec, bar.index)):
            run.append(bar)
    if run:
        yield run


def _has_same_text(before: Bar, bar: Bar) -> bool:
    """Whether `bar` follows `before` in the same series and has the same typed label."""
    is_next = before.series is bar.series and before.index + 1 == bar.index
    return is_next and typed_label(before.series, before.index) == typed_label(bar.series, bar.index)


def _label_gap(canvas: Canvas, run: list[Bar], scale: Scale, panel: Area, texts: list[str]) -> None:
    """Mark missing values at the zero line: with the first of `texts` that fits, else with a dash for each."""
    up = scale.high > 0
    y, edge = scale(0) + (4 if up else -4), _anchored_edge(up)
    width, middle = sum(b.slot_width for b in run) - 4, (run[0].x + run[-1].x) / 2
    for text in texts:
        for size in sizes_to_try(canvas, "text", "small"):
            label = canvas.wrap(Label(text, size, "muted", ground="white"), max(width, 10), lines=3)
            anchor = Anchor(x_inside_panel(canvas, label, middle, panel), y, "center", edge)
            if ELLIPSIS not in label.text and canvas.place_if_free(label, anchor):
                return
    for bar in run:
        canvas.place_if_free(
            Label(EN_DASH, canvas.sizes.text, "muted", ground="white"), Anchor(bar.x, y, "center", edge)
        )


def _anchored_edge(up: bool) -> VerticalEdge:
    """Return the edge of a label that faces its bar, which grows upwards or not."""
    return "bottom" if up else "top"


def place_missing_text(canvas: Canvas, series: Series, scale: Scale, panel: Area) -> bool:
    """Place once, in the middle of the panel of a series without values, the text typed for its latest category.

    Returns whether there was such a text and room for it.
    """
    up = scale.high > 0
    anchor = Anchor((panel.left + panel.right) / 2, scale(0) + (4 if up else -4), "center", _anchored_edge(up))
    styles = product(missing_texts(series), sizes_to_try(canvas, "text", "small"))
    labels = [Label(text, size, "muted", ground="white") for text, size in styles]
    wrapped = [canvas.wrap(label, panel.width - 4, lines=3) for label in labels]
    return canvas.place_first_free((label, anchor) for label in wrapped if ELLIPSIS not in label.text) is not None


def missing_texts(series: Series) -> list[str]:
    """Return the texts typed instead of values in a series without any value, the latest first."""
    if has_value(series):
        return []
    texts = (typed_label(series, i) for i in reversed(range(len(series.values))))
    return list(dict.fromkeys(t for t in texts if t not in ("", EN_DASH)))


def x_inside_panel(canvas: Canvas, label: Label, x: float, panel: Area) -> float:
    """Return the position closest to `x` for the middle of a label that is to stay inside the panel."""
    half = canvas.measure(label)[0] / 2
    return min(max(x, panel.left + half), max(panel.right - half, panel.left + half))


def goal_label(canvas: Canvas, text: str, width: float) -> Label:
    """Return the label of a goal, wrapped to `width` (or to its longest word, if that is wider)."""
    label = Label(text, size_for(canvas, "text"), "ink", bold=True)
    words = max((canvas.measure(replace(label, text=w))[0] for w in text.split()), default=0)
    return canvas.wrap(label, min(max(width, words), canvas.width * 0.24), lines=3)


def place_goal_label(canvas: Canvas, label: Label, x: float, y: float) -> None:
    """Place the label of a goal at the end of its line, without leaving the canvas."""
    half = canvas.measure(label)[1] / 2
    canvas.place_required(label, Anchor(x, min(max(y, half), canvas.height - half), "left", "center"))
