"""`deckgen build`: decks in, presentations in output/ out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Decks,
    Exit,
    deck_folders,
    exit_code_after_failure,
    exit_for_wrong_use,
    failure_line,
    print_cache_notices,
    pull_command,
    summary_line,
    version_name,
)
from deckgen.cli._progress_bar import progress_bar
from deckgen.cli._report import Format, FormatOption, Report
from deckgen.cli._selection import (
    HandoutOption,
    LanguageOption,
    Only,
    SlidesOption,
    VersionOption,
    slide_names,
)

if TYPE_CHECKING:
    from deckgen.build.batch import DeckOutcome
    from deckgen.diagnostics import Issue


class Density(StrEnum):
    """For what the slides of a deck are made."""

    PRESENT = "present"
    READ = "read"


def command(  # noqa: PLR0913, PLR0917 -- its options
    decks: Decks = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here instead of output/<deck>.pptx.")
    ] = None,
    only: Only = None,
    slides: SlidesOption = "",
    version: VersionOption = "",
    language: LanguageOption = "",
    handout: HandoutOption = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Build although something does not fit; issues are marked on their slides.")
    ] = False,
    density: Annotated[
        Density | None,
        typer.Option(
            help="`present`: text as large as the page allows; `read`: smaller, for a deck that is sent round. Written beside "
            "the deck as deck.yaml has it."
        ),
    ] = None,
    no_content: Annotated[
        bool,
        typer.Option(
            "--no-content", help="Leave out the values by which `deckgen pull` finds edits made in PowerPoint."
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j", "--jobs", metavar="N", min=1, help="Build many decks on this number of cores; all by default."
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Also build decks in which nothing changed, and lay out every slide again."),
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002 -- it is the option's name
) -> None:
    """Build decks and their versions into output/.

    With -o, --only, --slides, --version, --language, --density or --handout, that one file of each.
    """
    from deckgen.build import batch
    from deckgen.build.selection import Selection
    from deckgen.diagnostics.wording import counted

    folders = deck_folders(decks)
    if output is not None and len(folders) > 1:
        exit_for_wrong_use("-o names one file, but there are several decks: name the deck to build")
    if output is not None and not output.is_dir():
        _require_output_file(output)
    print_cache_notices(folders)
    selection = Selection(
        only, version, density.value if density else None, handout, language, slide_names(slides), not no_content
    )
    options = batch.BuildOptions(output, selection, draft, again)
    code, failed = Exit.DONE, []
    with Report(format) as report, progress_bar(folders[0].name if len(folders) == 1 else "decks") as advance:
        for done, outcome in enumerate(batch.build_all(folders, options, jobs, advance), 1):
            deck_code = _print_outcomes(report, outcome)
            code = max(code, deck_code)
            failed += [outcome.folder.name] if deck_code else []
            advance("building", done, len(folders))
        if failed and len(folders) > 1:
            report.print_failure(f"{counted(len(failed), 'deck')} of {len(folders)} failed: {', '.join(failed)}")
    raise typer.Exit(code)


def _require_output_file(output: Path) -> None:
    """Exit where no deck may be written to `output`, before anything is built."""
    from deckgen import package
    from deckgen.build import output_file

    try:
        output_file.resolve_target(output, package.is_presentation)
    except output_file.OutputFileError as error:
        exit_for_wrong_use(str(error))


def _print_outcomes(report: Report, outcome: DeckOutcome) -> Exit:
    """Print the outcomes of a deck and its versions; returns the worst exit code."""
    code = _print_outcome(report, outcome, outcome.issues)
    for version in outcome.versions:
        new_issues = [issue for issue in version.issues if issue not in outcome.issues]
        code = max(code, _print_outcome(report, version, new_issues))
    return code


def _print_outcome(report: Report, outcome: DeckOutcome, issues: Sequence[Issue]) -> Exit:
    """Print the outcome of a deck or a version with those of its issues that are new; returns its exit code."""
    folder, path = outcome.folder, outcome.path
    if outcome.failure:
        report.print_failure(f"deckgen: {outcome.failure}")
        return Exit.FAULT
    report.print_issues(folder, issues, outcome.sources, outcome.version)
    if path is None:
        name = version_name(folder, outcome.version, outcome.language)
        report.print_failure(failure_line(name, outcome.issues, "nothing was built"))
        return exit_code_after_failure(Exit.DONE, outcome.issues)
    summary = summary_line(outcome.pages, outcome.smallest, outcome.issues)
    summary = ", ".join(
        text for text in (summary, _further_warnings_text(outcome.further_warnings), outcome.verdicts) if text
    )
    end = f"{outcome.seconds:.1f} s" if outcome.was_built else "nothing changed since it was built"
    path = _relative_to_current_folder(path)
    report.print_success(f"{path}: {summary}, {end}", path)
    if outcome.pdf is not None:
        report.print_remark(f"{_relative_to_current_folder(outcome.pdf)}: the slides of the handout as PDF")
    if outcome.pdf_failure:
        report.print_failure(f"deckgen: {outcome.pdf_failure}")
    if outcome.fonts:
        report.print_remark(f"{path}: {outcome.fonts / 1e6:.1f} MB of fonts embedded (experimental)")
    if outcome.kept_copy is not None:
        kept_copy = _relative_to_current_folder(outcome.kept_copy)
        is_handout = outcome.pdf is not None or outcome.pdf_failure
        what = (
            "a handout carries no content, so the edits cannot be brought back by `deckgen pull`"
            if is_handout
            else f"`{pull_command(kept_copy, folder)}` brings the edits into the content"
        )
        report.print_remark(f"{kept_copy}: the deck as it was edited since it was built, kept under this name; {what}")
    return Exit.FAULT if outcome.pdf_failure else Exit.DONE


def _further_warnings_text(warnings: Mapping[str, int]) -> str:
    """Return how many warnings only `deckgen check` shows, and of which rules; empty if there are none."""
    from deckgen.diagnostics.wording import counted

    rules = ", ".join(f"{number} {rule}" for rule, number in warnings.items())
    return f"{counted(sum(warnings.values()), 'more warning')} in `deckgen check` ({rules})" if warnings else ""


def _relative_to_current_folder(path: Path) -> Path:
    """Return the path of a file relative to the current folder, if it is inside."""
    path, here = path.resolve(), Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path
