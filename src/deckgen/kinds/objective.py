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
  - lead: First tool
    text: Five wikis use it each day. Patrollers asked for one change.
    status: on-track
  - lead: Testing
    text: The second round is a month late. It now begins in Q3.
    status: at-risk
  - lead: Second tool
    text: Its design is agreed. Development begins after the test.
    status: on-track
"""
_NARROW_EXAMPLE = """\
kind: objective
title: Safer editing
headline: The first tool is in use, but its test is late
department: Product
due: EOY
objective: Keep editors safe while those who look after the projects can still do their work, on wikis of every size.
updates:
  - lead: First tool
    text: Five wikis use it each day. Their patrollers asked for one change, which is made.
    status: on-track
  - lead: Testing
    text: The second round begins in Q3, a month late. The first one had too few editors from small wikis.
    status: at-risk
  - lead: Second tool
    text: Its design is agreed with three communities. Development begins once the test is over.
    status: on-track
  - lead: Next
    text: The team decides in March whether to widen the test to all wikis.
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
  - lead: Test
    text: the first round had too few editors from small wikis. A second one begins in Q3, a month late.
  - lead: First tool
    text: five wikis use it each day, and their patrollers asked for one change only.
  - lead: Second tool
    text: its design is agreed with three communities.
  - lead: Next
    text: "the team takes two steps:"
    numbered:
      - Publish what the first round showed
      - Decide by the end of March whether to widen the test
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
