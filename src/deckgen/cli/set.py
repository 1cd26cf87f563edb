"""`deckgen set`: a result, and what stands beside it, into its content file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    exit_for_wrong_use,
    failures_as_exit_code,
    is_deck_or_path,
    locked_for_writing,
    open_results,
    period_name,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckOption

if TYPE_CHECKING:
    from deckgen.periods import Period
    from deckgen.resolve.targets import EntryField
    from deckgen.results import OpenDeck, ResultUpdate, UpdateOutcome

_FIELDS: Mapping[str, EntryField] = {
    "status": "status", "because": "because", "next": "next", "back_on_track": "back_on_track", "plan": "plan",
    "forecast": "forecast", "comment": "comment",
}  # fmt: skip
"""What may be set beside a result."""
_FIELD = re.compile(r"(?P<name>[a-z_]+)=(?P<text>.*)", re.DOTALL | re.IGNORECASE)
_MAX_PLAIN = 3
"""A period, a result and a deck."""


def command(
    metric: Annotated[str, typer.Argument(help="Its id, as `deckgen status` lists it.", show_default=False)],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PERIOD VALUE FIELD=TEXT",
            help="The period (Q2, H1, T3, 2026-03), which fields may do without: they are then those of the reported one; the "
            'result as it should read ("" makes it open again); fields such as because="…"; and the deck, if there are several.',
            show_default=False,
        ),
    ] = None,
    deck: DeckOption = None,
) -> None:
    """Write one result into its file, or what stands beside it.

    `deckgen set readers Q2 81%` writes a result, `deckgen set readers because="…" next="…"` why it is what it is and what comes
    next. Fields are status, because, next, back_on_track, plan, forecast and comment; the forecast is that of the whole, and so
    is a plan without a period. Everything is written, or nothing.
    """
    from deckgen import results
    from deckgen.explain.lost_comparisons import with_lost_comparisons

    plain, fields = _sort_out(words or [])
    named = plain[2] if len(plain) == _MAX_PLAIN else None
    if len(plain) > _MAX_PLAIN or (named is not None and not is_deck_or_path(named)):
        exit_for_wrong_use(f"'{plain[2]}' is no deck; a result of several words stands in quotes")
    folder = single_deck_folder(named or deck)
    with failures_as_exit_code(folder), locked_for_writing(folder):
        opened = open_results(folder)
        updates = _updates(metric, plain, fields, opened.deck.period)
        outcomes, changes = results.apply_updates(opened, updates)
        for outcome in outcomes:
            _require_success(opened, metric, outcome)
        outcomes = with_lost_comparisons(opened, outcomes, changes)
        opened.write(changes, "set")
    for outcome in outcomes:
        _print_outcome(metric, outcome)
    print_issues([i for outcome in outcomes for i in outcome.issues], {c.display: c.after for c in changes})
    for note in (note for outcome in outcomes for note in outcome.notes):
        typer.echo(f"  note: {note}")


def _sort_out(words: Iterable[str]) -> tuple[list[str], dict[EntryField, str]]:
    """Return the plain words, and the fields with their texts; exits for a field that is mistyped or there twice."""
    from deckgen.diagnostics.suggestions import closest, did_you_mean

    plain: list[str] = []
    fields: dict[EntryField, str] = {}
    for word in words:
        found = _FIELD.fullmatch(word)
        name = found["name"].casefold() if found else ""
        if found and name in _FIELDS:
            if _FIELDS[name] in fields:
                exit_for_wrong_use(f"`{name}` is there twice")
            fields[_FIELDS[name]] = found["text"]
        elif found and (guess := closest(name, _FIELDS)):
            exit_for_wrong_use(f"there is no field `{name}`; {did_you_mean(guess)}")
        else:
            plain.append(word)
    return plain, fields


def _updates(
    metric: str, plain: Sequence[str], fields: Mapping[EntryField, str], reported: Period
) -> list[ResultUpdate]:
    """Return the updates that were typed; exits where it is not clear what should be set."""
    from deckgen.results import ResultUpdate

    name = period_name(plain[0], reported) if plain else reported.name
    if len(plain) < 2 and not fields:
        exit_for_wrong_use(f'say what to write: a result, as in `deckgen set {metric} {name} 81%`, or because="…"')
    if len(plain) == 2 and fields and is_deck_or_path(plain[1]):
        exit_for_wrong_use(f"'{plain[1]}' can be the result or the deck: name the deck with --deck")
    updates = [ResultUpdate(metric, name, plain[1])] if len(plain) > 1 else []
    for field, text in fields.items():
        of_whole = field == "plan" and not plain
        updates.append(ResultUpdate(metric, name, text, field="whole_plan" if of_whole else field))
    return updates


def _require_success(opened: OpenDeck, metric: str, outcome: UpdateOutcome) -> None:
    """Exit for an update that cannot be made."""
    from deckgen.results import Verdict

    name = opened.deck.folder.name
    if outcome.verdict is Verdict.UNKNOWN:
        if opened.is_broken:
            exit_for_wrong_use(f"'{metric}' is not found, maybe because {name} has errors (see `deckgen check`)")
        exit_for_wrong_use(f"{name} has no metric or key result '{metric}'; {outcome.reason}")
    if outcome.verdict is Verdict.REFUSED:
        exit_for_wrong_use(f"{_what(metric, outcome)} is left as it is: {outcome.reason}")
    if outcome.verdict is Verdict.NOTED:
        exit_for_wrong_use(f"{metric} is a text of a slide, which has no comment")


def _print_outcome(metric: str, outcome: UpdateOutcome) -> None:
    from deckgen.results import Verdict

    if outcome.verdict is Verdict.UNCHANGED:
        typer.echo(f"{_what(metric, outcome)} is {_quoted(outcome.before)} already")
        return
    what = _what(outcome.update.id, outcome)
    typer.echo(f"{outcome.location}: {what}: {_quoted(outcome.before)} → {_quoted(outcome.update.text)}")


def _what(id_: str, outcome: UpdateOutcome) -> str:
    """Return what an update is about; what is said of a whole has no period."""
    field, period = outcome.update.field, outcome.update.period
    if field in {"forecast", "whole_plan"}:
        return f"{id_} {'forecast' if field == 'forecast' else 'plan'}"
    return f"{id_} {period}" + ("" if field == "text" else f" {field}")


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”" if text else "–"
