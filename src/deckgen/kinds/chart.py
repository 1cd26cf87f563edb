"""chart: one chart with its finding as the title and up to three remarks beside it, or two to six small ones."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._charts import ChartContent, chart_block, chart_blocks, with_chart
from deckgen.kinds._shared import item_paragraphs, plain_paragraph, slide
from deckgen.model import Item, SlideContent
from deckgen.resolve import Context

MOST = 6
"""As many charts as still are large enough to read."""

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
    """A chart from metrics or from numbers written here; or two to six `charts`, each under a title of its own."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["chart"]}, {"required": ["charts"]}],
            "dependencies": {"charts": {"properties": {"chart": False, "remarks": False}}},
        }
    )

    chart: ChartContent | None = None
    """The chart."""
    charts: Annotated[tuple[ChartContent, ...], Field(max_length=MOST, json_schema_extra={"minItems": 2})] = ()
    """Two to six charts instead, each under a `title` of its own."""
    remarks: Annotated[tuple[Item, ...], Field(max_length=3)] = ()
    """Up to three remarks beside the chart."""

    @model_validator(mode="after")
    def _one_or_several(self) -> Content:
        if bool(self.chart) == bool(self.charts):
            hint = "one chart stands under `chart:`, two to six stand as a list under `charts:`"
            raise PydanticCustomError("chart_count", "this slide needs either `chart` or `charts`", {"hint": hint})
        if len(self.charts) == 1:
            hint = "write it under `chart:`"
            raise PydanticCustomError("chart_count", "`charts` holds two to six charts, here is one", {"hint": hint})
        if self.charts and self.remarks:
            hint = "say it in the headline or in the notes"
            raise PydanticCustomError("chart_remarks", "remarks stand beside one chart, not several", {"hint": hint})
        for number, chart in enumerate(self.charts, 1):
            if chart.title is None:
                hint = "give each of several charts a `title` that says what it shows"
                told = "chart {number} has no title"
                raise PydanticCustomError(
                    "chart_title", told, {"number": number, "hint": hint, "at": ("charts", number - 1)}
                )
        return self


def compose(content: Content, context: Context) -> Slide:
    """Set the chart large, remarks beside it; or several small in a grid."""
    if content.chart is None:
        return _several(content, context)
    made = chart_block(content.chart, context)
    blocks: list[Block] = [made.chart]
    if content.remarks:
        blocks.append(
            Text("remarks", tuple(item_paragraphs(content.remarks, bulleted=False)), context.origin.at("remarks"))
        )
    return with_chart(slide(content, context, "chart" if content.remarks else "chart-full", blocks), made)


def _several(content: Content, context: Context) -> Slide:
    made = chart_blocks(content.charts, context)
    blocks: list[Block] = []
    for number, (one, written) in enumerate(zip(made, content.charts, strict=True), 1):
        name = plain_paragraph(written.title or "", "heading")
        blocks += [Text(f"chart-title-{number}", (name,), context.origin.at("charts", number - 1, "title")), one.chart]
    return with_chart(slide(content, context, f"charts-{len(made)}", blocks), *made)
