"""overview: the current state, with progress and challenges, key deliverables and actions."""

from __future__ import annotations

from deckgen.ir.blocks import Block, Slide, Text
from deckgen.kinds._shared import heading, item_paragraphs, paragraphs, slide
from deckgen.model import Item, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: overview
title: Community growth
headline: More readers stay, and two launches are ahead of plan
overview: The team reached more readers than planned while two launches moved forward.
progress:
  - Returning readers grew in every region but one.
  - "**Search** answers twice as fast as a year ago."
key_deliverables:
  - Faster search
  - Reader survey
actions:
  - Move the survey to March so that its results are ready for planning
"""


class Content(SlideContent):
    """The current state in a paragraph; progress, deliverables and actions as lists."""

    label = "Overview"
    words = {"progress": "Progress and challenges", "key-deliverables": "Key deliverables", "actions": "Actions"}

    overview: RichText | None = None
    """The current state, in a paragraph."""
    progress: tuple[Item, ...] = ()
    """Progress and challenges."""
    key_deliverables: tuple[Item, ...] = ()
    """What was or will be delivered."""
    actions: tuple[Item, ...] = ()
    """The actions that are taken."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with overview and progress at the left, deliverables and actions in a panel at the right."""
    labels = context.labels
    progress = paragraphs(content.overview, "lead")
    if content.progress:
        progress += [heading(labels["progress"]), *item_paragraphs(content.progress, bulleted=False, style="body")]
    blocks: list[Block] = [Text("progress", tuple(progress), context.origin)] if progress else []
    if content.key_deliverables:
        bulleted = (heading(labels["key-deliverables"]), *item_paragraphs(content.key_deliverables))
        blocks.append(Text("deliverables", bulleted, context.origin.at("key_deliverables")))
    if content.actions:
        bulleted = (heading(labels["actions"]), *item_paragraphs(content.actions))
        blocks.append(Text("actions", bulleted, context.origin.at("actions")))
    return slide(content, context, "overview", blocks)
