"""`deckgen fill`: results from spreadsheets into their content files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    DeckOption,
    DryRun,
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    period_name,
    print_issues,
    single_deck_folder,
)

if TYPE_CHECKING:
    from deckgen.periods import Period
    from deckgen.results import OpenDeck, ResultUpdate, UpdateOutcome
    from deckgen.results.sheets import SheetUpdates


def command(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Sheets (.csv, .xlsx), or folders of them; a deck's folder says which deck.",
            show_default=False,
        ),
    ],
    period: Annotated[
        list[str] | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="Write the results of this period, not those of the reported one; may be repeated.",
            show_default=False,
        ),
    ] = None,
    deck: DeckOption = None,
    dry_run: DryRun = False,
) -> None:
    """Write results from spreadsheets into their files.

    A sheet has columns such as `id` and `Q2`, and perhaps `status`, `because`, `next`, `forecast` and `comment`; `deckgen status
    --csv` and `--xlsx` write such sheets. An empty cell changes nothing. Only results of the reported period are written, or of
    those that --period names. Results that are unknown or refused, and sheets that cannot be used, are reported; the rest is
    written, and the exit code is then 1. A row with a new id is printed as YAML to paste.
    """
    from deckgen import edit, results
    from deckgen.diagnostics.wording import counted

    named = [str(path) for path in files if (path / "deck.yaml").is_file() or path.name == "deck.yaml"]
    files = [path for path in files if str(path) not in named]
    if len(named) > 1 or not files:
        exit_for_wrong_use("name one deck, and the sheets to read")
    folder = single_deck_folder(named[0] if named else deck)
    with failures_as_exit_code(folder), locked_for_writing(folder, dry_run=dry_run):
        opened = open_results(folder)
        wanted = _wanted_periods(period, opened.deck.period)
        found, unread = _read_sheets(files, opened.deck.period)
        updates, refused = _of_wanted_periods(found.updates, found.refused, wanted, opened.deck.period)
        applied, changes = results.apply_updates(opened, updates)
        if dry_run:
            typer.echo(edit.unified_diff(changes))
        else:
            opened.write(changes, "fill")
    outcomes = [*refused, *applied]
    _print_outcomes(outcomes, dry_run=dry_run)
    print_issues([i for o in outcomes for i in o.issues], {change.display: change.after for change in changes})
    _offer_rows(opened, [o.update.id for o in outcomes if o.verdict is results.Verdict.UNKNOWN], updates, found)
    if opened.is_broken:
        typer.echo(
            f"{folder.name} has errors, so some ids may be unknown for that reason: see `deckgen check`", err=True
        )
    if unread:
        typer.echo(f"{counted(unread, 'sheet')} could not be used, for the reasons above", err=True)
    has_failures = any(o.verdict in (results.Verdict.UNKNOWN, results.Verdict.REFUSED) for o in outcomes)
    has_failures = has_failures or bool(unread) or bool(found.updates and not updates)
    raise typer.Exit(Exit.CONTENT if has_failures else Exit.DONE)


def _wanted_periods(typed: Sequence[str] | None, reported: Period) -> list[str]:
    """Return the periods whose results are written: those of the options, otherwise the reported one."""
    return [period_name(text, reported) for text in typed] if typed else [reported.name]


def _of_wanted_periods(
    updates: Sequence[ResultUpdate], refused: Sequence[UpdateOutcome], wanted: Sequence[str], reported: Period
) -> tuple[list[ResultUpdate], list[UpdateOutcome]]:
    """Return the updates and refusals without those of other periods; prints which are written, and which are left out."""
    from deckgen.diagnostics.wording import counted

    others = [name for name in reported.calendar.names if name not in wanted]
    left_out = {name: count for name in others if (count := sum(update.period == name for update in updates))}
    chosen = [update for update in updates if update.period not in others]
    kept = [outcome for outcome in refused if outcome.update.period not in others]
    written = [name for name in reported.calendar.names if any(update.period == name for update in chosen)]
    if written:
        typer.echo(f"writing {', '.join(written)}")
    for name, count in left_out.items():
        typer.echo(
            f"left out {name}: {counted(count, 'result')}, since the deck reports {reported.name}; "
            f"`--period {name}` writes {'it' if count == 1 else 'them'}",
            err=True,
        )
    return chosen, kept


def _read_sheets(files: Sequence[Path], reported: Period) -> tuple[SheetUpdates, int]:
    """Read all sheets; returns what they state together, and how many sheets cannot be used at all."""
    from deckgen.results import sheets
    from deckgen.results.sheet_rows import SheetError

    found = sheets.SheetUpdates([], [])
    rows: dict[str, Mapping[str, str]] = {}
    unread = 0
    for file in files:
        if not file.exists() and "*" not in file.name:
            exit_for_wrong_use(f"there is no sheet '{file}'")
    try:
        sheet_files = sheets.find_sheet_files(files)
    except SheetError as error:
        exit_for_wrong_use(str(error))
    for file in sheet_files:
        try:
            sheet = sheets.read_sheet(file)
            read = sheets.read_all(sheet, file, reported, named=len(sheet_files) > 1)
        except SheetError as error:
            typer.echo(f"deckgen: {error}", err=True)
            unread += 1
            continue
        if sheet.remark:
            typer.echo(f"{file}: {sheet.remark}", err=True)
        for name in read.unused:
            typer.echo(f"{file}: the column “{_line(name)}” is not used", err=True)
        found.updates.extend(read.updates)
        found.refused.extend(read.refused)
        rows |= read.rows
    return sheets.SheetUpdates(found.updates, found.refused, (), rows), unread


def _offer_rows(opened: OpenDeck, unknown: Sequence[str], updates: Sequence[ResultUpdate], found: SheetUpdates) -> None:
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


def _print_outcomes(outcomes: Sequence[UpdateOutcome], *, dry_run: bool) -> None:
    """Print a line for each update that changed something or failed, then how many there were of each."""
    from deckgen.diagnostics.wording import counted
    from deckgen.results import Verdict

    for outcome in outcomes:
        update = outcome.update
        where = f"{update.source}: " if update.source else ""
        if outcome.verdict is Verdict.CHANGED:
            what = _what(update)
            typer.echo(f"changed  {what}: {_shortened(outcome.before)} → {_shortened(update.text)}")
            for note in outcome.notes:
                typer.echo(f"         {note}")
        elif outcome.verdict is Verdict.UNCHANGED and outcome.notes:
            typer.echo(f"as before {_what(update)}: {'; '.join(outcome.notes)}")
        elif outcome.verdict is Verdict.UNKNOWN:
            typer.echo(f"unknown  {where}'{update.id}'; {outcome.reason}", err=True)
        elif outcome.verdict is Verdict.REFUSED:
            field = "" if update.field == "text" else f" {update.field}"
            typer.echo(f"refused  {where}{update.id}{field}: {outcome.reason}", err=True)
    shown = [o for o in outcomes if o.update.field == "text" or o.verdict in (Verdict.UNKNOWN, Verdict.REFUSED)]
    counts = {verdict: sum(o.verdict is verdict for o in shown) for verdict in Verdict}
    beside = sum(o.verdict is Verdict.CHANGED for o in outcomes) - counts[Verdict.CHANGED]
    verb = "would be changed" if dry_run else "changed"
    verb += f" and {counted(beside, 'field')} beside" if beside else ""
    typer.echo(
        f"{counted(counts[Verdict.CHANGED], 'result')} {verb}, {counts[Verdict.UNCHANGED]} as before, "
        f"{counts[Verdict.UNKNOWN]} unknown, {counts[Verdict.REFUSED]} refused"
    )


def _what(update: ResultUpdate) -> str:
    """Return what an update is about."""
    return f"{update.id} {update.period}" + ("" if update.field == "text" else f" {update.field}")


def _line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”" if line else "–"
