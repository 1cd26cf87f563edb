"""`deckgen build`: decks in, presentations in output/ out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import Decks, Exit, Only, count, failure, folders, notices, progress, summary, worst, wrong
from deckgen.cli._report import Format, FormatOption, Report

if TYPE_CHECKING:
    from deckgen.build.batch import DeckOutcome


def command(  # noqa: PLR0913, PLR0917 -- its options
    decks: Decks = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of output/<deck>.pptx.")
    ] = None,
    only: Only = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build although something does not fit; faults are marked on their slides.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", "--jobs", metavar="N", min=1, help="Build many decks on so many cores; on all, if not given."
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Build decks where nothing changed, too, and place every slide anew."),
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002 -- it is the option's name
) -> None:
    """Build decks into output/."""
    from deckgen.build import batch  # noqa: PLC0415

    found = folders(decks)
    if output is not None and len(found) > 1:
        wrong("-o names one file, but there are several decks: name the deck to build")
    if output is not None and not output.is_dir():
        _check_output(output)
    notices(found)
    options = batch.BuildOptions(output, only, draft, again)
    code, failed = Exit.DONE, []
    with Report(format) as report, progress(found[0].name if len(found) == 1 else "decks") as advance:
        for done, outcome in enumerate(batch.build_all(found, options, jobs, advance), 1):
            ended = _tell(report, outcome)
            code = max(code, ended)
            failed += [outcome.folder.name] if ended else []
            advance("building", done, len(found))
        if failed and len(found) > 1:
            report.failure(f"{count(len(failed), 'deck')} of {len(found)} failed: {', '.join(failed)}")
    raise typer.Exit(code)


def _check_output(output: Path) -> None:
    """End the program where no deck may be written, before anything is built."""
    from deckgen import package, writer  # noqa: PLC0415

    try:
        writer.target_of(output, package.is_presentation)
    except writer.WriterError as fault:
        wrong(str(fault))


def _tell(report: Report, outcome: DeckOutcome) -> Exit:
    """Print what came of a deck, and give the exit code that it asks for."""
    folder, path = outcome.folder, outcome.path
    if outcome.fault:
        report.failure(f"deckgen: {outcome.fault}")
        return Exit.FAULT
    report.problems(folder, outcome.diagnostics, outcome.sources)
    if path is None:
        report.failure(failure(folder.name, outcome.diagnostics, "nothing was built"))
        return worst(Exit.DONE, outcome.diagnostics)
    shown = summary(outcome.pages, outcome.smallest, outcome.diagnostics)
    ended = f"{outcome.seconds:.1f} s" if outcome.built else "nothing changed since it was built"
    report.success(f"{_here(path)}: {shown}, {ended}", _here(path))
    if outcome.fonts:
        report.remark(f"{_here(path)}: {outcome.fonts / 1e6:.1f} MB of fonts embedded (experimental)")
    if outcome.kept_copy is not None:
        report.remark(f"{_here(outcome.kept_copy)}: the deck as it was edited since it was built, kept under this name")
    return Exit.DONE


def _here(path: Path) -> Path:
    """Name a file from where the user stands."""
    path, here = path.resolve(), Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path
