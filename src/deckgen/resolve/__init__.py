"""References between the files of a deck (metrics, footnotes, acronyms, slides): a `Deck` in, one context per slide out."""

from deckgen.diagnostics import Issue
from deckgen.model import Deck
from deckgen.resolve.context import Context, ResolvedDeck
from deckgen.resolve.footnotes import number_footnotes
from deckgen.resolve.merge import UndefinedMetricError
from deckgen.resolve.references import check_references
from deckgen.resolve.types import AgendaEntry, LineData, Measure, Result, ResultLine, ScorecardGroup


def resolve(deck: Deck) -> tuple[ResolvedDeck, list[Issue]]:
    """Return the deck with the data that its kinds need, and an issue for each reference to something undefined.

    A context raises UndefinedMetricError for an undefined metric.
    """
    return ResolvedDeck(deck), check_references(deck)


__all__ = [
    "AgendaEntry",
    "Context",
    "LineData",
    "Measure",
    "ResolvedDeck",
    "Result",
    "ResultLine",
    "ScorecardGroup",
    "UndefinedMetricError",
    "number_footnotes",
    "resolve",
]
