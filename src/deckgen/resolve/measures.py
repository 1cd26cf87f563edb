"""Measures: a merged row in; its results by period, with lines, arrows and statuses, out.

The deck's `statuses` sets which statuses are shown. `computed`: the one that the author wrote, else that from comparing
the result with the goal. `written`: only the one that the author wrote. `none`: none. Key results never show computed
statuses. The status of a cell with several lines is the worst of the lines that can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Status
from deckgen.model import (
    Better,
    Labels,
    Measured,
    MeasureLine,
    Metric,
    PeriodResult,
    Quantity,
    RichText,
    Row,
    read_quantity,
)
from deckgen.model.files import Statuses
from deckgen.model.metrics import default_result_key
from deckgen.model.quantity import Tolerance, change_direction, judge, maintains_baseline, stated_status, worst_status
from deckgen.periods import Period
from deckgen.resolve.merge import RowOrigins
from deckgen.resolve.types import LineData, Measure, MeasureKind, Result, ResultLine


class MeasureSettings(Struct, frozen=True):
    """What a measure depends on apart from its row: the period reported, the deck's `statuses`, and deckgen's labels.

    `metrics` and the name of their file are those of the deck, for the origins of the fields.
    """

    reported: Period
    statuses: Statuses
    labels: Labels
    kind: MeasureKind = "metric"
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    metrics_file: str = ""

    @property
    def shown_statuses(self) -> Statuses:
        """The deck's `statuses`, narrowed for key results, whose computed statuses are not shown."""
        return "written" if self.kind == "key-result" and self.statuses == "computed" else self.statuses


class _LineHistory(Struct, frozen=True):
    """One line of a metric in all periods: the metric's own results, or those of one of its `measures`."""

    of: str
    baseline_text: RichText | None
    goal: RichText | None
    better: Better
    tolerance: Tolerance | None
    results: Mapping[str, PeriodResult | None]
    of_origin: Origin | None = None

    @property
    def baseline(self) -> Quantity | None:
        return read_quantity(self.baseline_text.raw) if self.baseline_text else None

    @property
    def goal_quantity(self) -> Quantity | None:
        """The number to reach: that of the baseline if the goal is to maintain it."""
        if self.goal is None:
            return None
        return self.baseline if maintains_baseline(self.goal.raw) else read_quantity(self.goal.raw)

    def result_lines(self, period: str) -> list[ResultLine]:
        """Return the lines of a period; the first that states a quantity has the arrow."""
        entry = self.results.get(period)
        if entry is None or entry.text is None:
            return []
        lines: list[ResultLine] = []
        needs_arrow = True
        for text in _split_lines(entry.text):
            quantity = read_quantity(text.raw)
            arrow = change_direction(self.baseline, quantity) if needs_arrow else None
            is_good = None if arrow is None else (arrow == "up") == (self.better == "higher")
            lines.append(ResultLine(text, self.of, arrow, is_good, quantity, self.of_origin))
            needs_arrow = needs_arrow and quantity is None
        return lines

    def written_status(self, period: str) -> Status | None:
        entry = self.results.get(period)
        return entry.status if entry is not None else None

    def computed_status(self, period: str) -> Status | None:
        """Return the status that the text of a period states ("paused"), else that of its quantity against the goal."""
        entry = self.results.get(period)
        if entry is None or entry.text is None:
            return None
        result = read_quantity(entry.text.raw)
        return stated_status(entry.text.raw) or judge(result, self.goal_quantity, self.better, self.tolerance)


def build_measure(row: Row, id: str, settings: MeasureSettings, origins: RowOrigins) -> Measure:  # noqa: A002
    """Return the measure of a merged row, whose fields were written at `origins`."""
    own = _metric_history(row)
    of_measures = [_measure_history(row, line, origins.of("measures", i, "of")) for i, line in enumerate(row.measures)]
    histories = [own, *of_measures]
    name = row.result or row.name or RichText("")
    result_key = default_result_key(settings.reported.system)
    return Measure(
        id=id,
        name=name,
        short=row.short or (row.name or name).plain,
        baseline=_baseline_texts(row, of_measures),
        goal=row.goal or _goal_of_measures(row, of_measures),
        better=own.better,
        results={
            period: replace(
                _period_result(row, period, histories, settings, origins), origin=origins.of_result(period, result_key)
            )
            for period in settings.reported.calendar.names
        },
        parts=tuple(
            build_measure(part, f"{id}/{key}", settings, _part_origins(origins, key, part, settings))
            for key, part in row.parts.items()
            if part is not None
        ),
        milestones=row.milestones,
        owner=row.owner,
        goal_quantity=own.goal_quantity,
        chart_lines=tuple(_chart_line(history, settings.reported) for history in of_measures or [own]),
        kind=settings.kind,
        origin=origins.origin,
        short_origins=(origins.of("short"),) if row.short else (row.name or name).origins,
    )


def _part_origins(origins: RowOrigins, key: str, part: Row, settings: MeasureSettings) -> RowOrigins:
    found = origins.of_part(key, settings.metrics, settings.metrics_file)
    return found or RowOrigins(part, origins.origin.at("parts", key))


def _metric_history(row: Row) -> _LineHistory:
    return _LineHistory("", row.baseline, row.goal, row.better or "higher", row.tolerance, row.results)


def _measure_history(row: Row, line: MeasureLine, of_origin: Origin) -> _LineHistory:
    # A figure in the metric's goal may not apply to this line; "Maintain baseline" applies to all lines.
    inherited = row.goal if row.goal is not None and maintains_baseline(row.goal.raw) else None
    better = line.better or row.better or "higher"
    return _LineHistory(line.of, line.baseline, line.goal or inherited, better, row.tolerance, line.results, of_origin)


def _period_result(
    row: Row, period: str, histories: list[_LineHistory], settings: MeasureSettings, origins: RowOrigins
) -> Result:
    reported = settings.reported
    if period not in reported.reached:
        return Result(period)
    entry = row.results.get(period)
    mark = entry.mark if entry is not None else None
    lines = [line for history in histories for line in history.result_lines(period)]
    status = _shown_status(row, period, histories, settings)
    if (
        not lines
        and mark is None
        and row.measured is not None
        and _is_before_measured(row.measured, reported.at(period))
    ):
        label = settings.labels.format(f"measured-{row.measured.every}", period=_measured_text(row.measured, settings))
        lines = [ResultLine(RichText(label, (origins.of("measured", "in"),)))]
    return Result(
        period, tuple(lines), status, mark, is_open=not lines and mark is None, is_reported=period == reported.name
    )


def _is_before_measured(measured: Measured, period: Period) -> bool:
    """Whether a period is before the first one of its year in which something is measured."""
    return not set(measured.periods(period.calendar)) & set(period.reached)


def _measured_text(measured: Measured, settings: MeasureSettings) -> str:
    """Return when something is measured: as written, with months named and moved to the reported year."""
    system, calendar = settings.reported.system, settings.reported.calendar
    name = settings.labels.period
    return re.sub(rf"\b{system.pattern}\b", lambda found: name(calendar.same_period(found[0])), measured.when)


def _shown_status(row: Row, period: str, histories: list[_LineHistory], settings: MeasureSettings) -> Status | None:
    if settings.shown_statuses == "none":
        return None
    if written := histories[0].written_status(period):
        return written
    if settings.shown_statuses == "written":
        return worst_status([history.written_status(period) for history in histories])
    status = worst_status([history.written_status(period) or history.computed_status(period) for history in histories])
    if status is None and row.goal is not None and stated_status(row.goal.raw) == "paused":
        return "paused"
    return status


def _baseline_texts(row: Row, histories: Sequence[_LineHistory]) -> tuple[RichText, ...]:
    if row.baseline is not None:
        return (row.baseline,)
    lines = zip(row.measures, histories, strict=True)
    return tuple(_with_label(history, line.baseline) for line, history in lines if line.baseline is not None)


def _goal_of_measures(row: Row, histories: Sequence[_LineHistory]) -> RichText | None:
    """Return the goals of the measures, one below the other, for a metric without a goal of its own."""
    lines = zip(row.measures, histories, strict=True)
    goals = [_with_label(history, line.goal) for line, history in lines if line.goal is not None]
    origins = tuple(origin for goal in goals for origin in goal.origins)
    return RichText("\n\n".join(goal.raw for goal in goals), origins) if goals else None


def _with_label(history: _LineHistory, text: RichText) -> RichText:
    """Return a text with the label of its line before it ("Women 11.5%")."""
    origins = (history.of_origin, *text.origins) if history.of_origin else text.origins
    return RichText(f"{history.of} {text.raw}", origins)


def _chart_line(history: _LineHistory, reported: Period) -> LineData:
    entries = {
        name: history.results.get(name) if name in reported.reached else None for name in reported.calendar.names
    }
    results = {name: entry.text if entry is not None else None for name, entry in entries.items()}
    quantities: dict[str, Quantity | None] = {
        name: read_quantity(text.raw) if text is not None else None for name, text in results.items()
    }
    texts = tuple(text for text in (history.baseline_text, history.goal, *results.values()) if text is not None)
    return LineData(
        history.of, history.baseline, quantities, history.better, history.goal_quantity, texts, history.of_origin
    )


def _split_lines(text: RichText) -> list[RichText]:
    # In Markdown, a backslash at the end of a line is a line break; the text is split at lines anyway.
    lines = [line.removesuffix("\\").strip() for line in text.raw.split("\n") if line.strip()]
    return [text] if len(lines) == 1 else [RichText(line, text.origins) for line in lines]
