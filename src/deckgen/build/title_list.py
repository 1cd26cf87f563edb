"""The titles of a deck in the order of its slides: a deck laid out in, one entry for each slide out.

A title is a finding where it says what the slide shows (a `headline`, or what a kind composes), and else a label.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from deckgen.build.build_results import LayoutResult
from deckgen.build.locations import locate
from deckgen.diagnostics import line_and_column
from deckgen.ir.blocks import Slide


class TitleEntry(Struct, frozen=True):
    """The title of a slide; `number` is that of its first page, None in a deck with errors.

    `file` and `line` are where the title was written; empty and 0 for one that deckgen adds.
    """

    number: int | None
    id: str
    kind: str
    title: str
    states: Literal["finding", "label"]
    file: str = ""
    line: int = 0


def list_titles(laid_out: LayoutResult) -> list[TitleEntry]:
    """Return the titles of all slides that could be composed."""
    pages = laid_out.deck.pages if laid_out.deck is not None else ()
    numbers = {page.id: page.number for page in pages if page.part[0] == 1}
    return [_entry(laid_out, slide, numbers.get(slide.id)) for slide in laid_out.slides]


def _entry(laid_out: LayoutResult, slide: Slide, number: int | None) -> TitleEntry:
    states: Literal["finding", "label"] = "finding" if slide.has_finding else "label"
    span = locate(laid_out.content, slide.title_origin) if laid_out.content and slide.title_origin else None
    if span is None:
        return TitleEntry(number, slide.id, slide.kind, slide.title, states)
    line = line_and_column(laid_out.sources[span.file], span.start)[0]
    return TitleEntry(number, slide.id, slide.kind, slide.title, states, span.file, line)
