"""objective: the objective of a team, and updates on the progress."""

from deckgen.ir.blocks import Block, Paragraph, Slide, Table, Text
from deckgen.kinds._shared import heading, paragraphs, slide, without_topic
from deckgen.kinds._updates import NARROW, Update, are_long, update_rows, update_text
from deckgen.model import RichText, SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: objective
title: Safer editing
headline: The first tool is in use, but its test is late
department: Product
due: EOY
objective: Keep editors safe while those who look after the projects can still do their work, on wikis of every size.
updates:
  - The first of two tools is in steady development, and five wikis use it each day.
  - lead: Testing
    text: A second round begins in Q3, a month later than planned, with editors from five wikis.
    status: at-risk
  - text: "Next come two steps:"
    numbered:
      - Collect what the first round showed.
      - Decide whether to widen the test to all wikis.
"""
_NARROW_EXAMPLE = """\
kind: objective
title: Safer editing
headline: The first tool is in use on five wikis, but its test is late
department: Product
due: EOY
objective: Keep editors safe while those who look after the projects can still do their work, on wikis of every size.
updates:
  - lead: First tool
    text: >-
      The first of two tools is in steady development. Five wikis use it each day, and what their patrollers asked for is
      part of it since November.
    status: on-track
  - lead: Testing
    text: >-
      The first round had too few editors from small wikis. A second round begins in Q3, with editors from five wikis and in
      three more languages.
    status: at-risk
  - text: "Next come two steps:"
    numbered:
      - Collect what the first round showed, and publish it where editors can answer.
      - Decide whether to widen the test to all wikis that asked for it.
"""
_STANDARD_EXAMPLE = """\
kind: objective
title: Safer editing
headline: The first tool is in use on five wikis, but its test is late
department: Product
due: EOY
objective: >-
  Keep editors safe while those who look after the projects can still do their work, on wikis of every size and
  language.
updates:
  - lead: First tool
    text: >-
      five wikis use it each day, and their patrollers have asked for one change only.
    status: on-track
  - lead: Test
    text: >-
      the first round had too few editors from small wikis. A second one begins in Q3, with twice as many.
    status: at-risk
  - lead: Patrollers
    text: seven of the ten whom the team asked would give up addresses for the two tools.
  - lead: Next
    text: "the team takes two steps:"
    numbered:
      - Publish what the first round showed.
      - Decide by the end of March whether to widen the test.
"""
_STATEMENT_EXAMPLE = """\
kind: objective
title: Safer editing
headline: This year, the safety of editors comes before new features
department: Product
due: EOY
objective: >-
  Keep editors safe while those who look after the projects can still do their work. New features wait until two tools
  against harassment are in use on five wikis.
"""
OPENER = "opener"
"""The variant with the objective in a panel from edge to edge, and a row for each update."""


class Content(SlideContent):
    """One objective and the updates on it."""

    label = "Objective"
    words = {"objective": "Objective", "updates": "What happened in {period}"}
    lasting = SlideContent.lasting | {"objective"}
    standard_example = _STANDARD_EXAMPLE
    variants = (
        Variant(
            NARROW,
            "long updates, which need the room",
            lambda content, _: are_long(content.updates),
            example=_NARROW_EXAMPLE,
        ),
        Variant(OPENER, "short updates", lambda content, _: bool(content.updates)),
        Variant("statement", "no updates", lambda content, _: not content.updates, example=_STATEMENT_EXAMPLE),
    )

    objective: RichText
    """The objective of the team."""
    updates: tuple[Update, ...] = ()
    """The updates on the progress. A short figure of the `headline` stands large at the first update that states it."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the objective in a panel and the updates next to it, as a text or, in the opener, in rows."""
    is_opener = context.variant in (OPENER, NARROW)
    statement = [heading(context.labels["objective"])]
    if is_opener and content.headline:
        statement.append(_name(content, context))
    statement += paragraphs(content.objective, "lead")
    blocks: list[Block] = [Text("objective", tuple(statement), context.origin.at("objective"))]
    if content.updates:
        blocks.append(_rows(content, context) if is_opener else update_text("updates", content.updates, context))
    objective = slide(content, context, "objective", blocks)
    return without_topic(objective) if is_opener else objective


def _name(content: Content, context: Context) -> Paragraph:
    """Return the topic, which stands in the panel because the title is the finding."""
    origin = context.field_origin("title")
    return heading(content.title or context.section.title, "name", origins=(origin,) if origin else ())


def _rows(content: Content, context: Context) -> Table:
    period = context.labels.period(context.deck.period.name)
    return update_rows("updates", content.updates, context.labels.format("updates", period=period), content, context)
