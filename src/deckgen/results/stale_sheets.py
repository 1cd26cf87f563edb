"""The rows of sheets → what they say of goals and baselines that is otherwise in the content: `fill` writes neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from deckgen.model import Deck
from deckgen.resolve.targets import TargetIndex, find_targets
from deckgen.results.sheet_marks import without_marks
from deckgen.results.update_checks import is_same_result

_FIELDS = ("goal", "baseline")


class StaleCell(Struct, frozen=True):
    """The goal or baseline of a row (`field`) as the sheet has it, and as the content has it (empty for none)."""

    id: str
    field: str
    in_sheet: str
    in_content: str


def stale_cells(deck: Deck, rows: Mapping[str, Mapping[str, str]]) -> Iterator[StaleCell]:
    """Yield the goals and baselines of rows, by id, that are others than those of the content."""
    targets = TargetIndex(find_targets(deck))
    for row_id, described in rows.items():
        target = targets.find(row_id)
        for field in _FIELDS if target is not None else ():
            typed, known = described.get(field, ""), without_marks(getattr(target, field))
            if typed and not is_same_result(known, typed, deck.language):
                yield StaleCell(row_id, field, typed, known)
