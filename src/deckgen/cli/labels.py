"""`deckgen labels`: the words that deckgen puts on slides, by language, what a language lacks, and what is wrong in its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import (
    Exit,
    print_issues,
)
from deckgen.cli._selection import (
    require_language,
)

if TYPE_CHECKING:
    from deckgen.build.label_reports import LabelReport


_FEW = 40
"""How many words of a translation may be those of English."""


def command(
    language: Annotated[
        str | None, typer.Argument(metavar="[LANGUAGE]", help="Show the words of this language.", show_default=False)
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Show only what the language lacks, in English.")] = False,
) -> None:
    """Show the words that deckgen itself puts on slides, what a language lacks of them, and what is wrong in its files.

    The output has the form of a language file, which a project may have as labels/LANGUAGE.yaml. Words that a language lacks are
    shown in English. The exit code is 1 if a file has an error.
    """
    from deckgen.build.label_reports import languages, report
    from deckgen.io.project import find_project

    project = find_project(Path.cwd())
    if language is not None:
        require_language(language)
    for name in (language,) if language else languages(project):
        found = report(name, project)
        typer.echo(_summary(found))
        if missing or language:
            typer.echo((found.missing if missing else found.complete).as_yaml(), nl=False)
        if found.issues:
            print_issues(found.issues, found.sources)
            if language:
                raise typer.Exit(Exit.CONTENT)


def _summary(found: LabelReport) -> str:
    """Return a comment that says how complete a language is, and whether anybody stands for its words."""
    from deckgen.diagnostics.wording import counted
    from deckgen.ir.direction import is_right_to_left
    from deckgen.model.cldr import english_name, is_english

    count = len(found.missing.names())
    facts = [f"{counted(count, 'word')} missing" if count else "complete"]
    if is_english(found.language):
        return f"# {found.language}: {facts[0]}"
    if found.untranslated > _FEW:
        facts.append(f"{found.untranslated} still as in English")
    if is_right_to_left(found.language):
        facts.append("written from right to left")
    if found.used and found.language not in found.used:
        facts.append(f"with the words of {', '.join(found.used)}")
    readers = found.own.reviewers
    facts.append(
        f"read by {', '.join(readers)}" if readers else "not yet read by anybody who grew up with the language"
    )
    return f"# {found.language} ({english_name(found.language)}): {', '.join(facts)}"
