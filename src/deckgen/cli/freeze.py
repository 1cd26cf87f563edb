"""`deckgen freeze`: records the figures and verdicts of a deck, so that later changes are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from deckgen.cli._common import (
    Exit,
    exit_for_wrong_use,
    failures_as_exit_code,
    locked_for_writing,
    open_results,
    print_issues,
    single_deck_folder,
)
from deckgen.cli._options import DeckArgument, DeckOption

if TYPE_CHECKING:
    from deckgen.results import OpenDeck


def command(named: DeckArgument = None, deck: DeckOption = None) -> None:
    """Freeze the figures: every later change is named.

    All results, verdicts, goals, baselines, plans and forecasts that the slides show are recorded in history/frozen.yaml, and
    all other figures in texts, tables and charts. Until `deckgen unfreeze`, every build and `deckgen check` name each one that
    is changed, with its owner.
    """
    from deckgen.diagnostics.wording import counted
    from deckgen.model.record_files import frozen_path
    from deckgen.records import freezing, taking, today, writing
    from deckgen.resolve import DeckRows

    folder = single_deck_folder(named or deck).resolve()
    with failures_as_exit_code(folder), locked_for_writing(folder):
        if freezing.is_frozen(folder):
            exit_for_wrong_use(
                f"{folder.name} is frozen already: `deckgen check` lists what changed since, `deckgen unfreeze` ends the freeze"
            )
        opened = open_results(folder)
        _require_sound(folder.name, opened)
        record = taking.take_frozen(DeckRows(opened.deck), today())
        writing.write_record(frozen_path(folder), folder, record)
    period = opened.deck.period
    with_result = sum(period.name in line.results for line in record.results)
    typer.echo(
        f"{folder.name}: figures of {period} frozen, {counted(len(record.results), 'line')} ({with_result} with a result of "
        f"{period.name}); `deckgen build` and `deckgen check` name later changes"
    )


def _require_sound(name: str, opened: OpenDeck) -> None:
    """Exit where a deck has errors, so that figures may be missing."""
    if opened.is_broken:
        print_issues(opened.issues, opened.sources)
        typer.echo(f"{name}: fix these errors first; nothing was frozen", err=True)
        raise typer.Exit(Exit.CONTENT)
