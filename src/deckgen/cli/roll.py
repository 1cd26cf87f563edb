"""`deckgen roll`: a deck made ready for the next quarter."""

from __future__ import annotations

import typer

from deckgen.cli._common import DeckOption, DryRun, Exit, count, guarded, one_deck, report


def command(deck: DeckOption = None, dry_run: DryRun = False) -> None:
    """Start the next quarter.

    The quarter moves on, results that are due get an open place, and texts to rewrite are marked.
    """
    from deckgen import edit, results  # noqa: PLC0415
    from deckgen.roll import forward, unfinished  # noqa: PLC0415

    folder = one_deck(deck)
    with guarded(folder):
        opened = results.open_deck(folder)
        if isinstance(opened, list) or opened.broken:
            faults, sources = (opened, {}) if isinstance(opened, list) else (opened.faults, opened.sources)
            report(faults, sources)
            typer.echo(f"{folder.name}: mend these errors first; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT)
        left = list(unfinished(opened.deck.documents.values()))
        if left:
            report(left, opened.sources)
            places = count(len(left), "place")
            typer.echo(f"{folder.name}: {places} of the last roll not yet rewritten; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT)
        try:
            rolled = forward.roll(opened)
        except edit.EditError as fault:
            typer.echo(f"deckgen: {fault}; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT) from None
        if dry_run:
            typer.echo(edit.diff(rolled.changes))
        else:
            edit.write_all(rolled.changes)
    files = count(len(rolled.changes), "file")
    typer.echo(
        f"{folder.name}: {rolled.before} → {rolled.after}, {files} {'would change' if dry_run else 'changed'}, "
        f"{count(rolled.marked, 'place')} marked to rewrite"
    )
    if not dry_run:
        typer.echo("  `deckgen check` lists what is marked, `deckgen status` who owes which result")
