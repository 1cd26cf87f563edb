"""`deckgen keep`: a slide that somebody edited in PowerPoint becomes the slide of the deck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckOption, DryRun

if TYPE_CHECKING:
    from deckgen.build.keeping import KeptSlide
    from deckgen.results import OpenDeck


_LINES, _WIDTH = 5, 60
"""How many lines of text are named, and how many characters of each."""


def command(
    file: Annotated[Path, typer.Argument(metavar="DECK.pptx", help="The edited presentation.", show_default=False)],
    slide: Annotated[
        str, typer.Argument(metavar="SLIDE", help="The number of the slide, or its id.", show_default=False)
    ],
    deck: DeckOption = None,
    dry_run: DryRun = False,
) -> None:
    """Keep a slide as somebody edited it in PowerPoint.

    The slide is saved in `slides/` of the deck's folder, and the deck shows it (`kind: file`). Its content stays in its file,
    under `kept`; `deckgen check` says when what that content shows has changed since.
    """
    if not file.is_file():
        exit_for_wrong_use(f"there is no file '{file}'")
    folder = single_deck_folder(deck)
    with failures_as_exit_code(folder), locked_for_writing(folder, dry_run=dry_run):
        opened = open_results(folder)
        if opened.is_broken:
            print_issues(opened.issues, opened.sources)
            typer.echo(f"{folder.name}: fix these errors first; nothing was changed", err=True)
            raise typer.Exit(Exit.CONTENT)
        kept = _keep(opened, file, slide)
        if dry_run:
            from deckgen import edit

            typer.echo(edit.unified_diff([kept.change]))
        else:
            _write(opened, kept)
    _report(kept, dry_run=dry_run)


def _keep(opened: OpenDeck, file: Path, slide: str) -> KeptSlide:
    from deckgen import edit
    from deckgen.build.keeping import KeepError, keep
    from deckgen.io.confined import read_bytes
    from deckgen.slide_files.errors import SlideFileError
    from deckgen.slide_files.opening import MAX_FILE_BYTES

    try:
        return keep(opened, read_bytes(file, MAX_FILE_BYTES), file.name, slide)
    except SlideFileError as error:
        message = f"{error}; {error.hint}"
    except (KeepError, edit.EditError, edit.FileError) as error:
        message = str(error)
    typer.echo(f"deckgen: {message}; nothing was changed", err=True)
    raise typer.Exit(Exit.CONTENT)


def _write(opened: OpenDeck, kept: KeptSlide) -> None:
    """Write the file of the slide, then the content that names it; a file that nothing names does no harm."""
    from deckgen.io import atomic
    from deckgen.io.confined import locate
    from deckgen.io.project import allowed_root

    root = allowed_root(opened.deck.folder)
    target = opened.deck.folder / kept.file
    target.parent.mkdir(exist_ok=True)
    atomic.write_file(locate(target.parent, root) / target.name, kept.data)
    opened.write([kept.change], "keep")


def _report(kept: KeptSlide, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    typer.echo(f"slide {kept.number} ({kept.slide}) {would}kept in {kept.file}; {kept.change.display} {would}changed")
    typer.echo("  its title was taken over; the line above it, tags, footer and page number stay those of the deck")
    if kept.unsaid:
        shown = ", ".join(
            f"“{line if len(line) <= _WIDTH else line[: _WIDTH - 1] + '…'}”" for line in kept.unsaid[:_LINES]
        )
        more = f" and {len(kept.unsaid) - _LINES} more" if len(kept.unsaid) > _LINES else ""
        typer.echo(f"  its content says what the slide does not: {shown}{more}", err=True)
    if kept.results:
        typer.echo("  its key results are no longer in the scorecard, nor does `deckgen status` ask for them", err=True)
