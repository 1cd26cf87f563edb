"""Measures: a merged row in; its results by quarter, with lines, arrows and statuses, out.

Which statuses are shown: `computed` compares results with goals and lets written ones win, `written` shows
only a `status` the author wrote, `none` shows none. Key results never show computed ones. The status of a cell with
several lines is the worst of the lines that can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckgen.ir.blocks import Status
from deckgen.model import (
    QUARTERS,
    Better,
    Labels,
    MeasureLine,
    Quantity,
    Quarter,
    QuarterName,
    RichText,
    Row,
    read_quantity,
)
from deckgen.model.files import Statuses
from deckgen.model.quantity import Tolerance, direction, judge, maintains_baseline, worded_status, worst
from deckgen.resolve.types import Kind, LineData, Measure, Result, ResultLine


class Setting(Struct, frozen=True):
    """What a measure depends on beside its row: the quarter reported, the statuses shown, our own words."""

    reported: str
    statuses: Statuses
    labels: Labels
    kind: Kind = "metric"

    @property
    def shown(self) -> Statuses:
        """The statuses that measures of this kind show."""
        return "written" if self.kind == "key-result" and self.statuses == "computed" else self.statuses


class _MetricLine(Struct, frozen=True):
    """One line of a metric through the quarters: the metric's own text, or one of its `measures`."""

    of: str
    baseline: Quantity | None
    goal: RichText | None
    better: Better
    tolerance: Tolerance | None
    quarters: Mapping[QuarterName, Quarter | None]

    @property
    def goal_quantity(self) -> Quantity | None:
        """The number to reach; to maintain the baseline is to reach the baseline."""
        if self.goal is None:
            return None
        return self.baseline if maintains_baseline(self.goal.raw) else read_quantity(self.goal.raw)

    def lines(self, quarter: QuarterName) -> list[ResultLine]:
        """Give the lines of a quarter; the arrow stands on the first that states a quantity."""
        entry = self.quarters.get(quarter)
        if entry is None or entry.text is None:
            return []
        lines: list[ResultLine] = []
        leading = True
        for text in _split(entry.text):
            quantity = read_quantity(text.raw)
            arrow = direction(self.baseline, quantity) if leading else None
            good = None if arrow is None else (arrow == "up") == (self.better == "higher")
            lines.append(ResultLine(text, self.of, arrow, good, quantity))
            leading = leading and quantity is None
        return lines

    def written(self, quarter: QuarterName) -> Status | None:
        entry = self.quarters.get(quarter)
        return entry.status if entry is not None else None

    def computed(self, quarter: QuarterName) -> Status | None:
        """Judge a quarter: what its text says by itself ("paused"), or its quantity against the goal."""
        entry = self.quarters.get(quarter)
        if entry is None or entry.text is None:
            return None
        result = read_quantity(entry.text.raw)
        return worded_status(entry.text.raw) or judge(result, self.goal_quantity, self.better, self.tolerance)


def build(row: Row, id: str, setting: Setting) -> Measure:  # noqa: A002
    """Make the measure of a merged row."""
    own, measures = _own_strand(row), [_strand(row, line) for line in row.measures]
    strands = [own, *measures]
    name = row.result or row.name or RichText("")
    return Measure(
        id=id,
        name=name,
        short=row.short or (row.name or name).plain,
        baseline=_baseline(row),
        goal=row.goal or _goal(row),
        better=own.better,
        results={quarter: _result(row, quarter, strands, setting) for quarter in QUARTERS},
        parts=tuple(build(part, f"{id}/{key}", setting) for key, part in row.parts.items() if part is not None),
        milestones=row.milestones,
        owner=row.owner,
        source=row.source,
        goal_quantity=own.goal_quantity,
        lines_data=tuple(_data(strand, setting.reported) for strand in measures or [own]),
        kind=setting.kind,
    )


def _own_strand(row: Row) -> _MetricLine:
    baseline = read_quantity(row.baseline.raw) if row.baseline else None
    return _MetricLine("", baseline, row.goal, row.better or "higher", row.tolerance, row.quarters)


def _strand(row: Row, line: MeasureLine) -> _MetricLine:
    baseline = read_quantity(line.baseline.raw) if line.baseline else None
    # A figure in the metric's goal need not be meant for this line; "Maintain baseline" is meant for all.
    inherited = row.goal if row.goal is not None and maintains_baseline(row.goal.raw) else None
    better = line.better or row.better or "higher"
    return _MetricLine(line.of, baseline, line.goal or inherited, better, row.tolerance, line.quarters)


def _result(row: Row, quarter: QuarterName, strands: list[_MetricLine], setting: Setting) -> Result:
    reported = quarter == setting.reported
    if quarter > setting.reported:
        return Result(quarter)
    entry = row.quarters.get(quarter)
    mark = entry.mark if entry is not None else None
    lines = [line for strand in strands for line in strand.lines(quarter)]
    status = _status(row, quarter, strands, setting)
    if not lines and mark is None and row.measured is not None and quarter < row.measured.first:
        label = setting.labels.format(f"measured-{row.measured.every}", quarter=row.measured.when)
        lines = [ResultLine(RichText(label))]
    return Result(quarter, tuple(lines), status, mark, open=not lines and mark is None, reported=reported)


def _status(row: Row, quarter: QuarterName, strands: list[_MetricLine], setting: Setting) -> Status | None:
    if setting.shown == "none":
        return None
    if written := strands[0].written(quarter):
        return written
    if setting.shown == "written":
        return worst([strand.written(quarter) for strand in strands])
    found = worst([strand.written(quarter) or strand.computed(quarter) for strand in strands])
    if found is None and row.goal is not None and worded_status(row.goal.raw) == "paused":
        return "paused"
    return found


def _baseline(row: Row) -> tuple[RichText, ...]:
    if row.baseline is not None:
        return (row.baseline,)
    return tuple(RichText(f"{line.of} {line.baseline.raw}") for line in row.measures if line.baseline is not None)


def _goal(row: Row) -> RichText | None:
    """Give the goals of the measures, one below the other, where the metric itself has none."""
    goals = [f"{line.of} {line.goal.raw}" for line in row.measures if line.goal is not None]
    return RichText("\n\n".join(goals)) if goals else None


def _data(strand: _MetricLine, reported: str) -> LineData:
    quarters: dict[str, Quantity | None] = {}
    for name in QUARTERS:
        entry = strand.quarters.get(name) if name <= reported else None
        quarters[name] = read_quantity(entry.text.raw) if entry is not None and entry.text is not None else None
    return LineData(strand.of, strand.baseline, quarters, strand.better, strand.goal_quantity)


def _split(text: RichText) -> list[RichText]:
    # A backslash at the end of a line asks for the break that is made here anyway.
    lines = [line.removesuffix("\\").strip() for line in text.raw.split("\n") if line.strip()]
    return [text] if len(lines) == 1 else [RichText(line) for line in lines]
