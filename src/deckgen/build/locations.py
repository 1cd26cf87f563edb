"""Where something on a slide was written: an origin in, its span in a content file out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from deckgen.diagnostics import Issue, Origin, Span
from deckgen.model import Deck


def locate(deck: Deck, origin: Origin) -> Span | None:
    """Return the span of an origin in its file, or of the nearest value around it; None for a file that was not read."""
    document = deck.documents.get(origin.file)
    if document is None:
        return None
    return document.key_span(origin.path) if origin.of_key else document.span(origin.path)


def locate_issues(deck: Deck, issues: Iterable[Issue]) -> list[Issue]:
    """Return issues with the spans of their origins; those that have a span are returned as they are."""
    return [
        replace(issue, span=locate(deck, issue.origin), origin=None) if issue.origin is not None else issue
        for issue in issues
    ]
