"""key-results: a table of results with baseline and goal, one column per period."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deckgen.ir.blocks import Slide
from deckgen.kinds._measures import measures_table, with_arrow_notes
from deckgen.kinds._shared import slide
from deckgen.model import PeriodName, Row, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: key-results
title: Safer editing
department: Product
rows:
  - id: masking-tools
    name: Tools for patrollers
    result: Two tools that find vandalism without showing addresses are built and in use on five wikis
    baseline: No such tool
    goal: 2 tools
    owner: Product
    milestones:
      Q1: Prototype
      Q2-Q4: Development, then release wiki by wiki
    quarters:
      Q1: Prototype tested
      Q2:
        text: First tool in development
        status: at-risk
  - name: Editors who report harassment
    baseline: 19%
    goal: 18%
    better: lower
    quarters:
      Q1:
        text: Survey prepared
        mark: delivered
      Q2: 21%
"""


class Content(SlideContent):
    """Rows: defined metrics, or results written on the slide; `as_of` names a period other than that of the deck."""

    label = "Key results"
    words = {"key-result": "Key result"}
    has_key_results = True
    names_any_period = True
    lasting = SlideContent.lasting | {"rows", "as_of"}

    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    """The results: metrics (`metric: id`), or results written on the slide."""
    as_of: PeriodName | None = None
    """The period that this slide reports; by default, that of the deck."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the results in one table."""
    rows = [(row, context.origin.at("rows", i)) for i, row in enumerate(content.rows)]
    measures = context.measures(rows, kind="key-result", as_of=content.as_of)
    reported = context.deck.period_of(content)
    title = content.headline or content.title or context.section.title
    table = measures_table(
        measures, context, slot="table", name_label=context.labels["key-result"], title=title,
        reported=reported,
    )  # fmt: skip
    first = measures[0].short if measures else ""
    result = slide(content, context, "key-results", (table,), discriminator=first)
    return with_arrow_notes(result, measures, context, reported.window())
