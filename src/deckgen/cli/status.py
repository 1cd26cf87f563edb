"""`deckgen status`: the missing results of the reported period, by owner."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import Exit, deck_folders, failures_as_exit_code, open_results, require_portable_output
from deckgen.cli._options import Decks

if TYPE_CHECKING:
    from deckgen.results import OpenDeck, StatusEntry


class Grouping(StrEnum):
    """What the entries are grouped by."""

    OWNER = "owner"
    SECTION = "section"


def command(
    decks: Decks = None,
    by: Annotated[Grouping, typer.Option("--by", help="Group by owner or by section.")] = Grouping.OWNER,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only what is still owed, also for sheets and mails.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv", metavar="DIR", help="Write a sheet for each owner, to be filled in and read by `deckgen fill`."
        ),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="DIR", help="The same as Excel workbooks, with a list of the deck's statuses."),
    ] = None,
    mail: Annotated[
        Path | None,
        typer.Option("--mail", metavar="DIR", help="Write a mail (.eml) with the workbook for each of `owners:`."),
    ] = None,
) -> None:
    """List the missing results of the reported period, by owner.

    Every metric, key result and text is listed, with its state, the date on which its file last changed, and the comment of its
    owner; texts to rewrite are named. With --csv, --xlsx or --mail, the files are listed instead.
    """
    from deckgen import results

    for output in (csv, xlsx, mail):
        require_portable_output(output)
    folders = {".csv": csv, ".xlsx": xlsx, ".eml": mail}
    code = Exit.DONE
    with results.ChangeDates() as dates:
        for folder in deck_folders(decks):
            with failures_as_exit_code(folder):
                opened = open_results(folder)
                entries = results.status_entries(opened, dates)
                _print_summary(folder.name, opened, entries)
                if not any(folders.values()):
                    _print_entries(entries, by, opened.deck.period.name, missing=missing)
                else:
                    from deckgen.cli._owner_files import write_owner_files

                    is_complete = write_owner_files(folder.name, opened, entries, folders, missing=missing)
                    code = code if is_complete else Exit.CONTENT
            if opened.is_broken:
                typer.echo(f"{folder.name} has errors, so something may be missing here: see `deckgen check`", err=True)
                code = Exit.CONTENT
    if dates.remark:
        typer.echo(f"deckgen: {dates.remark}", err=True)
    raise typer.Exit(code)


def _print_summary(name: str, opened: OpenDeck, entries: Sequence[StatusEntry]) -> None:
    from deckgen.explain import verdict_counts
    from deckgen.resolve import DeckRows

    due = [entry for entry in entries if entry.state in {"missing", "to rewrite", "filled"}]
    owed = sum(entry.is_outstanding for entry in entries)
    deck = opened.deck
    parts = [
        f"{deck.period}",
        f"{len(due) - owed} of {len(due)} there",
        f"{owed} owed",
        verdict_counts(DeckRows(deck)).text,
    ]
    typer.echo(f"{name}: {', '.join(part for part in parts if part)}")


def _print_entries(entries: Sequence[StatusEntry], by: Grouping, period: str, *, missing: bool) -> None:
    from deckgen.diagnostics.wording import counted

    groups: dict[str, list[StatusEntry]] = {}
    for entry in entries:
        if entry.is_outstanding or not missing:
            groups.setdefault(entry.owner if by is Grouping.OWNER else entry.section, []).append(entry)
    widest = max((len(entry.id) for group in groups.values() for entry in group), default=0)
    # Groups with more owed entries come first; within a group, owed entries come first.
    for group, group_entries in sorted(
        groups.items(), key=lambda item: -sum(entry.is_outstanding for entry in item[1])
    ):
        typer.echo(f"\n{group}: {counted(sum(entry.is_outstanding for entry in group_entries), 'entry')} owed")
        for entry in sorted(group_entries, key=lambda entry: not entry.is_outstanding):
            texts = f"  {', '.join(text.field for text in entry.texts)}" if entry.texts else ""
            typer.echo(f"  {entry.state:<10}  {entry.id:<{widest}}  {entry.changed}  {entry.file}:{entry.line}{texts}")
            if entry.target is not None and (comment := entry.target.value(period, "comment")):
                typer.echo(f"  {'':<10}  comment: {' '.join(comment.split())}")
