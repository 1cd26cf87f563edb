"""`deckgen diff`: what changed between two states of a deck."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    DeckOption,
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    open_results,
    single_deck_folder,
)
from deckgen.cli._encoding import can_print_all

if TYPE_CHECKING:
    from deckgen.changes import Side
    from deckgen.periods import Period


class Format(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


_SIDE = "a folder, a revision of git (HEAD~3, a tag), a built deck (.pptx), or a period in history/ (Q1)"


def command(
    before: Annotated[str, typer.Argument(metavar="A", help=f"The state before: {_SIDE}.", show_default=False)],
    now: Annotated[
        str | None,
        typer.Argument(metavar="[B]", help="The state after; by default, the deck as it is.", show_default=False),
    ] = None,
    deck: DeckOption = None,
    format: Annotated[  # noqa: A002 -- it is the option's name
        Format, typer.Option("--format", help="For the terminal, for a pull request or mail, or for programs.")
    ] = Format.TEXT,
) -> None:
    """Tell what changed between two states of a deck.

    Verdicts and figures come first, then goals, new and removed key results, texts and slides. Two quarters are compared
    result by result. Nothing is written.
    """
    from deckgen import changes

    folder = _deck(before, now, deck)
    with failures_as_exit_code(folder):
        sides = _Sides(folder, needs_files=any((name or "").casefold().endswith(".pptx") for name in (before, now)))
        comparison = changes.compare(sides.side(before), sides.side(now))
    if format is Format.JSON:
        typer.echo(json.dumps(changes.as_data(comparison), ensure_ascii=not can_print_all(sys.stdout), indent=2))
        return
    typer.echo(changes.as_markdown(comparison) if format is Format.MARKDOWN else changes.as_text(comparison))


def _deck(before: str, now: str | None, deck: str | None) -> Path:
    """Return the deck whose history, revisions and present state are meant: a folder that is named needs no other."""
    folders = [Path(name) for name in (now, before) if name is not None and (Path(name) / "deck.yaml").is_file()]
    if deck is None and folders:
        return single_deck_folder(str(folders[0]))
    return single_deck_folder(deck)


class _Sides:
    """Opens the sides of a comparison; where one of them is a built deck (`needs_files`), the other is built, too."""

    def __init__(self, folder: Path, *, needs_files: bool) -> None:
        self.folder, self.needs_files = folder.resolve(), needs_files

    def side(self, name: str | None) -> Side:
        """Return a side by what the user named."""
        path = Path(name) if name is not None else self.folder
        if path.is_dir():
            return self.of_folder(single_deck_folder(str(path)), name or path.name)
        assert name is not None
        if path.is_file():
            return self.of_file(path, name)
        period = self.period(name)
        recorded = self.of_period(name, period) if period is not None else None
        return recorded or self.of_revision(name, period)

    def of_folder(self, folder: Path, name: str) -> Side:
        from deckgen import changes

        if self.needs_files:
            return changes.side_of_file(_built(folder, name), name)
        opened = open_results(folder)
        if opened.is_broken:
            typer.echo(f"{name} has errors, so something may be missing here: see `deckgen check`", err=True)
        return changes.side_of_deck(opened.deck, name)

    def of_file(self, path: Path, name: str) -> Side:
        from deckgen import changes
        from deckgen.io.confined import read_bytes
        from deckgen.slide_files.opening import MAX_FILE_BYTES

        if path.suffix.casefold() != ".pptx":
            exit_for_wrong_use(f"'{name}' is neither a deck's folder nor a presentation (.pptx)")
        return changes.side_of_file(read_bytes(path, MAX_FILE_BYTES), name)

    def period(self, name: str) -> Period | None:
        """Return the period that a text names, of the reported year unless it names another one; None if it names none."""
        from deckgen.periods import read_period

        reported = open_results(self.folder).deck.period
        own = reported.calendar.read(name)
        return reported.at(own) if own is not None else read_period(name, reported.calendar.first_month)

    def of_period(self, name: str, period: Period) -> Side | None:
        """Return what was presented in a period; None if `history/` does not have it. Exits where its file is not sound."""
        from deckgen import changes
        from deckgen.cli._common import print_issues
        from deckgen.model.record_files import record_path
        from deckgen.records.writing import find_record

        found = find_record(record_path(self.folder, period), self.folder, period)
        if found.issues:
            print_issues(found.issues, found.sources)
            raise typer.Exit(Exit.CONTENT)
        language = open_results(self.folder).deck.language
        return changes.side_of_record(found.record, period, language, "as presented") if found.record else None

    def of_revision(self, name: str, period: Period | None) -> Side:
        from tempfile import TemporaryDirectory

        from deckgen.io.project import project_of
        from deckgen.results.revisions import RevisionError, export_revision

        project = project_of(self.folder)
        relative = self.folder.relative_to(project)
        with TemporaryDirectory(prefix="deckgen-diff-", ignore_cleanup_errors=True) as temporary:
            try:
                export_revision(project, name, relative, Path(temporary))
            except RevisionError as error:
                why = (
                    f"history/ has no record of {period}, which `deckgen roll` and `deckgen archive` write; "
                    if period
                    else ""
                )
                exit_for_wrong_use(f"{why}{error}")
            return self.of_folder(Path(temporary).resolve() / relative, name)


def _built(folder: Path, name: str) -> bytes:
    """Return the deck that a folder builds; exits where it has errors."""
    from deckgen.build import pipeline
    from deckgen.cli._common import print_issues

    built = pipeline.build_bytes(folder, draft=False)
    if built.data is None:
        print_issues(built.layout.issues, built.layout.sources)
        typer.echo(f"{name} cannot be built: fix its errors first", err=True)
        raise typer.Exit(Exit.CONTENT)
    return built.data
