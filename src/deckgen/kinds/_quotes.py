"""A quote with its source as content → paragraphs."""

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.kinds._shared import paragraphs
from deckgen.model import FilledText, Model, RichText


class Quote(Model):
    """A quote, and who said it."""

    text: FilledText
    """What was said."""
    source: RichText | None = None
    """Who said it."""


def quote_paragraphs(quote: Quote) -> list[Paragraph]:
    """Return a quote and, on the same page as its end, its source."""
    *first, last = paragraphs(quote.text)
    return [*first, replace(last, keep_with_next=quote.source is not None), *paragraphs(quote.source, "small")]
