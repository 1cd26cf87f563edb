"""`deckgen unfreeze`: ends the freeze of a deck's figures."""

from __future__ import annotations

import typer

from deckgen.cli._common import exit_for_wrong_use, failures_as_exit_code, locked_for_writing, single_deck_folder
from deckgen.cli._options import DeckArgument, DeckOption


def command(named: DeckArgument = None, deck: DeckOption = None) -> None:
    """End the freeze of the figures: changes are no longer named.

    The file history/frozen.yaml is deleted. `deckgen roll` does the same, because the next period has other figures.
    """
    from deckgen.records import freezing

    folder = single_deck_folder(named or deck).resolve()
    with failures_as_exit_code(folder), locked_for_writing(folder):
        if not freezing.is_frozen(folder):
            exit_for_wrong_use(f"{folder.name} is not frozen: `deckgen freeze` records its figures")
        freezing.end_freeze(folder)
    typer.echo(f"{folder.name}: the figures are no longer frozen")
