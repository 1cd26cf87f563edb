"""`deckgen fill`: results from spreadsheets into their content files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    period_name,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckOption, DryRun

if TYPE_CHECKING:
    from deckgen.model import Deck
    from deckgen.periods import Period
    from deckgen.results import ResultUpdate, UpdateOutcome
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

    A sheet has columns such as `id` and `Q2`, and perhaps `status`, `because`, `next`, `back on track`, `plan (Q3)`, `forecast`
    and `comment`; `deckgen status --csv` and `--xlsx` write such sheets. An empty cell changes nothing. Only results of the
    reported period are written, or of those that --period names, and plans of periods to come; a sheet that names no period is
    about the reported one. Comments are printed. Results that are unknown or refused, and sheets that cannot be used, are
    reported; the rest is written, and the exit code is then 1. A row with a new id is printed as YAML to paste.
    """
    from deckgen import edit, results
    from deckgen.cli._fill_report import offer_rows, print_comments, print_outcomes, print_stale_cells
    from deckgen.diagnostics.wording import counted
    from deckgen.explain.lost_comparisons import with_lost_comparisons

    named = [str(path) for path in files if (path / "deck.yaml").is_file() or path.name == "deck.yaml"]
    files = [path for path in files if str(path) not in named]
    if len(named) > 1 or not files:
        exit_for_wrong_use("name one deck, and the sheets to read")
    folder = single_deck_folder(named[0] if named else deck)
    with failures_as_exit_code(folder), locked_for_writing(folder, dry_run=dry_run):
        opened = open_results(folder)
        wanted = _wanted_periods(period, opened.deck.period)
        found, unread = _read_sheets(files, opened.deck)
        updates, refused = _of_wanted_periods(found.updates, found.refused, wanted, opened.deck.period)
        applied, changes = results.apply_updates(opened, updates)
        applied = with_lost_comparisons(opened, applied, changes)
        if dry_run:
            typer.echo(edit.unified_diff(changes))
        else:
            opened.write(changes, "fill")
    outcomes = [*refused, *applied]
    print_outcomes(outcomes, dry_run=dry_run)
    print_stale_cells(opened, found.rows)
    print_comments(opened, updates, outcomes, dry_run=dry_run)
    print_issues([i for o in outcomes for i in o.issues], {change.display: change.after for change in changes})
    offer_rows(opened, [o.update.id for o in outcomes if o.verdict is results.Verdict.UNKNOWN], updates, found)
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

    names = reported.calendar.names
    chosen = [update for update in updates if _is_wanted(update, wanted, reported)]
    kept = [outcome for outcome in refused if _is_wanted(outcome.update, wanted, reported)]
    written = [name for name in names if any(update.period == name for update in chosen)]
    if written:
        typer.echo(f"writing {', '.join(_with_plans(name, chosen) for name in written)}")
    for name in names:
        count = sum(update.period == name for update in updates) - sum(update.period == name for update in chosen)
        if count:
            typer.echo(
                f"left out {name}: {counted(count, 'entry')}, since the deck reports {reported.name}; "
                f"`--period {name}` writes {'it' if count == 1 else 'them'}",
                err=True,
            )
    return chosen, kept


def _is_wanted(update: ResultUpdate, wanted: Sequence[str], reported: Period) -> bool:
    """Whether an update is written: it is of a wanted period, or the plan of a period to come; one of no period is refused."""
    names = reported.calendar.names
    is_plan = update.field == "plan" and update.period in names and update.period not in reported.reached
    return update.period in wanted or is_plan or update.period not in names


def _with_plans(name: str, chosen: Sequence[ResultUpdate]) -> str:
    """Return the name of a period of which something is written; of some, it is only plans."""
    is_planned = all(update.field == "plan" for update in chosen if update.period == name)
    return f"{name} (plans)" if is_planned else name


def _read_sheets(files: Sequence[Path], deck: Deck) -> tuple[SheetUpdates, int]:
    """Read all sheets; returns what they state together, and how many sheets cannot be used at all."""
    from msgspec.structs import replace

    from deckgen.cli._fill_report import line
    from deckgen.results import sheets
    from deckgen.results.number_doubts import decimal_mark_of_sheet
    from deckgen.results.sheet_rows import SheetError

    found, reported = sheets.SheetUpdates([], []), deck.period
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
            read = sheets.read_all(sheet, file, reported, named=len(sheet_files) > 1, language=deck.language)
        except SheetError as error:
            typer.echo(f"deckgen: {error}", err=True)
            unread += 1
            continue
        if sheet.remark:
            typer.echo(f"{file}: {sheet.remark}", err=True)
        for name in read.unused:
            typer.echo(f"{file}: the column “{line(name)}” is not used", err=True)
        if read.names_no_period:
            noun = reported.system.noun
            typer.echo(
                f"{file}: no column names the {noun}: taken as {reported.name}, which the deck reports", err=True
            )
        mark = decimal_mark_of_sheet((update.text for update in read.updates), sheet.separator, deck.language)
        found.updates.extend(replace(update, decimal_mark=mark) for update in read.updates)
        found.refused.extend(read.refused)
        rows |= read.rows
    return sheets.SheetUpdates(found.updates, found.refused, (), rows), unread
