"""The files that `deckgen status` writes for owners: sheets as .csv and .xlsx, and mails."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from deckgen.cli._common import exit_for_wrong_use

if TYPE_CHECKING:
    from deckgen.results import OpenDeck, StatusEntry
    from deckgen.results.owner_sheets import OwnerSheet


def write_owner_files(
    name: str,
    opened: OpenDeck,
    entries: Sequence[StatusEntry],
    folders: Mapping[str, Path | None],
    *,
    missing: bool,
) -> bool:
    """Write the sheets and mails that have a folder; return whether all owners have an address.

    `folders` are those of files that end in .csv, .xlsx and .eml. A file that is there already with other content stays as it
    is; exits after the others are written. With `missing`, only owners who owe something get files.
    """
    from deckgen.io.atomic import write_file
    from deckgen.results.owner_sheets import owner_sheets
    from deckgen.results.status_words import status_words

    deck = opened.deck
    sheets = owner_sheets(entries, deck.period, status_words(deck))
    if missing:
        owing = {entry.owner for entry in entries if entry.is_outstanding}
        sheets = {owner: sheet for owner, sheet in sheets.items() if owner in owing}
    files = dict(_files(name, opened, entries, sheets, folders))
    kept = [path for path, data in files.items() if os.path.lexists(path) and not _has_content(path, data)]
    for path, data in files.items():
        if path not in kept:
            write_file(path, data)
            typer.echo(f"{path}: written")
    has_mails = folders[".eml"] is None or _report_mails(opened, sheets, only_missing=missing)
    if kept:
        names = f"{', '.join(map(str, kept))} {'is' if len(kept) == 1 else 'are'}"
        exit_for_wrong_use(
            f"{names} there already, perhaps filled in by somebody, and not written: name another folder, or delete it"
        )
    return has_mails


def _files(
    name: str,
    opened: OpenDeck,
    entries: Sequence[StatusEntry],
    sheets: Mapping[str, OwnerSheet],
    folders: Mapping[str, Path | None],
) -> Iterator[tuple[Path, bytes]]:
    """Yield the files for owners, each with its content."""
    from deckgen.results.owner_sheets import csv_text, file_names

    deck = opened.deck
    workbooks = {} if folders[".xlsx"] is folders[".eml"] is None else _workbooks(sheets)
    for suffix, folder in folders.items():
        if folder is None:
            continue
        names = file_names(name, deck.period, sheets, suffix)
        for owner, sheet in sheets.items():
            if suffix == ".csv":
                yield folder / names[owner], csv_text(sheet).encode()
            elif suffix == ".xlsx":
                yield folder / names[owner], workbooks[owner]
            elif owner in deck.owners:
                yield folder / names[owner], _mail(opened, owner, entries, names[owner], workbooks[owner])


def _workbooks(sheets: Mapping[str, OwnerSheet]) -> dict[str, bytes]:
    from deckgen.results.sheet_rows import SheetError
    from deckgen.results.sheet_workbook import workbook_bytes

    try:
        return {owner: workbook_bytes(sheet) for owner, sheet in sheets.items()}
    except SheetError as error:
        exit_for_wrong_use(str(error))


def _mail(opened: OpenDeck, owner: str, entries: Sequence[StatusEntry], name: str, workbook: bytes) -> bytes:
    from deckgen.results.mails import Attachment, mail_bytes

    owned = [entry for entry in entries if entry.owner == owner]
    return mail_bytes(opened.deck, owner, owned, Attachment(name.removesuffix(".eml") + ".xlsx", workbook))


def _report_mails(opened: OpenDeck, sheets: Mapping[str, OwnerSheet], *, only_missing: bool) -> bool:
    """Print which owners have no address, and which addresses are of nobody; return whether all owners have one."""
    from deckgen.diagnostics.suggestions import closest, did_you_mean
    from deckgen.results.status import NO_OWNER

    deck = opened.deck
    missing = [owner for owner in sheets if owner not in deck.owners]
    for owner in missing:
        why = f"{deck.file} has no address: write `owners: {{{owner}: …}}`"
        if owner == NO_OWNER:
            why = "the content names nobody: write `owner:` at these results and slides, or give the sheet to somebody"
        typer.echo(f"{owner}: no mail, since {why}", err=True)
    for owner in deck.owners:
        if owner not in sheets and not only_missing:
            guess = closest(owner, missing)
            hint = f"; {did_you_mean(guess)}" if guess else ""
            typer.echo(f"{owner}: no mail, since nothing in the deck has this owner{hint}", err=True)
    if deck.results_due is None:
        typer.echo(f"the mails name no date: write it as `results_due:` in {deck.file}", err=True)
    return not missing


def _has_content(path: Path, data: bytes) -> bool:
    """Whether a regular file contains exactly these bytes."""
    from deckgen.io.confined import RefusedFileError, read_bytes

    try:
        return not path.is_symlink() and read_bytes(path, len(data)) == data
    except RefusedFileError:
        return False
