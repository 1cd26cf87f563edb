"""Arguments and options of many commands, as typer reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deckgen.cli._report import Format

Decks = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECK]...",
        help="Folders with a deck.yaml; without any, every deck under content/.",
        show_default=False,
    ),
]
DeckOption = Annotated[
    str | None,
    typer.Option("--deck", metavar="DECK", help="Which deck, where a project has several: its name or its folder."),
]
DeckArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[DECK]", help="Which deck, where a project has several: its name or its folder.", show_default=False
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the change as a diff, and change nothing.")]
FormatOption = Annotated[
    Format, typer.Option("--format", help="How problems are printed: for people, programs, or GitHub Actions.")
]
