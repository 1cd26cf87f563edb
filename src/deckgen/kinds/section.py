"""section: the opening slide of a section without an objective: what it is about, its verdicts, and what happened."""

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._shared import heading, paragraphs, slide, without_topic
from deckgen.kinds._updates import NARROW, Update, are_long, update_rows
from deckgen.kinds._verdicts import section_counts, verdict_strip
from deckgen.model import RichText, SlideContent, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: section
title: Readers
headline: Search is twice as fast; the survey is late
about: How many people read, how often they come back, and what keeps them away.
points:
  - lead: Search
    text: Twice as fast as a year ago. Each centre keeps the whole index.
    status: on-track
  - lead: Previews
    text: On 280 wikis, 40 more than planned. Readers open one page in five.
    status: on-track
  - lead: Survey
    text: A month late. Planning begins before its answers are there.
    status: at-risk
"""
_NARROW_EXAMPLE = """\
kind: section
title: Readers
headline: Search is twice as fast; the survey is late
about: How many people read, how often they come back, and what keeps them away.
points:
  - lead: Search
    text: >-
      answers twice as fast as a year ago, in all languages, since each centre keeps the whole index in memory.
    status: on-track
  - lead: Survey
    text: >-
      is a month late: the answers of readers from four countries show that two of its questions are understood differently.
    status: at-risk
  - lead: Mobile pages
    text: have tables that can be read without moving the page sideways, and load pictures only when they come into view.
    status: on-track
  - lead: Next
    text: The survey goes out in March, so that its results are there for planning.
"""


class Content(SlideContent):
    """What a section is about; its finding is the `headline`. The verdicts of its results are counted."""

    label = "Section"
    variants = (
        Variant(
            NARROW,
            "long points, which need the room",
            lambda content, _: are_long(content.points),
            example=_NARROW_EXAMPLE,
        ),
    )
    words = {"points": "What happened in {period}"}
    lasting = SlideContent.lasting | {"about"}

    about: RichText | None = None
    """What the section is about, in a panel under its name."""
    points: tuple[Update, ...] = ()
    """What happened: updates, each with a status if it has one."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the section in a panel, and next to it the counts of its verdicts over the points."""
    labels, title = context.labels, content.title or context.section.title
    origin = context.field_origin("title")
    panel = [heading(labels["label"])]
    if content.headline:
        panel.append(heading(title, "name", origins=(origin,) if origin else ()))
    blocks: list[Block] = [Text("about", (*panel, *paragraphs(content.about, "lead")), context.origin.at("about"))]
    strip = verdict_strip("verdicts", section_counts(context, context.section.id), title, context)
    blocks += [strip] if strip is not None else []
    if content.points:
        name = labels.format("points", period=labels.period(context.deck.period.name))
        blocks.append(update_rows("points", content.points, name, content, context))
    section = slide(content, context, "section" if strip is not None else "section-plain", blocks)
    return without_topic(section)
