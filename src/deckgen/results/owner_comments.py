"""Updates and their outcomes → the comments that owners typed, for those who maintain the deck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckgen.model import Deck
from deckgen.resolve.targets import TargetIndex, find_targets
from deckgen.results.status import NO_OWNER
from deckgen.results.update_types import ResultUpdate, UpdateOutcome, Verdict


class OwnerComment(Struct, frozen=True):
    """A comment: who owns what it is about, the name and id of that, and whether it is kept in the content."""

    owner: str
    name: str
    id: str
    text: str
    is_kept: bool


def owner_comments(
    deck: Deck, updates: Iterable[ResultUpdate], outcomes: Iterable[UpdateOutcome]
) -> Iterator[OwnerComment]:
    """Yield the comments that are new: of results, of texts of slides, and of rows whose ids are unknown."""
    targets, slides, unknown = TargetIndex(find_targets(deck)), _slides(deck), set[str]()
    for outcome in outcomes:
        update = outcome.update
        if outcome.verdict is Verdict.UNKNOWN:
            unknown.add(update.id)
        elif update.field == "comment" and outcome.verdict in {Verdict.CHANGED, Verdict.NOTED}:
            target = targets.find(update.id)
            owner, name = (target.owner, target.name) if target else slides[update.id.rpartition("#")[0]]
            yield OwnerComment(owner or NO_OWNER, name, update.id, update.text, outcome.verdict is Verdict.CHANGED)
    for update in updates:
        if update.field == "comment" and update.id in unknown:
            yield OwnerComment(update.source or NO_OWNER, "", update.id, update.text, is_kept=False)


def _slides(deck: Deck) -> dict[str, tuple[str, str]]:
    """Return the owner and the title of each slide by its id."""
    return {
        slide.origin.slide: (
            slide.content.owner or slide.content.department or section.department or "",
            slide.content.headline or slide.content.title or section.title,
        )
        for section in deck.sections
        for slide in section.slides
    }
