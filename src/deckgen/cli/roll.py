"""`deckgen roll`: moves a deck on to the next period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from deckgen.cli._common import (
    Exit,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckArgument, DeckOption, DryRun

if TYPE_CHECKING:
    from deckgen.results import OpenDeck


def command(named: DeckArgument = None, deck: DeckOption = None, dry_run: DryRun = False) -> None:
    """Start the next period.

    The reported quarter, half-year, trimester or month moves on, results that are due get an empty line, and texts to
    rewrite are marked. What was written ahead for the new period becomes its plan. What the deck presented is recorded in its
    folder history.
    """
    from deckgen import edit
    from deckgen.cli import _records
    from deckgen.diagnostics.wording import counted
    from deckgen.records import freezing
    from deckgen.roll import forward

    folder = single_deck_folder(named or deck)
    with failures_as_exit_code(folder), locked_for_writing(folder, dry_run=dry_run) as finished_command:
        if finished_command == "roll":
            # The interrupted command was this one: to roll again would skip a period.
            raise typer.Exit(Exit.DONE)
        opened = open_results(folder)
        _require_ready(folder.name, opened)
        try:
            rolled = forward.roll(opened)
        except edit.EditError as error:
            typer.echo(f"deckgen: {error}; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT) from None
        recorded, was_frozen = _records.presented_record(opened), freezing.is_frozen(folder)
        if dry_run:
            typer.echo(edit.unified_diff([*recorded.changes, *rolled.changes]))
        else:
            # In one change: a record without the roll would soon be of results that nobody presented.
            opened.write([*recorded.begin(), *rolled.changes], "roll")
            if was_frozen:
                freezing.end_freeze(folder.resolve())
    files = counted(len(rolled.changes), "file")
    typer.echo(
        f"{folder.name}: {rolled.before} → {rolled.after}, {files} {'would change' if dry_run else 'changed'}, "
        f"{counted(rolled.mark_count, 'place')} marked to rewrite"
    )
    if rolled.plan_count:
        texts, moved = counted(rolled.plan_count, "text"), "would be moved" if dry_run else "moved"
        typer.echo(f"  {texts} written ahead for {rolled.after.name} {moved} to `plan:`: a plan is no result")
    typer.echo(f"  {recorded.outcome(dry_run=dry_run)}")
    if recorded.before is None and not dry_run:
        remedy = "if that is not so, undo the roll by your version control, and write them before it"
        _records.warn_of_owed(opened.deck, remedy)
    if was_frozen:
        typer.echo(f"  the freeze of the figures {'would end' if dry_run else 'has ended'}")
    if not dry_run:
        typer.echo("  `deckgen check` lists what is marked, `deckgen status` which results are missing, by owner")


def _require_ready(name: str, opened: OpenDeck) -> None:
    """Exit where a deck has errors, or marks of the last roll."""
    from deckgen.diagnostics.wording import counted
    from deckgen.roll import rewrite_warnings

    marks = list(rewrite_warnings(opened.deck.documents.values()))
    if not opened.is_broken and not marks:
        return
    print_issues(opened.issues if opened.is_broken else marks, opened.sources)
    why = (
        "fix these errors first"
        if opened.is_broken
        else f"{counted(len(marks), 'place')} of the last roll not yet rewritten"
    )
    typer.echo(f"{name}: {why}; nothing was changed", err=True)
    raise typer.Exit(Exit.CONTENT)
