"""`deckgen build`: decks in, presentations in output/ out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._common import Decks, Exit, Only, failure, folders, guarded, progress, summary, worst, wrong
from deckgen.cli._report import Format, FormatOption, Report


def command(
    decks: Decks = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of output/<deck>.pptx.")
    ] = None,
    only: Only = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build although something does not fit; faults are marked on their slides.")
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002 -- it is the option's name
) -> None:
    """Build decks into output/."""
    from deckgen import pipeline  # noqa: PLC0415

    found = folders(decks)
    if output is not None and len(found) > 1:
        wrong("-o names one file, but there are several decks: name the deck to build")
    code = Exit.DONE
    with Report(format) as report:
        for folder in found:
            with guarded(folder), progress(folder.name) as advance:
                started = time.perf_counter()
                built = pipeline.build(folder, output, only=only, draft=draft, progress=advance)
                seconds = time.perf_counter() - started
            report.problems(folder, built.diagnostics, built.laid_out.sources)
            if built.path is None:
                report.failure(failure(folder.name, built.diagnostics, "nothing was built"))
                code = worst(code, built.diagnostics)
                continue
            report.success(f"{_here(built.path)}: {summary(built.laid_out)}, {seconds:.1f} s", _here(built.path))
            if built.fonts:
                report.remark(f"{_here(built.path)}: {built.fonts / 1e6:.1f} MB of fonts embedded (experimental)")
            if built.kept is not None:
                report.remark(
                    f"{_here(built.kept)}: the deck as it was edited since it was built, kept under this name"
                )
    raise typer.Exit(code)


def _here(path: Path) -> Path:
    """Name a file from where the user stands."""
    path, here = path.resolve(), Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path
