"""acronyms: the meanings of the acronyms in the deck."""

from __future__ import annotations

from msgspec.structs import replace
from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Row, Slide, Table
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide, table_alt
from deckgen.model import PlainText, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: acronyms
title: Acronyms
entries:
  CTA: Call to action
  GLAM: Galleries, libraries, archives and museums
"""


class Content(SlideContent):
    """The acronyms of the slide; by default, those of the deck's data/acronyms.yaml."""

    label = "Acronyms"
    title_states = "topic"
    words = {"acronym": "Acronym", "meaning": "Meaning"}
    lists_acronyms = True
    lasting = SlideContent.lasting | {"entries"}

    entries: dict[PlainText, RichText] = Field(default_factory=dict)
    """Acronyms with their meanings; by default, those of `data/acronyms.yaml`."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with short forms and meanings in two columns."""
    labels, entries = context.labels, content.entries or context.acronyms
    names = (labels["acronym"], labels["meaning"])
    header = Row(tuple(Cell((plain_paragraph(name, "header"),)) for name in names), "header")
    rows = tuple(_row(short, meaning) for short, meaning in entries.items())
    title = content.title or labels["label"]
    table = Table(
        "table",
        (Column(share=1.2), Column(share=5.0)),
        (header,),
        rows,
        table_alt(context, title, header),
        context.origin,
    )
    return slide(content, context, "acronyms", (table,))


def _row(short: str, meaning: RichText) -> Row:
    keys = tuple(replace(origin, of_key=True) for origin in meaning.origins)
    cells = (Cell((plain_paragraph(short, "strong", origins=keys),)), Cell(tuple(paragraphs(meaning))))
    return Row(cells, origin=next(iter(meaning.origins), Origin()))
