"""decisions: what the executives are asked to decide, by when, and the options."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import BULLET, Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide, table_alt
from deckgen.model import Model, PlainText, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: decisions
title: Decisions we ask for
decisions:
  - ask: May the team pause the second tool for a quarter?
    by: end of January
    owner: Chief Product Officer
    options:
      - Pause it, and deliver the voting tool in time for the election
      - Go on, and hold the election with the old tool
"""


class Decision(Model):
    """One question, the date by which it must be answered, who decides, and the options."""

    ask: RichText
    """The question."""
    by: PlainText | None = None
    """The date by which an answer is needed."""
    owner: PlainText | None = None
    """Who decides."""
    options: tuple[RichText, ...] = ()
    """The options to choose from."""


class Content(SlideContent):
    """The requested decisions, most important first."""

    label = "Decisions"
    words = {"decision": "Decision", "options": "Options", "by": "By", "owner": "Owner"}

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    """The requested decisions, most important first."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a numbered row for each decision; columns that are empty in all rows are left out."""
    labels, decisions = context.labels, content.decisions
    possible_columns = (
        ("decision", 4.0, _question_cell, True),
        ("options", 4.0, _options_cell, any(d.options for d in decisions)),
        ("by", 1.5, lambda d, origin: _text_cell(d.by, origin.at("by")), any(d.by for d in decisions)),
        ("owner", 1.6, lambda d, origin: _text_cell(d.owner, origin.at("owner")), any(d.owner for d in decisions)),
    )
    used = [(label, share, make_cell) for label, share, make_cell, is_used in possible_columns if is_used]
    columns = (Column(tight=True), *(Column(share=share) for _, share, _ in used))
    header = Row((Cell(), *(Cell((plain_paragraph(labels[label], "header"),)) for label, _, _ in used)), "header")
    rows = tuple(
        Row((_number_cell(number), *(make_cell(decision, origin) for _, _, make_cell in used)), origin=origin)
        for number, decision in enumerate(decisions, 1)
        for origin in [context.origin.at("decisions", number - 1)]
    )
    title = content.headline or content.title or context.section.title
    table = Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin)
    return slide(content, context, "decisions", (table,))


def _number_cell(number: int) -> Cell:
    return Cell((Paragraph((Run(f"{number}", role="primary", bold=True),), "strong"),))


def _question_cell(decision: Decision, _: Origin) -> Cell:
    return Cell(tuple(paragraphs(decision.ask, "strong")))


def _options_cell(decision: Decision, _: Origin) -> Cell:
    return Cell(tuple(p for option in decision.options for p in paragraphs(option, bullet=BULLET)))


def _text_cell(text: str | None, origin: Origin) -> Cell:
    return Cell((plain_paragraph(text, origins=(origin,)),) if text else ())
