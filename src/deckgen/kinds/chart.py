"""chart: one chart with its finding as the title and up to three remarks, or two to six small charts."""

from math import ceil
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Paragraph, Slide, Text
from deckgen.kinds._charts import ChartContent, chart_block, chart_blocks, with_chart
from deckgen.kinds._shared import character_width, item_paragraphs, plain_paragraph, slide
from deckgen.model import Item, SlideContent, Variant
from deckgen.resolve import Context

MAX_CHARTS = 6
"""More charts on one slide would be too small to read."""

WIDE = "wide"
"""The variant in which remarks stand over a chart of the full width."""
_LINE_LENGTH, _MOST_LINES = 120, 3
"""The characters of a line over the full width, and the maximum number of lines that leave enough height for the chart."""

EXAMPLE = """\
kind: chart
title: Questions answered
headline: Mentors answered 1,340 questions in Q2, half more than in Q1
chart:
  kind: compare
  categories:
    - Q3 19/20
    - Q4 19/20
    - Q1 20/21
    - Q2 20/21
  series:
    - name: Questions answered by mentors
      values:
        - 310
        - 520
        - 890
        - "1,340"
remarks:
  - The mentor list went live on five wikis in the first week of Q2.
"""
_STANDARD_EXAMPLE = """\
kind: chart
title: Questions answered
headline: Mentors answered 1,340 questions in Q2, half more than in Q1
chart:
  kind: compare
  categories:
    - Q3 19/20
    - Q4 19/20
    - Q1 20/21
    - Q2 20/21
  series:
    - name: Questions answered by mentors
      values:
        - 310
        - 520
        - 890
        - "1,340"
remarks:
  - >-
    The mentor list went live on five wikis in the first week of Q2; 940 of the answers come from these, nearly twice as many as
    in Q1.
  - >-
    On all other wikis the number stayed as it was: mentors there still look through talk pages, and find half of the
    questions.
  - A second call for mentors in Q3 is to bring thirty more wikis to the same speed.
"""


class Content(SlideContent):
    """A chart from metrics or from numbers on the slide; or two to six `charts`, each with its own title."""

    label = "Chart"
    label_in_title = False

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["chart"]}, {"required": ["charts"]}],
            "dependencies": {"charts": {"properties": {"chart": False, "remarks": False}}},
        }
    )

    chart: ChartContent | None = None
    """The chart."""
    charts: Annotated[tuple[ChartContent, ...], Field(max_length=MAX_CHARTS, json_schema_extra={"minItems": 2})] = ()
    """Two to six charts instead of one, each with its own `title`."""
    remarks: Annotated[tuple[Item, ...], Field(max_length=3)] = ()
    """Up to three remarks: over the chart if they are short, else next to it."""

    @model_validator(mode="after")
    def _requires_one_or_several_charts(self) -> Self:
        if bool(self.chart) == bool(self.charts):
            hint = "write one chart under `chart:`, two to six as a list under `charts:`"
            raise PydanticCustomError("chart_count", "this slide needs either `chart` or `charts`", {"hint": hint})
        if len(self.charts) == 1:
            hint = "write it under `chart:`"
            raise PydanticCustomError("chart_count", "`charts` holds two to six charts, here is one", {"hint": hint})
        if self.charts and self.remarks:
            hint = "move them to the headline or the notes"
            raise PydanticCustomError("chart_remarks", "a slide with several charts has no `remarks`", {"hint": hint})
        for number, chart in enumerate(self.charts, 1):
            if chart.title is None:
                hint = "give each of several charts a `title` that says what it shows"
                message = "chart {number} has no title"
                raise PydanticCustomError(
                    "chart_title", message, {"number": number, "hint": hint, "at": ("charts", number - 1)}
                )
        return self


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with one large chart and its remarks, or with several small charts in a grid."""
    if content.chart is None:
        return _chart_grid(content, context)
    result = chart_block(content.chart, context)
    blocks: list[Block] = [result.chart]
    if content.remarks:
        remarks = Text("remarks", tuple(_remark_paragraphs(content)), context.origin.at("remarks"))
        blocks.insert(0 if context.variant == WIDE else 1, remarks)
    return with_chart(slide(content, context, "chart" if content.remarks else "chart-full", blocks), result)


def _remark_paragraphs(content: Content) -> list[Paragraph]:
    return item_paragraphs(content.remarks, bulleted=False)


def _suits_wide(content: Content, _: Context) -> bool:
    """Whether remarks take a few lines at most over the full width of a slide."""
    paragraphs = _remark_paragraphs(content)
    lines = sum(ceil(character_width(p.plain_text) / _LINE_LENGTH) for p in paragraphs)
    return 0 < lines <= _MOST_LINES and not any(p.bullet for p in paragraphs)


Content.standard_example = _STANDARD_EXAMPLE
Content.variants = (Variant(WIDE, "one chart with short remarks, which stand over it", _suits_wide),)


def _chart_grid(content: Content, context: Context) -> Slide:
    results = chart_blocks(content.charts, context)
    blocks: list[Block] = []
    for number, (result, chart_content) in enumerate(zip(results, content.charts, strict=True), 1):
        origin = context.origin.at("charts", number - 1, "title")
        name = plain_paragraph(chart_content.title or "", "heading", origins=(origin,))
        blocks += [Text(f"chart-title-{number}", (name,), origin), result.chart]
    return with_chart(slide(content, context, f"charts-{len(results)}", blocks), *results)
