"""What goes to a translator and comes back, whatever the form of its file: one entry for each text."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct

from deckgen.diagnostics import UserFacingError
from deckgen.model.shown_texts import Place
from deckgen.translation.authored_words import AuthoredText
from deckgen.translation.matching import MatchedText

MAX_BYTES = 20_000_000
"""Maximum size of a file that a translator sends, in bytes."""
MAX_TEXTS = 50_000
"""Maximum number of texts in it."""


class ExchangeError(UserFacingError):
    """A file of translations that cannot be used as a whole; the message says why."""


class Exchange(Struct, frozen=True):
    """All texts of a deck for a translator: the languages, the name of the deck, and an entry for each text."""

    source_language: str
    language: str
    deck: str
    entries: Sequence[OutgoingEntry]


class OutgoingEntry(Struct, frozen=True):
    """A text as a translator gets it: where it stands in words, its translation so far, its state, and the room that is left.

    `room` is None where there is no limit, or where it is not known. `before` is the text that an outdated translation is of.
    """

    key: str
    where: str
    source: str
    translation: str
    state: str
    room: int | None
    before: str = ""
    has_markup: bool = True


class IncomingEntry(Struct, frozen=True):
    """A text as a translator sends it back; `location` says where in the file (row 12).

    `base` is the digest of the translation that the translator got (`digest_of`); None if the file does not say.
    """

    key: str
    source: str
    translation: str
    state: str
    location: str
    base: str | None = None


def digest_of(translation: str) -> str:
    """Return a digest that shows whether a translation was changed since it was written."""
    return hashlib.sha256(translation.encode()).hexdigest()[:8] if translation else "-"


def outgoing(each: MatchedText, rooms: Mapping[Place, int], slides: Mapping[Place, str]) -> OutgoingEntry:
    """Return what a translator gets of a text; `slides` says by the files and paths of slides which they are."""
    text, entry = each.text, each.entry
    before = entry.source if entry is not None and not each.is_current else ""
    return OutgoingEntry(
        text.key, _where(text, slides), text.source, entry.translation if entry else "", each.state, _room(text, rooms),
        before, text.has_markup,
    )  # fmt: skip


def _where(text: AuthoredText, slides: Mapping[Place, str]) -> str:
    slide = slides.get((text.file, text.path[:2]), "")
    field = next((part for part in reversed(text.path) if isinstance(part, str)), "")
    return ", ".join(part for part in (slide, field.replace("_", " ")) if part)


def _room(text: AuthoredText, rooms: Mapping[Place, int]) -> int | None:
    room = rooms.get((text.file, text.place))
    return None if room is None or text.path[-1:] == ("notes",) else max(room, 0)
