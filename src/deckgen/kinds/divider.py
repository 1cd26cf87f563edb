"""divider: the title of a part of the deck, alone on its ground."""

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
    """A divider has a title and no more."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with only a title."""
    return slide(content, context, "divider", ())
