"""objective: the objective of a team, and updates on the progress."""

from __future__ import annotations

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, slide
from deckgen.model import Item, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: objective
title: Safer editing
department: Product
due: EOY
objective: Keep editors safe while those who look after the projects can still do their work.
updates:
  - The first of two tools is in steady development.
  - lead: Testing
    text: A second round begins in Q3, with editors from five wikis.
  - text: "Next come two steps:"
    numbered:
      - Collect what the first round showed.
      - Decide whether to widen the test.
"""


class Content(SlideContent):
    """One objective and the updates on it."""

    label = "Objective"
    words = {"objective": "Objective"}
    lasting = SlideContent.lasting | {"objective"}

    objective: RichText
    """The objective of the team."""
    updates: tuple[Item, ...] = ()
    """The updates on the progress."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the objective in a panel and the updates next to it."""
    statement = (heading(context.labels["objective"]), *paragraphs(content.objective, "lead"))
    blocks: list[Block] = [Text("objective", statement, context.origin.at("objective"))]
    if content.updates:
        blocks.append(Text("updates", tuple(item_paragraphs(content.updates)), context.origin.at("updates")))
    return slide(content, context, "objective", blocks)
