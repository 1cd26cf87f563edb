"""What the commands share: exit codes, the decks that are meant, progress, and how a run is summed up."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from deckgen.build.progress import Progress
    from deckgen.diagnostics import Diagnostic
    from deckgen.results import OpenDeck


PATIENCE = 0.5
"""Seconds that somebody waits without being told what is being done."""
_BLINK = 0.1


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    FAULT = 3


Decks = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK]...",
        help="Folders with a deck.yaml; without any, every deck under content/.",
        show_default=False,
    ),
]
DeckOption = Annotated[
    str | None,
    typer.Option("--deck", metavar="DECK", help="Which deck, where a project has several: its name or its folder."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff, and change nothing.")]
Only = Annotated[str | None, typer.Option("--only", metavar="SECTION", help="Only this section, with its cover.")]


def folders(decks: Sequence[Path] | None) -> list[Path]:
    """The decks to work on; ends the program when there are none. Says which of them an interrupted command left unfinished."""
    from deckgen.io import journal  # noqa: PLC0415

    found = _decks(decks)
    for folder in found:
        if journal.pending(folder):
            what = (
                "a command that changed this deck was interrupted; the next `deckgen set`, `fill` or `roll` finishes it"
            )
            typer.echo(f"{folder.name}: {what}", err=True)
    return found


def _decks(decks: Sequence[Path] | None) -> list[Path]:
    from deckgen.io import project  # noqa: PLC0415

    if decks:
        return [_deck_folder(path) for path in decks]
    root = project.find_project(Path.cwd())
    if root is None:
        wrong("there is no content/ folder here or above; name the deck's folder, or go to your project")
    found = project.decks(root)
    if not found:
        wrong(f"there is no deck in {root / 'content'}: a deck is a folder with a deck.yaml")
    for folder in found:
        _stays(folder)
    return found


def notices(decks: Iterable[Path]) -> None:
    """Print what users should read about the cache of the projects of `decks`; on stderr, whatever the format is."""
    from deckgen.cache import notices as found  # noqa: PLC0415
    from deckgen.io.project import project_of  # noqa: PLC0415

    projects = dict.fromkeys(project_of(deck) for deck in decks)
    for line in dict.fromkeys(line for project in projects for line in found.of(project)):
        # The name of a folder may hold what a terminal takes for a command.
        typer.echo("deckgen: " + "".join(c if c.isprintable() else "�" for c in line), err=True)


def _stays(folder: Path) -> None:
    """End the program where a deck's folder is a symbolic link that leads out of the project in which it is found."""
    from deckgen.io import project  # noqa: PLC0415
    from deckgen.io.confined import OutsideError, locate  # noqa: PLC0415

    try:
        root = project.project_by_name(folder)
        if root is not None:
            locate(root / "content", root)
            locate(folder, root)
    except (OutsideError, OSError) as fault:
        wrong(
            f"{fault}; a deck is a folder of the project, so move it here, or run deckgen in the project that it belongs to"
        )


def one_deck(name: str | None) -> Path:
    """The one deck to work on: the one named, else the only one there is; ends the program when it cannot be told."""
    if name is not None and Path(name).name == "deck.yaml":
        name = str(Path(name).parent)
    if name is not None and (Path(name) / "deck.yaml").is_file():
        _stays(Path(name))
        return Path(name)
    found = _decks(None)
    if name is None and len(found) == 1:
        return found[0]
    known = ", ".join(folder.name for folder in found)
    if name is None:
        wrong(f"there are several decks ({known}): say which one with --deck")
    named = [folder for folder in found if folder.name == name]
    if not named:
        wrong(f"there is no deck '{name}'; there is: {known}")
    return named[0]


def opened(folder: Path) -> OpenDeck:
    """Open a deck to read or change its results; ends the program when its deck.yaml is at fault."""
    from deckgen import results  # noqa: PLC0415

    found = results.open_deck(folder)
    if isinstance(found, results.OpenDeck):
        return found
    report(found.faults, found.sources)
    typer.echo(failure(folder.name, found.faults, "nothing was done"), err=True)
    raise typer.Exit(Exit.CONTENT)


def _deck_folder(path: Path) -> Path:
    """The deck that a path means; ends the program when it means none."""
    folder = path.parent if path.name == "deck.yaml" else path
    if path.is_file() and path.name != "deck.yaml" and (path.parent / "deck.yaml").is_file():
        wrong(
            f"'{path}' is a part of a deck: name its folder, '{path.parent}', with --only {path.stem} for this part alone"
        )
    if not folder.is_dir():
        wrong(f"there is no folder '{folder}'; a deck is a folder with a deck.yaml, such as content/my-deck")
    if not any((folder / name).is_file() for name in ("deck.yaml", "deck.yml")):
        inside = sorted(
            found.parent for pattern in ("*/deck.yaml", "content/*/deck.yaml") for found in folder.glob(pattern)
        )
        hint = (
            f"did you mean '{inside[0]}'?" if inside else "a deck is a folder with a deck.yaml, such as content/my-deck"
        )
        wrong(f"there is no deck.yaml in '{folder}'; {hint}")
    _stays(folder)
    return folder


def wrong(message: str) -> NoReturn:
    typer.echo(f"deckgen: {message}", err=True)
    raise typer.Exit(Exit.USAGE)


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turn what is neither the content's nor the user's fault into one sentence and exit code 3."""
    try:
        yield
    except (typer.Exit, KeyboardInterrupt):
        raise
    except Exception as fault:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(fault, OSError):
            raise
        told(fault, folder.name)
        raise typer.Exit(Exit.FAULT) from None


@contextmanager
def writing(folder: Path, *, dry_run: bool = False) -> Iterator[str]:
    """Have a deck's project to oneself, and finish what an interrupted command began; gives that command's name, or "".

    With `dry_run` nothing is written, so an interrupted command ends the program.
    """
    from deckgen.cache import location  # noqa: PLC0415
    from deckgen.io import journal, lock, project  # noqa: PLC0415

    folder = folder.resolve()
    root = project.boundary(folder)
    with lock.project_lock(root, location.directory(root)):
        if dry_run and journal.pending(folder):
            wrong(
                f"a command that changed {folder.name} was interrupted: run this once without --dry-run, which finishes it"
            )
        ended = journal.finish(folder, root)
        if ended is not None:
            typer.echo(f"{folder.name}: finished what an interrupted `deckgen {ended.command}` had begun", err=True)
        yield ended.command if ended else ""


def told(fault: Exception, name: str = "") -> None:
    from deckgen.diagnostics import sentence  # noqa: PLC0415

    typer.echo(f"deckgen: {sentence(fault, name)}", err=True)


@contextmanager
def progress(name: str) -> Iterator[Progress]:
    """A progress bar where somebody watches and has to wait; silence where nobody does."""
    bar = _Bar(name) if sys.stderr.isatty() else None
    try:
        yield bar.advance if bar else lambda _stage, _done, _of: None
    finally:
        if bar:
            bar.stop()


class _Bar:
    """A bar that comes after half a second: most builds are done by then, and importing rich would add a tenth to them.

    It is drawn ten times a second as the work goes on, by no thread of its own (see `layout.parallel`).
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._next = time.monotonic() + PATIENCE
        self._bar: Any = None

    def advance(self, stage: str, done: int, of: int) -> None:
        """Show what is being done."""
        if (now := time.monotonic()) < self._next:
            return
        self._next = now + _BLINK
        if self._bar is None:
            self._bar = self._started()
        self._bar.update(self._bar.task_ids[0], description=stage, completed=done, total=of, refresh=True)

    def _started(self) -> Any:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        columns = (
            TextColumn("{task.fields[deck]}", markup=False),
            BarColumn(),
            TextColumn("{task.description}", markup=False),
        )
        bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
        bar.add_task("starting", total=None, deck=self._name)
        bar.start()
        return bar

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def report(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print problems as they are told to people."""
    from deckgen.diagnostics import render  # noqa: PLC0415

    for diagnostic in diagnostics:
        typer.echo(render(diagnostic, sources), err=True)


def worst(code: Exit, diagnostics: Sequence[Diagnostic]) -> Exit:
    """What a failed deck makes of the exit code: a section named on the command line is no fault of the content."""
    misused = any(d.code == "unknown-section" and d.span is None for d in diagnostics)
    return max(code, Exit.USAGE if misused else Exit.CONTENT)


def count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def failure(name: str, diagnostics: Sequence[Diagnostic], outcome: str) -> str:
    errors = sum(d.severity == "error" for d in diagnostics)
    return f"{name}: {count(errors, 'error')}; {outcome}"


def summary(pages: int, smallest: Mapping[str, int], diagnostics: Sequence[Diagnostic]) -> str:
    """Sum a deck up: slides, the smallest text (hundredths of a point, by kind of slide and in footnotes), warnings, notes."""
    sizes = dict(smallest)
    below = sizes.pop("footnotes", 0)
    parts = [count(pages, "slide")]
    if sizes:
        beside = f" (footnotes {below / 100:g} pt)" if below else ""
        parts.append(f"smallest text {min(sizes.values()) / 100:g} pt{beside}")
    if warnings := sum(d.severity == "warning" for d in diagnostics):
        parts.append(count(warnings, "warning"))
    if notes := sum(d.severity == "note" for d in diagnostics):
        parts.append(count(notes, "note"))
    return ", ".join(parts)
