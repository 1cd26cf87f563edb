"""Results and their owners: the status of a deck's metrics and key results, and updates of results in content files.

Input: a deck's folder; an id with a quarter and a text, or a spreadsheet of them. Output: which results are there and which are
missing (`deckgen status`), and changes to content files that leave all other bytes alone (`deckgen set`, `deckgen fill`).
"""

from deckgen.results.last_changed import ChangeDates
from deckgen.results.opened import NoDeck, OpenDeck, open_deck
from deckgen.results.owed import Due, ResultState, owed
from deckgen.results.store import ResultUpdate, UpdateOutcome, Verdict, apply, quarter_name
from deckgen.results.targets import Target, TargetIndex, targets

__all__ = [
    "ChangeDates",
    "Due",
    "NoDeck",
    "OpenDeck",
    "ResultState",
    "ResultUpdate",
    "Target",
    "TargetIndex",
    "UpdateOutcome",
    "Verdict",
    "apply",
    "open_deck",
    "owed",
    "quarter_name",
    "targets",
]  # fmt: skip
