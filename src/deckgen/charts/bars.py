"""What `trend` and `compare` share: a panel of upright bars from zero, its categories, gaps, value labels and goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts.canvas import ELLIPSIS, Anchor, Area, Canvas, Label
from deckgen.charts.labels import EN_DASH, Scale, goal_of, typed, value_texts
from deckgen.charts.sizes import fitting, is_large, sized
from deckgen.charts.style import SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec, ColourRole, Series

GAP = 6.0
WIDEST_BAR, WIDEST_IN_LARGE = 60.0, 88.0
_TALL = 120.0
_BREATH = 2.5
_THINNEST = 0.75
"""A value that is not zero is drawn at least this high, so that it can be seen."""


class Bar(Struct, frozen=True):
    """One bar: its value's place in the spec, its slot's middle and width, and whether it is in full colour."""

    series: Series
    index: int
    x: float
    slot: float
    full: bool
    widest: float = WIDEST_BAR

    @property
    def value(self) -> float | None:
        """Its value, `None` for a gap."""
        return self.series.values[self.index]

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        return min(self.slot * 0.7, self.widest)


def widest(canvas: Canvas) -> float:
    """Tell how wide a bar may be in this place."""
    return WIDEST_IN_LARGE if is_large(canvas) else WIDEST_BAR


def caption(canvas: Canvas, spec: ChartSpec) -> float:
    """Set what the numbers are, top left; tell where the space under it begins."""
    if not spec.value_label.strip():
        return canvas.height - 1
    label = canvas.wrap(Label(spec.value_label, sized(canvas, SMALLEST), "muted"), canvas.width, lines=1)
    return canvas.must(label, Anchor(0, canvas.height, "left", "top")).bottom - (
        1.8 * GAP if canvas.height > _TALL else GAP
    )


def is_open(spec: ChartSpec, index: int) -> bool:
    """Tell whether a category is still to come: nothing is known of it, and it comes after all that is."""
    if spec.reported is not None:
        return index > spec.reported and all(s.values[index] is None for s in spec.series)
    return all(v is None and not typed(s, i) for s in spec.series for i, v in enumerate(s.values) if i >= index)


def headroom(canvas: Canvas) -> float:
    """Tell what a value label takes above or below its bar."""
    return canvas.measure(Label("0", sized(canvas, STRONG), bold=True))[1] + 3


def draw_bars(canvas: Canvas, bars: list[Bar], scale: Scale) -> None:
    """Draw bars from zero, those in full colour in the primary one, others in its light tint."""
    for bar in bars:
        if bar.value is None:
            continue
        half = bar.width / 2
        end, zero = scale(bar.value), scale(0)
        if bar.value and abs(end - zero) < _THINNEST:
            end = zero + (_THINNEST if bar.value > 0 else -_THINNEST)
        role: ColourRole = "primary" if bar.full else "primary-light"
        canvas.rect(Area(bar.x - half, min(zero, end), bar.x + half, max(zero, end)), role)


def draw_values(canvas: Canvas, spec: ChartSpec, bars: list[Bar], scale: Scale, panel: Area) -> None:
    """Label bars, those in full colour first: of several ways the first that leaves the fewest without a label.

    What finds no room is left out, never squeezed in; the reported value alone may cover a part of other bars.
    """
    order = sorted(bars, key=lambda b: (not b.full, -b.index))
    for run in _gaps(spec, bars):
        _gap(canvas, spec, run, scale, panel)
    shown = [b for b in order if b.value is not None]
    best: list[tuple[Label, Anchor]] = []
    for largest, side in product(fitting(canvas, STRONG, TEXT), (0, 1, -1)):
        plan = _plan(canvas, _Way(spec, scale, panel, largest, side), shown)
        best = max(best, plan, key=len)
        if len(best) == len(shown):
            break
    for label, spot in best:
        canvas.place(label, spot, solids=False)


class _Way(Struct, frozen=True):
    """One way to label a panel: how large values in full colour may be, and to which side they move first."""

    spec: ChartSpec
    scale: Scale
    panel: Area
    largest: float
    side: int


def _plan(canvas: Canvas, way: _Way, bars: list[Bar]) -> list[tuple[Label, Anchor]]:
    """Find a place for as many labels as possible, without setting them."""
    before, plan = len(canvas.texts), []
    for bar in bars:
        choices = list(_choices(canvas, way, bar))
        free = (c for c in choices if canvas.free(canvas.extent(*c)))
        over = (c for c in choices if bar.index == way.spec.reported and canvas.free(canvas.extent(*c), solids=False))
        if chosen := next(chain(free, over), None):
            plan.append(chosen)
            canvas.texts.append(canvas.extent(*chosen))
    del canvas.texts[before:]
    return plan


def _choices(canvas: Canvas, way: _Way, bar: Bar) -> Iterator[tuple[Label, Anchor]]:
    """Tell where and how large a value may stand: beyond the end of its bar, as typed and at full size if that fits.

    Where it would run into a neighbour it may move aside, as long as it stays over its own bar.
    """
    value = bar.value or 0.0
    up = value > 0 or (value == 0 and way.scale.high > 0)
    y = way.scale(value) + (2 if up else -2)
    sides = (way.side, 0, -1, 1) if bar.full else (0, -1, 1)
    largest = way.largest if bar.full else min(way.largest, sized(canvas, TEXT))
    sizes = [s for s in fitting(canvas, STRONG, TEXT, SMALLEST) if s <= largest]
    for text in value_texts(bar.series, bar.index, way.spec):
        for size in sizes:
            whole = Label(text, size, "ink" if bar.full else "muted", bar.full, ground="white")
            for label in (whole, canvas.wrap(whole, max(bar.slot - 2, 20), lines=2)):
                if ELLIPSIS in label.text and ELLIPSIS not in text:
                    continue
                aside = max(0.0, (canvas.measure(label)[0] - bar.width) / 2)
                for side in dict.fromkeys(sides):
                    x = held(canvas, label, bar.x + side * aside, way.panel)
                    yield label, Anchor(x, _off_goal(canvas, way, bar, label, y), "center", _edge(up))


def _off_goal(canvas: Canvas, way: _Way, bar: Bar, label: Label, y: float) -> float:
    """Lift a label that stands over its bar at `y` from the line of the goal that would run through it."""
    goal = goal_of(bar.series, way.spec)
    if goal is None or way.scale(bar.value or 0) < way.scale(0):
        return y
    line = way.scale(goal)
    top, lifted = y + canvas.measure(label)[1], line + 3
    if top + 1 <= line < top + _BREATH:
        # It stays under a goal that is not reached: closer to its bar, off the line.
        return y - 1.4
    crossed = y - 2 < line < top + 1
    return lifted if crossed and lifted + canvas.measure(label)[1] <= way.panel.top + 1 else y


def _gaps(spec: ChartSpec, bars: list[Bar]) -> Iterator[list[Bar]]:
    """Find what is missing; neighbours of one series that say the same in words are one gap."""
    run: list[Bar] = []
    for bar in bars:
        text = typed(bar.series, bar.index)
        if run and not (bar.value is None and _joins(run[-1], bar) and text and text != EN_DASH):
            yield run
            run = []
        if bar.value is None and (text or not is_open(spec, bar.index)):
            run.append(bar)
    if run:
        yield run


def _joins(before: Bar, bar: Bar) -> bool:
    """Tell whether `bar` says again what the one before it says."""
    same = before.series is bar.series and before.index + 1 == bar.index
    return same and typed(before.series, before.index) == typed(bar.series, bar.index)


def _gap(canvas: Canvas, spec: ChartSpec, run: list[Bar], scale: Scale, panel: Area) -> None:
    """Say at the zero line that values are missing: in the words typed where they fit, else with a dash for each."""
    up = scale.high > 0
    y, edge = scale(0) + (4 if up else -4), _edge(up)
    width, middle = sum(b.slot for b in run) - 4, (run[0].x + run[-1].x) / 2
    for text in value_texts(run[0].series, run[0].index, spec)[:-1]:
        for size in fitting(canvas, TEXT, SMALLEST):
            label = canvas.wrap(Label(text, size, "muted", ground="white"), max(width, 10), lines=3)
            spot = Anchor(held(canvas, label, middle, panel), y, "center", edge)
            if ELLIPSIS not in label.text and canvas.place(label, spot):
                return
    for bar in run:
        canvas.place(Label(EN_DASH, TEXT, "muted", ground="white"), Anchor(bar.x, y, "center", edge))


def _edge(up: bool) -> Literal["bottom", "top"]:
    return "bottom" if up else "top"


def say_missing(canvas: Canvas, series: Series, scale: Scale, panel: Area) -> bool:
    """Say once, in the middle of the panel, what a series without any value has typed for its latest category."""
    up = scale.high > 0
    spot = Anchor((panel.left + panel.right) / 2, scale(0) + (4 if up else -4), "center", _edge(up))
    whole = [
        Label(t, size, "muted", ground="white") for t in missing(series) for size in fitting(canvas, TEXT, SMALLEST)
    ]
    wrapped = [canvas.wrap(label, panel.width - 4, lines=3) for label in whole]
    return canvas.first((label, spot) for label in wrapped if ELLIPSIS not in label.text) is not None


def missing(series: Series) -> list[str]:
    """List what a series without any value has typed instead, the latest first."""
    if any(v is not None for v in series.values):
        return []
    texts = (typed(series, i) for i in reversed(range(len(series.values))))
    return list(dict.fromkeys(t for t in texts if t not in ("", EN_DASH)))


def held(canvas: Canvas, label: Label, x: float, panel: Area) -> float:
    """Put the middle of a label as near to `x` as the panel lets it be."""
    half = canvas.measure(label)[0] / 2
    return min(max(x, panel.left + half), max(panel.right - half, panel.left + half))


def category_labels(canvas: Canvas, spec: ChartSpec, slot: float) -> list[Label]:
    """Break category labels to fit their slots: reported bold, open ones muted; smaller where that is too wide."""
    for size in fitting(canvas, TEXT, SMALLEST):
        whole = [Label(n, size, *_weight(spec, i)) for i, n in enumerate(spec.categories)]
        pairs = zip(whole, _widths(spec, slot), strict=True)
        wrapped = [canvas.wrap(label, max(width - 2, 8)) for label, width in pairs]
        if not any(ELLIPSIS in label.text for label in wrapped):
            return wrapped
    return whole


def categories_fit(canvas: Canvas, spec: ChartSpec, slot: float) -> bool:
    """Tell whether every category can be named under its own slot."""
    pairs = zip(category_labels(canvas, spec, slot), _widths(spec, slot), strict=True)
    return all(canvas.measure(label)[0] <= width for label, width in pairs)


def _widths(spec: ChartSpec, slot: float) -> list[float]:
    """Tell how wide the label of each category may be: its slot, and half of each neighbour's that has no label."""
    blank = [not name.strip() for name in spec.categories]
    return [slot * (1 + sum(blank[max(0, i - 1) : i + 2]) / 2) for i in range(len(blank))]


def _weight(spec: ChartSpec, index: int) -> tuple[ColourRole, bool]:
    """Give colour and weight of a category's label."""
    return ("ink", True) if index == spec.reported else ("muted" if is_open(spec, index) else "ink", False)


def place_categories(canvas: Canvas, labels: list[Label], middles: list[float], reported: int, panel: Area) -> None:
    """Hang category labels from the top of `panel`; where not all fit, every second, third … with the reported one."""
    fitted = [canvas.wrap(label, panel.width) if canvas.measure(label)[0] > panel.width else label for label in labels]
    xs = [held(canvas, label, x, panel) for label, x in zip(fitted, middles, strict=True)]
    spots = [Anchor(x, panel.top, "center", "top") for x in xs]
    areas = [canvas.extent(label, spot) for label, spot in zip(fitted, spots, strict=True)]
    for step in range(1, len(labels) + 1):
        kept = range(reported % step, len(labels), step)
        if all(not areas[i].meets(areas[i + step], 2) for i in kept if i + step < len(labels)):
            break
    for i in kept:
        canvas.must(fitted[i], spots[i])


def goal_label(canvas: Canvas, text: str, width: float) -> Label:
    """Make the label of a goal, broken to `width` where its words let it."""
    label = Label(text, sized(canvas, SMALLEST), "ink", bold=True)
    words = max((canvas.measure(replace(label, text=w))[0] for w in text.split()), default=0)
    return canvas.wrap(label, min(max(width, words), canvas.width * 0.24), lines=3)


def place_goal(canvas: Canvas, label: Label, x: float, y: float) -> None:
    """Set the label of a goal at the end of its line, held on the sheet."""
    half = canvas.measure(label)[1] / 2
    canvas.must(label, Anchor(x, min(max(y, half), canvas.height - half), "left", "center"))
