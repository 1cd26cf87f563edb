"""`deckgen new`: a project that builds at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    at_terminal,
    exit_for_wrong_use,
    failures_as_exit_code,
    quoted_for_shell,
    require_portable_output,
    require_usable_name,
)
from deckgen.cli._selection import require_language

if TYPE_CHECKING:
    from deckgen.periods import Period
    from deckgen.scaffold.origin import InstallOrigin


def command(  # noqa: PLR0913, PLR0917 -- its options
    name: Annotated[
        Path, typer.Argument(help="The folder to make, which gives the deck its name.", show_default=False)
    ],
    title: Annotated[str | None, typer.Option("--title", help="The title of the deck.")] = None,
    priority: Annotated[
        str | None, typer.Option("--priority", help="The first priority that the deck reports on.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            "--quarter",
            metavar="PERIOD",
            help="What the deck reports: Q2, H1, T3 or 2026-03, perhaps with its year.",
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", metavar="YEAR", help="The year, as in 2026, FY2025 or 2024/25.")
    ] = None,
    year_starts: Annotated[
        str,
        typer.Option(
            "--year-starts", metavar="MONTH", help="The first month of a year of months, if it is not January."
        ),
    ] = "",
    language: Annotated[
        str,
        typer.Option(
            "--language",
            metavar="LANGUAGE",
            help="The language of the deck, by its code: de, pt-BR. Sample texts stay English.",
        ),
    ] = "en",
    install_from: Annotated[
        str | None,
        typer.Option(
            "--install-from",
            metavar="ADDRESS",
            help="Where others install deckgen from: git+https://HOST/PATH@COMMIT, or a wheel. Goes into requirements.txt.",
        ),
    ] = None,
    brand: Annotated[
        Path | None,
        typer.Option(
            "--brand",
            metavar="FILE",
            help="The PowerPoint template (.potx, .pptx or .pptm) in which the deck is built.",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="LAYOUT",
            help="The layout of the template on which slides stand, by its name or number; else deckgen chooses.",
        ),
    ] = "",
) -> None:
    """Make a new project that builds at once.

    It has content to write over, a brand, settings for editors and a recipe for CI. Nothing is overwritten.
    """
    from deckgen import scaffold
    from deckgen.edit import EditError
    from deckgen.scaffold.origin import OriginError, parse_origin

    require_language(language)
    if host and brand is None:
        exit_for_wrong_use(f"--host {host} needs --brand: it names a layout of a PowerPoint template")
    with failures_as_exit_code(name):
        try:
            if scaffold.finish(name):
                typer.echo(
                    f"{name}: finished what an interrupted `deckgen new` had begun; README.md there says where things are"
                )
                raise typer.Exit(Exit.DONE)
            require_usable_name(name.resolve())
            require_portable_output(name)
            # Before anybody answers questions for nothing.
            scaffold.check_target(name)
            given = _given_period(period, year)
            reported = scaffold.read_reported_period(given, year_starts) if given else None
            origin = parse_origin(install_from) if install_from is not None else None
            title = _asked("Title of the deck", title, scaffold.title_of(name.resolve().name))
            priority = _asked("First priority", priority, "First priority")
            reported = reported or _asked_period(year_starts)
            imported = _imported_brand(brand, scaffold.title_of(name.resolve().name), host) if brand is not None else {}
            answers = scaffold.Answers(title, priority, reported, origin or _origin(), imported, language)
            scaffold.create(name, answers)
        except (scaffold.ProjectError, OriginError, EditError) as fault:
            exit_for_wrong_use(str(fault))
    typer.echo(f"{name}: a project for {answers.period}")
    go = "" if name.resolve() == Path.cwd() else f"cd {quoted_for_shell(str(name))} && "
    typer.echo(
        f"  next: {go}deckgen build; then deckgen render draws its slides; README.md there says where things are"
    )
    if language != "en":
        typer.echo(f"  {_about_language(language)}")
    if answers.brand:
        typer.echo(
            f"  in the template: {go}deckgen brand check {quoted_for_shell(name.resolve().name)} draws every kind of slide"
        )
    if answers.origin is None:
        typer.echo("  note: requirements.txt does not say yet where others install deckgen from; it says what to do")
    raise typer.Exit(Exit.DONE)


def _about_language(language: str) -> str:
    """Return what a deck in another language has in that language, and what it has not."""
    from deckgen.model.labels import files_of

    labels = f"deckgen's own words are in {language}"
    if not files_of(language):
        labels = f"deckgen has no words in {language} yet (`deckgen labels --missing {language}`), and shows its own in English"
    return f"the deck is in {language}: {labels}; the sample texts are English, for you to write over"


def _imported_brand(file: Path, title: str, host: str) -> dict[str, bytes]:
    """Return the files of a brand that draws slides in a PowerPoint template, and print what was found in it."""
    from deckgen.brand.layers import BRAND_FILE
    from deckgen.scaffold.templates import read_import
    from deckgen.template.brand_file import FILE_NAME

    imported = read_import(file, title, host)
    typer.echo(f"  slides stand on the layout “{imported.match.host.name}” of {file.name}")
    for removed in imported.removed:
        typer.echo(f"  left out of {file.name}: {removed}")
    for question in imported.questions:
        typer.echo(f"  look at: {question}")
    return {BRAND_FILE: imported.brand_file.encode(), FILE_NAME: imported.data}


def _given_period(period: str | None, year: str | None) -> str | None:
    """Return the period of the options with its year; None if they name none."""
    if period is None and year is not None:
        exit_for_wrong_use(f"--year {year} needs --period: write Q2, H1, T3 or 2026-03")
    return f"{period} {year}" if period is not None and year is not None else period


def _asked_period(year_starts: str) -> Period:
    """Return the period that somebody at a terminal answers, asking again where it is none; else the last quarter."""
    from deckgen import scaffold

    suggested = str(scaffold.current_quarter(datetime.now(UTC).date()))

    def read(text: str) -> Period:
        try:
            return scaffold.read_reported_period(text, year_starts)
        except scaffold.ProjectError as error:
            raise typer.BadParameter(str(error)) from error

    if not at_terminal():
        return scaffold.read_reported_period(suggested, year_starts)
    answer: Period = typer.prompt("Period to report", default=suggested, value_proc=read)
    return answer


def _origin() -> InstallOrigin | None:
    """Return where deckgen is installed from: as pip recorded it, or as somebody at a terminal answers."""
    from deckgen.scaffold.origin import installed_origin, pip_record, suggested_origin

    recorded = installed_origin()
    if recorded is not None or not at_terminal():
        return recorded
    typer.echo("Where do others install deckgen from? An address git+https://HOST/PATH@COMMIT, or the path of a wheel.")
    default = suggested_origin(pip_record())
    question = "Install deckgen from" if default else "Install deckgen from (empty: decide later)"
    answer: InstallOrigin | None = typer.prompt(
        question, default=default, show_default=bool(default), value_proc=_parsed_answer
    )
    return answer


def _parsed_answer(text: str) -> InstallOrigin | None:
    """Read an answer; click asks again where it is not usable."""
    from deckgen.scaffold.origin import OriginError, parse_origin

    try:
        return parse_origin(text) if text.strip() else None
    except OriginError as error:
        raise typer.BadParameter(str(error)) from error


def _asked(question: str, given: str | None, default: str) -> str:
    """The option if given, else the answer of somebody at a terminal, else the default."""
    if given is not None or not at_terminal():
        return given or default
    return str(typer.prompt(question, default=default))
