"""`share`: one stacked bar, each part of the whole named and told right under it; the reported part in full colour."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import bars
from deckgen.charts.canvas import ELLIPSIS, TOO_SMALL, Anchor, Area, Canvas, Label
from deckgen.charts.checks import ChartError, whole_of
from deckgen.charts.labels import value_texts
from deckgen.charts.sizes import is_large
from deckgen.charts.style import LARGE, SMALLEST, STRONG, TEXT
from deckgen.ir.blocks import ChartSpec, ColourRole

_APART = 16.0
"""Between two names that stand side by side."""
_SEAM = 2.0
_DROP, _LEADER = 6.0, 14.0
"""From the bar to what stands under it: where all names start under their parts, and where lines lead to them."""
_THINNEST, _THICKEST = 22.0, 96.0
_SIZES = ((28.0, LARGE, 3), (20.0, STRONG, 3), (LARGE, TEXT, 3), (STRONG, SMALLEST, 4))
"""Sizes of value and name, and how many lines a name may have, largest first."""
_LARGEST = (40.0, 18.0, 3)
"""The same, in a place where a chart has a slide nearly to itself."""
_OTHERS = 0.65
"""How large other values are than the one in full colour, where that is large."""


class _Part(Struct, frozen=True):
    """One part: where it lies on the bar, its value and its name."""

    start: float
    end: float
    value: Label
    name: Label
    full: bool


def compose(canvas: Canvas, spec: ChartSpec) -> None:
    """Draw the chart; raises ChartError where its place is too small."""
    top = bars.caption(canvas, spec)
    for sizes, narrow in product((_LARGEST, *_SIZES) if is_large(canvas) else _SIZES, (True, False)):
        parts = _parts(canvas, spec, sizes, narrow)
        starts = _starts(canvas, parts)
        room = top - _high(canvas, parts) - max(canvas.measure(p.name)[1] for p in parts) - _LEADER - 2
        if starts and room >= _THINNEST and not any(ELLIPSIS in p.name.text for p in parts):
            thick = min(_THICKEST, room, top * 0.4 + _THINNEST / 2)
            _draw(canvas, parts, starts, Area(0, top - thick, canvas.width, top))
            return
    raise ChartError(TOO_SMALL)


def _high(canvas: Canvas, parts: Sequence[_Part]) -> float:
    return max(canvas.measure(p.value)[1] for p in parts)


def _parts(canvas: Canvas, spec: ChartSpec, sizes: tuple[float, float, int], narrow: bool) -> list[_Part]:
    """Share the bar out; names are broken to the width of their part, or of their words (`narrow`) or an even share."""
    [series] = spec.series
    values = [v or 0.0 for v in series.values]
    # Of rounded percentages, what they add up to; so that the bar is neither short nor too long.
    whole = sum(values)
    even = canvas.width / len(values) - _APART
    parts, start = [], 0.0
    for i, value in enumerate(values):
        end = start + canvas.width * (value / whole if whole else 1 / len(values))
        full = spec.reported in (i, None)
        role: ColourRole = "primary" if full and whole else "ink"
        text = value_texts(series, i, spec)[0]
        if spec.unit != "%" and whole_of(spec):
            text += f" ({100 * value / whole_of(spec):.0f}%)"
        name = Label(spec.categories[i], sizes[1], "ink" if full else "muted")
        words = max((canvas.measure(replace(name, text=w))[0] for w in name.text.split()), default=0.0)
        number = Label(text, sizes[0] if full else min(sizes[0], max(20.0, _OTHERS * sizes[0])), role, bold=True)
        # A name is as wide as its value without taking more room.
        column = max(end - start - _APART, words if narrow else even, canvas.measure(number)[0])
        parts.append(_Part(start, end, number, canvas.wrap(name, column, sizes[2]), full and bool(whole)))
        start = end
    return parts


def _width(canvas: Canvas, part: _Part) -> float:
    return max(canvas.measure(part.value)[0], canvas.measure(part.name)[0])


def _starts(canvas: Canvas, parts: Sequence[_Part]) -> list[float]:
    """Tell where each name starts: under its part, pushed aside where they would meet; nothing where all are too wide."""
    widths = [_width(canvas, p) for p in parts]
    if sum(widths) + _APART * (len(widths) - 1) > canvas.width:
        return []
    starts, free = [], 0.0
    for part, width in zip(parts, widths, strict=True):
        starts.append(max(part.start, free))
        free = starts[-1] + width + _APART
    limit = canvas.width
    for i in reversed(range(len(starts))):
        starts[i] = min(starts[i], limit - widths[i])
        limit = starts[i] - _APART
    return starts


def _draw(canvas: Canvas, parts: Sequence[_Part], starts: Sequence[float], bar: Area) -> None:
    """Draw the bar with a seam between its parts; a line leads to a name that does not start under its part."""
    empty = not any(p.full for p in parts) and len({p.end - p.start for p in parts}) == 1
    moved = [not p.start - 1 <= x <= max(p.start, p.end - _APART) for p, x in zip(parts, starts, strict=True)]
    low = bar.bottom - (_LEADER if any(moved) else _DROP)
    high = _high(canvas, parts)
    for part in parts:
        role: ColourRole = "primary" if part.full else "neutral" if empty else "primary-light"
        canvas.rect(Area(part.start, bar.bottom, part.end, bar.top), role)
    for part in parts[1:]:
        canvas.line([(part.start, bar.bottom), (part.start, bar.top)], "white", _SEAM, order=3)
    for part, x, aside in zip(parts, starts, moved, strict=True):
        if aside:
            canvas.line([((part.start + part.end) / 2, bar.bottom), (x + 4, low + 1)], "muted", 0.75)
        # Values of two sizes stand on one line.
        set_value = canvas.must(part.value, Anchor(x, low - high, "left", "bottom"))
        canvas.must(part.name, Anchor(x, set_value.bottom - 2, "left", "top"))
