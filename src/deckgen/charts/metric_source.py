"""What a chart of metrics is drawn from: their lines with the origin of each, the reported period and the labels.

A metric that cannot share an axis with the others is an error at that metric.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from deckgen.charts.errors import chart_error
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.blocks import Status
from deckgen.model import Labels, Quantity
from deckgen.periods import Period
from deckgen.resolve import LineData, Measure

NO_AXIS = "counts and growth rates, or different units, do not share an axis; make two charts"
"""The hint for numbers that cannot be in one chart."""


class MetricLine(Struct, frozen=True):
    """One line of a metric; `origin` is where the author named the metric."""

    measure: Measure
    data: LineData
    origin: Origin

    def quantity_in(self, period: str) -> Quantity | None:
        """Return its number in a period."""
        return self.data.quantities.get(period)

    @property
    def goal(self) -> Quantity | None:
        """Its own goal, else that of its metric."""
        return self.data.goal or self.measure.goal_quantity

    def name(self, counts: Counter[str]) -> str:
        """Return its label ("Women"); with the metric's name before it if `counts` has the label more than once."""
        if self.data.of and counts[self.data.of] == 1:
            return self.data.of
        return f"{self.measure.short}: {self.data.of}" if self.data.of else self.measure.short


class MetricSource(Struct, frozen=True):
    """What a chart of metrics is drawn from; `origin` is that of the chart.

    `groups` are the measures whose statuses a chart may count, by the title of their group.
    """

    lines: tuple[MetricLine, ...]
    groups: tuple[tuple[str, tuple[Measure, ...]], ...]
    reported: Period
    labels: Labels
    origin: Origin

    @property
    def reported_lines(self) -> list[tuple[MetricLine, Quantity]]:
        """The lines that have a number in the reported period, with it."""
        return [(line, q) for line in self.lines if (q := line.quantity_in(self.reported.name))]

    @property
    def name_counts(self) -> Counter[str]:
        """How many lines have each label."""
        return Counter(line.data.of for line in self.lines)


def metric_lines(measures: Sequence[tuple[Measure, Origin]]) -> Iterator[MetricLine]:
    """Yield the lines of measures and of their parts."""
    for measure, origin in measures:
        yield from (MetricLine(measure, line, origin) for line in measure.chart_lines)
        yield from metric_lines([(part, origin) for part in measure.parts])


def counted_status(measure: Measure, period: str) -> Status | None:
    """Return the status of a measure in a period; what is marked as delivered is done."""
    result = measure.results.get(period)
    if result is None:
        return None
    return result.status or ("done" if result.mark else None)


def basis_label(quantity: Quantity, labels: Labels) -> str:
    """Return what the numbers of a chart are based on, in words; empty for plain numbers."""
    return labels["year-on-year"] if quantity.basis == "YoY" else quantity.basis


MetricPair = tuple[MetricLine, Quantity, Quantity]
"""A line, what its result is compared with (baseline or goal), and the result."""


def comparable_pairs(
    source: MetricSource, other: str, compared_with: Callable[[MetricLine], Quantity | None]
) -> tuple[list[MetricPair], list[Issue]]:
    """Return the result of each line with what it is compared with (called `other`), all of one unit.

    A line that has only one of the two is an issue. Raises ContentError if no line has both, or units differ.
    """
    pairs, issues = _pairs(source, other, compared_with)
    if not pairs:
        message = f"the metrics of this chart have no {other} and result that can be compared"
        raise chart_error(message, source.origin, f"name metrics with a {other} and a result in one unit")
    for line, _, now in pairs:
        if not now.is_comparable_to(pairs[0][2]):
            message = f"“{line.name(source.name_counts)}” is in another unit than the first metric of this chart"
            raise chart_error(message, line.origin, NO_AXIS)
    return pairs, issues


def _pairs(
    source: MetricSource, other: str, compared_with: Callable[[MetricLine], Quantity | None]
) -> tuple[list[MetricPair], list[Issue]]:
    pairs: list[MetricPair] = []
    issues: list[Issue] = []
    for line in source.lines:
        name, now = line.name(source.name_counts), line.quantity_in(source.reported.name)
        compared = compared_with(line)
        if now and compared and not now.is_comparable_to(compared):
            message = f"the result of “{name}” and its {other} have different units"
            raise chart_error(message, line.origin, NO_AXIS)
        if now and compared:
            pairs.append((line, compared, now))
        elif now or (compared and not line.measure.parts):
            missing = other if now else f"number for {source.reported.name}"
            message = f"“{name}” is left out of the chart: it has no {missing}"
            hint = f"give it a {missing}, or say why on the slide"
            issues.append(make_issue("chart-gap", message, line.origin, hint))
    return pairs, issues
