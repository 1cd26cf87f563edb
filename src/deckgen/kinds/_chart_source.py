"""What a chart of metrics is drawn from: their lines with the origin of each, the reported quarter and the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Status
from deckgen.model import Labels, Quantity
from deckgen.resolve import LineData, Measure


class MetricLine(Struct, frozen=True):
    """One line of a metric; `origin` is where the author named the metric."""

    measure: Measure
    data: LineData
    origin: Origin

    def quantity_in(self, quarter: str) -> Quantity | None:
        """Return its number in a quarter."""
        return self.data.quarters.get(quarter)

    @property
    def goal(self) -> Quantity | None:
        """Its own goal, else that of its metric."""
        return self.data.goal or self.measure.goal_quantity

    def name(self, counts: Counter[str]) -> str:
        """Return its label ("Women"); with the metric's name before it if `counts` has the label more than once."""
        if self.data.of and counts[self.data.of] == 1:
            return self.data.of
        return f"{self.measure.short}: {self.data.of}" if self.data.of else self.measure.short


class ChartSource(Struct, frozen=True):
    """What a chart of metrics is drawn from; `origin` is that of the chart."""

    lines: tuple[MetricLine, ...]
    reported: str
    labels: Labels
    origin: Origin

    @property
    def name_counts(self) -> Counter[str]:
        """How many lines have each label."""
        return Counter(line.data.of for line in self.lines)


def metric_lines(measures: Sequence[tuple[Measure, Origin]]) -> Iterator[MetricLine]:
    """Yield the lines of measures and of their parts."""
    for measure, origin in measures:
        yield from (MetricLine(measure, line, origin) for line in measure.chart_lines)
        yield from metric_lines([(part, origin) for part in measure.parts])


def counted_status(measure: Measure, quarter: str) -> Status | None:
    """Return the status of a measure in a quarter; what is marked as delivered is done."""
    result = measure.results.get(quarter)
    if result is None:
        return None
    return result.status or ("done" if result.mark else None)
