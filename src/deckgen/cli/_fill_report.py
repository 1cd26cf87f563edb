"""What `deckgen fill` prints: the outcomes of updates, comments of owners, and rows that are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from deckgen.results import OpenDeck, ResultUpdate, UpdateOutcome
    from deckgen.results.sheets import SheetUpdates

_LONGEST_TEXT = 60


def print_outcomes(outcomes: Sequence[UpdateOutcome], *, dry_run: bool) -> None:
    """Print a line for each update that changed something or failed, then how many there were of each."""
    from deckgen.diagnostics.wording import counted
    from deckgen.results import Verdict

    for outcome in outcomes:
        _print_outcome(outcome)
    shown = [o for o in outcomes if o.update.field == "text" or o.verdict in (Verdict.UNKNOWN, Verdict.REFUSED)]
    texts = sum(o.verdict is Verdict.CHANGED and "#" in o.update.id for o in shown)
    counts = {verdict: sum(o.verdict is verdict for o in shown) for verdict in Verdict}
    beside = sum(o.verdict is Verdict.CHANGED for o in outcomes) - counts[Verdict.CHANGED]
    verb = "would be changed" if dry_run else "changed"
    verb += f" and {counted(beside, 'field')} beside" if beside else ""
    verb += f" and {counted(texts, 'text')} of slides" if texts else ""
    typer.echo(
        f"{counted(counts[Verdict.CHANGED] - texts, 'result')} {verb}, {counts[Verdict.UNCHANGED]} as before, "
        f"{counts[Verdict.UNKNOWN]} unknown, {counts[Verdict.REFUSED]} refused"
    )


def _print_outcome(outcome: UpdateOutcome) -> None:
    from deckgen.results import Verdict

    update = outcome.update
    where = f"{update.source}: " if update.source else ""
    if outcome.verdict is Verdict.CHANGED and update.field != "comment":
        typer.echo(f"changed  {_what(update)}: {_shortened(outcome.before)} → {_shortened(update.text)}")
        for note in outcome.notes:
            typer.echo(f"         {note}")
    elif outcome.verdict is Verdict.UNCHANGED and outcome.notes:
        typer.echo(f"as before {_what(update)}: {'; '.join(outcome.notes)}")
    elif outcome.verdict is Verdict.UNKNOWN:
        typer.echo(f"unknown  {where}'{update.id}'; {outcome.reason}", err=True)
    elif outcome.verdict is Verdict.REFUSED:
        field = "" if update.field == "text" else f" {update.field}"
        about = f"{update.id}{field}: " if update.id else ""
        typer.echo(f"refused  {where}{about}{outcome.reason}", err=True)


def print_comments(
    opened: OpenDeck, updates: Sequence[ResultUpdate], outcomes: Sequence[UpdateOutcome], *, dry_run: bool
) -> None:
    """Print the comments of owners in full, and whether they are kept."""
    from deckgen.results.owner_comments import owner_comments

    comments = list(owner_comments(opened.deck, updates, outcomes))
    for is_kept, what in (
        (True, "would be kept" if dry_run else "kept as `comment:` beside the result, which no slide shows"),
        (False, "not kept in the content: note them down"),
    ):
        found = [comment for comment in comments if comment.is_kept is is_kept]
        if found:
            typer.echo(f"\ncomments, {what}:")
        for comment in found:
            about = f"{line(comment.name)} ({comment.id})" if comment.name else f"'{comment.id}'"
            typer.echo(f"  {comment.owner}, {about}: {line(comment.text)}")


def offer_rows(opened: OpenDeck, unknown: Sequence[str], updates: Sequence[ResultUpdate], found: SheetUpdates) -> None:
    """Print the rows whose ids are unknown as YAML to paste; one with the name of a result has only its id mistyped."""
    from deckgen.resolve.targets import find_targets
    from deckgen.results.new_rows import offered_row

    if not unknown or opened.is_broken:
        return
    names = {target.name.casefold() for target in find_targets(opened.deck)}
    for row_id in dict.fromkeys(unknown):
        stated = [update for update in updates if update.id == row_id]
        described = found.rows.get(row_id, {})
        offered = offered_row(opened.deck, row_id, stated, described)
        if offered is not None and described["what"].casefold() not in names:
            typer.echo(f"\n'{row_id}' is new; to add it, paste {offered.place}:\n\n{offered.text}")


def print_stale_cells(opened: OpenDeck, rows: Mapping[str, Mapping[str, str]]) -> None:
    """Print the goals and baselines that sheets have otherwise than the content: they are not written."""
    from deckgen.results.stale_sheets import stale_cells

    for cell in stale_cells(opened.deck, rows):
        typer.echo(
            f"not used {cell.id} {cell.field}: the sheet says {_shortened(cell.in_sheet)}, "
            f"the content {_shortened(cell.in_content)}",
            err=True,
        )


def _what(update: ResultUpdate) -> str:
    """Return what an update is about; a text of a slide and what is said of a whole have no period."""
    if "#" in update.id:
        return update.id
    if update.field in {"forecast", "whole_plan"}:
        return f"{update.id} {'forecast' if update.field == 'forecast' else 'plan as a whole'}"
    field = "" if update.field == "text" else f" {update.field}"
    return f"{update.id} {update.period}{field}"


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _shortened(text: str) -> str:
    words = line(text)
    return f"“{words if len(words) <= _LONGEST_TEXT else words[: _LONGEST_TEXT - 1] + '…'}”" if words else "–"
