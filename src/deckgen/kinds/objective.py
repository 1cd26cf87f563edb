"""objective: the objective of a team, and updates on the progress."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Slide, Status, Table, Text
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, plain_paragraph, slide, status_word, table_alt
from deckgen.kinds._verdicts import status_ground
from deckgen.model import Item, RichText, SlideContent, Variant
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context

EXAMPLE = """\
kind: objective
title: Safer editing
department: Product
due: EOY
objective: Keep editors safe while those who look after the projects can still do their work.
updates:
  - The first of two tools is in steady development.
  - lead: Testing
    text: A second round begins in Q3, with editors from five wikis.
    status: at-risk
  - text: "Next come two steps:"
    numbered:
      - Collect what the first round showed.
      - Decide whether to widen the test.
"""
OPENER = "opener"
"""The variant with the objective in a panel from edge to edge, and a row for each update."""


class Update(Item):
    """An update on the progress: plain text, or `{lead, text, bullets | numbered, status}`."""

    status: StatusField | None = None
    """The status of what the update tells; the update then stands on its colour."""


class Content(SlideContent):
    """One objective and the updates on it."""

    label = "Objective"
    words = {"objective": "Objective", "updates": "What happened in {period}"}
    lasting = SlideContent.lasting | {"objective"}
    variants = (Variant(OPENER, lambda content, _: bool(content.updates)),)

    objective: RichText
    """The objective of the team."""
    updates: tuple[Update, ...] = ()
    """The updates on the progress."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the objective in a panel and the updates next to it, as a text or, in the opener, in rows."""
    is_opener = context.variant == OPENER
    statement = [heading(context.labels["objective"])]
    if is_opener and content.headline:
        statement.append(_name(content, context))
    statement += paragraphs(content.objective, "lead")
    blocks: list[Block] = [Text("objective", tuple(statement), context.origin.at("objective"))]
    if content.updates:
        blocks.append((_rows if is_opener else _text)(content, context))
    objective = slide(content, context, "objective", blocks)
    return _without_topic(objective) if is_opener else objective


def _name(content: Content, context: Context) -> Paragraph:
    """Return the topic, which stands in the panel because the title is the finding."""
    origin = context.field_origin("title")
    return heading(content.title or context.section.title, "name", origins=(origin,) if origin else ())


def _without_topic(objective: Slide) -> Slide:
    """Return a slide whose topic is not above its title as well."""
    return replace(objective, eyebrow="", eyebrow_text_origin=None)


def _text(content: Content, context: Context) -> Text:
    """Return the updates as one text; the word of a status is at the end of its update."""
    texts: list[Paragraph] = []
    for update in content.updates:
        own = item_paragraphs([update])
        if update.status:
            own[-1] = replace(own[-1], runs=(*own[-1].runs, Run(" "), *_word(update.status, context).runs))
        texts += own
    return Text("updates", tuple(texts), context.origin.at("updates"))


def _rows(content: Content, context: Context) -> Table:
    """Return a row for each update; one with a status has its mark, its word and its colour."""
    period = context.labels.period(context.deck.period.name)
    header = Row((Cell((plain_paragraph(context.labels.format("updates", period=period), "header"),)),), "header")
    rows = tuple(
        _row(update, context, context.origin.at("updates", number)) for number, update in enumerate(content.updates)
    )
    alt = table_alt(context, content.title or context.section.title, header)
    return Table("updates", (Column(),), (header,), rows, alt, context.origin.at("updates"))


def _row(update: Update, context: Context, origin: Origin) -> Row:
    word = (_word(update.status, context),) if update.status else ()
    texts = (*item_paragraphs([update], bulleted=False), *word)
    return Row((Cell(texts, mark=update.status, fill=status_ground(update.status)),), origin=origin)


def _word(status: Status, context: Context) -> Paragraph:
    return status_word(context.labels[status], status, "small")
