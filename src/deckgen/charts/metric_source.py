"""What a chart of metrics is drawn from: their lines with the origin of each, the reported period and the labels.

A metric that cannot share an axis with the others is an error at that metric.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from deckgen.charts.errors import chart_error
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.ir.blocks import SeriesMark
from deckgen.ir.roles import Status
from deckgen.model import Labels
from deckgen.periods import Period
from deckgen.quantities import Quantity
from deckgen.resolve import LineData, Measure

NO_AXIS = "counts and growth rates, or different units, do not share an axis; make two charts"
"""The hint for numbers that cannot be in one chart."""


class MetricLine(Struct, frozen=True):
    """One line of a metric; `origin` is where the author named the metric."""

    measure: Measure
    data: LineData
    origin: Origin

    def quantity_in(self, period: str) -> Quantity | None:
        """Return its number in a period, which may be one of the year before (`Q4 FY19-20`)."""
        return self.data.quantities.get(period) or self.data.earlier.get(period)

    @property
    def goal(self) -> Quantity | None:
        """The number of its own goal; of a range, the lower end."""
        return self.data.goal or (self.data.goal_range[0] if self.data.goal_range else None)

    @property
    def goal_upper(self) -> Quantity | None:
        """The upper end of a goal that is a range."""
        return self.data.goal_range[1] if self.data.goal_range else None

    def mark_in(self, period: str) -> SeriesMark:
        """Return what a chart says of its result in a period."""
        return self.data.statuses.get(period) or self.data.movements.get(period) or "neutral"

    def status_in(self, period: str) -> Status | Literal["neutral"]:
        """Return the status of its result in a period that a chart shows."""
        return self.data.statuses.get(period) or "neutral"

    def gap_in(self, period: str, shown_period: str) -> str:
        """Return why it has no number in a period, as a clause; empty if it has one."""
        if self.quantity_in(period) is not None:
            return ""
        return self.data.gaps.get(period) or f"it has no number for {shown_period}"

    def name(self, counts: Counter[str], labels: Labels) -> str:
        """Return its label ("Women"); with the metric's name before it if `counts` has the label more than once."""
        if self.data.of and counts[self.data.of] == 1:
            return self.data.of
        return self.full_name(labels)

    def full_name(self, labels: Labels) -> str:
        """Return the name of the metric, with the label behind it if it has one ("Organizers: Women")."""
        return labels.named(self.measure.short, self.data.of) if self.data.of else self.measure.short


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

    def name_of(self, line: MetricLine) -> str:
        """Return the label of a line, as the chart shows it."""
        return line.name(self.name_counts, self.labels)


def metric_lines(measures: Sequence[tuple[Measure, Origin]]) -> Iterator[MetricLine]:
    """Yield the lines of measures and of their parts."""
    for measure, origin in measures:
        yield from (MetricLine(measure, line, origin) for line in measure.chart_lines)
        yield from metric_lines([(part, origin) for part in measure.parts])


def basis_label(quantity: Quantity, labels: Labels) -> str:
    """Return what the numbers of a chart are based on, in words; empty for plain numbers."""
    return labels["year-on-year"] if quantity.basis == "YoY" else quantity.basis


def gap_issue(line: MetricLine, source: MetricSource, reason: str, missing: str = "a number") -> Issue:
    """Return the warning that a line is left out of a chart."""
    message = f"“{source.name_of(line)}” is left out of the chart: {reason}"
    return make_issue("chart-gap", message, line.origin, f"give it {missing}, or say why on the slide")


MetricPair = tuple[MetricLine, Quantity, Quantity]
"""A line, what its result is compared with (baseline or goal), and the result."""


class Comparison(Struct, frozen=True):
    """With what a chart compares results: its `name`, the number and the result of a line, and why the two cannot be compared."""

    name: str
    reference: Callable[[MetricLine], Quantity | None]
    result: Callable[[MetricLine], Quantity | None]
    gap: Callable[[MetricLine], str]


def comparable_pairs(source: MetricSource, comparison: Comparison) -> tuple[list[MetricPair], list[Issue]]:
    """Return the result of each line with what it is compared with, all of one unit.

    A line that lacks one of the two, or whose two cannot be compared, is an issue. Raises ContentError if no line has both, or
    units differ.
    """
    pairs, issues = _pairs(source, comparison)
    if not pairs:
        message = f"the metrics of this chart have no {comparison.name} and result that can be compared"
        reasons = "".join(f"; {issue.message}" for issue in issues[:1])
        raise chart_error(
            message + reasons, source.origin, f"name metrics with a {comparison.name} and a result in one unit"
        )
    first, _, first_result = pairs[0]
    for line, _, now in pairs:
        if not now.is_comparable_to(first_result):
            other = f"{first_result.raw} of “{source.name_of(first)}”"
            message = f"{now.raw} of “{source.name_of(line)}” is in another unit than {other}"
            raise chart_error(message, line.origin, NO_AXIS)
    return pairs, issues


def _pairs(source: MetricSource, comparison: Comparison) -> tuple[list[MetricPair], list[Issue]]:
    pairs: list[MetricPair] = []
    issues: list[Issue] = []
    for line in source.lines:
        now, compared = comparison.result(line), comparison.reference(line)
        if now and compared and not now.is_comparable_to(compared):
            units = f"different units: {now.raw} and {compared.raw}"
            message = f"the result of “{source.name_of(line)}” and its {comparison.name} have {units}"
            raise chart_error(message, line.origin, NO_AXIS)
        gap = line.gap_in(source.reported.name, source.reported.name) or comparison.gap(line)
        if now and compared and not gap:
            pairs.append((line, compared, now))
        elif now and not compared:
            issues.append(gap_issue(line, source, f"it has no {comparison.name}", f"a {comparison.name}"))
        elif not line.measure.parts:
            issues.append(gap_issue(line, source, gap, f"a number for {source.reported.name}"))
    return pairs, issues
