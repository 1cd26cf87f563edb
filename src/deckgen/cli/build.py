"""`deckgen build`: decks in, presentations in output/ out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._options import Decks, FormatOption
from deckgen.cli._report import Format
from deckgen.cli._selection import (
    HandoutOption,
    LanguageOption,
    Only,
    SlidesOption,
    VersionOption,
    slide_names,
)


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
    from deckgen.build.batch import BuildOptions
    from deckgen.build.selection import Selection
    from deckgen.cli._build_decks import build_decks

    selection = Selection(
        only, version, density.value if density else None, handout, language, slide_names(slides), not no_content
    )
    raise typer.Exit(build_decks(decks, BuildOptions(output, selection, draft, again), jobs, format))
