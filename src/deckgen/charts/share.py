"""`share`: one stacked bar; the value and name of each part are right under it, and the reported part is highlighted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import bars
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Canvas
from deckgen.charts.checks import ChartError, total_of
from deckgen.charts.geometry import Anchor, Area, Label
from deckgen.charts.sizes import is_large
from deckgen.charts.value_texts import value_texts
from deckgen.ir.blocks import ChartSpec, ColourRole

_NAME_GAP = 16.0
"""Between the names of two neighbouring parts."""
_SEAM = 2.0
_DROP, _LEADER = 6.0, 14.0
"""From the bar to the values under it: if all of them start under their parts, and if lines lead to some of them."""
_MIN_THICKNESS, _MAX_THICKNESS = 22.0, 96.0
_OTHER_VALUES = 0.65
"""The size of other values relative to the highlighted one, where that is large."""


class _Part(Struct, frozen=True):
    """One part: its start and end on the bar, its value and its name."""

    start: float
    end: float
    value: Label
    name: Label
    is_highlighted: bool


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its area is too small."""
    top = bars.place_caption(canvas, spec)
    for sizes, narrow in product(_sizes_to_try(canvas), (True, False)):
        parts = _make_parts(canvas, spec, sizes, narrow)
        starts = _text_starts(canvas, parts)
        room = top - _value_height(canvas, parts) - max(canvas.measure(p.name)[1] for p in parts) - _LEADER - 2
        if starts and room >= _MIN_THICKNESS and not any(ELLIPSIS in p.name.text for p in parts):
            thickness = min(_MAX_THICKNESS, room, top * 0.4 + _MIN_THICKNESS / 2)
            _draw_bar(canvas, parts, starts, Area(0, top - thickness, canvas.width, top))
            return
    raise ChartError(TOO_SMALL)


def _sizes_to_try(canvas: Canvas) -> Iterator[tuple[float, float, int]]:
    """Yield sizes of value and name, and the maximum number of lines of a name, largest first."""
    sizes = canvas.sizes
    if is_large(canvas):
        yield 2.5 * sizes.largest, sizes.enlarged.strong, 3
    yield 1.75 * sizes.largest, sizes.largest, 3
    yield 1.25 * sizes.largest, sizes.strong, 3
    yield sizes.largest, sizes.text, 3
    yield sizes.strong, sizes.small, 4


def _value_height(canvas: Canvas, parts: Sequence[_Part]) -> float:
    return max(canvas.measure(p.value)[1] for p in parts)


def _make_parts(canvas: Canvas, spec: ChartSpec, sizes: tuple[float, float, int], narrow: bool) -> list[_Part]:
    """Divide the bar into parts.

    Names are wrapped to the width of their part, or if that is wider, to their longest word (`narrow`) or to an even share.
    """
    [series] = spec.series
    values = [v or 0.0 for v in series.values]
    # The sum and not 100: rounded percentages may miss it, and the bar would be too short or too long.
    total = sum(values)
    even = canvas.width / len(values) - _NAME_GAP
    parts, start = [], 0.0
    for i, value in enumerate(values):
        end = start + canvas.width * (value / total if total else 1 / len(values))
        is_reported = spec.reported in (i, None)
        role: ColourRole = "primary" if is_reported and total else "ink"
        text = value_texts(series, i, spec)[0]
        if spec.unit != "%" and total_of(spec):
            text += f" ({100 * value / total_of(spec):.0f}%)"
        name = Label(spec.categories[i], sizes[1], "ink" if is_reported else "muted")
        words = max((canvas.measure(replace(name, text=w))[0] for w in name.text.split()), default=0.0)
        size = sizes[0] if is_reported else min(sizes[0], max(20.0, _OTHER_VALUES * sizes[0]))
        number = Label(text, size, role, bold=True)
        # A name may always be as wide as its value, which needs that width anyway.
        column = max(end - start - _NAME_GAP, words if narrow else even, canvas.measure(number)[0])
        parts.append(_Part(start, end, number, canvas.wrap(name, column, sizes[2]), is_reported and bool(total)))
        start = end
    return parts


def _text_width(canvas: Canvas, part: _Part) -> float:
    return max(canvas.measure(part.value)[0], canvas.measure(part.name)[0])


def _text_starts(canvas: Canvas, parts: Sequence[_Part]) -> list[float]:
    """Return the left edge of each name: that of its part, moved where names would overlap; empty if there is no room."""
    widths = [_text_width(canvas, p) for p in parts]
    if sum(widths) + _NAME_GAP * (len(widths) - 1) > canvas.width:
        return []
    starts, free = [], 0.0
    for part, width in zip(parts, widths, strict=True):
        starts.append(max(part.start, free))
        free = starts[-1] + width + _NAME_GAP
    limit = canvas.width
    for i in reversed(range(len(starts))):
        starts[i] = min(starts[i], limit - widths[i])
        limit = starts[i] - _NAME_GAP
    return starts


def _draw_bar(canvas: Canvas, parts: Sequence[_Part], starts: Sequence[float], bar: Area) -> None:
    """Draw the bar with a seam between its parts, and under it values and names.

    A line leads to a name that does not start under its part.
    """
    is_empty = not any(p.is_highlighted for p in parts) and len({p.end - p.start for p in parts}) == 1
    is_moved = [not p.start - 1 <= x <= max(p.start, p.end - _NAME_GAP) for p, x in zip(parts, starts, strict=True)]
    top = bar.bottom - (_LEADER if any(is_moved) else _DROP)
    baseline = top - _value_height(canvas, parts)
    for part in parts:
        role: ColourRole = "primary" if part.is_highlighted else "neutral" if is_empty else "primary-light"
        canvas.fill_rectangle(Area(part.start, bar.bottom, part.end, bar.top), role)
    for part in parts[1:]:
        canvas.draw_line([(part.start, bar.bottom), (part.start, bar.top)], "white", _SEAM, order=3)
    for part, x, needs_leader in zip(parts, starts, is_moved, strict=True):
        if needs_leader:
            canvas.draw_line([((part.start + part.end) / 2, bar.bottom), (x + 4, top + 1)], "muted", 0.75)
        # Values of two sizes are aligned at the bottom.
        value_area = canvas.place_required(part.value, Anchor(x, baseline, "left", "bottom"))
        canvas.place_required(part.name, Anchor(x, value_area.bottom - 2, "left", "top"))
