"""`deckgen check`: decks or .pptx files of any origin in; their issues out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    deck_folders,
    exit_code_after_failure,
    exit_for_wrong_use,
    failure_line,
    failures_as_exit_code,
    print_cache_notices,
    summary_line,
    version_name,
)
from deckgen.cli._options import FormatOption
from deckgen.cli._progress_bar import progress_bar
from deckgen.cli._report import Format, Report
from deckgen.cli._selection import (
    LanguageOption,
    Only,
    SlidesOption,
    slide_names,
)

if TYPE_CHECKING:
    from deckgen.build.build_results import LayoutResult
    from deckgen.build.selection import Selection
    from deckgen.diagnostics import Issue

DecksOrFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK|FILE.pptx]...",
        help="Folders with a deck.yaml, or presentations; without any, every deck under content/.",
        show_default=False,
    ),
]

_SWITCHING_OFF = """In deck.yaml, switch a warning off, or list what it ignores (a metric, a key result, an acronym, a slide):

checks:
  other-quarter: off
  no-result: [trainer-development]

Errors are always on, and so are `chart-font`, `results-to-come`, `review-comment` and `to-rewrite`."""


def command(  # noqa: PLR0913, PLR0917 -- its options
    decks: DecksOrFiles = None,
    only: Only = None,
    slides: SlidesOption = "",
    language: LanguageOption = "",
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail as well.")] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002 -- it is the option's name
    rules: Annotated[bool, typer.Option("--rules", help="List the rules, and how a deck switches one off.")] = False,
) -> None:
    """List errors in decks, and what somebody should look at, without building them.

    In a .pptx, find what would make PowerPoint offer a repair, and what it carries besides its slides.

    Each warning ends with the name of its rule; --rules lists all.
    """
    from deckgen.build.selection import Selection

    if rules:
        _print_rules()
        raise typer.Exit(Exit.DONE)
    files = [path for path in decks or [] if path.suffix.casefold() == ".pptx"]
    named = [path for path in decks or [] if path not in files]
    with Report(format) as report:
        selection = Selection(only, slides=slide_names(slides), language=language)
        code = Exit.DONE if files and not named else _check_decks(named, selection, report, strict=strict)
        for file in files:
            code = max(code, _check_file(file, report, strict=strict))
    raise typer.Exit(code)


def _print_rules() -> None:
    from deckgen import checks
    from deckgen.diagnostics import Topic

    rules = checks.all_rules()
    widest = max(map(len, rules))
    for topic in Topic:
        typer.echo(f"{topic}:")
        for rule in rules.values():
            if rule.topic is topic:
                typer.echo(f"  {rule.code:<{widest}}  {rule.severity:<7}  {rule.summary}")
        typer.echo()
    typer.echo(_SWITCHING_OFF)


def _check_decks(named: Sequence[Path], selection: Selection, report: Report, *, strict: bool) -> Exit:
    from deckgen.build.selection import WHOLE_DECK, Selection

    code, folders = Exit.DONE, deck_folders(named)
    print_cache_notices(folders)
    for folder in folders:
        laid_out = _check(folder, selection)
        code = max(code, _print_checked(report, folder, laid_out, laid_out.issues, selection, strict=strict))
        content, is_whole = laid_out.content, selection == WHOLE_DECK
        for version in content.versions if content is not None and laid_out.deck is not None and is_whole else ():
            of_version = Selection(version=version)
            other = _check(folder, of_version)
            new_issues = [issue for issue in other.issues if issue not in laid_out.issues]
            code = max(code, _print_checked(report, folder, other, new_issues, of_version, strict=strict))
    return code


def _check(folder: Path, selection: Selection) -> LayoutResult:
    """Find the issues of a deck, of a section or of a version of it."""
    from deckgen.build import pipeline
    from deckgen.build.stored_cache import open_cache

    with failures_as_exit_code(folder), progress_bar(folder.name) as advance:
        cache = open_cache(folder, selection)
        laid_out = pipeline.check(folder, selection, progress=advance, cache=cache)
        cache.save()
    return laid_out


def _print_checked(
    report: Report,
    folder: Path,
    laid_out: LayoutResult,
    issues: Sequence[Issue],
    selection: Selection,
    *,
    strict: bool,
) -> Exit:
    """Print the issues of a deck or version that are new, and the outcome; returns its exit code."""
    from deckgen.diagnostics.wording import counted

    report.print_issues(folder, issues, laid_out.sources, selection.version)
    name = version_name(folder, selection.version, selection.language)
    if laid_out.deck is None:
        report.print_failure(failure_line(name, laid_out.issues, "a build would fail"))
        return exit_code_after_failure(Exit.DONE, laid_out.issues)
    if strict and (warnings := sum(d.severity == "warning" for d in laid_out.issues)):
        report.print_failure(f"{name}: {counted(warnings, 'warning')}, which --strict lets fail")
        return Exit.CONTENT
    summary = summary_line(len(laid_out.deck.pages), laid_out.deck.smallest_sizes, laid_out.issues)
    report.print_success(f"{name}: {summary}, nothing in the way of a build")
    return Exit.DONE


def _check_file(file: Path, report: Report, *, strict: bool) -> Exit:
    from msgspec.structs import replace

    from deckgen import package
    from deckgen.cli import _findings
    from deckgen.diagnostics import Issue, Severity, Span
    from deckgen.diagnostics.wording import counted

    if not file.is_file():
        exit_for_wrong_use(f"there is no file '{file}'")
    with failures_as_exit_code(file):
        findings, carried = package.findings(file), package.carried(file)
    if report.format is Format.TEXT:
        for line in _findings.finding_lines(file, findings):
            typer.echo(line, err=True)
        for text in carried:
            report.print_remark(f"{file}: carries {text}")
    else:
        span = Span(file.as_posix(), 0, 0)
        notes = [Issue(Severity.NOTE, "carries", f"carries {text}") for text in carried]
        report.print_issues(file, [replace(issue, span=span) for issue in (*findings, *notes)], {})
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    code = Exit.CONTENT if errors or (strict and warnings) else Exit.DONE
    if code:
        report.print_failure(f"{file}: {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    else:
        report.print_success(f"{file}: " + (f"no error, {counted(warnings, 'warning')}" if warnings else "sound"))
    return code
