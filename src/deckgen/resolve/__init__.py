"""Ties metric ids, footnotes, acronyms, links and quarters together: a `Deck` in, contexts for kinds out."""

from deckgen.diagnostics import Diagnostic
from deckgen.model import Deck
from deckgen.resolve.context import Context, Resolved
from deckgen.resolve.footnotes import number_footnotes
from deckgen.resolve.references import check_references
from deckgen.resolve.types import AgendaEntry, LineData, Measure, Result, ResultLine, ScorecardGroup


def resolve(deck: Deck) -> tuple[Resolved, list[Diagnostic]]:
    """Check every reference of a deck.

    Compose only when there is no error: a context raises KeyError for a metric that is not there.
    """
    return Resolved(deck), check_references(deck)


__all__ = [
    "AgendaEntry",
    "Context",
    "LineData",
    "Measure",
    "Resolved",
    "Result",
    "ResultLine",
    "ScorecardGroup",
    "number_footnotes",
    "resolve",
]
