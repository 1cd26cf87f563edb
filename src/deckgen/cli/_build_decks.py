"""Builds decks and prints their outcomes; `deckgen build` is the command that reads its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.cli._common import (
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
from deckgen.cli._report import Format, Report

if TYPE_CHECKING:
    from deckgen.build.batch import BuildOptions, DeckOutcome
    from deckgen.diagnostics import Issue


def build_decks(
    decks: Sequence[Path] | None,
    options: BuildOptions,
    jobs: int | None = None,
    format: Format = Format.TEXT,  # noqa: A002
) -> Exit:
    """Build decks (None: all of the project) on `jobs` cores, and print their outcomes; returns the worst exit code.

    Exits where the decks or the output were named wrongly.
    """
    from deckgen.build import batch
    from deckgen.diagnostics.wording import counted

    folders = deck_folders(decks)
    if options.output is not None and len(folders) > 1:
        exit_for_wrong_use("-o names one file, but there are several decks: name the deck to build")
    if options.output is not None and not options.output.is_dir():
        _require_output_file(options.output)
    print_cache_notices(folders)
    code, failed = Exit.DONE, []
    with Report(format) as report, progress_bar(folders[0].name if len(folders) == 1 else "decks") as advance:
        for done, outcome in enumerate(batch.build_all(folders, options, jobs, advance), 1):
            deck_code = _print_outcomes(report, outcome)
            code = max(code, deck_code)
            failed += [outcome.folder.name] if deck_code else []
            advance("building", done, len(folders))
        if failed and len(folders) > 1:
            report.print_failure(f"{counted(len(failed), 'deck')} of {len(folders)} failed: {', '.join(failed)}")
    return code


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
