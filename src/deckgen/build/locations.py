"""Where something on a slide was written: an origin in, its span in a content file out."""

from __future__ import annotations

from deckgen.diagnostics import Span
from deckgen.ir.blocks import Origin
from deckgen.model import Deck


def locate(deck: Deck, origin: Origin, *keys: str) -> Span | None:
    """Return the span of an origin in its file, or of the first of `keys` under it that the author wrote; None if unknown."""
    document = deck.documents.get(origin.file)
    if document is None:
        return None
    for key in keys:
        if (*origin.path, key) in document.spans:
            return document.span((*origin.path, key))
    return document.span(origin.path)
