"""References between the files of a deck (metrics, footnotes, acronyms, slides): a `Deck` in, one context per slide out."""

from collections.abc import Mapping

from deckgen.diagnostics import Issue
from deckgen.ir.carried import CarriedSlide
from deckgen.ir.media import PreparedPicture
from deckgen.model import FileSlide
from deckgen.resolve.context import Context, ResolvedDeck
from deckgen.resolve.counting import (
    JUDGED,
    SET_ASIDE,
    ShownRow,
    StatusCount,
    count_statuses,
    counted_status,
    shown_rows,
)
from deckgen.resolve.deck_rows import DeckRows
from deckgen.resolve.footnotes import number_footnotes
from deckgen.resolve.merge import UndefinedMetricError
from deckgen.resolve.parts import Part, PartLink, find_parts, is_divider_only
from deckgen.resolve.references import check_references
from deckgen.resolve.types import AgendaEntry, LineData, Measure, Outlook, Reasons, Result, ResultLine, ScorecardGroup
from deckgen.resolve.walk import picture_files


def resolve(
    rows: DeckRows,
    pictures: Mapping[str, PreparedPicture] | None = None,
    file_slides: Mapping[FileSlide, CarriedSlide] | None = None,
) -> tuple[ResolvedDeck, list[Issue]]:
    """Return the deck of `rows` with the data that its kinds need, and an issue for each reference to something undefined.

    `pictures` are those that can be shown, by the names of their files in content, and `file_slides` the slides of other files. A
    context raises UndefinedMetricError for an undefined metric.
    """
    return ResolvedDeck(rows, pictures or {}, file_slides or {}), check_references(rows.deck)


__all__ = [
    "JUDGED",
    "SET_ASIDE",
    "AgendaEntry",
    "Context",
    "DeckRows",
    "LineData",
    "Measure",
    "Outlook",
    "Part",
    "PartLink",
    "Reasons",
    "ResolvedDeck",
    "Result",
    "ResultLine",
    "ScorecardGroup",
    "ShownRow",
    "StatusCount",
    "UndefinedMetricError",
    "count_statuses",
    "counted_status",
    "find_parts",
    "is_divider_only",
    "number_footnotes",
    "picture_files",
    "resolve",
    "shown_rows",
]
