"""chart: one chart with its finding as the title, and up to three remarks beside it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deckgen.blocks import Block, Slide, Text
from deckgen.kinds._charts import ChartContent, chart_block
from deckgen.kinds._shared import items, slide
from deckgen.model import Item, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: chart
title: Grants by year
headline: Four of five grantees now come from new communities
chart:
  kind: compare
  unit: "%"
  categories:
    - FY19/20
    - FY20/21
  series:
    - name: Grantees from new communities
      values:
        - 64
        - 82
remarks:
  - The second year covers two quarters only.
"""


class Content(SlideContent):
    """A chart from metrics or from numbers written here."""

    chart: ChartContent
    remarks: Annotated[tuple[Item, ...], Field(max_length=3)] = ()


def compose(content: Content, context: Context) -> Slide:
    """Set the chart large, remarks beside it."""
    blocks: list[Block] = [chart_block(content.chart, context, slot="chart")]
    if content.remarks:
        blocks.append(Text("remarks", tuple(items(content.remarks, bulleted=False)), context.origin.at("remarks")))
    return slide(content, context, "chart" if content.remarks else "chart-full", blocks)
