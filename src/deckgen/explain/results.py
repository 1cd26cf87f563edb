"""A deck → its results with their verdicts: metrics, key results, their parts and measures, by the ids of `deckgen status`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from deckgen.checks import CheckedDeck
from deckgen.diagnostics import KeyPath, Origin
from deckgen.model import Deck, PeriodResult, Row
from deckgen.model.files import Statuses
from deckgen.model.loading import METRICS
from deckgen.periods import Period
from deckgen.resolve import DeckRows
from deckgen.resolve.lines import Line
from deckgen.resolve.measures import MeasureSettings, build_lines
from deckgen.resolve.merge import RowOrigins, as_row
from deckgen.resolve.targets import find_targets
from deckgen.verdicts import Verdict, advice, row_status, stated_status


class Outcome(StrEnum):
    """What became of a result: a verdict, or why there is none. `NOT_COMPARED` is what an author can mend."""

    JUDGED = "judged"
    WRITTEN = "with a written status"
    NOT_COMPARED = "not compared"
    NOT_DUE = "not due yet"
    NO_NUMBER = "without a number in result or goal"
    EXCLUDED = "excluded by the author"
    NO_RESULT = "without a result"
    NOT_ASKED = "where the deck shows written statuses only, or none"


_OUTCOMES = {
    "not-due": Outcome.NOT_DUE,
    "excluded": Outcome.EXCLUDED,
    "no-goal": Outcome.NO_NUMBER,
    "no-result": Outcome.NO_NUMBER,
}
"""The outcomes of causes that need no look at the texts."""


class Explained(Struct, frozen=True):
    """One result in one period, with its verdict.

    `period` is the explained one, `reported` the one that the slide reports. `shown` says which statuses the deck shows of it.
    `measures` are its lines; a row that has no result of its own has its verdict from them.
    """

    id: str
    name: str
    section: str
    period: str
    reported: Period
    shown: Statuses
    line: Line
    verdict: Verdict
    measures: tuple[Explained, ...] = ()

    @property
    def entry(self) -> PeriodResult | None:
        """The result as written."""
        return self.line.entries.get(self.period)

    @property
    def result(self) -> str:
        """The text of the result, without markup and line breaks; empty if there is none."""
        entry = self.entry
        return _one_line(entry.text.plain) if entry is not None and entry.text is not None else ""

    @property
    def goal(self) -> str:
        """The text of the goal, without markup and line breaks; empty if there is none."""
        return _one_line(self.line.goal_text.plain) if self.line.goal_text is not None else ""

    @property
    def baseline(self) -> str:
        """The text of the baseline, without markup and line breaks; empty if there is none."""
        return _one_line(self.line.baseline_text.plain) if self.line.baseline_text is not None else ""

    @property
    def advice(self) -> str:
        """What to write to get a verdict; empty where nothing is wrong."""
        if self.sums_up_measures:
            return ""
        return advice(self.verdict, self.line.terms, self.line.reading(self.period))

    @property
    def sums_up_measures(self) -> bool:
        """Whether its verdict is that of its measures."""
        is_written = self.entry is not None and self.entry.status is not None
        return bool(self.measures) and not self.result and not is_written

    @property
    def is_shown(self) -> bool:
        """Whether the deck shows its status, if it has one."""
        return self.shown == "computed" or (self.shown == "written" and self.verdict.is_written)

    @property
    def outcome(self) -> Outcome:
        """What became of the result."""
        cause, reading = self.verdict.cause, self.line.reading(self.period)
        if self.verdict.status is not None and cause == "written":
            return Outcome.WRITTEN
        if cause == "no-result" and (reading is None or reading.denial):
            return Outcome.NO_RESULT
        if self.shown != "computed":
            return Outcome.NOT_ASKED
        if self.verdict.status is not None:
            return Outcome.JUDGED
        if cause in _OUTCOMES:
            return _OUTCOMES[cause]
        has_numbers = _has_digit(self.result) and _has_digit(f"{self.goal} {self.baseline}")
        return Outcome.NOT_COMPARED if has_numbers else Outcome.NO_NUMBER


def explained_results(rows: DeckRows, period: str | None = None) -> list[Explained]:
    """Return every result of a deck in a period (None: that which its slide reports), in the order of the slides.

    What several slides show in the same way is returned once. Metrics that no slide shows come last.
    """
    found: dict[str, dict[object, Explained]] = {}
    checked = CheckedDeck(rows)
    ids = {(target.file, target.path): target.id for target in find_targets(rows.deck)}
    for result in [*_on_slides(checked, ids, period), *_on_no_slide(checked, ids, period)]:
        as_shown = (result.period, result.result, result.goal, result.verdict)
        found.setdefault(result.id, {}).setdefault(as_shown, result)
    return [result for same in found.values() for result in same.values()]


def flattened(results: Iterable[Explained]) -> Iterator[Explained]:
    """Yield results, each followed by its measures."""
    for result in results:
        yield result
        yield from result.measures


def find_results(results: Sequence[Explained], id: str) -> list[Explained]:  # noqa: A002
    """Return the results of an id, or of the part after its last `/` if that belongs to only one; of a group, its parts."""
    text, everything = id.strip(), list(flattened(results))
    exact = [result for result in everything if result.id == text]
    last = [result for result in everything if result.id.rpartition("/")[2] == text]
    parts = [result for result in results if result.id.startswith(f"{text}/")]
    return exact or (last if len({result.id for result in last}) == 1 else []) or parts


Ids = Mapping[tuple[str, KeyPath], str]
"""The ids of `deckgen status`, by file and path."""


def _on_slides(checked: CheckedDeck, ids: Ids, period: str | None) -> Iterator[Explained]:
    deck = checked.deck
    titles = {section.file: section.title for section in deck.sections}
    for measure in checked.measures:
        metric, file = measure.written_row.metric, measure.entry.origin.file
        at = (_metrics_file(deck), (str(metric), *measure.keys)) if metric else (file, (*measure.path, *measure.keys))
        make = partial(
            _Maker, ids=ids, at=at, section=titles.get(file, ""), settings=checked.settings(measure), period=period
        )
        yield from make(id=measure.id, name=measure.name).results(measure.row, checked.origins_of(measure))


def _on_no_slide(checked: CheckedDeck, ids: Ids, period: str | None) -> Iterator[Explained]:
    """Yield the metrics that no slide shows, without their parts."""
    deck = checked.deck
    file = _metrics_file(deck)
    shown = {str(measure.written_row.metric) for measure in checked.measures}
    settings = checked.rows.settings("metric", deck.period)
    for name, metric in deck.metrics.items():
        if name not in shown:
            at: tuple[str, KeyPath] = (file, (name,))
            title = metric.short or metric.name.plain
            row, origin = as_row(metric), Origin(file=file, path=(name,))
            yield from _Maker(name, title, ids, at, "", settings, period).results(row, RowOrigins(row, origin))


def _metrics_file(deck: Deck) -> str:
    return next((name for name in deck.documents if name.endswith(f"data/{METRICS}")), "")


class _Maker(Struct, frozen=True):
    """Makes the results of one row; `at` is where it is written."""

    id: str
    name: str
    ids: Ids
    at: tuple[str, KeyPath]
    section: str
    settings: MeasureSettings
    period: str | None

    def results(self, row: Row, origins: RowOrigins) -> Iterator[Explained]:
        """Yield the result of a row with its measures; nothing for a row that only stands above its parts."""
        if row.parts and not row.results and not row.measures:
            return
        own, of_measures = build_lines(row, self.settings, origins)
        measures = tuple(self._measure(line, index) for index, line in enumerate(of_measures))
        verdict = own.verdict(self._period)
        if measures and verdict.cause == "no-result":
            verdict = _verdict_of_measures(row, measures)
        if verdict.status is None and row.goal is not None and stated_status(row.goal.raw) == "paused":
            verdict = replace(verdict, status="paused", cause="written", reason="the goal says so")
        yield self._explained(self._row_id, self.name, own, verdict, measures)

    @property
    def _period(self) -> str:
        return self.period or self.settings.reported.name

    @property
    def _row_id(self) -> str:
        file, path = self.at
        of_measure = self.ids.get((file, (*path, "measures", 0)), "").rpartition("/")[0]
        return self.ids.get(self.at) or of_measure or self.id

    def _measure(self, line: Line, index: int) -> Explained:
        file, path = self.at
        id_ = self.ids.get((file, (*path, "measures", index))) or f"{self._row_id}/{line.of}"
        return self._explained(id_, f"{self.name}: {line.of}", line, line.verdict(self._period))

    def _explained(
        self, id_: str, name: str, line: Line, verdict: Verdict, measures: tuple[Explained, ...] = ()
    ) -> Explained:
        settings = self.settings
        return Explained(
            id_, name, self.section, self._period, settings.reported, settings.shown_statuses, line, verdict, measures
        )


def _verdict_of_measures(row: Row, measures: Sequence[Explained]) -> Verdict:
    """Return the verdict of a row without a result of its own."""
    statuses = [measure.verdict.status for measure in measures]
    if all(measure.verdict.cause == "no-result" for measure in measures):
        return measures[0].verdict
    if row.verdict == "each" and len(measures) > 1:
        return Verdict(cause="excluded", reason="each of its lines has a verdict of its own (`verdict: each`)")
    status = row_status(statuses)
    if status is None:
        without = [measure.line.of for measure in measures if measure.verdict.status is None]
        return Verdict(cause="not-due", reason=f"there is no verdict on {' and '.join(without)}")
    worst = [measure.line.of for measure in measures if measure.verdict.status == status]
    is_every = len(worst) == len(measures)
    reason = "as each of its lines is" if is_every else f"as its worst line is: {' and '.join(worst)}"
    return Verdict(status, "judged", reason)


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
