"""`share`: parts of a total.

One stacked bar; the value and name of each part are right under it, and the reported part is highlighted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from math import fsum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from deckgen.charts import bars
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_error, chart_issue
from deckgen.charts.geometry import ELLIPSIS, Anchor, Area, Label
from deckgen.charts.metric_source import MetricLine, MetricSource
from deckgen.charts.numbers import Numbers, NumberSeries, spec_of_numbers
from deckgen.charts.sizes import is_large
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import value_texts
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, ColourRole, Series
from deckgen.quantities import Quantity

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

_NAME_GAP = 16.0
"""Between the names of two neighbouring parts."""
_SEAM = 2.0
_DROP, _LEADER = 6.0, 14.0
"""From the bar to the values under it: if all of them are under their parts, and if lines lead to some of them."""
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


class Kind(ChartKind):
    """Chosen for metrics whose parts add up to their number, and for numbers that add up to a total or 100%."""

    alt = "Stacked bar of parts of a whole"
    max_series = 1
    max_parts = 6
    has_axis = False

    def check(self, spec: ChartSpec) -> Iterator[Issue]:
        """Reasons why the values are not the parts of a total."""
        [series] = spec.series
        values = [v for v in series.values if v is not None]
        if len(spec.categories) < 2:
            yield chart_issue("one part is no share of anything; a share has at least two", "categories")
        if spec.goal is not None or series.goal is not None:
            yield chart_issue("a share has no goal; draw progress or a trend towards a goal", "goal")
        if spec.signed:
            yield chart_issue("growth rates do not add up, so they are no shares of a whole", "series")
        for i, (name, value) in enumerate(zip(spec.categories, series.values, strict=True)):
            if value is None:
                message = f"the part “{name}” has no number, so the parts do not show the whole"
                yield chart_issue(message, "series", 0, "values", i)
            elif value < 0:
                yield chart_issue(f"the part “{name}” is negative, as no share can be", "series", 0, "values", i)
        if any(v < 0 for v in values):
            return
        if values and abs(math.fsum(values) - _total_of(spec)) > _rounding_tolerance(values):
            message = f"the parts add up to {math.fsum(values):.10g}, not to {_total_of(spec):.10g}, so they are no shares of it"
            yield chart_issue(message, "series", 0, "values")

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return a rank for parts that add up and have neither baselines nor goals."""
        parts = [line for line, _ in source.reported_lines if line.measure.id.count("/")]
        has_comparison = any(line.data.baseline or line.goal for line in parts)
        return 50 if parts and not has_comparison and _total_of_parts(source) is not None else 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return a rank for one row of numbers that add up, unless they have goals or follow each other in time."""
        row = [q.value for q in _row(numbers) if q]
        is_in_time = numbers.period_count > 1
        return (
            50 if not numbers.has_goals and not is_in_time and len(_row(numbers)) > 1 and _adds_up(numbers, row) else 0
        )

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return how the reported number of a metric divides into its parts; for several metrics, their shares of 100%."""
        parts, total = _parts_and_total(source)
        if not parts:
            raise chart_error("these metrics have no parts to share out", source.origin, "name a metric with `parts`")
        first = total or parts[0][1]
        for line, quantity in parts:
            if not quantity.is_comparable_to(first):
                message = f"{quantity.raw} of “{line.measure.short}” is in another unit than {first.raw}"
                raise chart_error(message, line.origin, "parts of a whole have its unit")
            if quantity.basis in ("YoY", "QoQ", "MoM"):
                message = f"{quantity.raw} of “{line.measure.short}” is a growth rate: those do not add up to a whole"
                raise chart_error(message, line.origin, "draw a trend or compare")
        values = tuple(q.value for _, q in parts)
        series = Series(parts[0][0].measure.short, values, tuple(figure_text(q) for _, q in parts))
        if total is not None:
            series = Series(
                next(line.measure.short for line in source.lines if line.measure.parts), values, series.labels
            )
        spec = ChartSpec(
            self.name, tuple(line.name(source.name_counts) for line, _ in parts), (series,), unit=first.unit,
            signed=any(q.sign == "+" for _, q in parts), reported=values.index(max(values)),
            total=total.value if total else None,
        )  # fmt: skip
        return spec, []

    def spec_from_numbers(self, numbers: Numbers) -> ChartSpec:
        """Return the spec of parts, which may be written as one series or as several of one category."""
        if len(numbers.categories) == 1:
            numbers = _as_parts_of_one_series(numbers)
        values = [q.value if q else 0.0 for q in numbers.series[0].values]
        return spec_of_numbers(self.name, numbers, values.index(max(values)))

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
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


def _parts_and_total(source: MetricSource) -> tuple[list[tuple[MetricLine, Quantity]], Quantity | None]:
    """Return the lines of parts with their numbers, and the number of the metric that they belong to."""
    now = source.reported_lines
    with_parts = [(line, q) for line, q in now if line.measure.parts]
    if len(with_parts) == 1:
        return [
            (line, q) for line, q in now if line.measure.id.startswith(with_parts[0][0].measure.id + "/")
        ], with_parts[0][1]
    return now, None


def _total_of_parts(source: MetricSource) -> float | None:
    """Return the sum of the parts of a metric if it equals the metric's own number; None for growth rates."""
    parts, total = _parts_and_total(source)
    if total is None or not parts or any(q.sign or q.basis in ("YoY", "QoQ", "MoM") for _, q in parts):
        return None
    if not all(q.is_comparable_to(total) for _, q in parts):
        return None
    added = fsum(q.value for _, q in parts)
    return added if abs(added - total.value) <= 1e-9 * abs(total.value) else None


def _row(numbers: Numbers) -> Sequence[Quantity | None]:
    """Return the numbers that may be parts of a whole: those of the only series, or of the only category."""
    if len(numbers.series) == 1:
        return numbers.series[0].values
    return [s.values[0] for s in numbers.series] if len(numbers.categories) == 1 else []


def _adds_up(numbers: Numbers, values: Sequence[float]) -> bool:
    if numbers.total is not None:
        return True
    return numbers.common_unit == "%" and abs(math.fsum(values) - 100) <= 0.5 * len(values) and min(values) >= 0


def _as_parts_of_one_series(numbers: Numbers) -> Numbers:
    name = numbers.categories[0] or numbers.series[0].name
    parts = NumberSeries(name, tuple(s.values[0] for s in numbers.series))
    return replace(numbers, categories=tuple(s.name for s in numbers.series), series=(parts,))


def _total_of(spec: ChartSpec) -> float:
    """Return what the parts of a share add up to: the given total, 100 for percentages, else their sum."""
    if spec.total is not None:
        return spec.total
    return 100.0 if spec.unit == "%" else math.fsum(v for v in spec.series[0].values if v is not None)


def _rounding_tolerance(values: list[float]) -> float:
    """Return the difference to their total that rounding explains: for each part, half of its last decimal place."""
    places = max(-int(Decimal(repr(v)).normalize().as_tuple().exponent) for v in values)
    return 0.5 * len(values) * 10.0 ** -max(0, places) * (1 + 1e-9) if any(values) else 0.0


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
        if spec.unit != "%" and _total_of(spec):
            text += f" ({_percentage(value, _total_of(spec))})"
        name = Label(spec.categories[i], sizes[1], "ink" if is_reported else "muted")
        words = max((canvas.measure(replace(name, text=w))[0] for w in name.text.split()), default=0.0)
        size = sizes[0] if is_reported else min(sizes[0], max(20.0, _OTHER_VALUES * sizes[0]))
        number = Label(text, size, role, bold=True)
        # A name may always be as wide as its value, which needs that width anyway.
        column = max(end - start - _NAME_GAP, words if narrow else even, canvas.measure(number)[0])
        parts.append(_Part(start, end, number, canvas.wrap(name, column, sizes[2]), is_reported and bool(total)))
        start = end
    return parts


def _percentage(value: float, total: float) -> str:
    """A share as a whole percentage; one that only rounding makes nothing or everything is shown as `<1%` or `>99%`."""
    rounded = round(100 * value / total)
    if rounded == 0 and value:
        return "<1%"
    return ">99%" if rounded == 100 and value < total else f"{rounded}%"


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


def _needs_leader(canvas: Canvas, part: _Part, x: float) -> bool:
    """Whether the texts of a part, from `x` on, could be read as those of another part: a zero has no width at all."""
    is_moved = not part.start - 1 <= x <= max(part.start, part.end - _NAME_GAP)
    return is_moved or x + _text_width(canvas, part) / 2 > part.end


def _draw_bar(canvas: Canvas, parts: Sequence[_Part], starts: Sequence[float], bar: Area) -> None:
    """Draw the bar with a seam between its parts, and under it values and names.

    A line leads to a name that does not start under its part, or lies mostly under the next one.
    """
    is_empty = not any(p.is_highlighted for p in parts) and len({p.end - p.start for p in parts}) == 1
    has_leader = [_needs_leader(canvas, p, x) for p, x in zip(parts, starts, strict=True)]
    top = bar.bottom - (_LEADER if any(has_leader) else _DROP)
    baseline = top - _value_height(canvas, parts)
    for part in parts:
        role: ColourRole = "primary" if part.is_highlighted else "neutral" if is_empty else "primary-light"
        canvas.fill_rectangle(Area(part.start, bar.bottom, part.end, bar.top), role)
    for part in parts[1:]:
        canvas.draw_line([(part.start, bar.bottom), (part.start, bar.top)], "white", _SEAM, order=3)
    for part, x, needs_leader in zip(parts, starts, has_leader, strict=True):
        if needs_leader:
            canvas.draw_line([((part.start + part.end) / 2, bar.bottom), (x + 4, top + 1)], "muted", 0.75)
        # Values of two sizes are aligned at the bottom.
        value_area = canvas.place_required(part.value, Anchor(x, baseline, "left", "bottom"))
        canvas.place_required(part.name, Anchor(x, value_area.bottom - 2, "left", "top"))
