"""`deckgen roll`: a deck made ready for the next quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from deckgen.cli._common import DeckOption, DryRun, Exit, count, guarded, one_deck, opened, report, writing

if TYPE_CHECKING:
    from deckgen.results import OpenDeck


def command(deck: DeckOption = None, dry_run: DryRun = False) -> None:
    """Start the next quarter.

    The quarter moves on, results that are due get an open place, and texts to rewrite are marked.
    """
    from deckgen import edit  # noqa: PLC0415
    from deckgen.roll import forward  # noqa: PLC0415

    folder = one_deck(deck)
    with guarded(folder), writing(folder, dry_run=dry_run) as ended:
        if ended == "roll":
            # What was interrupted is what is asked for now: a second step would skip a quarter.
            raise typer.Exit(Exit.DONE)
        found = opened(folder)
        _ready(folder.name, found)
        try:
            rolled = forward.roll(found)
        except edit.EditError as fault:
            typer.echo(f"deckgen: {fault}; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT) from None
        if dry_run:
            typer.echo(edit.diff(rolled.changes))
        else:
            found.write(rolled.changes, "roll")
    files = count(len(rolled.changes), "file")
    typer.echo(
        f"{folder.name}: {rolled.before} → {rolled.after}, {files} {'would change' if dry_run else 'changed'}, "
        f"{count(rolled.marked, 'place')} marked to rewrite"
    )
    if not dry_run:
        typer.echo("  `deckgen check` lists what is marked, `deckgen status` who owes which result")


def _ready(name: str, found: OpenDeck) -> None:
    """End the program where a deck has errors, or marks of the last roll."""
    from deckgen.roll import unfinished  # noqa: PLC0415

    left = list(unfinished(found.deck.documents.values()))
    if not found.broken and not left:
        return
    report(found.faults if found.broken else left, found.sources)
    why = (
        "mend these errors first" if found.broken else f"{count(len(left), 'place')} of the last roll not yet rewritten"
    )
    typer.echo(f"{name}: {why}; nothing was changed", err=True)
    raise typer.Exit(Exit.CONTENT)
