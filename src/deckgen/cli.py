"""The command line: arguments in, printed lines and an exit code out. No logic of its own.

Exit codes (design §4): 0 built, 1 content at fault, 2 wrong use, 3 a fault of ours or of the file system. Problems are
printed plain, never wrapped and never read as markup. Only what a command needs is imported, when it runs.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from deckgen import __version__

if TYPE_CHECKING:
    from deckgen.diagnostics import Diagnostic
    from deckgen.pipeline import Built, LaidOut, Progress


class Exit(IntEnum):
    """What a command ends with."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    FAULT = 3


app = typer.Typer(
    name="deckgen", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Structured content files in, the branded, editable PowerPoint deck of a quarterly review out.",
)  # fmt: skip

Decks = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK]...",
        help="Folders with a deck.yaml; without any, every deck under content/.",
        show_default=False,
    ),
]
Only = Annotated[str | None, typer.Option("--only", metavar="SECTION", help="Only this section, with its cover.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"deckgen {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Structured content files in, the branded, editable PowerPoint deck of a quarterly review out."""


@app.command()
def build(
    decks: Decks = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of output/<deck>.pptx.")
    ] = None,
    only: Only = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build although something does not fit; faults are marked on their slides.")
    ] = False,
) -> None:
    """Build decks into output/."""
    from deckgen import pipeline  # noqa: PLC0415

    folders = _folders(decks)
    if output is not None and len(folders) > 1:
        _wrong("-o names one file, but there are several decks: name the deck to build")
    code = Exit.DONE
    for folder in folders:
        with _guarded(folder), _progress(folder.name) as progress:
            started = time.perf_counter()
            built = pipeline.build(folder, output, only=only, draft=draft, progress=progress)
            seconds = time.perf_counter() - started
        _report(built.diagnostics, built.laid_out.sources)
        if built.path is None:
            typer.echo(_failure(folder.name, built.diagnostics, "nothing was built"), err=True)
            code = _worst(code, built.diagnostics)
        else:
            typer.echo(_success(built, seconds))
    raise typer.Exit(code)


@app.command()
def check(decks: Decks = None, only: Only = None) -> None:
    """Say what is wrong with decks, without building them."""
    from deckgen import pipeline  # noqa: PLC0415

    code = Exit.DONE
    for folder in _folders(decks):
        with _guarded(folder), _progress(folder.name) as progress:
            laid = pipeline.lay_out(folder, only=only, remarks=True, progress=progress)
        _report(laid.diagnostics, laid.sources)
        if laid.deck is None:
            typer.echo(_failure(folder.name, laid.diagnostics, "a build would fail"), err=True)
            code = _worst(code, laid.diagnostics)
        else:
            typer.echo(f"{folder.name}: {_summary(laid)}, nothing in the way of a build")
    raise typer.Exit(code)


@app.command()
def kinds(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="Show the example of this kind.", show_default=False)
    ] = None,
) -> None:
    """List the kinds of slides, or show the example of one."""
    from deckgen.kinds import find_kinds  # noqa: PLC0415

    found = find_kinds()
    if kind is None:
        widest = max(map(len, found))
        for name, module in found.items():
            first = (module.__doc__ or "").strip().splitlines()[0]
            typer.echo(f"{name.ljust(widest)}  {first.partition(': ')[2] or first}")
        return
    if kind not in found:
        from difflib import get_close_matches  # noqa: PLC0415

        near = get_close_matches(kind, found, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(found)}"
        _wrong(f"there is no kind '{kind}'; {hint}")
    typer.echo(found[kind].EXAMPLE, nl=False)


def _folders(decks: Sequence[Path] | None) -> list[Path]:
    """The decks to work on; ends the program when there are none."""
    from deckgen import project  # noqa: PLC0415

    if decks:
        folders = [path.parent if path.name == "deck.yaml" else path for path in decks]
        for folder in folders:
            if not folder.is_dir():
                _wrong(f"there is no folder '{folder}'; a deck is a folder with a deck.yaml, such as content/my-deck")
        return folders
    root = project.find_project(Path.cwd())
    if root is None:
        _wrong("there is no content/ folder here or above; name the deck's folder, or go to your project")
    found = project.decks(root)
    if not found:
        _wrong(f"there is no deck in {root / 'content'}: a deck is a folder with a deck.yaml")
    return found


def _wrong(message: str) -> NoReturn:
    typer.echo(f"deckgen: {message}", err=True)
    raise typer.Exit(Exit.USAGE)


@contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """Turn what is neither the content's nor the user's fault into one sentence and exit code 3."""
    try:
        yield
    except (typer.Exit, KeyboardInterrupt):
        raise
    except OSError as fault:
        _told(fault)
        raise typer.Exit(Exit.FAULT) from None
    except Exception as fault:
        if os.environ.get("DECKGEN_DEBUG"):
            raise
        from deckgen.diagnostics import Told  # noqa: PLC0415

        if isinstance(fault, Told):
            typer.echo(f"deckgen: {fault}", err=True)
        else:
            what = f"{type(fault).__name__}: {fault}".splitlines()[0]
            typer.echo(
                f"deckgen: a fault of deckgen itself while it worked on '{folder.name}' ({what}); please report it with the "
                "content file, and run again with DECKGEN_DEBUG=1 for the details", err=True,
            )  # fmt: skip
        raise typer.Exit(Exit.FAULT) from None


def _told(fault: OSError) -> None:
    name = f"{fault.filename}: " if fault.filename else ""
    typer.echo(f"deckgen: {name}{fault.strerror or fault}", err=True)


@contextmanager
def _progress(name: str) -> Iterator[Progress]:
    """A progress bar where somebody watches; silence where nobody does."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.fields[deck]}", markup=False),
        BarColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None, deck=name)
        yield lambda stage, done, of: bar.update(task, description=stage, completed=done, total=of)


def _report(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str]) -> None:
    from deckgen.diagnostics import render  # noqa: PLC0415

    for diagnostic in diagnostics:
        typer.echo(render(diagnostic, sources), err=True)


def _worst(code: Exit, diagnostics: Sequence[Diagnostic]) -> Exit:
    """What a failed deck makes of the exit code: a section named on the command line is no fault of the content."""
    misused = any(d.code == "unknown-section" and d.span is None for d in diagnostics)
    return max(code, Exit.USAGE if misused else Exit.CONTENT)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _failure(name: str, diagnostics: Sequence[Diagnostic], outcome: str) -> str:
    errors = sum(d.severity == "error" for d in diagnostics)
    return f"{name}: {_count(errors, 'error')}; {outcome}"


def _summary(laid: LaidOut) -> str:
    assert laid.deck is not None
    smallest = min(laid.deck.smallest.values(), default=0) / 100
    parts = [_count(len(laid.deck.pages), "slide")]
    if smallest:
        parts.append(f"smallest text {smallest:g} pt")
    if warnings := sum(d.severity == "warning" for d in laid.diagnostics):
        parts.append(_count(warnings, "warning"))
    return ", ".join(parts)


def _success(built: Built, seconds: float) -> str:
    assert built.path is not None
    path = built.path.resolve()
    here = Path.cwd().resolve()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return f"{shown}: {_summary(built.laid_out)}, {seconds:.1f} s"


def main(run: Callable[[], object] = app) -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A Windows console of another code page would stop at the first en dash.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        run()
    except OSError as fault:
        # What is printed may go to a full disk; what a build meets is told where it is met.
        _told(fault)
        sys.exit(Exit.FAULT)
