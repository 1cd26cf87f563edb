"""The change to a reported number, over the value of its bar: how much, and under that, with what it is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from deckgen.charts.bars import PlacedValue, x_inside_panel
from deckgen.charts.geometry import ELLIPSIS, Anchor, Label, VerticalEdge
from deckgen.charts.sizes import size_for, sizes_to_try
from deckgen.ir.blocks import ChartSpec, Series

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_MIN_HEIGHT = 135.0
"""The height of bars, values and changes from which changes are printed."""
_MAX_OVERHANG = 1.35
"""The maximum width of a change, in slots."""
_GAP = 3.0

ChangeLabels = tuple[Label, Label]
"""The change, and with what it is compared."""


def plan_changes(canvas: Canvas, spec: ChartSpec, slot: float, height: float) -> tuple[ChangeLabels | None, ...]:
    """Return the labels of the change of each series, None for one without; empty if there is no room for all of them.

    `slot` is the width of a bar's slot, `height` that of bars and values.
    """
    if height < _MIN_HEIGHT or not any(series.change for series in spec.series):
        return ()
    for size in sizes_to_try(canvas, "strong", "text"):
        labels = tuple(_labels(canvas, series, size, slot) if series.change else None for series in spec.series)
        shown = [label for pair in labels if pair is not None for label in pair]
        is_narrow = all(canvas.measure(label)[0] <= _MAX_OVERHANG * slot for label in shown)
        if is_narrow and not any(ELLIPSIS in label.text for label in shown):
            return labels
    return ()


def _labels(canvas: Canvas, series: Series, size: float, slot: float) -> ChangeLabels:
    against = Label(series.against, min(size_for(canvas, "small"), size), "muted", ground="white")
    return Label(series.change, size, bold=True, ground="white"), canvas.wrap(against, _MAX_OVERHANG * slot, lines=2)


def changes_height(canvas: Canvas, labels: Sequence[ChangeLabels | None]) -> float:
    """Return the height that changes take beyond the values; 0 without any."""
    return max((sum(canvas.measure(label)[1] + _GAP for label in pair) for pair in labels if pair), default=0.0)


def place_changes(
    canvas: Canvas, spec: ChartSpec, labels: Sequence[ChangeLabels | None], values: Sequence[PlacedValue]
) -> None:
    """Place the changes beyond the values of the reported bars; one that has no place there is left out."""
    for value in values:
        pair = labels[spec.series.index(value.bar.series)] if labels and value.bar.index == spec.reported else None
        if pair is None:
            continue
        is_down = (value.bar.value or 0) < 0
        for avoid_solids, anchors in product((True, False), list(_anchors(canvas, value, pair, is_down=is_down))):
            pairs = list(zip(pair, anchors, strict=True))
            if all(canvas.is_free(canvas.label_area(*one), avoid_solids) for one in pairs):
                for label, anchor in pairs:
                    canvas.place_if_free(label, anchor, avoid_solids)
                break


def _anchors(
    canvas: Canvas, value: PlacedValue, pair: ChangeLabels, *, is_down: bool
) -> Iterator[tuple[Anchor, Anchor]]:
    """Yield positions for a change and what it is compared with: over the value, or under it, if its bar goes down.

    They are in the middle of the bar, or flush with one of its sides.
    """
    change, against = pair
    up: VerticalEdge = "top" if is_down else "bottom"
    if is_down:
        first = value.area.bottom - _GAP
        ys = first, first - canvas.measure(change)[1] - _GAP
    else:
        first = value.area.top + _GAP
        ys = first + canvas.measure(against)[1] + _GAP, first
    shift = max(0.0, (max(canvas.measure(label)[0] for label in pair) - value.bar.width) / 2)
    for side in (0, 1, -1):
        xs = [x_inside_panel(canvas, label, value.bar.x + side * shift, value.panel) for label in pair]
        yield Anchor(xs[0], ys[0], "center", up), Anchor(xs[1], ys[1], "center", up)
