"""`deckgen diff`: what changed between two states of a deck."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    open_results,
    pull_command,
    single_deck_folder,
)
from deckgen.cli._encoding import can_print_all
from deckgen.cli._options import DeckOption

if TYPE_CHECKING:
    from deckgen.changes import Side
    from deckgen.periods import Period
    from deckgen.pull.carried_side import CarriedSide


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
        sides = _Sides(folder, [Path(name) for name in (before, now) if name and name.casefold().endswith(".pptx")])
        comparison = changes.compare(sides.side(before), sides.side(now), sides.remarks)
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
    """Opens the sides of a comparison.

    Built decks (`files`) are compared by the values that they carry; if one has none, all sides are compared as they are drawn.
    """

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder = folder.resolve()
        self.remarks: list[str] = []
        self.carried = {path: self.read(path) for path in files if path.is_file()}
        self.needs_drawn = any(each.side is None for each in self.carried.values())
        self.selection = next((each.record for each in self.carried.values()), None)

    def read(self, path: Path) -> CarriedSide:
        """Read what a built deck carries, and note what cannot be compared of it."""
        from deckgen import package
        from deckgen.pull.carried_side import carried_side

        name = str(path)
        found = carried_side(open_results(self.folder), self.data(path), name)
        if found.side is None:
            self.remarks.append(f"{name} is compared as it is drawn, text by text and without verdicts: {found.reason}")
        elif package.edited(path):
            self.remarks.append(
                f"{name} was edited since it was built; it is compared as it was built, and "
                f"`{pull_command(path, self.folder)}` lists the edits"
            )
        return found

    def data(self, path: Path) -> bytes:
        """Return the bytes of a file."""
        from deckgen.io.confined import read_bytes
        from deckgen.slide_files.opening import MAX_FILE_BYTES

        return read_bytes(path, MAX_FILE_BYTES)

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

        if self.needs_drawn:
            language = self.selection.language if self.selection is not None else ""
            return changes.side_of_file(_built(folder, name, language), name)
        opened = open_results(folder)
        if opened.is_broken:
            typer.echo(f"{name} has errors, so something may be missing here: see `deckgen check`", err=True)
        deck = opened.deck
        if self.selection is not None:
            from deckgen.pull.carried_side import alike

            deck = alike(deck, self.selection)
        return changes.side_of_deck(deck, name)

    def of_file(self, path: Path, name: str) -> Side:
        from deckgen import changes

        if path.suffix.casefold() != ".pptx":
            exit_for_wrong_use(f"'{name}' is neither a deck's folder nor a presentation (.pptx)")
        side = self.carried[path].side
        return changes.side_of_file(self.data(path), name) if side is None or self.needs_drawn else side

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


def _built(folder: Path, name: str, language: str) -> bytes:
    """Return the deck that a folder builds, in a language of its translations; exits where it has errors."""
    from deckgen.build import pipeline
    from deckgen.build.selection import Selection
    from deckgen.cli._common import print_issues

    built = pipeline.build_bytes(folder, Selection(language=language), draft=False)
    if built.data is None:
        print_issues(built.layout.issues, built.layout.sources)
        typer.echo(f"{name} cannot be built: fix its errors first", err=True)
        raise typer.Exit(Exit.CONTENT)
    return built.data
