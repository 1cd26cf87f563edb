"""metrics: intended outcomes and the metrics that measure them, perhaps with a reported figure in large type."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.charts.spec_texts import figure_text
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Paragraph, Run, Slide, Table, Text
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._charts import ChartContent, chart_block, with_chart
from deckgen.kinds._column_plan import ColumnPlan, Columns, line_block, plan_columns
from deckgen.kinds._columns import columns_table
from deckgen.kinds._measures import measures_table, with_arrow_notes
from deckgen.kinds._shared import heading, paragraphs, plain_paragraph, slide
from deckgen.model import Labels, MetricId, PeriodName, RichText, Row, SlideContent, TextOrFields, Variant
from deckgen.resolve import Context, Measure
from deckgen.resolve.merge import metric_row

EXAMPLE = """\
kind: metrics
title: How we measure
headline: More readers come back than planned, but fewer of them edit
department: Product
outcomes:
  - Newcomers feel welcome and come back.
  - text: Readers find what they look for.
rows:
  - id: readers
    name: Returning readers
    baseline: "+2.9% YoY"
    goal: +5% YoY
    owner: Research
    quarters:
      Q1: +7.3% YoY
      Q2: +8.1% YoY
    parts:
      new:
        name: New markets
        baseline: "+4.0% YoY"
        goal: +5% YoY
        quarters:
          Q1: +9.5% YoY
          Q2: +4.8% YoY
  - id: second-month
    name: Newcomers who stay
    baseline: 11%
    goal: 15%
    owner: Growth
    quarters:
      Q1: 13%
      Q2: 16%
  - id: editing-readers
    name: Readers who edit
    baseline: 31%
    goal: 33%
    owner: Growth
    quarters:
      Q1: 30%
      Q2: 24%
  - id: found
    name: Searches that succeed
    baseline: 78%
    goal: 85%
    owner: Search
    quarters:
      Q1: 81%
      Q2: 84%
  - id: fast-answers
    name: Answers within an hour
    baseline: 35%
    goal: 45%
    owner: Mentors
    quarters:
      Q1: 41%
      Q2: 48%
"""
_STANDARD_EXAMPLE = """\
kind: metrics
title: How we measure
headline: More readers come back than planned, but fewer of them edit
department: Product
outcomes:
  - Newcomers who have edited once feel welcome, and come back within a month.
  - Readers find what they look for, in their own language and on any device.
  - Editors are safe, know whom to ask, and have an answer from a mentor on the day on which they ask.
rows:
  - id: readers
    name: Returning readers
    baseline: 41%
    goal: 45%
    quarters:
      Q1: 44%
      Q2: 47%
      Q3: {plan: 47%}
      Q4: {plan: 48%}
  - id: second-month
    name: Newcomers who stay
    baseline: 11%
    goal: 15%
    quarters:
      Q1: 13%
      Q2: 16%
      Q3: {plan: 16%}
      Q4: {plan: 17%}
  - id: editing-readers
    name: Readers who edit
    baseline: 31%
    goal: 33%
    quarters:
      Q1: 30%
      Q2: 24%
      Q3: {plan: 27%}
      Q4: {plan: 31%}
  - id: found
    name: Searches that succeed
    baseline: 78%
    goal: 85%
    quarters:
      Q1: 81%
      Q2: 84%
      Q3: {plan: 85%}
      Q4: {plan: 86%}
  - id: fast-answers
    name: Answers within an hour
    baseline: 35%
    goal: 45%
    quarters:
      Q1: 41%
      Q2: 48%
      Q3: {plan: 50%}
      Q4: {plan: 50%}
"""


FIGURES = "figures"
"""The variant with outcomes in one line, and the reported results in large type."""
_SENTENCE_ENDS = frozenset(".!?…。！？।॥۔؟")
_LONGEST_LINE = 240
"""The number of characters of outcomes that have room under the title."""
_MOST_ROWS_OVER_CHART = 5


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


class Content(AsideContent):
    """A table of metrics (by id, or written as rows), with outcomes, and perhaps a badge and a chart.

    In the variant `figures`, which is chosen where outcomes have room in a line, the reported results are in large type; the
    standard layout has outcomes and badge beside a table of all periods.
    """

    label = "Metrics"
    words = {"metric": "Metric", "outcomes": "Outcomes"}

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": [name]} for name in ("metrics", "rows", "outcomes")]}
    )

    standard_example = _STANDARD_EXAMPLE
    lasting = SlideContent.lasting | {"outcomes", "metrics", "rows", "badge", "as_of", "columns"}

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
    columns: Columns | None = Field(default=None, examples=[["baseline", "reported", "next"]])
    """The columns of the table, in order: `baseline`, `goal`, `previous`, `reported`, `next`. By default, those with content."""
    chart: ChartContent | None = None
    """A chart under the table."""

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
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
    """Return a slide with outcomes and badge, the table, and a chart under it."""
    reported = context.deck.period_of(content)
    measures = context.measures(content.all_rows(context.origin), kind="metric", as_of=content.as_of)
    is_figures = context.variant == FIGURES
    plan = plan_columns(
        measures, context, reported, named=content.columns or (), common=is_figures,
        figure_style="figure" if is_figures else "strong",
    )  # fmt: skip
    texts = _line_block(content, context, plan) if is_figures else _side_blocks(content, context)
    charts = [chart_block(content.chart, context, as_of=content.as_of)] if content.chart else []
    blocks = [*texts, _table(content, context, plan), *(result.chart for result in charts)]
    layout = _layout(content, has_texts=bool(texts), is_figures=is_figures)
    shown = slide(content, context, layout, blocks, discriminator=measures[0].short if measures else "")
    return with_chart(with_arrow_notes(shown, measures, context, reported.window()), *charts)


def _table(content: Content, context: Context, plan: ColumnPlan) -> Table:
    """Return the table: in the columns that its author names, or of the variant; else with a column for each period."""
    title = content.headline or content.title or context.section.title
    name_label = context.labels["metric"]
    if context.variant == FIGURES or content.columns:
        return columns_table(plan, slot="table", name_label=name_label, title=title)
    return measures_table(
        plan.measures, context, slot="table", name_label=name_label, title=title, reported=plan.reported
    )


def _side_blocks(content: Content, context: Context) -> list[Block]:
    """Return outcomes and badge, which stand beside the table."""
    labels, blocks = context.labels, list[Block]()
    if content.outcomes:
        texts = [p for outcome in content.outcomes for p in paragraphs(outcome.text)]
        blocks.append(Text("outcomes", (heading(labels["outcomes"]), *texts), context.origin.at("outcomes")))
    if content.badge:
        measure, period = context.metric(content.badge.metric, content.as_of), context.deck.period_of(content).name
        blocks.append(Text("badge", badge_paragraphs(measure, period, labels), context.origin.at("badge")))
    return blocks


def _line_block(content: Content, context: Context, plan: ColumnPlan) -> list[Block]:
    """Return what stands under the title: what all rows have in common, and the outcomes in one line."""
    if not content.outcomes:
        return [*line_block(plan)]
    found = [p for outcome in content.outcomes for p in outcome.text.paragraphs]
    ends = ["", *(" " if p.plain_text[-1:] in _SENTENCE_ENDS else "; " for p in found[:-1])]
    runs = [run for end, p in zip(ends, found, strict=True) for run in (*((Run(end),) if end else ()), *p.runs)]
    lead = Run(context.labels.lead_in(context.labels["outcomes"]), bold=True)
    origins = tuple(origin for p in found for origin in p.origins)
    return [*line_block(plan, (Paragraph((lead, *runs), origins=origins),))]


def _layout(content: Content, *, has_texts: bool, is_figures: bool) -> str:
    """Return the layout: without outcomes and badge, the table has the full width, or all of the height."""
    if has_texts:
        return "metrics-chart" if content.chart else "metrics"
    return "metrics-chart-full" if content.chart else "metrics-full" if is_figures else "key-results"


def _suits_figures(content: Content, context: Context) -> bool:
    """Whether outcomes have room in a line, the badge is a row of the table, and rows leave room for a chart."""
    texts = [outcome.text for outcome in content.outcomes]
    is_line = sum(len(text.plain) for text in texts) <= _LONGEST_LINE
    has_lists = any(p.bullet for text in texts for p in text.paragraphs)
    rows = content.all_rows(context.origin)
    in_table = content.badge is None or content.badge.metric in [row.metric for row, _ in rows]
    if not is_line or has_lists or not in_table:
        return False
    measures = context.measures(rows, kind="metric", as_of=content.as_of)
    plan = plan_columns(measures, context, context.deck.period_of(content))
    return not content.chart or len(plan.rows) <= _MOST_ROWS_OVER_CHART


Content.variants = (Variant(FIGURES, "short outcomes, and few rows if there is a chart", _suits_figures),)


def badge_paragraphs(measure: Measure, period: str, labels: Labels) -> tuple[Paragraph, ...]:
    """Return the main figure of a period in large type, and what it measures under it; without one, the whole text."""
    detail, result = labels.listed([measure.short, labels.period(period)]), measure.results.get(period)
    line = result.lines[0] if result and result.lines else None
    if line is None or line.text is None:
        label = plain_paragraph(detail, "label", origins=measure.short_origins)
        return (plain_paragraph("–", "figure"), label)
    if line.of:
        detail = labels.format("alt-row", name=line.of, values=detail)
    data = next((data for data in measure.chart_lines if data.of == line.of), None)
    quantity = data.quantities.get(period) if data is not None else None
    figure, basis = (line.text.plain, "") if quantity is None else (figure_text(quantity), quantity.basis)
    return (
        plain_paragraph(figure, "figure", origins=line.text.origins),
        plain_paragraph(basis or detail, "label", origins=line.text.origins if basis else measure.short_origins),
        *([plain_paragraph(detail, "body", origins=measure.short_origins)] if basis else []),
    )
