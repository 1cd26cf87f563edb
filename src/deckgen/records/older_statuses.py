"""A deck and a record of it → issues: results that changed since then, while the status written beside them did not.

`deckgen fill` and `set` say this of their own changes; here it is said of changes made by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.checks import CheckedDeck
from deckgen.diagnostics import Issue, make_issue
from deckgen.model import PeriodResult
from deckgen.model.records import DeckRecord, RecordedResult
from deckgen.quantities import read_result, single_quantity
from deckgen.records.taking import CurrentLine, current_lines

RULE = "status-older-than-result"


def older_status_issues(checked: CheckedDeck, record: DeckRecord) -> list[Issue]:
    """Return an issue for each result that is another one than a record of the same year has, beside the same written status.

    A `value` and a `score` decide on a status, too.
    """
    recorded = {line.id: line.results for line in record.results}
    allowed = checked.allowed_names(RULE)
    return [
        issue
        for line in current_lines(checked)
        if line.recorded.id.casefold() not in allowed
        for issue in _issues(checked, recorded.get(line.recorded.id, {}), line)
    ]


def _issues(checked: CheckedDeck, recorded: dict[str, RecordedResult], line: CurrentLine) -> Iterator[Issue]:
    measure, keys = line.shown.measure, line.shown.keys
    for period, before in recorded.items():
        entry = line.shown.line.entries.get(period)
        now = line.recorded.results.get(period)
        if entry is None or now is None or not (before.text and now.text) or _is_same(before.text, now.text):
            continue
        for field in _unchanged(entry, before, now, checked.deck.language):
            span = checked.span_of(measure, *checked.result_path(measure, period, keys), field)
            was = f"was “{_line(before.text)}” and is “{_line(now.text)}”"
            message = f"the result of “{line.recorded.name}” for {period} {was}, its {field} is the same"
            hint = (
                f"change the {field}, too, or remove it where deckgen can compute it; if it still holds: "
                f"`checks: {{{RULE}: [{line.recorded.id}]}}`"
            )
            yield replace(make_issue(RULE, message, span, hint), about=line.recorded.id)


def _unchanged(entry: PeriodResult, before: RecordedResult, now: RecordedResult, language: str) -> Iterator[str]:
    """Yield what is written beside a changed result, decides on its status, and is as it was before."""
    if entry.status is not None and before.status == entry.status:
        yield "status"
    # Where the text has a number, `value-contradicts` compares it with the value.
    if now.value and before.value == now.value and single_quantity(read_result(now.text or "", language)) is None:
        yield "value"
    if now.score and before.score == now.score:
        yield "score"


def _is_same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _line(text: str) -> str:
    return " ".join(text.split())
