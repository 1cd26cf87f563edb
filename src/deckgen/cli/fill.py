"""`deckgen fill`: the results of a spreadsheet into their content files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import DeckOption, DryRun, Exit, count, guarded, one_deck, opened, writing, wrong

if TYPE_CHECKING:
    from deckgen.results import ResultUpdate, UpdateOutcome


def command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Sheets (.csv, .xlsx), or folders of them.", show_default=False),
    ],
    deck: DeckOption = None,
    dry_run: DryRun = False,
) -> None:
    """Write results from spreadsheets into their files.

    A sheet has columns `id` and `Q2`, say; `deckgen status --csv` makes such sheets. An empty cell changes nothing; what is
    unknown or refused, and a sheet that cannot be used, is told, the rest is written, and the exit code is then 1.
    """
    from deckgen import edit, results  # noqa: PLC0415

    folder = one_deck(deck)
    with guarded(folder), writing(folder, dry_run=dry_run):
        found = opened(folder)
        wishes, refused, unread = _read(files, found.deck.fiscal_year)
        tried, changes = results.apply(found, wishes)
        if dry_run:
            typer.echo(edit.diff(changes))
        else:
            found.write(changes, "fill")
    outcomes = [*refused, *tried]
    _tell(outcomes, dry_run=dry_run)
    if found.broken:
        typer.echo(
            f"{folder.name} has errors, so some ids may be unknown for that reason: see `deckgen check`", err=True
        )
    if unread:
        typer.echo(f"{count(unread, 'sheet')} could not be used, as told above", err=True)
    bad = unread or any(o.verdict in (results.Verdict.UNKNOWN, results.Verdict.REFUSED) for o in outcomes)
    raise typer.Exit(Exit.CONTENT if bad else Exit.DONE)


def _read(files: Sequence[Path], fiscal_year: str) -> tuple[list[ResultUpdate], list[UpdateOutcome], int]:
    """Read all sheets: what they ask for, what in them cannot be meant, and how many cannot be used at all."""
    from deckgen.results import sheets  # noqa: PLC0415
    from deckgen.results.sheet_rows import SheetError  # noqa: PLC0415

    wishes: list[ResultUpdate] = []
    refused: list[UpdateOutcome] = []
    unread = 0
    for file in files:
        if not file.exists() and "*" not in file.name:
            wrong(f"there is no sheet '{file}'")
    try:
        named = sheets.found(files)
    except SheetError as fault:
        wrong(str(fault))
    for file in named:
        try:
            sheet = sheets.read_sheet(file)
            asked, impossible = sheets.wishes(sheet, file, fiscal_year, named=len(named) > 1)
        except SheetError as fault:
            typer.echo(f"deckgen: {fault}", err=True)
            unread += 1
            continue
        if sheet.remark:
            typer.echo(f"{file}: {sheet.remark}", err=True)
        wishes += asked
        refused += impossible
    return wishes, refused, unread


def _tell(outcomes: Sequence[UpdateOutcome], *, dry_run: bool) -> None:
    """One line for each wish that did something or could not, then how many there were of each."""
    from deckgen.results import Verdict  # noqa: PLC0415

    for outcome in outcomes:
        wish = outcome.update
        at = f"{wish.where}: " if wish.where else ""
        if outcome.verdict is Verdict.CHANGED:
            typer.echo(f"changed  {wish.id} {wish.quarter}: {_short(outcome.before)} → {_short(wish.text)}")
            for note in outcome.notes:
                typer.echo(f"         {note}")
        elif outcome.verdict is Verdict.UNKNOWN:
            typer.echo(f"unknown  {at}'{wish.id}'; {outcome.why}", err=True)
        elif outcome.verdict is Verdict.REFUSED:
            typer.echo(f"refused  {at}{wish.id}: {outcome.why}", err=True)
    numbers = {verdict: sum(o.verdict is verdict for o in outcomes) for verdict in Verdict}
    would = "would be changed" if dry_run else "changed"
    typer.echo(
        f"{count(numbers[Verdict.CHANGED], 'result')} {would}, {numbers[Verdict.UNCHANGED]} as before, "
        f"{numbers[Verdict.UNKNOWN]} unknown, {numbers[Verdict.REFUSED]} refused"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”" if line else "–"
