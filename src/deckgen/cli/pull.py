"""`deckgen pull`: what somebody edited in a built deck comes back into the content."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    DeckOption,
    Exit,
    at_terminal,
    exit_for_wrong_use,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._encoding import can_print_all

if TYPE_CHECKING:
    from deckgen.pull.edits import Edit
    from deckgen.pull.session import Pull


class PullFormat(StrEnum):
    """How edits are printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0913, PLR0917 -- its options
    file: Annotated[
        Path | None, typer.Argument(metavar="[DECK.pptx]", help="The edited presentation.", show_default=False)
    ] = None,
    deck: DeckOption = None,
    write: Annotated[bool, typer.Option("--write", help="Write all that is proven, without asking.")] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Also remove from the content what was deleted from the deck.")
    ] = False,
    only: Annotated[
        int | None, typer.Option("--only", metavar="SLIDE", min=1, help="Only the edits on the slide with this number.")
    ] = None,
    theirs: Annotated[
        bool, typer.Option("--theirs", help="Where deck and content were both changed, take what the deck has.")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where deck and content were both changed, keep what the content has.")
    ] = False,
    language: Annotated[
        str,
        typer.Option("--language", metavar="CODE", help="The language of a deck that was saved without its record."),
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Undo the last pull that was written.")] = False,
    format: Annotated[PullFormat, typer.Option("--format", help="For people, or for programs.")] = PullFormat.TEXT,  # noqa: A002
) -> None:
    """Bring edits made in PowerPoint back into the content.

    Each edit is proven first: with the change of the content, the deck reads as it was edited. In a terminal, `pull` shows the
    edits and asks; elsewhere it writes nothing without --write. It exits with 1 while something is left to a person.
    """
    if theirs and ours:
        exit_for_wrong_use("--theirs and --ours exclude each other")
    folder = single_deck_folder(deck)
    with failures_as_exit_code(folder):
        if undo:
            _undo(folder)
            return
        if file is None or not file.is_file():
            exit_for_wrong_use("name the edited presentation" if file is None else f"there is no file '{file}'")
        pull = _find(folder, file, only, "theirs" if theirs else "ours" if ours else "", language)
        if format is PullFormat.TEXT:
            _print(pull)
        chosen = _chosen(pull, writes=write, deletes=delete, is_text=format is PullFormat.TEXT)
        written = _write(folder, pull, chosen)
        if format is PullFormat.JSON:
            data = {**pull.data(), "written": len(chosen)}
            typer.echo(json.dumps(data, ensure_ascii=not can_print_all(sys.stdout), indent=2))
        else:
            _print_outcome(pull, chosen, can_undo=written)
    raise typer.Exit(Exit.CONTENT if pull.left_after(chosen) else Exit.DONE)


def _find(folder: Path, file: Path, only: int | None, side: str, language: str) -> Pull:
    from deckgen.cli._progress_bar import progress_bar
    from deckgen.io.confined import read_bytes
    from deckgen.pull.base import BaseError
    from deckgen.pull.reading import DeckFileError
    from deckgen.pull.session import MAX_FILE_BYTES, find_pull

    opened = open_results(folder)
    if opened.is_broken:
        print_issues(opened.issues, opened.sources)
        typer.echo(f"{folder.name}: fix these errors first; nothing was changed", err=True)
        raise typer.Exit(Exit.CONTENT)
    try:
        with progress_bar(file.name) as advance:
            data = read_bytes(file, MAX_FILE_BYTES)
            return find_pull(
                opened, data, file.name, only, side, lambda done, total: advance("proving", done, total), language
            )
    except (DeckFileError, BaseError) as error:
        typer.echo(f"deckgen: {error}; nothing was changed", err=True)
        raise typer.Exit(Exit.CONTENT) from None


def _print(pull: Pull) -> None:
    for line in pull.lines():
        typer.echo(line)


def _chosen(pull: Pull, *, writes: bool, deletes: bool, is_text: bool) -> list[Edit]:
    """Return the edits to write: all with --write, else those that a person chooses."""
    writable = [edit for edit in pull.edits if edit.is_writable and (deletes or edit.care != "removal")]
    if writes or not writable:
        return writable if writes else []
    if not (at_terminal() and is_text):
        return []
    return _asked(pull, writable)


def _asked(pull: Pull, writable: Sequence[Edit]) -> list[Edit]:
    """Ask which edits are to be written; figures, statuses and removals one by one."""
    words = [edit for edit in writable if edit.care == "words"]
    others = [edit for edit in writable if edit.care != "words"]
    chosen: list[Edit] = []
    if words:
        answer = _answer(
            f"write these {len(words)} edits of words? [all, none, one by one]", ("all", "none", "one by one")
        )
        if answer == "all":
            chosen += words
        elif answer == "one by one":
            others = [*words, *others]
    for edit in others:
        for line in pull.question(edit):
            typer.echo(line)
        if typer.confirm("write it?", default=False):
            chosen.append(edit)
    return chosen


def _answer(question: str, answers: Sequence[str]) -> str:
    while True:
        typed = typer.prompt(question, default="none", show_default=False).strip().casefold()
        found = [answer for answer in answers if typed and answer.startswith(typed)]
        if len(found) == 1:
            return found[0]


def _write(folder: Path, pull: Pull, chosen: Sequence[Edit]) -> bool:
    """Write edits; returns whether they can be undone."""
    from deckgen.edit import EditError, FileError
    from deckgen.pull import undo
    from deckgen.pull.writing import WriteError, changes_of

    if not chosen:
        return False
    try:
        with locked_for_writing(folder):
            changes = changes_of(pull.base, chosen, pull.opened.project)
            pull.opened.write(changes, "pull")
    except (WriteError, EditError, FileError) as error:
        typer.echo(f"deckgen: {error}; nothing was written", err=True)
        raise typer.Exit(Exit.CONTENT) from None
    return undo.store(folder.resolve(), changes)


def _undo(folder: Path) -> None:
    from deckgen.diagnostics.wording import counted
    from deckgen.edit import FileError
    from deckgen.pull import undo

    opened = open_results(folder)
    try:
        with locked_for_writing(folder):
            changes = undo.undo_changes(folder.resolve())
            opened.write(changes, "pull")
            undo.forget(folder.resolve())
    except (undo.UndoError, FileError) as error:
        typer.echo(f"deckgen: {error}", err=True)
        raise typer.Exit(Exit.CONTENT) from None
    typer.echo(f"{folder.name}: the last pull is undone in {counted(len(changes), 'file')}")


def _print_outcome(pull: Pull, chosen: Sequence[Edit], *, can_undo: bool) -> None:
    left = pull.left_after(chosen)
    if chosen:
        how = " (undo: deckgen pull --undo)" if can_undo else ""
        typer.echo(f"{len(chosen)} written{how}")
    waiting = sum(edit.is_writable for edit in left)
    if waiting and not chosen:
        typer.echo(
            f"nothing was written: {waiting} can be, with --write" if not at_terminal() else "nothing was written"
        )
    others = len(left) - waiting
    if others:
        typer.echo(f"{others} left to you")
