"""`deckgen titles`: the titles of all slides, and which of them are findings."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from deckgen.cli._common import Exit, deck_folders, failure_line, failures_as_exit_code, print_issues, version_name
from deckgen.cli._encoding import can_print_all
from deckgen.cli._options import Decks
from deckgen.cli._selection import (
    LanguageOption,
    VersionOption,
)

if TYPE_CHECKING:
    from deckgen.build.title_list import TitleEntry


class Format(StrEnum):
    """How titles are printed."""

    TEXT = "text"
    JSON = "json"


def command(
    decks: Decks = None,
    version: VersionOption = "",
    language: LanguageOption = "",
    format: Annotated[  # noqa: A002 -- it is the option's name
        Format, typer.Option("--format", help="For people or for programs.")
    ] = Format.TEXT,
) -> None:
    """List the titles of all slides: read in a row, they should tell the story of the deck.

    A title is a finding where it says what the slide shows, and else a label, which only names the topic.
    """
    import msgspec

    from deckgen.build import pipeline
    from deckgen.build.selection import Selection
    from deckgen.build.title_list import list_titles

    code, data = Exit.DONE, []
    for position, folder in enumerate(deck_folders(decks)):
        with failures_as_exit_code(folder):
            laid_out = pipeline.lay_out(folder, Selection(version=version, language=language))
            entries = list_titles(laid_out)
        name = version_name(folder, version, language)
        if laid_out.content is None:
            print_issues(laid_out.issues, laid_out.sources)
            typer.echo(failure_line(name, laid_out.issues, "no title was read"), err=True)
            code = Exit.CONTENT
            continue
        if format is Format.JSON:
            of_version = {"version": version} if version else {}
            data.append({"deck": folder.resolve().name, **of_version, "titles": msgspec.to_builtins(entries)})
        else:
            typer.echo("\n".join([*([""] if position else []), *_lines(name, entries)]))
        if laid_out.deck is None:
            typer.echo(f"{name} has errors, so something may be missing here: see `deckgen check`", err=True)
            code = Exit.CONTENT
    if format is Format.JSON:
        typer.echo(json.dumps({"decks": data}, ensure_ascii=not can_print_all(sys.stdout), indent=2))
    raise typer.Exit(code)


def _lines(name: str, entries: Sequence[TitleEntry]) -> list[str]:
    """Return a line for each title: number of the slide (its id where it has none), kind, what it states, title, place."""
    from deckgen.diagnostics.wording import counted

    findings = sum(entry.states == "finding" for entry in entries)
    numbers = [str(entry.number or entry.id) for entry in entries]
    widest, widest_kind = max(map(len, numbers), default=0), max((len(entry.kind) for entry in entries), default=0)
    lines = [f"{name}: {counted(len(entries), 'title')}, {counted(findings, 'finding')}"]
    for number, entry in zip(numbers, entries, strict=True):
        place = f"  ({entry.file}:{entry.line})" if entry.file else ""
        lines.append(f"{number:>{widest}}  {entry.kind:<{widest_kind}}  {entry.states:<7}  {entry.title}{place}")
    return lines
