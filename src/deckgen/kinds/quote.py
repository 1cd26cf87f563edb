"""quote: what somebody said, in large type, and who said it."""

from msgspec.structs import replace

from deckgen.ir.blocks import Slide, Text
from deckgen.kinds._shared import paragraphs, slide
from deckgen.model import FilledText, RichText, SlideContent
from deckgen.resolve import Context

EXAMPLE = """\
kind: quote
title: What mentors say
headline: An answer within ten minutes made a newcomer a mentor
quote: >-
  Somebody answered my first question within ten minutes. Without that I would not have come back the next day, and today I
  would not be answering the questions of others.
source: Newcomer from Rabat, now a mentor herself
"""


class Content(SlideContent):
    """One quote and its source."""

    label = "Quote"
    label_in_title = False

    quote: FilledText
    """What was said, without quotation marks: the layout has a mark."""
    source: RichText | None = None
    """Who said it."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the quote and, on the same page as its end, the source."""
    *first, last = paragraphs(content.quote)
    texts = (*first, replace(last, keep_with_next=content.source is not None), *paragraphs(content.source, "small"))
    return slide(content, context, "quote", (Text("quote", texts, context.origin),))
