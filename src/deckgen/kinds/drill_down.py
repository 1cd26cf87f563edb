"""drill-down: situation, impact and recommendation side by side, perhaps with a table or chart under them."""

from __future__ import annotations

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._charts import ChartContent, ChartResult, chart_block, with_chart
from deckgen.kinds._shared import heading, paragraphs, slide
from deckgen.kinds._tables import TableContent, table_block
from deckgen.model import PlainText, RichText, SlideContent, TextOrFields
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


class Column(TextOrFields):
    """The text of a column, perhaps with its own heading."""

    heading: PlainText | None = None
    """The heading; by default, the name of the column."""
    text: RichText
    """The text of the column."""


class Content(SlideContent):
    """Three columns of text, perhaps with a table or chart under them."""

    label = "Drill-down"
    words = {"situation": "The situation", "impact": "The impact", "recommendation": "The recommendation"}

    situation: Column
    """What has happened: text, or `{heading, text}`."""
    impact: Column
    """What the consequences are: text, or `{heading, text}`."""
    recommendation: Column
    """What should be done: text, or `{heading, text}`."""
    table: TableContent | None = None
    """A table under the columns."""
    chart: ChartContent | None = None
    """A chart under the columns, instead of a table."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the three columns from left to right, and the table or chart under them."""
    blocks: list[Block] = []
    charts: list[ChartResult] = []
    for name in ("situation", "impact", "recommendation"):
        column: Column = getattr(content, name)
        origins = (context.origin.at(name, "heading"),) if column.heading else ()
        texts = (heading(column.heading or context.labels[name], origins=origins), *paragraphs(column.text))
        blocks.append(Text(name, texts, context.origin.at(name)))
    layout = "drill-down"
    if content.table:
        layout = "drill-down-table"
        blocks.append(
            table_block(
                content.table, context, context.origin.at("table"), slot="table",
                title=content.title or context.section.title,
            )
        )  # fmt: skip
    elif content.chart:
        layout = "drill-down-chart"
        charts.append(chart_block(content.chart, context))
    blocks += [result.chart for result in charts]
    return with_chart(slide(content, context, layout, blocks), *charts)
