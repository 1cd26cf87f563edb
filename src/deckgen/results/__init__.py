"""Results and their owners: the status of a deck's metrics and key results, and updates of results in content files.

Input: a deck's folder; an id with a period and a text, or a spreadsheet of them. Output: which results are there and which are
missing (`deckgen status`), and changes to content files that leave all other bytes alone (`deckgen set`, `deckgen fill`).
"""

from deckgen.resolve.targets import Target, TargetIndex, find_targets
from deckgen.results.deck_access import DeckLoadFailure, OpenDeck, open_deck
from deckgen.results.last_changed import ChangeDates
from deckgen.results.status import ResultState, StatusEntry, status_entries
from deckgen.results.update_types import ResultUpdate, UpdateOutcome, Verdict
from deckgen.results.updates import apply_updates

__all__ = [
    "ChangeDates",
    "DeckLoadFailure",
    "OpenDeck",
    "ResultState",
    "ResultUpdate",
    "StatusEntry",
    "Target",
    "TargetIndex",
    "UpdateOutcome",
    "Verdict",
    "apply_updates",
    "find_targets",
    "open_deck",
    "status_entries",
]  # fmt: skip
