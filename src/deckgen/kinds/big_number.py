"""big-number: one figure in very large type, with its verdict, and its trend next to it."""

from collections.abc import Iterator
from typing import Self

from msgspec.structs import replace
from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from deckgen.diagnostics import ContentError
from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Slide, Table, Text
from deckgen.kinds._charts import ChartContent, ChartResult, chart_block, with_chart
from deckgen.kinds._figures import LabelledFigure, with_small_words
from deckgen.kinds._measures import alt_with_arrows, result_cell, with_arrow_notes
from deckgen.kinds._shared import cell, item_paragraphs, paragraphs, plain_paragraph, runs_as_lines, slide, table_alt
from deckgen.kinds.metrics import badge_paragraphs
from deckgen.model import Item, MetricId, PeriodName, SlideContent
from deckgen.resolve import Context, Measure

MAX_FIGURE_LENGTH = 16
"""A longer text is a result in words: it is not set as large as a figure."""
_MIN_TREND = 2
"""A trend has numbers of at least so many periods."""

EXAMPLE = """\
kind: big-number
title: Newcomers who stay
headline: Four of five grantees now come from new communities
figure:
  value: 82%
  label: of all grantees come from new communities, 18 points more than a year ago
chart:
  unit: "%"
  categories:
    - FY17/18
    - FY18/19
    - FY19/20
    - FY20/21
  series:
    - name: Grantees from new communities
      values:
        - 57
        - 61
        - 64
        - 82
remarks:
  - FY20/21 covers two quarters only.
"""


class Content(SlideContent):
    """The reported figure of a `metric`, with the verdict that its table shows; or a `figure` written here."""

    label = "Big number"
    label_in_title = False
    words = {"baseline": "Baseline"}
    lasting = SlideContent.lasting | {"metric", "as_of"}

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["metric"]}, {"required": ["figure"]}],
            "dependencies": {"metric": {"properties": {"figure": False}}},
        }
    )

    metric: MetricId | None = None
    """The metric, by id: its reported figure is shown with baseline, goal, change and status."""
    figure: LabelledFigure | None = None
    """A figure written here instead: text, or `{value, label}`."""
    chart: ChartContent | None = None
    """A chart next to the figure; by default the trend of the metric, if it has comparable numbers of two periods."""
    remarks: tuple[Item, ...] = ()
    """Remarks under the chart or under a figure written here, or in the place of the chart."""
    as_of: PeriodName | None = None
    """The period that this slide reports; by default, that of the deck."""

    @model_validator(mode="after")
    def _requires_one_figure(self) -> Self:
        if (self.metric is None) == (self.figure is None):
            hint = "name a metric by its id under `metric:`, or write the figure under `figure:`"
            raise PydanticCustomError("field_choice", "this slide needs either `metric` or `figure`", {"hint": hint})
        return self


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the figure and its verdict at the left, the chart at the right, and remarks under one of them."""
    measure = context.metric(content.metric, content.as_of) if content.metric is not None else None
    blocks: list[Block] = [_figure_block(content, context, measure)]
    if measure is not None:
        blocks.append(_verdict_table(content, context, measure))
    chart = _chart(content, context)
    blocks += _chart_and_remarks(content, context, chart, is_written=measure is None)
    layout = _layout(is_written=measure is None, has_chart=chart is not None, has_remarks=bool(content.remarks))
    discriminator = measure.short if measure is not None else ""
    composed = with_chart(slide(content, context, layout, blocks, discriminator=discriminator), *filter(None, [chart]))
    shown = (context.deck.period_of(content).name,)
    return with_arrow_notes(composed, [measure], context, shown) if measure is not None else composed


def _chart_and_remarks(
    content: Content, context: Context, chart: ChartResult | None, *, is_written: bool
) -> Iterator[Block]:
    """Yield the chart and the remarks as they are read: remarks are under a written figure, else under the chart."""
    charts = [chart.chart] if chart else []
    remarks = [Text("remarks", tuple(item_paragraphs(content.remarks)), context.origin.at("remarks"))]
    yield from (*(remarks if content.remarks and is_written else ()), *charts)
    yield from remarks if content.remarks and not is_written else ()


def _layout(*, is_written: bool, has_chart: bool, has_remarks: bool) -> str:
    if has_chart:
        # A written figure has no table under it, and takes its room.
        return f"big-number{'-figure' if is_written else ''}{'-remarks' if has_remarks else ''}"
    return "big-number-text" if has_remarks else "big-number-alone"


def _figure_block(content: Content, context: Context, measure: Measure | None) -> Text:
    if measure is not None:
        texts = badge_paragraphs(measure, context.deck.period_of(content).name, context.labels)
        origin = context.origin.at("metric")
    else:
        assert content.figure is not None
        value = Paragraph(tuple(runs_as_lines(content.figure.value)), "figure", origins=content.figure.value.origins)
        texts = (value, *paragraphs(content.figure.label, "label"))
        origin = context.origin.at("figure")
    figure, *others = texts
    if len(figure.plain_text) > MAX_FIGURE_LENGTH:
        return Text("figure-1", (replace(figure, style="lead"), *others), origin)
    return Text("figure-1", (with_small_words(figure), *others), origin)


def _verdict_table(content: Content, context: Context, measure: Measure) -> Table:
    """Return one row: baseline and goal where the metric has them, and the result as tables of metrics show it."""
    labels, reported = context.labels, context.deck.period_of(content).name
    columns: list[tuple[str, Cell]] = []
    if measure.baseline:
        columns.append((labels["baseline"], Cell(tuple(p for text in measure.baseline for p in paragraphs(text)))))
    if measure.goal:
        columns.append((labels["goal"], cell(measure.goal)))
    columns.append((labels.period(reported), result_cell(measure.results.get(reported), context)))
    header = Row(tuple(Cell((plain_paragraph(name, "header"),)) for name, _ in columns), "header")
    title = content.headline or content.title or context.section.title
    alt = alt_with_arrows(table_alt(context, title, header), [measure], context, (reported,))
    widths = (*(Column() for _ in columns[1:]), Column(share=1.4, emphasis=True))
    row = Row(tuple(shown for _, shown in columns), origin=measure.origin)
    return Table("table", widths, (header,), (row,), alt, context.origin.at("metric"))


def _chart(content: Content, context: Context) -> ChartResult | None:
    """Return the chart that the author wrote, else the trend of the metric if it can be drawn without leaving anything out."""
    if content.chart is not None:
        return chart_block(content.chart, context, as_of=content.as_of, has_large_value=False)
    if content.metric is None:
        return None
    try:
        trend = chart_block(
            ChartContent(kind="trend", metrics=(content.metric,)), context, as_of=content.as_of, has_large_value=False
        )
    except ContentError:
        return None
    counts = [sum(value is not None for value in series.values) for series in trend.chart.spec.series]
    is_complete = not trend.issues and min(counts, default=0) >= _MIN_TREND
    return replace(trend, chart=replace(trend.chart, origin=context.origin.at("metric"))) if is_complete else None
