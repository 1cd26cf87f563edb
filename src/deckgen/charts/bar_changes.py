"""The change to a reported number, over the value of its bar: how much, and beside or under that, with what it is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.charts.bars import PlacedValue, x_inside_panel
from deckgen.charts.geometry import ELLIPSIS, Anchor, Label, VerticalEdge
from deckgen.charts.sizes import SizeName, size_for, sizes_to_try
from deckgen.ir.blocks import ChartSpec, Series

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_HEIGHT = 135.0
"""The height of bars, values and changes from which changes are printed."""
_MAX_OVERHANG = 1.35
"""The maximum width of a change, in slots."""
_VALUE_GAP, _LINE_GAP, _WORD_GAP = 7.0, 3.0, 5.0
"""The space between a value and its change, between the two lines of a change, and between its parts on one line."""
_DESCENT = 0.22
"""How far letters of a size reach under their line, in em: parts of two sizes on one line stand on the same line."""


class ChangeLabels(Struct, frozen=True):
    """The change, and with what it is compared: on one line, or under each other."""

    change: Label
    against: Label
    is_on_one_line: bool

    @property
    def both(self) -> tuple[Label, Label]:
        """Both labels."""
        return self.change, self.against

    def width(self, canvas: Canvas) -> float:
        """The width that they take."""
        widths = [canvas.measure(label)[0] for label in self.both]
        return sum(widths) + _WORD_GAP if self.is_on_one_line else max(widths)

    def height(self, canvas: Canvas) -> float:
        """The height that they take beyond the value, with the space to it."""
        heights = [canvas.measure(label)[1] for label in self.both]
        return _VALUE_GAP + (max(heights) if self.is_on_one_line else sum(heights) + _LINE_GAP)


def plan_changes(canvas: Canvas, spec: ChartSpec, slot: float, height: float) -> tuple[ChangeLabels | None, ...]:
    """Return the labels of the change of each series, None for one without; empty if there is no room for all of them.

    `slot` is the width of a bar's slot, `height` that of bars and values. All are on one line, or none is.
    """
    if height < _MIN_HEIGHT or not any(series.change for series in spec.series):
        return ()
    names: tuple[SizeName, ...] = ("strong", "text") if spec.has_large_value else ("text", "small")
    for size, is_on_one_line in product(sizes_to_try(canvas, *names), (True, False)):
        labels = tuple(_labels(canvas, series, size, slot, is_on_one_line=is_on_one_line) for series in spec.series)
        shown = [each for each in labels if each is not None]
        is_narrow = all(each.width(canvas) <= _MAX_OVERHANG * slot for each in shown)
        if is_narrow and not any(ELLIPSIS in label.text for each in shown for label in each.both):
            return labels
    return ()


def _labels(canvas: Canvas, series: Series, size: float, slot: float, *, is_on_one_line: bool) -> ChangeLabels | None:
    if not series.change:
        return None
    change = Label(series.change, size, bold=True, ground="white")
    against = Label(series.against, min(size_for(canvas, "small"), size), "muted", ground="white")
    if not is_on_one_line:
        against = canvas.wrap(against, _MAX_OVERHANG * slot, lines=2)
    return ChangeLabels(change, against, is_on_one_line)


def changes_height(canvas: Canvas, labels: Sequence[ChangeLabels | None]) -> float:
    """Return the height that changes take beyond the values; 0 without any."""
    return max((each.height(canvas) for each in labels if each), default=0.0)


def place_changes(
    canvas: Canvas, spec: ChartSpec, labels: Sequence[ChangeLabels | None], values: Sequence[PlacedValue]
) -> None:
    """Place the changes beyond the values of the reported bars; one that has no place there is left out."""
    for value in values:
        shown = labels[spec.series.index(value.bar.series)] if labels and value.bar.index == spec.reported else None
        if shown is None:
            continue
        for avoid_solids, anchors in product((True, False), list(_anchors(canvas, value, shown))):
            placed = list(zip(shown.both, anchors, strict=True))
            if all(canvas.is_free(canvas.label_area(*one), avoid_solids) for one in placed):
                for label, anchor in placed:
                    canvas.place_if_free(label, anchor, avoid_solids)
                break


def _anchors(canvas: Canvas, value: PlacedValue, shown: ChangeLabels) -> Iterator[tuple[Anchor, Anchor]]:
    """Yield positions for a change and what it is compared with: over the value, or under it, if its bar goes down.

    They are in the middle of the bar, or flush with one of its sides.
    """
    width = shown.width(canvas)
    shift = max(0.0, (width - value.bar.width) / 2)
    for side in (0, 1, -1):
        x = value.bar.x + side * shift
        yield _on_one_line(canvas, value, shown, x) if shown.is_on_one_line else _stacked(canvas, value, shown, x)


def _on_one_line(canvas: Canvas, value: PlacedValue, shown: ChangeLabels, x: float) -> tuple[Anchor, Anchor]:
    """Return the positions of both parts on one line with its middle near `x`, inside the panel."""
    change, against = shown.both
    width, height = shown.width(canvas), canvas.measure(change)[1]
    left = min(max(x - width / 2, value.panel.left), max(value.panel.right - width, value.panel.left))
    is_down = (value.bar.value or 0) < 0
    y = value.area.bottom - _VALUE_GAP - height if is_down else value.area.top + _VALUE_GAP
    end = left + canvas.measure(change)[0] + _WORD_GAP
    return Anchor(left, y, "left", "bottom"), Anchor(end, y + _DESCENT * (change.size - against.size), "left", "bottom")


def _stacked(canvas: Canvas, value: PlacedValue, shown: ChangeLabels, x: float) -> tuple[Anchor, Anchor]:
    """Return the positions of both parts under each other with their middles near `x`, inside the panel."""
    is_down = (value.bar.value or 0) < 0
    up: VerticalEdge = "top" if is_down else "bottom"
    if is_down:
        first = value.area.bottom - _VALUE_GAP
        ys = first, first - canvas.measure(shown.change)[1] - _LINE_GAP
    else:
        first = value.area.top + _VALUE_GAP
        ys = first + canvas.measure(shown.against)[1] + _LINE_GAP, first
    xs = [x_inside_panel(canvas, label, x, value.panel) for label in shown.both]
    return Anchor(xs[0], ys[0], "center", up), Anchor(xs[1], ys[1], "center", up)
