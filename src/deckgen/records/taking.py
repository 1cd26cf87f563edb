"""A deck → the record of what it presents: every result with goal and verdict, in all periods up to the reported one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from deckgen.checks import CheckedDeck, ShownLine
from deckgen.ir.roles import Status
from deckgen.model import RichText
from deckgen.model.goals import GoalText
from deckgen.model.metrics import Forecast
from deckgen.model.records import DeckRecord, RecordedLine, RecordedResult, RecordedSlide
from deckgen.records.slide_figures import slide_figures
from deckgen.resolve import DeckRows
from deckgen.resolve.presented import as_recorded, find_at, is_same_result, target_ids
from deckgen.resolve.targets import find_targets
from deckgen.verdicts import stated_status


class CurrentLine(Struct, frozen=True):
    """A line as the deck shows it now: as recorded, and where it is shown."""

    recorded: RecordedLine
    shown: ShownLine


def take_record(rows: DeckRows, titles: Iterable[tuple[str, str]]) -> DeckRecord:
    """Return the record of what a deck presents; `titles` are the ids and titles of its slides in order."""
    slides = (RecordedSlide(id=id_, title=title or None) for id_, title in titles)
    return _record(CheckedDeck(rows), slides, frozen=None)


def take_frozen(rows: DeckRows, day: date) -> DeckRecord:
    """Return the record of the figures of a deck that are frozen on a day."""
    checked = CheckedDeck(rows)
    slides = (RecordedSlide(id=found.entry.origin.slide, figures=found.texts) for found in slide_figures(checked))
    return _record(checked, slides, frozen=day.isoformat())


def _record(checked: CheckedDeck, slides: Iterable[RecordedSlide], frozen: str | None) -> DeckRecord:
    deck = checked.deck
    return DeckRecord(
        format="1", title=deck.title, year=str(deck.period.year), period=deck.period.name, frozen=frozen,
        results=tuple(line.recorded for line in current_lines(checked)), slides=tuple(slides),
    )  # fmt: skip


def current_lines(checked: CheckedDeck) -> list[CurrentLine]:
    """Return every line that slides show, each once.

    What several slides show of a line is joined. Where they show different results, the second has the id of its slide, too.
    """
    lines: dict[str, CurrentLine] = {}
    for line in _shown_lines(checked):
        before = lines.get(line.recorded.id)
        joined = None if before is None else _joined(before.recorded, line.recorded)
        if before is None:
            lines[line.recorded.id] = line
        elif joined is not None:
            lines[line.recorded.id] = CurrentLine(joined, before.shown)
        else:
            id_ = f"{line.recorded.id} on {line.shown.measure.entry.origin.slide}"
            lines.setdefault(id_, CurrentLine(line.recorded.model_copy(update={"id": id_}), line.shown))
    return list(lines.values())


def _shown_lines(checked: CheckedDeck) -> Iterator[CurrentLine]:
    ids, owners = target_ids(checked.deck), {target.id: target.owner for target in find_targets(checked.deck)}
    for measure, (own, *of_measures) in checked.measures_with_lines:
        is_above_others = not own.line.entries and (bool(of_measures) or bool(measure.row.parts))
        origins = checked.origins_of(measure)
        for shown in (*(() if is_above_others else (own,)), *of_measures):
            id_ = find_at(ids, origins, shown.keys) or "/".join(part for part in (measure.id, shown.line.of) if part)
            yield CurrentLine(_recorded_line(checked, shown, id_, owners.get(id_) or measure.row.owner or ""), shown)


def _recorded_line(checked: CheckedDeck, shown: ShownLine, id_: str, owner: str) -> RecordedLine:
    line, measure = shown.line, shown.measure
    results = {
        period: recorded
        for period in measure.period.reached
        if (recorded := as_recorded(line.entries.get(period), _shown_status(checked, shown, period))) is not None
    }
    said = measure.row.measures[int(shown.keys[-1])] if shown.keys else measure.row
    return RecordedLine(
        id=id_, name=shown.name, owner=owner or None, goal=_goal(line.goal_text), baseline=_raw(line.baseline_text),
        plan=_raw(said.plan), forecast=_forecast(said.forecast), results=results,
    )  # fmt: skip


def _shown_status(checked: CheckedDeck, shown: ShownLine, period: str) -> Status | None:
    """Return the status that the deck shows of a line."""
    verdict, statuses = shown.line.verdict(period), checked.settings(shown.measure).shown_statuses
    if statuses == "none" or (statuses == "written" and not verdict.is_written):
        return None
    goal = shown.line.goal_text
    if verdict.status is None and statuses == "computed" and goal is not None and stated_status(goal.raw) == "paused":
        return "paused"
    return verdict.status


def _raw(text: RichText | None) -> str | None:
    return (text.raw or None) if text is not None else None


def _forecast(forecast: Forecast | None) -> str | None:
    """Return a forecast as typed, with the status that it has."""
    if forecast is None:
        return None
    return (
        " ".join(part for part in (forecast.text.raw, f"({forecast.status})" if forecast.status else "") if part)
        or None
    )


def _goal(text: RichText | None) -> str | None:
    """Return a goal as typed, with the limits that are said outright."""
    if not isinstance(text, GoalText) or text.terms is None:
        return _raw(text)
    terms = text.terms
    limits = [("at least", terms.at_least), ("at most", terms.at_most)]
    said = [f"{word} {limit:.15g} {terms.unit}".strip() for word, limit in limits if limit is not None]
    said += [f"by {terms.by}"] if terms.by else []
    return f"{text.raw} ({', '.join(said)})" if said else _raw(text)


def _joined(before: RecordedLine, line: RecordedLine) -> RecordedLine | None:
    """Return what two slides show of one line; None where they show different results of a period."""
    results = dict(before.results)
    for period, result in line.results.items():
        known = results.setdefault(period, result)
        if not is_same_result(known, result) or len({known.status, result.status} - {None}) > 1:
            return None
        results[period] = known if known.status else result
    return before.model_copy(update={"results": _in_order(results)})


def _in_order(results: Mapping[str, RecordedResult]) -> dict[str, RecordedResult]:
    return {period: results[period] for period in sorted(results)}
