"""A deck that is shown in another language than it is written in: its texts as they are shown, by where they were written."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.model.deck_settings import DeckSettings
from deckgen.reader import Document

Place = tuple[str, KeyPath]
"""A file, and the path of a text in it."""


class ShownText(Struct, frozen=True):
    """A text as it was written, and as it is shown."""

    source: str
    shown: str


class ShownTexts(Struct, frozen=True):
    """The texts of a deck as they are shown in a `language`; results, goals and dates are read in the one `written_in`.

    A place has one text, or several if it has a goal with a text for each period.
    """

    written_in: str
    language: str
    texts: Mapping[Place, tuple[ShownText, ...]]


class TranslatedContent(Struct, frozen=True):
    """What replaces the content of a deck to show it in another `language`.

    `documents` are its files with the texts as they are shown, by their names in messages; spans of translated texts are those
    of the translations. `settings` are those of the deck as it is written: they say how results and statuses are read. Results
    and goals stay as written in `documents`: what is shown of them is only in `shown`. Texts have no soft hyphens here; `marked`
    are the translations with some.
    """

    language: str
    documents: Mapping[str, Document]
    settings: DeckSettings
    shown: ShownTexts
    marked: tuple[str, ...] = ()
