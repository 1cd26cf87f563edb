"""`deckgen check`: decks in, or .pptx files that anybody made; what is wrong with them out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli import _findings
from deckgen.cli._common import Exit, Only, count, failure, folders, guarded, notices, progress, summary, worst, wrong
from deckgen.cli._report import Format, FormatOption, Report

Things = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK|FILE.pptx]...",
        help="Folders with a deck.yaml, or presentations; without any, every deck under content/.",
        show_default=False,
    ),
]

_SWITCHING_OFF = """
In deck.yaml, a rule is switched off, or lets pass what has been looked at (a metric, a key result, an acronym, a slide):

checks:
  other-quarter: off
  no-result: [trainer-development]

`to-rewrite` is always on: rewrite what is marked, then delete the mark."""


def command(
    decks: Things = None,
    only: Only = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail as well.")] = False,
    format: FormatOption = Format.TEXT,  # noqa: A002 -- it is the option's name
    rules: Annotated[bool, typer.Option("--rules", help="List the rules, and how a deck switches one off.")] = False,
) -> None:
    """Say what is wrong with decks, and what somebody should look at, without building them.

    Of a .pptx, say what would make PowerPoint offer a repair. Each warning ends with the name of its rule; --rules lists all.
    """
    if rules:
        _tell_rules()
        raise typer.Exit(Exit.DONE)
    files = [path for path in decks or [] if path.suffix.casefold() == ".pptx"]
    named = [path for path in decks or [] if path not in files]
    with Report(format) as report:
        code = Exit.DONE if files and not named else _decks(named, only, report, strict=strict)
        for file in files:
            code = max(code, _file(file, report, strict=strict))
    raise typer.Exit(code)


def _tell_rules() -> None:
    from deckgen import checks  # noqa: PLC0415

    described = checks.described()
    widest = max(map(len, described))
    for name, what in described.items():
        typer.echo(f"{name:<{widest}}  {what}")
    typer.echo(_SWITCHING_OFF)


def _decks(named: Sequence[Path], only: str | None, report: Report, *, strict: bool) -> Exit:
    from deckgen.build import pipeline  # noqa: PLC0415
    from deckgen.build.caches import StoredCaches  # noqa: PLC0415

    code, found = Exit.DONE, folders(named)
    notices(found)
    for folder in found:
        with guarded(folder), progress(folder.name) as advance:
            stored = StoredCaches(folder, (only, False))
            caches = stored.load()
            laid = pipeline.check(folder, only=only, progress=advance, caches=caches)
            stored.save(caches)
        report.problems(folder, laid.diagnostics, laid.sources)
        if laid.deck is None:
            report.failure(failure(folder.name, laid.diagnostics, "a build would fail"))
            code = worst(code, laid.diagnostics)
        elif strict and (warnings := sum(d.severity == "warning" for d in laid.diagnostics)):
            report.failure(f"{folder.name}: {count(warnings, 'warning')}, which --strict lets fail")
            code = max(code, Exit.CONTENT)
        else:
            shown = summary(len(laid.deck.pages), laid.deck.smallest, laid.diagnostics)
            report.success(f"{folder.name}: {shown}, nothing in the way of a build")
    return code


def _file(file: Path, report: Report, *, strict: bool) -> Exit:
    from deckgen import package  # noqa: PLC0415
    from deckgen.diagnostics import Diagnostic, Severity, Span  # noqa: PLC0415

    if not file.is_file():
        wrong(f"there is no file '{file}'")
    with guarded(file):
        found = package.findings(file)
    if report.format is Format.TEXT:
        for line in _findings.lines(file, found):
            typer.echo(line, err=True)
    else:
        at = Span(file.as_posix(), 0, 0)
        report.problems(file, [Diagnostic(Severity(f.severity), f.rule, f.text, at) for f in found], {})
    errors = sum(finding.severity == "error" for finding in found)
    warnings = len(found) - errors
    if errors or (strict and warnings):
        report.failure(f"{file}: {count(errors, 'error')}, {count(warnings, 'warning')}")
        return Exit.CONTENT
    report.success(f"{file}: " + (f"no error, {count(warnings, 'warning')}" if warnings else "sound"))
    return Exit.DONE
