"""drill-down: situation, impact and recommendation side by side, perhaps with a table under them."""

from __future__ import annotations

from pydantic import model_validator

from deckgen.blocks import Block, Slide, Text
from deckgen.kinds._charts import ChartContent, Made, chart_block, with_chart
from deckgen.kinds._shared import heading, paragraphs, slide
from deckgen.kinds._tables import TableContent, table_block
from deckgen.model import Model, PlainText, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: drill-down
title: Safer editing
situation: The team was asked to mend the voting tool before the next election.
impact: Work on the second tool stops for a quarter; the first is not touched by it.
recommendation:
  heading: Next steps
  text: Deliver the voting tool in Q3, then come back to both tools in Q4.
"""


class Column(Model):
    """Text of a column under a heading of its own."""

    heading: PlainText | None = None
    text: RichText

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str) else data


class Content(SlideContent):
    """Three columns of text, a table or a chart under them if wanted."""

    situation: Column
    impact: Column
    recommendation: Column
    table: TableContent | None = None
    chart: ChartContent | None = None


def compose(content: Content, context: Context) -> Slide:
    """Set the three columns, the eye led from left to right."""
    blocks: list[Block] = []
    made: list[Made] = []
    for name in ("situation", "impact", "recommendation"):
        column: Column = getattr(content, name)
        found = (heading(column.heading or context.labels[name]), *paragraphs(column.text))
        blocks.append(Text(name, found, context.origin.at(name)))
    layout = "drill-down"
    if content.table:
        layout = "drill-down-table"
        blocks.append(table_block(content.table, context, slot="table", title=content.title or context.section.title))
    elif content.chart:
        layout = "drill-down-chart"
        made.append(chart_block(content.chart, context))
    blocks += [one.chart for one in made]
    return with_chart(slide(content, context, layout, blocks), *made)
