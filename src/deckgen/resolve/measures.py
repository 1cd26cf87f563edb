"""Measures: a merged row in; its results by period, with lines, arrows and statuses, out.

The deck's `verdicts` set which statuses are shown. `computed`: the one that the author wrote, else that from comparing the result
with the goal. `written`: only the one that the author wrote. `none`: none. The status of a cell with several lines is off track
as soon as one line is, otherwise the worst of them if each has one (`resolve.lines` decides on one line).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.ir.roles import Status
from deckgen.model import Labels, Measured, MeasureLine, Metric, PeriodResult, RichText, Row
from deckgen.model.files import Statuses
from deckgen.model.metrics import default_result_key
from deckgen.model.verdict_fields import VerdictSettings
from deckgen.periods import MONTHS, Calendar, Period, Year
from deckgen.resolve.chart_data import chart_data
from deckgen.resolve.counting import JUDGED
from deckgen.resolve.lines import Line, LineTerms
from deckgen.resolve.merge import RowOrigins
from deckgen.resolve.reasons import outlooks, with_reasons
from deckgen.resolve.result_lines import result_lines
from deckgen.resolve.text_lines import with_lists
from deckgen.resolve.types import LineData, Measure, MeasureKind, Result, ResultLine
from deckgen.verdicts import Scores, TimeFrame, Verdict, row_status, stated_status

if TYPE_CHECKING:
    from deckgen.resolve.presented import Presented

BuiltLines = dict[tuple[int, str], tuple[Row, Line, list[Line]]]
"""The lines of rows, by the id of the merged row and the reported period; the row is kept, so that no other gets its id."""


class MeasureSettings(Struct, frozen=True):
    """What a measure depends on apart from its row: the period reported, the deck's settings, and deckgen's labels.

    `statuses` are those that the deck shows of metrics, `verdicts` its other settings. `metrics` and the name of their file are
    those of the deck, for the origins of the fields.
    """

    reported: Period
    statuses: Statuses
    labels: Labels
    kind: MeasureKind = "metric"
    metrics: Mapping[str, Metric] = field(default_factory=dict)
    metrics_file: str = ""
    verdicts: VerdictSettings = field(default_factory=VerdictSettings)
    language: str = "en"
    built_lines: BuiltLines = field(default_factory=dict)
    """The lines that were built already, with the same settings."""
    presented: Presented | None = None
    """What the deck presented before; None where there is no record of it."""
    shows_outlook: bool = True
    """Whether what is planned and expected is shown: not where an earlier period than that of the deck is reported."""

    @property
    def shown_statuses(self) -> Statuses:
        """The statuses that are shown of this kind of measure."""
        if self.kind == "key-result" and self.verdicts.key_results is not None:
            return self.verdicts.key_results
        return self.statuses


def build_measure(row: Row, id: str, settings: MeasureSettings, origins: RowOrigins) -> Measure:  # noqa: A002
    """Return the measure of a merged row, whose fields were written at `origins`."""
    own, of_measures = build_lines(row, settings, origins)
    own_data = chart_data(own)
    goal = row.goal or _goal_of_measures(row, of_measures)
    name = row.result or row.name or RichText("")
    result_key = default_result_key(settings.reported.system)
    results = {
        period: replace(
            _period_result(row, period, own, of_measures, settings, origins),
            origin=origins.of_result(period, result_key),
        )
        for period in settings.reported.calendar.names
    }
    turned = _turned_from(results, own, of_measures, settings, origins)
    with_reasons(results, settings.reported.name, (own, *of_measures), is_turned=turned is not None)
    return Measure(
        id=id,
        name=name,
        short=row.short or (row.name or name).plain,
        baseline=_baseline_texts(row, of_measures, settings.language),
        goal=None if goal is None else with_lists(goal, settings.language),
        better=own.better,
        results=results,
        parts=tuple(
            build_measure(part, f"{id}/{key}", settings, _part_origins(origins, key, part, settings))
            for key, part in row.parts.items()
            if part is not None
        ),
        milestones=row.milestones,
        owner=row.owner,
        goal_quantity=own_data.goal,
        chart_lines=tuple(
            _chart_line(line, chart_data(line) if of_measures else own_data, own, results, settings)
            for line in of_measures or [own]
        ),
        against=own.said.against,
        kind=settings.kind,
        origin=origins.origin,
        short_origins=(origins.of("short"),) if row.short else (row.name or name).origins,
        coming=tuple(outlooks(row, settings.reported)) if settings.shows_outlook else (),
        turned_from=turned,
    )


def _turned_from(
    results: Mapping[str, Result],
    own: Line,
    of_measures: Sequence[Line],
    settings: MeasureSettings,
    origins: RowOrigins,
) -> Status | None:
    """Return the verdict of the period before, if that of the reported one is another; None if one of them has no verdict.

    It is read in the record of what was presented where the content does not have that period any more.
    """
    now, last = results[settings.reported.name].status, settings.reported.previous
    in_content = results.get(last.name) if last.year.is_same(settings.reported.year) else None
    before = in_content.status if in_content is not None else None
    is_in_content = in_content is not None and (before is not None or not in_content.is_open)
    if settings.presented is not None and not is_in_content:
        before = settings.presented.status_in(last, own, of_measures, origins)
    return before if now in JUDGED and before in JUDGED and before != now else None


def _chart_line(
    line: Line, data: LineData, own: Line, results: Mapping[str, Result], settings: MeasureSettings
) -> LineData:
    """Return the `data` of a line with the statuses that its row shows.

    Where the row has a status of its own, its `measures` have none: charts then show their numbers without a judgement.
    """
    statuses: dict[str, Status | None] = {}
    movements = dict(data.movements)
    for period, result in results.items():
        is_of_row = line is not own and len(result.verdicts) == 1 and own.verdict(period).cause != "no-result"
        shown = result.status if line is own else None if is_of_row else _line_status(line.verdict(period), settings)
        statuses[period] = shown
        if shown is not None or is_of_row or result.status == "paused":
            movements[period] = None
    return replace(data, statuses=statuses, movements=movements)


def _line_status(verdict: Verdict, settings: MeasureSettings) -> Status | None:
    """Return the status of one of several lines that the deck shows."""
    shown = settings.shown_statuses
    return verdict.status if shown == "computed" or (shown == "written" and verdict.is_written) else None


def _part_origins(origins: RowOrigins, key: str, part: Row, settings: MeasureSettings) -> RowOrigins:
    found = origins.of_part(key, settings.metrics, settings.metrics_file)
    return found or RowOrigins(part, origins.origin.at("parts", key))


def build_lines(row: Row, settings: MeasureSettings, origins: RowOrigins) -> tuple[Line, list[Line]]:
    """Return the line of a row itself, and those of its `measures`; they are built once and keep what they read."""
    key = (id(row), settings.reported.name)
    if key not in settings.built_lines:
        settings.built_lines[key] = (row, *_build_lines(row, settings, origins))
    _, own, of_measures = settings.built_lines[key]
    return own, of_measures


def _build_lines(row: Row, settings: MeasureSettings, origins: RowOrigins) -> tuple[Line, list[Line]]:
    name = " ".join(text for text in (row.short, row.name.plain if row.name else "") if text)
    calendar = settings.reported.calendar
    measured = row.measured.periods(calendar) if row.measured is not None else ()
    time = TimeFrame(calendar.names, str(calendar.year), measured)
    scores = settings.verdicts.scores
    make = partial(
        Line, time=time, reported=settings.reported.name, row_name=name, language=settings.language,
        scores=Scores(scores.on_track or 0.0, scores.at_risk or 0.0),
    )  # fmt: skip
    own = make(
        "", row.baseline, row.goal, row.results, said=_said(row, settings), earlier=_year_before(row.earlier, calendar)
    )
    lines = [
        make(
            line.of, line.baseline, line.goal or _inherited_goal(own), line.results, said=_said(row, settings, line),
            of_origin=origins.of("measures", i, "of"), earlier=_year_before(line.earlier, calendar),
        )
        for i, line in enumerate(row.measures)
    ]  # fmt: skip
    presented = settings.presented
    if presented is None:
        return own, lines
    return presented.added_to(own, origins), [
        presented.added_to(line, origins, "measures", i) for i, line in enumerate(lines)
    ]


def _year_before(
    years: Mapping[str, Mapping[str, PeriodResult | None]], calendar: Calendar
) -> dict[str, PeriodResult | None]:
    """Return the results of the year before, in order, by period and year; a month has its year in its name."""
    for text, results in years.items():
        year = Year.read(text)
        if year is not None and year.next.is_same(calendar.year):
            names = sorted(results) if calendar.system is MONTHS else [n for n in calendar.names if n in results]
            return {name if calendar.system is MONTHS else f"{name} {text}": results[name] for name in names}
    return {}


def _inherited_goal(own: Line) -> RichText | None:
    """Return the goal of a row for a line without one: a figure in it may not apply to the line, “Maintain baseline” does."""
    return own.goal_text if own.goal is not None and own.goal.figure is None and not own.goal.is_numeric else None


def _said(row: Row, settings: MeasureSettings, line: MeasureLine | None = None) -> LineTerms:
    deck = settings.verdicts
    return LineTerms(
        (line.better if line is not None else None) or row.better, row.tolerance or deck.tolerance, row.counts,
        row.pace, row.by, row.against or deck.against, row.compare, row.reason or "", deck.counts,
    )  # fmt: skip


def _period_result(
    row: Row, period: str, own: Line, of_measures: list[Line], settings: MeasureSettings, origins: RowOrigins
) -> Result:
    reported = settings.reported
    if period not in reported.reached:
        return Result(period)
    entry = row.results.get(period)
    mark = entry.mark if entry is not None else None
    shows_each = row.verdict == "each" and not result_lines(own, period) and len(of_measures) > 1
    lines = [
        shown for line in (own, *of_measures) for shown in _result_lines(line, period, settings, shows_each=shows_each)
    ]
    verdicts = _verdicts(period, own, of_measures)
    status = _shown_status(row, verdicts, settings)
    is_early = not lines and mark is None and _is_before_measured(row.measured, reported.at(period))
    if is_early:
        assert row.measured is not None
        label = settings.labels.format(f"measured-{row.measured.every}", period=_measured_text(row.measured, settings))
        lines = [ResultLine(RichText(label, (origins.of("measured", "in"),)))]
        first = row.measured.periods(reported.calendar)[0]
        verdicts = (Verdict(cause="not-due", reason=f"it is not measured before {first}", due=first),)
    is_open = not lines and mark is None
    is_reported = period == reported.name
    return Result(
        period, tuple(lines), status, mark, is_open=is_open, is_reported=is_reported, verdicts=verdicts, shows_each=shows_each,
        is_before_measured=is_early,
    )  # fmt: skip


def _result_lines(line: Line, period: str, settings: MeasureSettings, *, shows_each: bool) -> list[ResultLine]:
    """Return the lines of a result; the last one has the status of the line if each line shows its own."""
    shown = result_lines(line, period)
    if shown and shows_each:
        shown[-1] = replace(shown[-1], status=_status_of([line.verdict(period)], settings))
    return shown


def _is_before_measured(measured: Measured | None, period: Period) -> bool:
    """Whether a period is before the first one of its year in which something is measured."""
    return measured is not None and not set(measured.periods(period.calendar)) & set(period.reached)


def _measured_text(measured: Measured, settings: MeasureSettings) -> str:
    """Return when something is measured: as written; of months only the first, because their names are long."""
    if settings.reported.system is not MONTHS:
        return settings.labels.dates(measured.when)
    return settings.labels.period(measured.periods(settings.reported.calendar)[0])


def _verdicts(period: str, own: Line, of_measures: list[Line]) -> tuple[Verdict, ...]:
    """Return the verdicts that decide on a row: its own if it has a result or a status, else those of its measures."""
    verdict = own.verdict(period)
    if verdict.cause != "no-result" or not of_measures:
        return (verdict,)
    return tuple(line.verdict(period) for line in of_measures)


def _shown_status(row: Row, verdicts: tuple[Verdict, ...], settings: MeasureSettings) -> Status | None:
    status = _status_of(verdicts, settings)
    is_paused = row.goal is not None and stated_status(row.goal.raw) == "paused"
    return "paused" if status is None and is_paused and settings.shown_statuses == "computed" else status


def _status_of(verdicts: Sequence[Verdict], settings: MeasureSettings) -> Status | None:
    """Return the status that is shown of verdicts together."""
    shown = settings.shown_statuses
    if shown == "none":
        return None
    return row_status([verdict.status if shown == "computed" or verdict.is_written else None for verdict in verdicts])


def _baseline_texts(row: Row, of_measures: Sequence[Line], language: str) -> tuple[RichText, ...]:
    if row.baseline is not None:
        return (with_lists(row.baseline, language),)
    lines = zip(row.measures, of_measures, strict=True)
    return tuple(_with_label(line, written.baseline) for written, line in lines if written.baseline is not None)


def _goal_of_measures(row: Row, of_measures: Sequence[Line]) -> RichText | None:
    """Return the goals of the measures, one below the other, for a metric without a goal of its own."""
    lines = zip(row.measures, of_measures, strict=True)
    goals = [_with_label(line, written.goal) for written, line in lines if written.goal is not None]
    origins = tuple(origin for goal in goals for origin in goal.origins)
    return RichText("\n\n".join(goal.raw for goal in goals), origins) if goals else None


def _with_label(line: Line, text: RichText) -> RichText:
    """Return a text with the label of its line before it ("Women 11.5%")."""
    origins = (line.of_origin, *text.origins) if line.of_origin else text.origins
    return RichText(f"{line.of} {text.raw}", origins)
