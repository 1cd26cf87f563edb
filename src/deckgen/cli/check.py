"""`deckgen check`: decks in, or .pptx files that anybody made; what is wrong with them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import Exit, Only, count, failure, folders, guarded, progress, report, summary, worst, wrong

Things = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK|FILE.pptx]...",
        help="Folders with a deck.yaml, or presentations; without any, every deck under content/.",
        show_default=False,
    ),
]


def command(decks: Things = None, only: Only = None) -> None:
    """Say what is wrong with decks, without building them; of a .pptx, what would make PowerPoint offer a repair."""
    files = [path for path in decks or [] if path.suffix.casefold() == ".pptx"]
    named = [path for path in decks or [] if path not in files]
    code = Exit.DONE if files and not named else _decks(named, only)
    for file in files:
        code = max(code, _file(file))
    raise typer.Exit(code)


def _decks(named: Sequence[Path], only: str | None) -> Exit:
    from deckgen import pipeline  # noqa: PLC0415

    code = Exit.DONE
    for folder in folders(named):
        with guarded(folder), progress(folder.name) as advance:
            laid = pipeline.lay_out(folder, only=only, remarks=True, progress=advance)
        report(laid.diagnostics, laid.sources)
        if laid.deck is None:
            typer.echo(failure(folder.name, laid.diagnostics, "a build would fail"), err=True)
            code = worst(code, laid.diagnostics)
        else:
            typer.echo(f"{folder.name}: {summary(laid)}, nothing in the way of a build")
    return code


def _file(file: Path) -> Exit:
    from deckgen import package  # noqa: PLC0415

    if not file.is_file():
        wrong(f"there is no file '{file}'")
    with guarded(file):
        found = package.findings(file)
    for finding in found:
        typer.echo(f"{file}: {finding.severity}: {finding.text}  [{finding.rule}]", err=True)
    errors = sum(finding.severity == "error" for finding in found)
    warnings = len(found) - errors
    if errors:
        typer.echo(f"{file}: {count(errors, 'error')}, {count(warnings, 'warning')}", err=True)
        return Exit.CONTENT
    typer.echo(f"{file}: " + (f"no error, {count(warnings, 'warning')}" if warnings else "sound"))
    return Exit.DONE
