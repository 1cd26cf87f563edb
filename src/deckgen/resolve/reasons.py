"""What stands beside a result: why it is what it is and what is next (`Reasons`), what is planned or expected (`Outlook`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from deckgen.model import PeriodResult, RichText, Row
from deckgen.model.metrics import Forecast
from deckgen.periods import Period
from deckgen.resolve.lines import Line
from deckgen.resolve.types import Outlook, Reasons, Result

_AS_HOPED = {"on-track", "done"}
"""The statuses that need no reason, unless they are new."""


def with_reasons(results: dict[str, Result], period: str, lines: Iterable[Line], *, is_turned: bool) -> None:
    """Add to the reported one of a measure's results the reasons of its lines, unless it is on track or done as before."""
    found = tuple(_reasons(lines, period))
    if found and (is_turned or results[period].status not in _AS_HOPED):
        results[period] = replace(results[period], reasons=found)


def _reasons(lines: Iterable[Line], period: str) -> Iterator[Reasons]:
    for line in lines:
        entry = line.entries.get(period)
        if entry is not None and _has_text(entry.because, entry.next, entry.back_on_track):
            yield Reasons(entry.because, entry.next, entry.back_on_track, line.of, line.of_origin)


def _has_text(*texts: RichText | None) -> bool:
    return any(text is not None and text.raw for text in texts)


def outlooks(row: Row, reported: Period) -> Iterator[Outlook]:
    """Yield what is planned or expected for each period after the reported one, where a text is a plan, and for the whole."""
    for period in reported.calendar.names:
        entry = row.results.get(period)
        if entry is not None and period not in reported.reached:
            yield from _outlooks_of_period(entry, period)
    yield from _outlooks((row.plan,), row.forecast)
    for line in row.measures:
        yield from (replace(each, of=line.of) for each in _outlooks((line.plan,), line.forecast))


def _outlooks_of_period(entry: PeriodResult, period: str) -> Iterator[Outlook]:
    """Yield what is planned or expected for a period; a forecast is only called one where a plan or a status is beside it."""
    found = list(_outlooks((entry.text, entry.plan), entry.forecast))
    is_plain = len(found) == 1 and found[0].status is None
    yield from (replace(each, period=period, is_forecast=each.is_forecast and not is_plain) for each in found)


def _outlooks(plans: Iterable[RichText | None], forecast: Forecast | None) -> Iterator[Outlook]:
    yield from (Outlook(text) for text in plans if text is not None and text.raw)
    if forecast is not None and forecast.text.raw:
        yield Outlook(forecast.text, is_forecast=True, status=forecast.status)
