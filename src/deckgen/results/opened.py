"""A deck's folder → the deck as loaded, with the way back to its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from deckgen import kinds
from deckgen.diagnostics import Diagnostic, UserFacingError, has_errors
from deckgen.edit import Change, Editing, open_file, write_all
from deckgen.io.project import boundary, find_project
from deckgen.model import Deck, load_deck


class OpenDeck(Struct, frozen=True):
    """A loaded deck; `project` is the folder from which its files are named, `faults` what is wrong with it."""

    deck: Deck
    project: Path
    faults: list[Diagnostic]
    sources: Mapping[str, str]

    @property
    def broken(self) -> bool:
        """Whether a part of its content could not be read."""
        return has_errors(self.faults)

    def path(self, file: str) -> Path:
        """Where a file lies that messages call `file`."""
        return self.project / file

    def editing(self, file: str) -> Editing:
        """Open one of its files for editing. Raises FileFault, or EditError for a file with faults."""
        return Editing(self.text(file), file)

    def text(self, file: str) -> str:
        """Read one of its files anew. Raises FileFault."""
        return open_file(self.path(file), file, boundary(self.deck.folder))

    def write(self, changes: Sequence[Change], command: str) -> None:
        """Write changes of its files, all or none; `command` is who asks for it. Raises FileFault."""
        write_all(changes, self.deck.folder, boundary(self.deck.folder), command)


class NoDeck(Struct, frozen=True):
    """What kept a deck from being loaded: the faults of its deck.yaml, and the texts to show them in."""

    faults: list[Diagnostic]
    sources: Mapping[str, str]


def open_deck(folder: Path) -> OpenDeck | NoDeck:
    """Load the deck in a folder, or tell why it cannot be.

    Raises Told where there is nothing to be told in a file (no deck.yaml).
    """
    folder = folder.resolve()
    project = find_project(folder.parent) or folder.parent
    registry = kinds.models()
    deck, faults, sources = load_deck(folder, project, registry)
    if deck is None:
        if not sources:
            raise UserFacingError(f"{faults[0].message}; {faults[0].hint}")
        return NoDeck(faults, sources)
    return OpenDeck(deck, project, faults, sources)
