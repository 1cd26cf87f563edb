"""`deckgen check`: decks in, what is wrong with them out."""

import typer

from deckgen.cli._common import Decks, Exit, Only, failure, folders, guarded, progress, report, summary, worst


def command(decks: Decks = None, only: Only = None) -> None:
    """Say what is wrong with decks, without building them."""
    from deckgen import pipeline  # noqa: PLC0415

    code = Exit.DONE
    for folder in folders(decks):
        with guarded(folder), progress(folder.name) as advance:
            laid = pipeline.lay_out(folder, only=only, remarks=True, progress=advance)
        report(laid.diagnostics, laid.sources)
        if laid.deck is None:
            typer.echo(failure(folder.name, laid.diagnostics, "a build would fail"), err=True)
            code = worst(code, laid.diagnostics)
        else:
            typer.echo(f"{folder.name}: {summary(laid)}, nothing in the way of a build")
    raise typer.Exit(code)
