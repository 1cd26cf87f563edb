"""bullets: a list of points."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from deckgen.ir.blocks import Slide, Text
from deckgen.kinds._aside import AsideContent
from deckgen.kinds._shared import item_paragraphs, slide
from deckgen.model import Item, Variant
from deckgen.resolve import Context

EXAMPLE = """\
kind: bullets
title: What we learned
bullets:
  - People come back when somebody answers their first question.
  - lead: Mentors help
    text: with a mentor, twice as many stay.
  - text: "Two things remain open:"
    bullets:
      - How to find mentors in small communities
      - What to do where nobody is awake
"""


_FEW, _SHORT = 7, 420
"""So many paragraphs, and characters in all of them, have large type on one page."""


class Content(AsideContent):
    """A list of points; a point may have a lead, or further points below it."""

    label = "Points"
    label_in_title = False
    variants = (Variant("large", "few short points", lambda content, _: content.is_short, needs_full_width=True),)

    bullets: Annotated[tuple[Item, ...], Field(min_length=1)]
    """The points."""

    @property
    def is_short(self) -> bool:
        """Whether the points have room in large type."""
        texts = [paragraph.plain_text for paragraph in item_paragraphs(self.bullets)]
        return len(texts) <= _FEW and sum(map(len, texts)) <= _SHORT


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the points in one list."""
    return slide(
        content,
        context,
        "bullets",
        (Text("bullets", tuple(item_paragraphs(content.bullets)), context.origin.at("bullets")),),
    )
