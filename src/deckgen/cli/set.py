"""`deckgen set`: one result into its content file."""

from __future__ import annotations

from typing import Annotated

import typer

from deckgen.cli._common import DeckOption, guarded, locked_for_writing, open_results, single_deck_folder, wrong


def command(
    metric: Annotated[str, typer.Argument(help="Its id, as `deckgen status` lists it.", show_default=False)],
    quarter: Annotated[str, typer.Argument(help="Q1, Q2, Q3 or Q4.", show_default=False)],
    value: Annotated[
        str, typer.Argument(help='The result as it should read; "" makes it open again.', show_default=False)
    ],
    deck: DeckOption = None,
) -> None:
    """Write one result into its file."""
    from deckgen import results  # noqa: PLC0415

    name = results.quarter_name(quarter)
    if name is None:
        wrong(f"'{quarter}' is no quarter: write Q1, Q2, Q3 or Q4")
    folder = single_deck_folder(deck)
    with guarded(folder), locked_for_writing(folder):
        opened = open_results(folder)
        outcomes, changes = results.apply(opened, [results.ResultUpdate(metric, name, value)])
        (outcome,) = outcomes
        if outcome.verdict is results.Verdict.UNKNOWN:
            if opened.broken:
                wrong(f"'{metric}' is not opened, perhaps because {folder.name} has errors: `deckgen check` lists them")
            wrong(f"{folder.name} has no metric or key result '{metric}'; {outcome.why}")
        if outcome.verdict is results.Verdict.REFUSED:
            wrong(f"{metric} {name} is left as it is: {outcome.why}")
        opened.write(changes, "set")
    line = f"{outcome.place}: {outcome.update.id} {name}: {_quoted(outcome.before)} → {_quoted(outcome.update.text)}"
    typer.echo(line if changes else f"{metric} {name} is {_quoted(outcome.before)} already")
    for note in outcome.notes:
        typer.echo(f"  note: {note}")


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”" if text else "–"
