"""agenda: the sections with their departments and page numbers, each a link; generated from deck.yaml."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._shared import plain_paragraph, slide, table_alt
from deckgen.model import GeneratedSlide, SlideContent
from deckgen.resolve import AgendaEntry, Context

EXAMPLE = """\
kind: agenda
"""


class Content(SlideContent):
    """An agenda has no fields of its own: it lists the sections of deck.yaml."""

    label = "Agenda"
    title_states = "topic"
    words = {"section": "Section", "department": "Department", "page": "Page"}
    generated = GeneratedSlide(order=2)
    lists_sections = True


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the list of sections; layout fills in the page numbers after it has placed the pages."""
    labels = context.labels
    columns = (Column(tight=True), Column(share=5.0), Column(share=2.5), Column(tight=True))
    header = Row(
        (
            Cell(),
            Cell((plain_paragraph(labels["section"], "header"),)),
            Cell((plain_paragraph(labels["department"], "header"),)),
            Cell((plain_paragraph(labels["page"], "header"),), align="end"),
        ),
        "header",
    )
    rows = tuple(_section_row(n, entry) for n, entry in enumerate(context.agenda, 1))
    title = content.title or labels["label"]
    table = Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin)
    agenda = slide(content.model_copy(update={"title": title}), context, "agenda", (table,))
    return replace(agenda, tags=(), tag_origins=())


def _section_row(number: int, entry: AgendaEntry) -> Row:
    title = Run(entry.title, role="primary", link=f"#{entry.section}")
    department = plain_paragraph(entry.department, "small", origins=(entry.origin.at("department"),))
    return Row(
        (
            Cell((Paragraph((Run(f"{number}", role="primary", bold=True),)),), align="end"),
            Cell((Paragraph((title,), "strong", origins=(entry.origin.at("title"),)),)),
            Cell((department,) if entry.department else ()),
            Cell((Paragraph((Run("00", page_of=entry.section),)),), align="end"),
        ),
        origin=entry.origin,
    )
