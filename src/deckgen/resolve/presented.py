"""What a deck presented before → what lines take from it: the verdicts of earlier periods, and the results of the year before.

A verdict that was presented stays as long as its result does: another goal or tolerance since then says nothing about the
meeting of that time. Where a result was changed, or the author writes a status, the record has no effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.ir.roles import Status
from deckgen.model import Deck, PeriodResult, RichText
from deckgen.model.records import RecordedLine, RecordedResult, Records
from deckgen.periods import MONTHS, Period
from deckgen.resolve.lines import Line
from deckgen.resolve.merge import RowOrigins
from deckgen.resolve.targets import find_targets
from deckgen.verdicts import row_status

T = TypeVar("T")
Place = tuple[str, KeyPath]
"""A file and the path of a mapping in it."""


class Presented(Struct, frozen=True):
    """The lines of the last record by their places in the content; `period` is that of the record."""

    lines: Mapping[Place, RecordedLine]
    period: Period
    reported: Period

    def added_to(self, line: Line, origins: RowOrigins, *keys: str | int) -> Line:
        """Return a line of the row at `origins`, found there under `keys`, with what was presented of it."""
        recorded = find_at(self.lines, origins, keys)
        if recorded is None:
            return line
        if self.period.year.is_same(self.reported.year):
            return replace(line, presented=_unchanged_statuses(line, recorded, self.reported.earlier))
        return line if line.earlier else replace(line, earlier=self._year_before(recorded))

    def status_in(self, period: Period, own: Line, of_measures: Sequence[Line], origins: RowOrigins) -> Status | None:
        """Return the status that the record has of the row at `origins` in a period of which the content has no other result."""
        if not self.period.year.is_same(period.year):
            return None
        status = self._status_in(period, own, find_at(self.lines, origins))
        if status is not None or not of_measures:
            return status
        recorded = (find_at(self.lines, origins, ("measures", n)) for n in range(len(of_measures)))
        return row_status([self._status_in(period, *pair) for pair in zip(of_measures, recorded, strict=True)])

    def _status_in(self, period: Period, line: Line, recorded: RecordedLine | None) -> Status | None:
        result = recorded.results.get(period.name) if recorded is not None else None
        entries = {name.partition(" ")[0]: entry for name, entry in line.earlier.items()}
        if period.year.is_same(self.reported.year):
            entries = dict(line.entries)
        now = as_recorded(entries.get(period.name))
        return result.status if result is not None and (now is None or is_same_result(now, result)) else None

    def _year_before(self, recorded: RecordedLine) -> dict[str, PeriodResult | None]:
        year = "" if self.period.system is MONTHS else f" {self.period.year}"
        names = [name for name in self.period.calendar.names if name in recorded.results]
        return {f"{name}{year}": _entry(recorded.results[name]) for name in names}


def presented_before(deck: Deck, records: Records) -> Presented | None:
    """Return what the last record of a deck has; None where there is none."""
    if records.last is None or records.last_period is None:
        return None
    by_id = {line.id: line for line in records.last.results}
    lines = {place: by_id[id_] for place, id_ in target_ids(deck).items() if id_ in by_id}
    return Presented(lines, records.last_period, deck.period)


def target_ids(deck: Deck) -> dict[Place, str]:
    """Return the ids of all targets of a deck by their places."""
    return {(target.file, target.path): target.id for target in find_targets(deck)}


def find_at(by_place: Mapping[Place, T], origins: RowOrigins, keys: Iterable[str | int] = ()) -> T | None:
    """Return what belongs to a row, or to what is under `keys` in it: at its own place, else at that of its metric."""
    places = ((at.file, (*at.path, *keys)) for at in origins.places)
    return next((by_place[place] for place in places if place in by_place), None)


def as_recorded(entry: PeriodResult | None, status: Status | None = None) -> RecordedResult | None:
    """Return a result as records have it, with the status that is shown of it; None if there is nothing to record."""
    if entry is None:
        return None if status is None else RecordedResult.model_construct(status=status)
    value = "" if entry.value is None else f"{entry.value:.15g} {entry.unit or ''}".strip()
    recorded = RecordedResult(
        text=(entry.text.raw if entry.text is not None else "") or None, status=status, value=value or None,
        score=None if entry.score is None else f"{entry.score:.15g}", mark=entry.mark,
    )  # fmt: skip
    return recorded if recorded != RecordedResult() else None


def is_same_result(one: RecordedResult | None, other: RecordedResult | None) -> bool:
    """Whether two results say the same, whatever their statuses."""
    without = [each.model_copy(update={"status": None}) if each else RecordedResult() for each in (one, other)]
    return without[0] == without[1]


def _unchanged_statuses(line: Line, recorded: RecordedLine, periods: Iterable[str]) -> dict[str, Status]:
    """Return the recorded statuses of periods whose results are still the same."""
    statuses: dict[str, Status] = {}
    for period in periods:
        result = recorded.results.get(period)
        if result is not None and result.status and is_same_result(as_recorded(line.entries.get(period)), result):
            statuses[period] = result.status
    return statuses


def _entry(result: RecordedResult) -> PeriodResult:
    """Return a recorded result as content has one."""
    number, _, unit = (result.value or "").partition(" ")
    return PeriodResult.model_construct(
        text=RichText(result.text) if result.text else None, value=float(number) if number else None, unit=unit or None
    )
