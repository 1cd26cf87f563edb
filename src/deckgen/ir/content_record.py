"""What a deck carries of the content that it shows: the authored values, by which later edits of the file are found."""

from __future__ import annotations

from msgspec import Struct

from deckgen.diagnostics import KeyPath


class RecordedFile(Struct, frozen=True):
    """The values of one content file that stand on slides or in notes, as typed, by their paths.

    `name` is relative to the deck's folder. `ids` are those of the list entries on the way to the values, by the path of the
    entry.
    """

    name: str
    values: tuple[tuple[KeyPath, str], ...] = ()
    ids: tuple[tuple[KeyPath, str], ...] = ()


class ContentRecord(Struct, frozen=True):
    """The values of all files, and what of the deck was built: a section (`only`), a `version`, a `density`, single `slides`.

    What is empty is as deck.yaml has it. A deck in another `language` has no values: they are in its translations. `draft` is
    whether it was built as a draft.
    """

    files: tuple[RecordedFile, ...] = ()
    only: str = ""
    version: str = ""
    density: str = ""
    slides: tuple[str, ...] = ()
    language: str = ""
    draft: bool = False
