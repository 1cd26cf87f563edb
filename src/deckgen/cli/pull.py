"""`deckgen pull`: what somebody edited in a built deck comes back into the content."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
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
from deckgen.cli._options import DeckOption

if TYPE_CHECKING:
    from deckgen.pull.comment_marks import PlacedComment
    from deckgen.pull.copies import CopiesPull
    from deckgen.pull.edits import Edit
    from deckgen.pull.session import Pull

    AnyPull = Pull | CopiesPull


class PullFormat(StrEnum):
    """How edits are printed."""

    TEXT = "text"
    JSON = "json"


def command(  # noqa: PLR0913, PLR0917 -- its options
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DECK.pptx]...", help="The edited presentation, or several copies of it.", show_default=False
        ),
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
    prefer: Annotated[
        Path | None,
        typer.Option(
            "--prefer", metavar="FILE", help="Where copies differ, take what this one says.", show_default=False
        ),
    ] = None,
    comments: Annotated[
        bool,
        typer.Option(
            "--comments",
            help="Write the comments of the deck into the content, as “# review:” lines that `check` lists.",
        ),
    ] = False,
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
        named = _named_files(files or [])
        side = "theirs" if theirs else "ours" if ours else ""
        pull = _find(folder, named, only, side, _preferred(prefer, named), language)
        if format is PullFormat.TEXT:
            _print(pull)
        chosen = _chosen(pull, writes=write, deletes=delete, is_text=format is PullFormat.TEXT)
        noted = _comments_to_write(pull, writes=comments, is_text=format is PullFormat.TEXT)
        written = _write(folder, pull, chosen, noted)
        if format is PullFormat.JSON:
            data = {**pull.data(), "written": len(chosen), "written_comments": len(noted)}
            typer.echo(json.dumps(data, ensure_ascii=not can_print_all(sys.stdout), indent=2))
        else:
            _print_outcome(pull, chosen, noted, can_undo=written)
    is_left = pull.left_after(chosen) or pull.problems or _open_comments(pull, noted)
    raise typer.Exit(Exit.CONTENT if is_left else Exit.DONE)


def _named_files(files: Sequence[Path]) -> dict[str, Path]:
    """Return the presentations by the names that messages give them; exits if there is none, or one is missing."""
    if not files:
        exit_for_wrong_use("name the edited presentation")
    for file in files:
        if not file.is_file():
            exit_for_wrong_use(f"there is no file '{file}'")
    if len({file.resolve() for file in files}) < len(files):
        exit_for_wrong_use("one of these files is named twice")
    names = [file.name for file in files]
    return {file.name if names.count(file.name) == 1 else str(file): file for file in files}


def _preferred(prefer: Path | None, named: Mapping[str, Path]) -> str:
    """Return the name of the copy that is preferred, if any; exits if it is not among the copies."""
    if prefer is None:
        return ""
    found = [name for name, file in named.items() if str(prefer) == name or prefer.resolve() == file.resolve()]
    if len(named) == 1 or not found:
        exit_for_wrong_use(
            "--prefer says which of several copies is right where they differ"
            if len(named) == 1
            else f"--prefer names one of the copies: {', '.join(named)}"
        )
    return found[0]


def _find(
    folder: Path, named: Mapping[str, Path], only: int | None, side: str, preferred: str, language: str
) -> AnyPull:
    from deckgen.cli._progress_bar import progress_bar
    from deckgen.io.confined import read_bytes
    from deckgen.pull.base import BaseError
    from deckgen.pull.copies import find_copies
    from deckgen.pull.reading import DeckFileError
    from deckgen.pull.session import MAX_FILE_BYTES, find_pull

    opened = open_results(folder)
    if opened.is_broken:
        print_issues(opened.issues, opened.sources)
        typer.echo(f"{folder.name}: fix these errors first; nothing was changed", err=True)
        raise typer.Exit(Exit.CONTENT)
    name = next(iter(named)) if len(named) == 1 else f"{len(named)} copies"
    try:
        with progress_bar(name) as advance:
            data = {name: read_bytes(file, MAX_FILE_BYTES) for name, file in named.items()}
            if len(data) > 1:
                return find_copies(
                    opened,
                    data,
                    only,
                    side,
                    preferred,
                    lambda name, done, of: advance(f"proving {name}", done, of),
                    language,
                )
            return find_pull(
                opened, data[name], name, only, side, lambda done, of: advance("proving", done, of), language
            )
    except (DeckFileError, BaseError) as error:
        typer.echo(f"deckgen: {error}; nothing was changed", err=True)
        raise typer.Exit(Exit.CONTENT) from None


def _print(pull: AnyPull) -> None:
    for line in pull.lines():
        typer.echo(line)


def _chosen(pull: AnyPull, *, writes: bool, deletes: bool, is_text: bool) -> list[Edit]:
    """Return the edits to write: all with --write, else those that a person chooses."""
    writable = [edit for edit in pull.edits if edit.is_writable and (deletes or edit.care != "removal")]
    if writes:
        return writable
    if not (at_terminal() and is_text):
        return []
    return [*_asked(pull, writable), *_asked_sides(pull)]


def _asked(pull: AnyPull, writable: Sequence[Edit]) -> list[Edit]:
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


def _asked_sides(pull: AnyPull) -> list[Edit]:
    """Ask which copy is right, wherever copies differ."""
    from deckgen.pull.copies import CopiesPull

    chosen: list[Edit] = []
    if not isinstance(pull, CopiesPull):
        return chosen
    for dispute in pull.disputes:
        for line in pull.dispute_question(dispute):
            typer.echo(line)
        numbers = [str(number) for number in range(1, len(dispute.sides) + 1)]
        answer = _answer(f"which one is right? [{', '.join(numbers)}, none]", (*numbers, "none"))
        side = dispute.sides[int(answer) - 1].edits if answer != "none" else ()
        writable = [edit for edit in side if edit.is_writable]
        if len(writable) < len(side):
            typer.echo("not all of it can be written: see the list above")
        chosen += writable
    return chosen


def _answer(question: str, answers: Sequence[str]) -> str:
    while True:
        typed = typer.prompt(question, default="none", show_default=False).strip().casefold()
        found = [answer for answer in answers if typed and answer.startswith(typed)]
        if len(found) == 1:
            return found[0]


def _comments_to_write(pull: AnyPull, *, writes: bool, is_text: bool) -> list[PlacedComment]:
    """Return the comments to write: all that are new with --comments, else those that a person wants."""
    from deckgen.diagnostics.wording import counted

    new = [comment for comment in pull.comments if comment.state == "new"]
    if new and not writes and at_terminal() and is_text:
        writes = typer.confirm(
            f"write {counted(len(new), 'comment')} into the content, for `check` to list?", default=False
        )
    return new if writes else []


def _open_comments(pull: AnyPull, written: Sequence[PlacedComment]) -> list[PlacedComment]:
    return [comment for comment in pull.comments if comment.is_open and comment not in written]


def _write(folder: Path, pull: AnyPull, chosen: Sequence[Edit], comments: Sequence[PlacedComment]) -> bool:
    """Write edits and comments; returns whether they can be undone."""
    from deckgen.edit import EditError, FileError
    from deckgen.pull import undo
    from deckgen.pull.writing import WriteError

    if not chosen and not comments:
        return False
    try:
        with locked_for_writing(folder):
            changes = pull.changes(chosen, comments)
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


def _print_outcome(pull: AnyPull, chosen: Sequence[Edit], noted: Sequence[PlacedComment], *, can_undo: bool) -> None:
    from deckgen.diagnostics.wording import counted

    left = pull.left_after(chosen)
    how = " (undo: deckgen pull --undo)" if can_undo else ""
    if chosen:
        typer.echo(f"{len(chosen)} written{how}")
    if noted:
        typer.echo(
            f"{counted(len(noted), 'comment')} written{how}: `deckgen check` lists them until their lines are deleted"
        )
    waiting = sum(edit.is_writable for edit in left)
    if waiting and not chosen:
        typer.echo(
            f"nothing was written: {waiting} can be, with --write" if not at_terminal() else "nothing was written"
        )
    others = len(left) - waiting
    if others:
        typer.echo(f"{others} left to you")
    if new := sum(comment.state == "new" for comment in _open_comments(pull, noted)):
        typer.echo(f"{counted(new, 'comment')} can be written into the content, with --comments")
