"""The results of a deck as a record has them, and what changed since its last record: for slides that compare the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.ir.roles import Status
from deckgen.model import Deck, RichText
from deckgen.model.records import RecordedLine, RecordedResult
from deckgen.periods import Period
from deckgen.resolve import Context, Measure, Result
from deckgen.resolve.recorded_changes import RecordedChanges, RecordedState, recorded_changes, shown_once
from deckgen.resolve.targets import Target, find_targets


class SinceRecord(Struct, frozen=True):
    """What changed since the period of the last record; by ids, where names and results were written, and goals as typed.

    `is_partial` is whether sections of the deck were not read (`--only`), so that their results were not compared.
    """

    changes: RecordedChanges
    period: Period
    names: Mapping[str, tuple[Origin, ...]]
    results: Mapping[str, tuple[Origin, ...]]
    goals: Mapping[str, str]
    is_partial: bool = False


def since_last_record(context: Context) -> SinceRecord | None:
    """Return what changed in the results of the deck since its last record; None if `history/` has no earlier period."""
    deck = context.deck
    records = deck.records
    if records is None or records.last is None or records.last_period is None:
        return None
    targets = find_targets(deck)
    found = [line for group in context.scorecard for m in group.measures for line in _lines(m, context, targets)]
    before = RecordedState(shown_once(records.last.results), records.last_period, deck.language)
    now = RecordedState([line.recorded for line in found], deck.period, deck.language)
    changes = recorded_changes(before, now)
    known = {target.id for target in targets}
    # What stays in the content is not gone: it may be on a slide that the scorecard does not count.
    elsewhere = _names_elsewhere(deck)
    gone = tuple(
        line for line in changes.removed if line.id not in known and line.id.partition("/")[0] not in elsewhere
    )
    return SinceRecord(
        RecordedChanges(changes.results, changes.added, gone),
        records.last_period,
        {line.recorded.id: line.name_origins for line in found},
        {line.recorded.id: line.result_origins for line in found},
        {target.id: target.goal for target in targets if target.goal},
        _is_partial(deck),
    )


def _is_partial(deck: Deck) -> bool:
    """Whether sections of the deck were not read. Those that a version leaves out are no part of it."""
    named = {section for slide in deck.names.slides or () for section, slash, _ in [slide.partition("/")] if slash}
    return not deck.version and not named <= {section.id for section in deck.sections}


def _names_elsewhere(deck: Deck) -> frozenset[str]:
    """Return what results are called, at the beginning of their ids, that slides may show which are not at hand.

    These are slides of other sections (`--only`) and of other versions. Whether their results are gone is not known.
    """
    sections = deck.sections if deck.counted_sections is None else deck.counted_sections
    at_hand = {entry.origin.slide for section in sections for entry in section.slides}
    missing = (deck.names.slides or frozenset()) - at_hand - deck.front_slides.keys()
    if not missing:
        return frozenset()
    return frozenset(slide.partition("/")[0] for slide in missing) | deck.metrics.keys()


class _CurrentLine(Struct, frozen=True):
    recorded: RecordedLine
    name_origins: tuple[Origin, ...]
    result_origins: tuple[Origin, ...]


def _lines(measure: Measure, context: Context, targets: list[Target]) -> Iterator[_CurrentLine]:
    """Yield each line of a measure and of its parts, as records name them."""
    by_place = {(target.file, target.path): target.id for target in targets}
    top = by_place.get((measure.origin.file, measure.origin.path)) or measure.id
    yield from _lines_with_parts(measure, context.deck.period.name, top, measure.id, ())


def _lines_with_parts(
    measure: Measure, period: str, top: str, top_id: str, outer: tuple[str, ...]
) -> Iterator[_CurrentLine]:
    names = (*outer, measure.short)
    result = measure.results.get(period)
    if not (measure.parts and (result is None or result.is_open)):
        yield from _lines_of_row(measure, top + measure.id.removeprefix(top_id), ", ".join(names), period)
    for part in measure.parts:
        yield from _lines_with_parts(part, period, top, top_id, names)


def _lines_of_row(measure: Measure, id_: str, name: str, period: str) -> Iterator[_CurrentLine]:
    result = measure.results.get(period)
    lines = result.lines if result is not None else ()
    status = result.status if result is not None else None
    goal = (measure.goal.raw if measure.goal is not None else None) or None
    if result is None or len(lines) < 2 or not all(line.of for line in lines):
        text = "\n".join(line.text.raw for line in lines if line.text)
        origins = tuple(origin for line in lines if line.text for origin in line.text.origins)
        full_name = f"{name}, {lines[0].of}" if len(lines) == 1 and lines[0].of else name
        yield _CurrentLine(_recorded(id_, full_name, text, status, period, goal), measure.short_origins, origins)
        return
    for number, line in enumerate(lines):
        text, origins = (line.text.raw, line.text.origins) if line.text else ("", ())
        shown = _status_of_line(result, number)
        recorded = _recorded(f"{id_}/{line.of}", f"{name}, {line.of}", text, shown, period, goal)
        yield _CurrentLine(recorded, measure.short_origins, origins)


def _status_of_line(result: Result, number: int) -> Status | None:
    if result.shows_each:
        return result.lines[number].status
    if result.status is None or len(result.verdicts) != len(result.lines):
        return result.status
    return result.verdicts[number].status


def _recorded(id_: str, name: str, text: str, status: Status | None, period: str, goal: str | None) -> RecordedLine:
    result = RecordedResult.model_construct(text=text or None, status=status, value=None, score=None, mark=None)
    results = {period: result} if text or status else {}
    return RecordedLine.model_construct(
        id=id_, name=name, owner=None, goal=goal, baseline=None, plan=None, forecast=None, results=results
    )


def plain_text(text: str | None) -> str:
    """Return a recorded text without markup, its paragraphs parted by semicolons."""
    lines = [" ".join(line.split()) for line in RichText(text).plain.splitlines()] if text else []
    return "; ".join(line for line in lines if line)
