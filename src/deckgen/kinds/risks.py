"""risks: up to five risks, each with its likelihood, its impact, its owner and the answer to it."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Row, Slide, Table
from deckgen.kinds._shared import cell, plain_paragraph, slide, status_word, table_alt
from deckgen.model import FilledText, Labels, Model, PlainText, RichText, SlideContent
from deckgen.resolve import Context

MAX_RISKS = 5
"""More risks on one slide would hide those that matter."""
Level = Literal["low", "medium", "high"]
"""How likely something is, or how much it would harm."""

EXAMPLE = """\
kind: risks
title: Risks
headline: Three of four risks have an answer, one has none yet
risks:
  - risk: Mentors leave faster than new ones arrive
    likelihood: high
    impact: high
    owner: Community
    answer: A second call goes out in Q3, in six more languages.
  - risk: The voting tool is not ready for the election in May
    likelihood: medium
    impact: high
    owner: Product
    answer: The old tool stays until the new one is tested.
  - risk: A change in the law of one country
    likelihood: low
    impact: high
    owner: Legal
    answer: "**None yet.** Legal proposes one in March."
  - risk: The list is slow on old phones
    likelihood: medium
    impact: low
    owner: Technology
    answer: A page without scripts serves them from January.
"""


class Risk(Model):
    """One risk: how likely it is, what it would do, who watches it, and what is done about it."""

    risk: FilledText
    """What may happen."""
    likelihood: Level
    """How likely it is."""
    impact: Level
    """How much it would harm if it happened."""
    owner: PlainText | None = None
    """Who watches it."""
    answer: RichText | None = None
    """What is done about it."""


class Content(SlideContent):
    """One to five risks, most important first."""

    label = "Risks"
    words = {
        "risk": "Risk", "likelihood": "Likelihood", "impact": "Impact", "owner": "Owner", "answer": "Answer",
        "low": "Low", "medium": "Medium", "high": "High",
    }  # fmt: skip

    risks: Annotated[tuple[Risk, ...], Field(min_length=1, max_length=MAX_RISKS)]
    """One to five risks, most important first."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a row for each risk; owner and answer are left out if no risk has one."""
    labels, risks = context.labels, content.risks
    possible: tuple[tuple[str, Column, Callable[[Risk, Origin], Cell], bool], ...] = (
        ("risk", Column(share=4.0), lambda risk, _: cell(risk.risk, "strong"), True),
        ("likelihood", Column(tight=True), lambda risk, _: _level_cell(risk.likelihood, labels), True),
        ("impact", Column(tight=True), lambda risk, _: _level_cell(risk.impact, labels), True),
        ("answer", Column(share=4.0), lambda risk, _: cell(risk.answer), any(risk.answer for risk in risks)),
        ("owner", Column(share=1.6), _owner_cell, any(risk.owner for risk in risks)),
    )
    used = [(name, column, make_cell) for name, column, make_cell, is_used in possible if is_used]
    header = Row(tuple(Cell((plain_paragraph(labels[name], "header"),)) for name, _, _ in used), "header")
    rows = tuple(
        Row(tuple(make_cell(risk, origin) for _, _, make_cell in used), origin=origin)
        for i, risk in enumerate(risks)
        for origin in [context.origin.at("risks", i)]
    )
    title = content.headline or content.title or context.section.title
    columns = tuple(column for _, column, _ in used)
    table = Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin.at("risks"))
    return slide(content, context, "risks", (table,))


def _level_cell(level: Level, labels: Labels) -> Cell:
    """Return the word of a level with its mark, both in its colour."""
    return Cell((status_word(labels[level], level, "strong"),), mark=level)


def _owner_cell(risk: Risk, origin: Origin) -> Cell:
    return Cell((plain_paragraph(risk.owner, origins=(origin.at("owner"),)),) if risk.owner else ())
