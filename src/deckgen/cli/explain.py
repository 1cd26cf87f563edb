"""`deckgen explain`: why a result has its verdict, or none."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from deckgen.cli._common import (
    Exit,
    deck_folders,
    exit_for_wrong_use,
    failures_as_exit_code,
    open_results,
    period_name,
    single_deck_folder,
)
from deckgen.cli._encoding import can_print_all
from deckgen.cli._options import DeckOption

if TYPE_CHECKING:
    from deckgen.explain import Explained
    from deckgen.periods import Period
    from deckgen.results import OpenDeck


class Format(StrEnum):
    """How explanations are printed."""

    TEXT = "text"
    JSON = "json"


def command(
    metric: Annotated[
        str | None,
        typer.Argument(
            help="Its id, as `deckgen status` lists it; without it, every result that has no verdict.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Argument(help="As in Q2, H1, T3 or 2026-03; the reported one by default.", show_default=False),
    ] = None,
    deck: DeckOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List every result with its verdict.")] = False,
    format: Annotated[  # noqa: A002 -- it is the option's name
        Format, typer.Option("--format", help="For people or for programs.")
    ] = Format.TEXT,
) -> None:
    """Explain why results have their verdicts, or none."""
    folders = [single_deck_folder(deck)] if metric is not None or deck is not None else deck_folders(None)
    code, data = Exit.DONE, []
    for number, folder in enumerate(folders):
        with failures_as_exit_code(folder):
            opened = open_results(folder)
            name, asked, results = _named_results(folder, opened, metric, period)
            if format is Format.JSON:
                shown = results if name or everything else _without_verdict(results)
                data.append({"deck": folder.name, "period": str(opened.deck.period), "results": _as_data(shown)})
            else:
                if number:
                    typer.echo("")
                _print_results(f"{folder.name}: {asked}", asked, results, name=name, everything=everything)
        if opened.is_broken:
            typer.echo(f"{folder.name} has errors, so something may be missing here: see `deckgen check`", err=True)
            code = Exit.CONTENT
    if format is Format.JSON:
        typer.echo(json.dumps({"decks": data}, ensure_ascii=not can_print_all(sys.stdout), indent=2))
    raise typer.Exit(code)


def _named_results(
    folder: Path, opened: OpenDeck, metric: str | None, period: str | None
) -> tuple[str | None, Period, list[Explained]]:
    """Return the id that is asked for (None: all), the period, and the results; exits where there is none.

    A period may stand alone.
    """
    from deckgen.explain import explained_results, find_results
    from deckgen.resolve import DeckRows

    reported = opened.deck.period
    name = period_name(period, reported) if period is not None else None
    asked = reported.at(name) if name is not None else reported
    results = explained_results(DeckRows(opened.deck), name)
    if metric is None:
        return None, asked, results
    found = find_results(results, metric)
    if not found and period is None and (name := reported.calendar.read(metric)) is not None:
        return None, asked.at(name), explained_results(DeckRows(opened.deck), name)
    if not found:
        _exit_for_unknown_id(folder, opened, metric)
    return metric, asked, found


def _exit_for_unknown_id(folder: Path, opened: OpenDeck, metric: str) -> NoReturn:
    from deckgen.results import TargetIndex, find_targets

    if opened.is_broken:
        exit_for_wrong_use(f"'{metric}' is not found, maybe because {folder.name} has errors (see `deckgen check`)")
    hint = TargetIndex(find_targets(opened.deck)).suggestion(metric)
    exit_for_wrong_use(f"{folder.name} has no metric or key result '{metric}'; {hint}")


def _print_results(
    title: str, asked: Period, results: Sequence[Explained], *, name: str | None, everything: bool
) -> None:
    from deckgen.explain.listing import list_all, list_without_verdict

    if name is not None:
        typer.echo("\n\n".join("\n".join(_paragraph(result)) for result in results))
        return
    lines = list_all(results) if everything else list_without_verdict(results, asked.name)
    typer.echo("\n".join([title, *lines]))


def _paragraph(result: Explained, indent: str = "") -> list[str]:
    """Return the lines on one result: its name, a sentence on each, its measures."""
    from deckgen.explain import sentences

    where = f" (on slides of “{result.section}”)" if result.section else " (on no slide)"
    lines = [f"{indent}{result.id} in {result.period}: {result.name}{where if not indent else ''}"]
    lines += [f"{indent}  {sentence}" for sentence in sentences(result)]
    for measure in result.measures:
        lines += ["", *_paragraph(measure, f"{indent}  ")]
    return lines


def _without_verdict(results: Sequence[Explained]) -> list[Explained]:
    from deckgen.explain.results import flattened

    return [result for result in flattened(results) if result.verdict.status is None]


def _as_data(results: Sequence[Explained]) -> list[dict[str, Any]]:
    from deckgen.explain import sentences

    return [
        {
            "id": result.id, "name": result.name, "section": result.section, "period": result.period, "result": result.result,
            "goal": result.goal, "baseline": result.baseline, "status": result.verdict.status, "cause": result.verdict.cause,
            "reason": result.verdict.reason, "advice": result.advice, "shown": result.is_shown,
            "sentences": sentences(result), "measures": _as_data(result.measures),
        }
        for result in results
    ]  # fmt: skip
