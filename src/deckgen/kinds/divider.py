"""divider: only the title of a part of the deck, on a coloured background."""

from __future__ import annotations

from deckgen.ir.blocks import Slide
from deckgen.kinds._shared import slide
from deckgen.model import SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: divider
title: Priorities
"""


class Content(SlideContent):
    """A divider has only a title."""

    label = "Divider"
    title_states = "own"
    label_in_title = False
    divides = True
    has_eyebrow = False


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with only a title."""
    return slide(content, context, "divider", ())
