"""metrics: intended outcomes and the metrics that measure them, perhaps with a reported figure in large type."""

from __future__ import annotations

from pydantic import ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from deckgen.charts.spec_texts import figure_text
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Paragraph, Slide, Text
from deckgen.kinds._charts import ChartContent, ChartResult, chart_block, with_chart
from deckgen.kinds._measures import measures_table, with_arrow_notes
from deckgen.kinds._shared import heading, paragraphs, plain_paragraph, slide
from deckgen.model import Labels, MetricId, PeriodName, RichText, Row, SlideContent, TextOrFields
from deckgen.resolve import Context, Measure
from deckgen.resolve.merge import metric_row

EXAMPLE = """\
kind: metrics
title: How we measure
headline: Returning readers grew faster than planned
department: Product
outcomes:
  - Newcomers feel welcome and come back.
  - text: Readers find what they look for.
rows:
  - id: readers
    name: Returning readers
    baseline: 99K readers/month
    goal: +5% YoY
    quarters:
      Q1: +7.3% YoY (89K/mo)
      Q2: +8.1% YoY (92K/mo)
    parts:
      new:
        name: New markets
        goal: +5% YoY
        quarters:
          Q1: +9.5% YoY (23K/mo)
          Q2: +4.8% YoY (23K/mo)
"""


class Outcome(TextOrFields):
    """An outcome, with the metrics that measure it."""

    text: RichText
    """The outcome."""
    metrics: tuple[MetricId, ...] = ()
    """The metrics that measure it, by id."""


class Badge(TextOrFields):
    """The reported figure of one metric, in large type."""

    text_field = "metric"

    metric: MetricId
    """The metric, by id."""


class Content(SlideContent):
    """Outcomes next to a table of metrics (by id, or written as rows), perhaps with a badge and a chart."""

    label = "Metrics"
    words = {"metric": "Metric", "outcomes": "Outcomes"}

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [name]} for name in ("metrics", "rows", "outcomes")]}
    )

    lasting = SlideContent.lasting | {"outcomes", "metrics", "rows", "badge", "as_of"}

    outcomes: tuple[Outcome, ...] = ()
    """The intended outcomes: text, or `{text, metrics: [id]}`."""
    metrics: tuple[MetricId, ...] = ()
    """The metrics to show, by id."""
    rows: tuple[Row, ...] = ()
    """Metrics with some fields replaced (`metric: id`), or metrics written on the slide."""
    badge: Badge | None = None
    """The id of a metric whose reported figure is shown in large type."""
    as_of: PeriodName | None = None
    """The period that this slide reports; by default, that of the deck."""
    chart: ChartContent | None = None
    """A chart under the table."""

    @model_validator(mode="after")
    def _shows_something(self) -> Content:
        if not self.metrics and not self.rows and not any(outcome.metrics for outcome in self.outcomes):
            hint = "name metrics of data/metrics.yaml under `metrics:`, or write results under `rows:`"
            raise PydanticCustomError(
                "no_metrics", "this slide names no metric: it needs `metrics` or `rows`", {"hint": hint}
            )
        return self

    def all_rows(self, origin: Origin) -> list[tuple[Row, Origin]]:
        """Return all rows: one for each metric named (once), then those written here. The content is at `origin`."""
        named = [(metric, origin.at("metrics", i)) for i, metric in enumerate(self.metrics)]
        for i, outcome in enumerate(self.outcomes):
            named += [(m, origin.at("outcomes", i, "metrics", n)) for n, m in enumerate(outcome.metrics)]
        first_origins = dict(reversed(named))
        ids = dict.fromkeys(metric for metric, _ in named)
        written = [(row, origin.at("rows", i)) for i, row in enumerate(self.rows)]
        return [*((metric_row(metric), first_origins[metric]) for metric in ids), *written]


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with outcomes and badge at the left, the table and a chart under it at the right."""
    labels, reported = context.labels, context.deck.period_of(content)
    measures = context.measures(content.all_rows(context.origin), kind="metric", as_of=content.as_of)
    blocks: list[Block] = []
    charts: list[ChartResult] = []
    if content.outcomes:
        texts = [p for outcome in content.outcomes for p in paragraphs(outcome.text)]
        blocks.append(Text("outcomes", (heading(labels["outcomes"]), *texts), context.origin.at("outcomes")))
    if content.badge:
        measure = context.metric(content.badge.metric, content.as_of)
        blocks.append(Text("badge", badge_paragraphs(measure, reported.name, labels), context.origin.at("badge")))
    title = content.headline or content.title or context.section.title
    layout = _layout(content)
    blocks.append(
        measures_table(measures, context, slot="table", name_label=labels["metric"], title=title, reported=reported)
    )
    if content.chart:
        charts.append(chart_block(content.chart, context, as_of=content.as_of))
    blocks += [result.chart for result in charts]
    shown = slide(content, context, layout, blocks, discriminator=measures[0].short if measures else "")
    return with_chart(with_arrow_notes(shown, measures, context, reported.window()), *charts)


def _layout(content: Content) -> str:
    """Return the layout: without outcomes and badge, the table has the full width."""
    if content.outcomes or content.badge:
        return "metrics-chart" if content.chart else "metrics"
    return "metrics-chart-full" if content.chart else "key-results"


def badge_paragraphs(measure: Measure, period: str, labels: Labels) -> tuple[Paragraph, ...]:
    """Return the main figure of a period in large type, and what it measures under it; without one, the whole text."""
    detail, result = f"{measure.short}, {labels.period(period)}", measure.results.get(period)
    line = result.lines[0] if result and result.lines else None
    if line is None or line.text is None:
        label = plain_paragraph(detail, "label", origins=measure.short_origins)
        return (plain_paragraph("–", "figure"), label)
    if line.of:
        detail = f"{line.of}: {detail}"
    data = next((data for data in measure.chart_lines if data.of == line.of), None)
    quantity = data.quantities.get(period) if data is not None else None
    figure, basis = (line.text.plain, "") if quantity is None else (figure_text(quantity), quantity.basis)
    return (
        plain_paragraph(figure, "figure", origins=line.text.origins),
        plain_paragraph(basis or detail, "label", origins=line.text.origins if basis else measure.short_origins),
        *([plain_paragraph(detail, "body", origins=measure.short_origins)] if basis else []),
    )
