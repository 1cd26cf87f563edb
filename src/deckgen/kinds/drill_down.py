"""drill-down: situation, impact and recommendation, perhaps with milestones, a table or a chart under them."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Block, Cell, Row, Slide, Table, Text
from deckgen.ir.blocks import Column as TableColumn
from deckgen.ir.roles import Status
from deckgen.kinds._charts import ChartContent, ChartResult, chart_block, with_chart
from deckgen.kinds._openings import with_statement
from deckgen.kinds._shared import heading, paragraphs, plain_paragraph, room_of, slide, status_word, table_alt
from deckgen.kinds._tables import TableContent, table_block
from deckgen.model import Model, PlainText, RichText, SlideContent, TextOrFields, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: drill-down
title: Safer editing
headline: The voting tool needs the whole team until the election in May
situation: >-
  The team was asked to mend the voting tool before the next election. Three of its five engineers have worked on nothing else
  since November, and the other two keep up the first tool, which eight wikis use every day.
impact: >-
  Work on the second tool stops for a quarter, and eight wikis get it in Q4 instead of Q3. Their 190 patrollers keep lists by
  hand until then. The first tool is not touched by it: faults in it are mended within a day, as before.
recommendation:
  heading: Next steps
  text: |-
    All five engineers deliver the voting tool in Q3:
    1. March: test on two wikis
    2. April: test on all wikis
    3. May: election, two engineers at hand
    4. June: back to both tools
"""
_STANDARD_EXAMPLE = """\
kind: drill-down
title: Safer editing
headline: The voting tool needs the whole team until the election in May
situation: |-
  The tool failed twice last year:
  - Once for six hours
  - Once while small wikis voted
  - Each repair took a week
  Its authors have left, so our five engineers share the work:
  - Three mend the tool
  - Two keep up the others
impact: |-
  Work on the second tool stops:
  - Eight wikis wait for it until Q4
  - Patrollers keep lists by hand
  - Two tests move to June
  - One partner has withdrawn
  The first tool goes on as before:
  - Faults are mended in a day
  - The budget stays as it is
recommendation:
  heading: Next steps
  text: |-
    All five engineers deliver the voting tool in Q3.
    1. February: a full recount
    2. March: test on two wikis
    3. April: test on all wikis
    4. May: election
    After it, two wikis get the second tool each month.
"""
_LONG_IMPACT_EXAMPLE = """\
kind: drill-down
title: Safer editing
headline: The voting tool needs the whole team until the election in May
situation: >-
  The team was asked in November to mend the voting tool before the election in May. Three of its five engineers have worked
  on nothing else since.
impact: >-
  **Eight wikis wait** for the second tool until Q4 instead of Q3, and their patrollers go on with lists that they keep by hand,
  as they have done for two years.

  **The first tool is safe:** eight wikis keep it, and faults in it are mended within a day. The budget of the year does not
  change.
recommendation:
  heading: Next steps
  text: |-
    All five engineers deliver the voting tool in Q3:
    1. March: test on two wikis
    2. April: test on all wikis
    3. May: election, two engineers at hand
    4. June: back to both tools
"""
_LONG_SITUATION_EXAMPLE = """\
kind: drill-down
title: Safer editing
headline: The voting tool failed twice last year, and must not in May
situation: >-
  **Two failures in one year:** for six hours on the last day of a vote, and again when it could not count the votes of eleven
  small wikis. Its authors have left, and a new tool would take a year.

  **Three of five engineers** have worked on nothing else since November; the other two keep up the first tool, which eight
  wikis use every day.
impact: >-
  Eight wikis get the second tool in Q4 instead of Q3, and their patrollers go on with lists that they keep by hand. The first
  tool is not touched by this: faults in it are mended within a day.
recommendation:
  heading: Next steps
  text: |-
    All five engineers deliver the voting tool in Q3:
    1. March: test on two wikis
    2. April: test on all wikis
    3. May: election, two engineers at hand
    4. June: back to both tools
"""
_COMPACT_EXAMPLE = """\
kind: drill-down
title: Safer editing
headline: Five of eight wikis have the first tool, but not the two largest
situation: The first tool finds vandalism without showing addresses.
impact: 151 of 259 patrollers, on three wikis, still see addresses.
recommendation: Bring the tool to these three in Q3, the largest first.
table:
  columns: [Wiki, Patrollers, First tool, Since]
  rows:
    - [Spanish, "71", {status: not-started}, –]
    - [French, "64", {status: not-started}, –]
    - [Vietnamese, "16", {status: not-started}, –]
    - [Arabic, "31", {status: done}, October]
    - [Turkish, "25", {status: done}, December]
    - [Korean, "22", {status: done}, December]
    - [Czech, "18", {status: done}, November]
    - [Bengali, "12", {status: done}, October]
"""


class Column(TextOrFields):
    """The text of a column, perhaps with its own heading."""

    heading: PlainText | None = None
    """The heading; by default, the name of the column."""
    text: RichText
    """The text of the column."""


class Milestone(Model):
    """One step in time: when, and what then happens or is due."""

    when: PlainText
    """The period or date, as it should appear (`Q3`, `June 2021`)."""
    what: RichText
    """What happens then, in a few words."""
    status: Status | None = None
    """The status of the step, shown with its mark."""


MAX_STACKED = 480
"""The room (`room_of`) that each text of a slide in the variant `stacked` has."""
MAX_STACKED_OVER_MILESTONES = 310
"""The same where milestones take the foot of the slide."""
MAX_LONGER, MAX_SHORTER = 540, 400
"""The room that the longer and the shorter one of situation and impact have where they share the column unevenly."""
UNEVEN = 1.25
"""A text so many times as long as the other one gets more of the column."""
MAX_ROWS = 6
"""The most rows of a table that leave the texts over it room to grow."""


class Content(SlideContent):
    """Three texts, perhaps with milestones, a table or a chart under them."""

    label = "Drill-down"
    words = {"situation": "The situation", "impact": "The impact", "recommendation": "The recommendation"}
    standard_example = _STANDARD_EXAMPLE
    variants = (
        Variant(
            "stacked-impact",
            "three short texts, the impact longer than the situation",
            lambda content, _: content.is_uneven(content.situation, content.impact),
            example=_LONG_IMPACT_EXAMPLE,
        ),
        Variant(
            "stacked-situation",
            "three short texts, the situation longer than the impact",
            lambda content, _: content.is_uneven(content.impact, content.situation),
            example=_LONG_SITUATION_EXAMPLE,
        ),
        Variant("stacked", "three short texts", lambda content, _: content.is_short),
        Variant(
            "compact",
            f"a table of more than {MAX_ROWS} rows",
            lambda content, _: content.table is not None and len(content.table.rows) > MAX_ROWS,
            example=_COMPACT_EXAMPLE,
        ),
    )

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
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=6)] = ()
    """Up to six milestones along the foot of the slide, in order of time, instead of a table or chart."""

    @model_validator(mode="after")
    def _rejects_milestones_beside_others(self) -> Self:
        if self.milestones and (self.table or self.chart):
            raise PydanticCustomError(
                "milestones_and_table",
                "a drill-down has either `milestones` or a `table` or `chart` under its texts",
                {"at": ("milestones",), "hint": "put the table or chart on a slide of its own"},
            )
        return self

    @property
    def is_short(self) -> bool:
        """Whether each text has room in the variant `stacked`."""
        most = MAX_STACKED_OVER_MILESTONES if self.milestones else MAX_STACKED
        return all(room_of(column.text) <= most for column in (self.situation, self.impact, self.recommendation))

    def is_uneven(self, shorter: Column, longer: Column) -> bool:
        """Whether one text over or under the other needs more of their column, and each then has room."""
        short, long = room_of(shorter.text), room_of(longer.text)
        has_room = short <= MAX_SHORTER and long <= MAX_LONGER and room_of(self.recommendation.text) <= MAX_STACKED
        return has_room and long > UNEVEN * short


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the three texts, and what stands under them."""
    title = content.headline or content.title or context.section.title
    blocks: list[Block] = [_text_block(content, name, context) for name in ("situation", "impact", "recommendation")]
    charts: list[ChartResult] = []
    layout = "drill-down"
    if content.table:
        layout = "drill-down-table"
        blocks.append(table_block(content.table, context, context.origin.at("table"), slot="table", title=title))
    elif content.chart:
        layout = "drill-down-chart"
        charts.append(chart_block(content.chart, context))
    elif content.milestones:
        # In a brand that has no such layout, they stand where a table would.
        layout = "drill-down-milestones"
        blocks.append(_milestone_table(content.milestones, context, title))
    blocks += [result.chart for result in charts]
    return with_chart(slide(content, context, layout, blocks), *charts)


def _text_block(content: Content, name: str, context: Context) -> Text:
    column: Column = getattr(content, name)
    origins = (context.origin.at(name, "heading"),) if column.heading else ()
    texts = tuple(paragraphs(column.text))
    if name == "recommendation":
        texts = with_statement(texts)
    name_of_text = heading(column.heading or context.labels[name], origins=origins)
    return Text(name, (name_of_text, *texts), context.origin.at(name))


def _milestone_table(milestones: tuple[Milestone, ...], context: Context, title: str) -> Table:
    """Return the milestones as a table of two rows, when over what; the reported period is emphasised."""
    origin = context.origin.at("milestones")
    reported = [milestone.when == context.deck.period.name for milestone in milestones]
    header = Row(
        tuple(
            Cell(
                (
                    plain_paragraph(
                        context.labels.dates(m.when),
                        "header",
                        role="primary" if now else None,
                        origins=(origin.at(n, "when"),),
                    ),
                )
            )
            for n, (m, now) in enumerate(zip(milestones, reported, strict=True))
        ),
        "header",
        origin,
    )
    row = Row(tuple(_milestone_cell(milestone, context) for milestone in milestones), origin=origin)
    columns = tuple(TableColumn(emphasis=now, fixed=True) for now in reported)
    return Table("table", columns, (header,), (row,), table_alt(context, title, header), origin)


def _milestone_cell(milestone: Milestone, context: Context) -> Cell:
    texts = paragraphs(milestone.what, "strong")
    if milestone.status:
        texts.append(status_word(context.labels[milestone.status], milestone.status, "small"))
    return Cell(tuple(texts), mark=milestone.status)
