"""decisions: what the executives are asked to decide, by when, and the options."""

from functools import partial
from typing import Annotated

from msgspec.structs import replace
from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import BULLET, Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._decision_cards import cards_table, suits_cards
from deckgen.kinds._decision_content import Decision, Option
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide, table_alt
from deckgen.model import Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: decisions
title: Decisions we ask for
headline: Two decisions by mid-February keep the plans of Q3 on time
decisions:
  - ask: May the team pause the second tool for a quarter?
    by: 31 January
    owner: Chief Product Officer
    options:
      - text: Pause it, and deliver the voting tool in time
        recommended: yes
      - Go on, and hold the vote with the old tool
  - ask: May the second call for mentors be paid for from the reserve?
    by: 15 February
    owner: Chief Financial Officer
    options:
      - text: Yes, $40,000 for a call in Q3
        recommended: yes
      - No, the call waits for the next budget
"""
_STANDARD_EXAMPLE = """\
kind: decisions
title: Decisions we ask for
headline: Four decisions by March keep the plans of the year on time
decisions:
  - ask: May the team pause the second tool?
    by: 31 January
    owner: Product
    options:
      - text: Yes, for a quarter
        recommended: yes
      - No, and vote with the old tool
  - ask: May the reserve pay for a second call for mentors?
    by: 15 February
    owner: Finance
    options:
      - text: Yes, $40,000 in Q3
        recommended: yes
      - No, it waits for the next budget
  - ask: May the survey ask readers for their age?
    by: 15 February
    owner: Legal
    options:
      - text: Yes, in five groups of ages
        recommended: yes
      - No, and rely on the panel of 2019
  - ask: May all readers see the list of mentors?
    by: 1 March
    owner: Product
    options:
      - text: Yes, with chosen names
        recommended: yes
      - No, only after they have registered
"""


CARDS = "cards"
"""The variant of one to three decisions: a card for each, with its options next to each other."""


class Content(AsideContent):
    """The requested decisions, most important first.

    One to three are shown as `cards`, each with its options next to each other; the standard layout is a table.
    """

    label = "Decisions"
    words = {
        "decision": "Decision",
        "options": "Options",
        "by": "By",
        "owner": "Owner",
        "recommended": "Recommended",
        "alternative": "Alternative",
    }
    standard_example = _STANDARD_EXAMPLE
    variants = (
        Variant(
            CARDS,
            "up to three decisions with few and short options",
            lambda content, _: suits_cards(content.decisions),
            needs_full_width=True,
        ),
    )

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    """The requested decisions, most important first."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a card for each decision, or with a numbered row for each."""
    title = content.headline or content.title or context.section.title
    if context.variant == CARDS:
        layout = "decisions-1" if len(content.decisions) == 1 else "decisions"
        return slide(content, context, layout, (cards_table(content.decisions, context, title),))
    return slide(content, context, "decisions", (_rows_table(content.decisions, context, title),))


def _rows_table(decisions: tuple[Decision, ...], context: Context, title: str) -> Table:
    """Return a table with a numbered row for each decision; columns that are empty in all rows are left out."""
    labels = context.labels
    possible_columns = (
        ("decision", 3.4, _question_cell, True),
        ("options", 4.8, partial(_options_cell, context), any(d.options for d in decisions)),
        (
            "by",
            1.4,
            lambda d, origin: _text_cell(labels.dates(d.by or ""), origin.at("by")),
            any(d.by for d in decisions),
        ),
        ("owner", 1.8, lambda d, origin: _text_cell(d.owner, origin.at("owner")), any(d.owner for d in decisions)),
    )
    used = [(label, share, make_cell) for label, share, make_cell, is_used in possible_columns if is_used]
    columns = (Column(tight=True), *(Column(share=share) for _, share, _ in used))
    header = Row((Cell(), *(Cell((plain_paragraph(labels[label], "header"),)) for label, _, _ in used)), "header")
    rows = tuple(
        Row((_number_cell(number), *(make_cell(decision, origin) for _, _, make_cell in used)), origin=origin)
        for number, decision in enumerate(decisions, 1)
        for origin in [context.origin.at("decisions", number - 1)]
    )
    return Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin)


def _number_cell(number: int) -> Cell:
    return Cell((Paragraph((Run(f"{number}", role="primary", bold=True),), "strong"),))


def _question_cell(decision: Decision, _: Origin) -> Cell:
    return Cell(tuple(paragraphs(decision.ask, "strong")))


def _options_cell(context: Context, decision: Decision, _: Origin) -> Cell:
    return Cell(tuple(p for option in decision.options for p in _option_paragraphs(option, context)))


def _option_paragraphs(option: Option, context: Context) -> list[Paragraph]:
    """Return an option as an item, after the word that it is recommended."""
    texts = paragraphs(option.text, bullet=BULLET)
    if not option.recommended or not texts:
        return texts
    first, *others = texts
    lead = Run(context.labels.lead_in(context.labels["recommended"]), bold=True, role="primary")
    return [replace(first, runs=(lead, *first.runs)), *others]


def _text_cell(text: str | None, origin: Origin) -> Cell:
    return Cell((plain_paragraph(text, origins=(origin,)),) if text else ())
