"""The options that say what of a deck a command works on: a section, slides, a version, a language, a handout."""

from __future__ import annotations

from typing import Annotated

import typer

from deckgen.cli._common import exit_for_wrong_use

Only = Annotated[str | None, typer.Option("--only", metavar="SECTION", help="Only this section, with its cover.")]

VersionOption = Annotated[
    str,
    typer.Option("--version", metavar="NAME", help="This version of the deck, which deck.yaml has under `versions`."),
]
LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        metavar="LANGUAGE",
        help="In this language, by the deck's translations (`deckgen translate`).",
        show_default=False,
    ),
]
SlidesOption = Annotated[
    str,
    typer.Option(
        "--slides",
        metavar="NAMES",
        help="Only these sections, slides and added slides: overview,ip-masking/drill-down,scorecard.",
        show_default=False,
    ),
]
HandoutOption = Annotated[
    bool,
    typer.Option(
        "--handout", help="As a handout: without speaker notes, hidden slides, and what only the authors need."
    ),
]


def slide_names(typed: str) -> tuple[str, ...]:
    """Return the names of sections and slides that an option lists; exits where it lists none."""
    names = tuple(name.strip() for name in typed.split(",") if name.strip())
    if typed and not names:
        exit_for_wrong_use("--slides names no section and no slide: write them as in --slides overview,scorecard")
    return names


def require_language(tag: str) -> None:
    """Exit where a text is not the code of a language that Babel knows."""
    from deckgen.model.cldr import find_locale, is_english
    from deckgen.model.language_tags import intended_tag

    if is_english(tag) or find_locale(tag) is not None:
        return
    meant = intended_tag(tag)
    hint = f"did you mean '{meant}'?" if meant and meant != tag else "name it by its code, such as de or pt-BR"
    exit_for_wrong_use(f"'{tag}' is not the code of a language; {hint}")
