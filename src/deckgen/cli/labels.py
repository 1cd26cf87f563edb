"""`deckgen labels`: the words that deckgen puts on slides, by language, and what a language lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use

if TYPE_CHECKING:
    from deckgen.model.labels import LanguageFile


def command(
    language: Annotated[
        str | None, typer.Argument(metavar="[LANGUAGE]", help="Show the words of this language.", show_default=False)
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Show only what the language lacks, in English.")] = False,
) -> None:
    """Show the words that deckgen itself puts on slides, or what a language lacks of them.

    The output has the form of a language file (src/deckgen/labels). Words that a language lacks are shown in English.
    """
    from deckgen.diagnostics.suggestions import hint_for
    from deckgen.diagnostics.wording import counted
    from deckgen.model.labels import Labels, read_language

    known = Labels.known()
    if language is not None and language not in known:
        exit_for_wrong_use(f"there are no labels in '{language}'; {hint_for(language, known, 'languages')}")
    english = _english_file()
    for name in (language,) if language else known:
        lacking = english.without(english if name == "en" else read_language(name))
        typer.echo(f"# {name}: {counted(lacking.count, 'word')} missing" if lacking.count else f"# {name}: complete")
        if missing or language:
            shown = lacking if missing else english.overridden_by(read_language(name))
            typer.echo(shown.as_yaml(), nl=False)


def _english_file() -> LanguageFile:
    """Return the file that a language would need to be complete, in English."""
    from deckgen.charts.chart_kind import find_chart_kinds
    from deckgen.kinds import content_models
    from deckgen.model.labels import CHARTS, DEFAULT_LANGUAGE, KINDS, LanguageFile, read_language

    kinds = {name: content.english_words() for name, content in content_models().items()}
    charts = {name: kind.english_words() for name, kind in find_chart_kinds().items()}
    return LanguageFile(read_language(DEFAULT_LANGUAGE).words, {KINDS: kinds, CHARTS: charts})
