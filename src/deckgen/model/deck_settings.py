"""What deck.yaml says that decides how other content is read: the context of validators (`info.context`)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from pydantic import ValidationInfo

from deckgen.ir.roles import Status
from deckgen.periods import Period

SIMILAR_STATUS = 0.7
"""How similar a word must be to a status to be taken for it mistyped, from 0 to 1: `orange` is like `done`."""
COLOURS: Mapping[str, Status] = {"green": "on-track", "amber": "at-risk", "red": "off-track"}
"""The statuses that colours name, in every deck."""


class DeckSettings(Struct, frozen=True):
    """The reported period (None if it is not known), the deck's language, and its own words for statuses.

    `labels` are the words for statuses in its language, by which content may name them, too; empty in English.
    """

    period: Period | None = None
    language: str = "en"
    words: Mapping[Status, str] = field(default_factory=dict)
    labels: Mapping[Status, str] = field(default_factory=dict)

    def status_named(self, text: str) -> str:
        """Return the status that a colour, a word of the language or one of the deck's own names; any other text unchanged."""
        folded = text.strip().casefold()
        own = {word.casefold(): status for words in (self.labels, self.words) for status, word in words.items()}
        return {**COLOURS, "yellow": COLOURS["amber"], **own}.get(folded, text)


NO_SETTINGS = DeckSettings()
"""The settings as long as deck.yaml is not known."""


def settings_of(info: ValidationInfo) -> DeckSettings:
    """Return the settings with which content is validated."""
    return info.context if isinstance(info.context, DeckSettings) else NO_SETTINGS
