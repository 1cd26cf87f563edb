"""`deckgen set`: one result into its content file."""

from __future__ import annotations

from typing import Annotated

import typer

from deckgen.cli._common import (
    DeckArgument,
    DeckOption,
    exit_for_wrong_use,
    failures_as_exit_code,
    is_deck_or_path,
    locked_for_writing,
    open_results,
    period_name,
    print_issues,
    single_deck_folder,
)


def command(
    metric: Annotated[str, typer.Argument(help="Its id, as `deckgen status` lists it.", show_default=False)],
    period: Annotated[str, typer.Argument(help="As in Q2, H1, T3 or 2026-03.", show_default=False)],
    value: Annotated[
        str, typer.Argument(help='The result as it should read; "" makes it open again.', show_default=False)
    ],
    named: DeckArgument = None,
    deck: DeckOption = None,
) -> None:
    """Write one result into its file."""
    from deckgen import results

    if named is not None and not is_deck_or_path(named):
        exit_for_wrong_use(f"'{named}' is no deck; a result of several words stands in quotes")
    folder = single_deck_folder(named or deck)
    with failures_as_exit_code(folder), locked_for_writing(folder):
        opened = open_results(folder)
        name = period_name(period, opened.deck.period)
        outcomes, changes = results.apply_updates(opened, [results.ResultUpdate(metric, name, value)])
        (outcome,) = outcomes
        if outcome.verdict is results.Verdict.UNKNOWN:
            if opened.is_broken:
                exit_for_wrong_use(
                    f"'{metric}' is not found, maybe because {folder.name} has errors (see `deckgen check`)"
                )
            exit_for_wrong_use(f"{folder.name} has no metric or key result '{metric}'; {outcome.reason}")
        if outcome.verdict is results.Verdict.REFUSED:
            exit_for_wrong_use(f"{metric} {name} is left as it is: {outcome.reason}")
        opened.write(changes, "set")
    line = f"{outcome.location}: {outcome.update.id} {name}: {_quoted(outcome.before)} → {_quoted(outcome.update.text)}"
    typer.echo(line if changes else f"{metric} {name} is {_quoted(outcome.before)} already")
    print_issues(outcome.issues, {change.display: change.after for change in changes})
    for note in outcome.notes:
        typer.echo(f"  note: {note}")


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”" if text else "–"
