"""An opened deck and updates of its results → notes on those results that cannot be compared any more, as others before could."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from deckgen.edit import Change
from deckgen.explain.results import Explained, Outcome, explained_results, flattened
from deckgen.model import Deck
from deckgen.quantities import single_statement
from deckgen.resolve import DeckRows
from deckgen.results import OpenDeck, UpdateOutcome, Verdict
from deckgen.verdicts import Reference

_COMPARED = {Outcome.JUDGED, Outcome.NOT_DUE}
_IN_VAIN = {Outcome.NOT_COMPARED, Outcome.NO_NUMBER}


def with_lost_comparisons(
    opened: OpenDeck, outcomes: Iterable[UpdateOutcome], changes: Sequence[Change]
) -> list[UpdateOutcome]:
    """Return the outcomes of updates with a note on each result of another unit or form than the goal or the result before.

    `changes` are those that the updates make in the files of the opened deck. An outcome that asks already which number was
    meant has no second note.
    """
    outcomes = list(outcomes)
    changed = [index for index, outcome in enumerate(outcomes) if _is_new_result(outcome, opened.deck)]
    if not changed:
        return outcomes
    old, new = _by_id(opened.deck), _by_id(opened.with_changes(changes))
    for index in changed:
        update = outcomes[index].update
        if note := _note(old.get(update.id), new.get(update.id), update.period):
            outcomes[index] = replace(outcomes[index], notes=(*outcomes[index].notes, note))
    return outcomes


def _is_new_result(outcome: UpdateOutcome, deck: Deck) -> bool:
    update = outcome.update
    is_result = outcome.verdict is Verdict.CHANGED and update.field == "text" and bool(update.text)
    return is_result and update.period in deck.period.reached and not any(n.endswith("meant?") for n in outcome.notes)


def _by_id(deck: Deck) -> dict[str, Explained]:
    """Return the results of a deck by id: of one that several slides show, the first."""
    found: dict[str, Explained] = {}
    for result in flattened(explained_results(DeckRows(deck))):
        found.setdefault(result.id, result)
    return found


def _note(old: Explained | None, new: Explained | None, period: str) -> str:
    """Return what is lost with a new result, compared with the one that it replaces, or else the last one before; or empty."""
    last = _last(old, period)
    if last is None or new is None or period not in new.line.readings:
        return ""
    now = _at(new, period)
    if last.outcome in _COMPARED and now.outcome in _IN_VAIN:
        before = f"“{last.result}”" if last.period == period else f"{last.period}'s “{last.result}”"
        return f"it cannot be compared with its goal (“{now.goal}”), as {before} could: {now.verdict.reason}"
    return "" if now.verdict.status is not None else _other_kind(last, now)


def _other_kind(last: Explained, now: Explained) -> str:
    """Return the note on a number of another kind than that of the result before."""
    statement, reading = single_statement(last.line.readings[last.period]), now.line.readings[now.period]
    if statement is None or single_statement(reading) is None:
        return ""
    reference = Reference(statement.figure, statement.names, statement.names_after, "result before")
    mismatch = now.line.mismatch(now.period, reference)
    return f"is “{now.result}” in the unit of the result before, “{last.result}”? {mismatch}" if mismatch else ""


def _last(old: Explained | None, period: str) -> Explained | None:
    """Return a result at a period, or at the last one before that has a text."""
    if old is None:
        return None
    periods = old.line.time.periods
    reached = periods[: periods.index(period) + 1]
    last = next((name for name in reversed(reached) if name in old.line.readings), None)
    return None if last is None else _at(old, last)


def _at(result: Explained, period: str) -> Explained:
    """Return the same result at another period."""
    return result if result.period == period else replace(result, period=period, verdict=result.line.verdict(period))
