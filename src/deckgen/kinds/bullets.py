"""bullets: a list of points."""

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
headline: A fast answer brings back 41% of newcomers, a slow one 19%
bullets:
  - lead: Speed counts
    text: 41% of newcomers come back after an answer within an hour, but only 19% of those who wait for a day.
  - lead: Mentors help
    text: with a mentor, twice as many newcomers stay for a second month, and they ask half as many questions.
  - lead: Three things remain open
    bullets:
      - How to find mentors in small communities
      - What to do in the hours when nobody is awake
      - Which questions a page of help answers as well
"""
_STANDARD_EXAMPLE = """\
kind: bullets
title: What we learned
headline: Three topics make up two thirds of what newcomers ask
bullets:
  - lead: Three topics
    text: "come up again and again:"
    bullets:
      - How to add a source that the community accepts
      - Why an edit was undone, and whom to ask about it
      - How to upload a picture with the right licence
  - lead: Newcomers
    text: ask most on the first day. Those who have an answer within the hour come back twice as often.
  - lead: Mentors
    text: take twelve questions a week. The list now stops at fifteen, and nobody has left it since November.
  - lead: Next
    text: the answers become help pages. Mentors write them, and newcomers test them in January.
aside:
  figure:
    value: 67%
    label: of the 1,340 questions of Q2 were about one of the three topics
"""


_FEW, _SHORT = 7, 420
"""So many paragraphs, and characters in all of them, have large type on one page."""


class Content(AsideContent):
    """A list of points; a point may have a lead, or further points below it."""

    label = "Points"
    label_in_title = False
    standard_example = _STANDARD_EXAMPLE
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
        (Text("bullets", tuple(item_paragraphs(content.bullets, nested_style="point")), context.origin.at("bullets")),),
    )
