"""key-results: results with baseline and goal, as cards or in a table."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from msgspec.structs import replace
from pydantic import Field

from deckgen.ir.blocks import Block, Slide
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._card_texts import has_own_name
from deckgen.kinds._cards import Cards
from deckgen.kinds._column_plan import Columns, line_block, plan_columns
from deckgen.kinds._columns import columns_table
from deckgen.kinds._full_results import table_in_full, texts_in_full
from deckgen.kinds._measures import measures_table, stands_under_short_name, with_arrow_notes
from deckgen.kinds._results_room import suits_cards, suits_complete_cards, suits_complete_table
from deckgen.kinds._shared import slide
from deckgen.kinds._single_result import suits_single
from deckgen.model import PeriodName, Row, SlideContent, Variant
from deckgen.periods import Period
from deckgen.resolve import Context, Measure

EXAMPLE = """\
kind: key-results
title: Safer editing
headline: The first tool is at risk, and more editors report harassment
department: Product
rows:
  - id: masking-tools
    name: Tools for patrollers
    result: Two tools find vandalism without showing addresses
    baseline: No such tool
    goal: 2 tools
    owner: Product
    milestones:
      Q3: Release on two wikis, then wiki by wiki
    quarters:
      Q1: Prototype tested
      Q2:
        text: First tool in development
        status: at-risk
  - name: Editors who report harassment
    result: Fewer editors say that others have harassed them
    baseline: 19%
    goal: 18%
    better: lower
    owner: Research
    milestones:
      Q3: Talks with five communities
    quarters:
      Q1:
        text: Survey prepared
        mark: delivered
      Q2: 21%
"""
_SINGLE_EXAMPLE = """\
kind: key-results
title: Terms of use
headline: Legal has checked the new terms; the board decides in Q3
department: Legal
rows:
  - name: New terms of use
    result: >-
      The new terms of use are agreed with the communities and the board, and readers find them in forty languages
    goal: New terms in force by the end of the year
    owner: Legal
    milestones:
      Q3: Decision of the board
      Q4: Translations, then in force
    quarters:
      Q1: Draft discussed with fourteen communities for six weeks
      Q2:
        text: Legal has checked the draft and changed two of its articles
        status: on-track
"""
_TABLE_EXAMPLE = """\
kind: key-results
title: Safer editing
headline: Reports are answered in time, but harassment grows
department: Product
rows:
  - name: Use of the new tools
    result: Five wikis use both new tools each day
    baseline: 0%
    goal: 40%
    quarters:
      Q1: 12%
      Q2: 37%
  - name: Editors who report harassment
    baseline: 19%
    goal: 18%
    better: lower
    quarters:
      Q1: 19%
      Q2: 21%
  - name: Reports answered in a day
    baseline: 62%
    goal: 80%
    quarters:
      Q1: 71%
      Q2: 83%
  - name: Editors who feel safe
    baseline: 54%
    goal: 60%
    quarters:
      Q1: 55%
      Q2: 58%
"""
_STANDARD_EXAMPLE = """\
kind: key-results
title: Safer editing
headline: Reports are answered in time, but harassment grows
department: Product
rows:
  - name: Use of the new tools
    result: Five wikis use both new tools each day
    baseline: 0%
    goal: 40%
    quarters:
      Q1: 12%
      Q2: 37%
      Q3: {plan: 40%}
      Q4: {plan: 42%}
  - name: Editors who report harassment
    baseline: 19%
    goal: 18%
    better: lower
    quarters:
      Q1: 19%
      Q2: 21%
      Q3: {plan: 20%}
      Q4: {plan: 18%}
  - name: Reports answered in a day
    baseline: 62%
    goal: 80%
    quarters:
      Q1: 71%
      Q2: 83%
      Q3: {plan: 85%}
      Q4: {plan: 85%}
  - name: Editors who feel safe
    baseline: 54%
    goal: 60%
    quarters:
      Q1: 55%
      Q2: 58%
      Q3: {plan: 59%}
      Q4: {plan: 60%}
"""


class Content(AsideContent):
    """Rows: defined metrics, or results written on the slide; `as_of` names a period other than that of the deck.

    A single result in words has a row for each aspect (the variant `single`), up to three short ones are `cards`, others a
    `table` with the columns that have content; the standard layout is a table of all periods. Where their full texts, baselines
    and past milestones would prevail or make them small, `brief-cards` and a `brief-table` leave these to the notes, and to a
    table at the end of the deck.
    """

    label = "Key results"
    words = {"key-result": "Key result", "plan": "Plan", "in-full": "Key results in full"}
    has_key_results = True
    standard_example = _STANDARD_EXAMPLE
    names_any_period = True
    lasting = SlideContent.lasting | {"rows", "as_of", "columns"}

    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    """The results: metrics (`metric: id`), or results written on the slide."""
    as_of: PeriodName | None = None
    """The period that this slide reports; by default, that of the deck."""
    columns: Columns | None = Field(default=None, examples=[["goal", "previous", "reported"]])
    """The columns of the table, in order: `baseline`, `goal`, `previous`, `reported`, `next`. By default, those with content."""


SINGLE, CARDS, TABLE = "single", "cards", "table"
"""The variants: one result in words over the width, up to three as cards, more in a table with the columns that they need."""
BRIEF_CARDS, BRIEF_TABLE = "brief-cards", "brief-table"
"""The same without the full texts, baselines and past milestones of the results."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the results in one table, or as cards."""
    measures, reported = _measures(content, context), context.deck.period_of(content)
    layout, blocks = _blocks(content, context, measures)
    result = slide(content, context, layout, blocks, discriminator=measures[0].short if measures else "")
    if context.variant in (BRIEF_CARDS, BRIEF_TABLE):
        left_off = [texts_in_full(m, context, leaves_name=_leaves_name(m, context)) for m in measures]
        notes = (*result.notes, *(p for texts in left_off for p in texts))
        in_full = table_in_full(measures, context, kind=content.kind, reported=reported)
        result = replace(result, notes=notes, in_full=in_full)
    return with_arrow_notes(result, measures, context, reported.window())


def _leaves_name(measure: Measure, context: Context) -> bool:
    return not has_own_name(measure) if context.variant == BRIEF_CARDS else stands_under_short_name(measure)


def _measures(content: Content, context: Context) -> tuple[Measure, ...]:
    rows = [(row, context.origin.at("rows", i)) for i, row in enumerate(content.rows)]
    return context.measures(rows, kind="key-result", as_of=content.as_of)


def _blocks(content: Content, context: Context, measures: tuple[Measure, ...]) -> tuple[str, list[Block]]:
    """Return the layout, without the variant, and the blocks."""
    reported, name_label = context.deck.period_of(content), context.labels["key-result"]
    title = content.headline or content.title or context.section.title
    if context.variant in (CARDS, BRIEF_CARDS) or (context.variant == SINGLE and len(measures) == 1):
        cards = Cards(measures, context, reported, brief=context.variant == BRIEF_CARDS)
        return "key-results", [cards.table("table", title)]
    is_table = context.variant in (TABLE, BRIEF_TABLE)
    if not is_table and not content.columns:
        table = measures_table(measures, context, slot="table", name_label=name_label, title=title, reported=reported)
        return "key-results", [table]
    plan = plan_columns(
        measures, context, reported, named=content.columns or (), common=is_table,
        figure_style="figure" if is_table else "strong", brief=context.variant == BRIEF_TABLE,
    )  # fmt: skip
    line = line_block(plan)
    table = columns_table(plan, slot="table", name_label=name_label, title=title)
    return "key-results-line" if line else "key-results", [*line, table]


def _suits_variant(content: Content, context: Context, suits: Callable[[tuple[Measure, ...], Period], bool]) -> bool:
    """Whether a variant without columns suits the results, none of which its author names."""
    return not content.columns and suits(_measures(content, context), context.deck.period_of(content))


def _suits_brief_cards(measures: tuple[Measure, ...], reported: Period) -> bool:
    return not suits_complete_cards(measures, reported) and suits_cards(measures, reported, brief=True)


def _suits_brief_table(measures: tuple[Measure, ...], reported: Period) -> bool:
    return not suits_complete_table(measures, reported)


Content.variants = (
    Variant(
        SINGLE,
        "one key result without parts and a bar up to its goal",
        lambda content, context: _suits_variant(content, context, suits_single),
        needs_full_width=True,
        example=_SINGLE_EXAMPLE,
    ),
    Variant(
        BRIEF_CARDS,
        "up to three key results without parts, whose full texts would take much of the room or make the results small",
        lambda content, context: _suits_variant(content, context, _suits_brief_cards),
        complete=False,
        needs_full_width=True,
    ),
    Variant(
        CARDS,
        "up to three key results with short texts and without parts",
        lambda content, context: _suits_variant(content, context, partial(suits_cards, brief=False)),
        needs_full_width=True,
    ),
    Variant(
        BRIEF_TABLE,
        "more key results, whose full texts would make the results small",
        lambda content, context: _suits_variant(content, context, _suits_brief_table),
        complete=False,
        example=_TABLE_EXAMPLE,
    ),
    Variant(TABLE, "more key results, or long texts", lambda _content, _context: True, example=_TABLE_EXAMPLE),
)
