"""`share`: parts of a total.

A bar for each part on a track that is as long as the whole; the reported part is highlighted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import fsum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.charts import bars
from deckgen.charts.chart_kind import ChartKind
from deckgen.charts.errors import TOO_SMALL, ChartError, chart_error, chart_issue
from deckgen.charts.horizontal_bars import draw_horizontal_bars
from deckgen.charts.metric_source import MetricLine, MetricSource
from deckgen.charts.numbers import Numbers, NumberSeries, spec_of_numbers
from deckgen.charts.spec_texts import figure_text
from deckgen.charts.value_texts import value_texts
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.quantities import Quantity

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas


class Kind(ChartKind):
    """Chosen for metrics whose parts add up to their number, and for numbers that add up to a total or 100%."""

    alt = "Bar chart of parts of a whole"
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
            self.name, tuple(source.name_of(line) for line, _ in parts), (series,), unit=first.unit,
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
        # The sum and not 100: rounded percentages may miss it, and a bar could be longer than its track.
        track = math.fsum(v or 0.0 for v in spec.series[0].values) or 1.0
        for shorten in (False, True):
            if draw_horizontal_bars(
                canvas, spec, top, track=track, texts=lambda _, i: _value_texts(spec, i), shorten=shorten
            ):
                return
        raise ChartError(TOO_SMALL)


def _value_texts(spec: ChartSpec, index: int) -> list[str]:
    """Return the texts of a part, best first: its number, with its percentage if it is a count."""
    [series] = spec.series
    total, texts = _total_of(spec), value_texts(series, index, spec)
    if spec.unit == "%" or not total:
        return texts
    percentage = f" ({_percentage(series.values[index] or 0.0, total)})"
    return [f"{text}{percentage}" for text in texts]


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


def _percentage(value: float, total: float) -> str:
    """A share as a whole percentage; one that only rounding makes nothing or everything is shown as `<1%` or `>99%`."""
    rounded = round(100 * value / total)
    if rounded == 0 and value:
        return "<1%"
    return ">99%" if rounded == 100 and value < total else f"{rounded}%"
