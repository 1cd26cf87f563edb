"""decisions: what the executives are asked to decide, by when, and between what."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._shared import BULLET, paragraphs, plain_paragraph, slide, table_alt
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
    """One question, when the answer is needed, who gives it, and the options there are."""

    ask: RichText
    """The question."""
    by: PlainText | None = None
    """By when the answer is needed."""
    owner: PlainText | None = None
    """Who decides."""
    options: tuple[RichText, ...] = ()
    """What there is to choose from."""


class Content(SlideContent):
    """The decisions asked for, most important first."""

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    """The decisions, most important first."""


def compose(content: Content, context: Context) -> Slide:
    """Set a numbered row for each decision; columns that nobody filled are left out."""
    labels = context.labels
    with_by = any(d.by for d in content.decisions)
    with_owner = any(d.owner for d in content.decisions)
    with_options = any(d.options for d in content.decisions)
    used = [(labels["decision"], 4.0, True), (labels["options"], 4.0, with_options), (labels["by"], 1.5, with_by),
            (labels["owner"], 1.6, with_owner)]  # fmt: skip
    columns = (Column(tight=True), *(Column(share=share) for _, share, on in used if on))
    header = Row((Cell(), *(Cell((plain_paragraph(name, "header"),)) for name, _, on in used if on)), "header")
    rows = []
    for number, decision in enumerate(content.decisions, 1):
        options = tuple(p for option in decision.options for p in paragraphs(option, bullet=BULLET))
        cells = [
            Cell((Paragraph((Run(f"{number}", role="primary", bold=True),), "strong"),)),
            Cell(tuple(paragraphs(decision.ask, "strong"))),
        ]
        cells += [Cell(options)] if with_options else []
        cells += [Cell((plain_paragraph(decision.by),) if decision.by else ())] if with_by else []
        cells += [Cell((plain_paragraph(decision.owner),) if decision.owner else ())] if with_owner else []
        rows.append(Row(tuple(cells), origin=context.origin.at("decisions", number - 1)))
    title = content.headline or content.title or context.section.title
    table = Table("table", columns, (header,), tuple(rows), table_alt(context, title, header), context.origin)
    return slide(content, context, "decisions", (table,))
