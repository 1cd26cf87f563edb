"""A deck's folder → the loaded deck, with access to its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from deckgen import kinds
from deckgen.diagnostics import Issue, UserFacingError, has_errors
from deckgen.edit import Change, ContentEditor, open_file, write_all
from deckgen.io.project import allowed_root, find_project
from deckgen.model import Deck, load_deck


class OpenDeck(Struct, frozen=True):
    """A loaded deck; file names are relative to the folder `project`, and `issues` are the issues of its content."""

    deck: Deck
    project: Path
    issues: list[Issue]
    sources: Mapping[str, str]

    @property
    def is_broken(self) -> bool:
        """Whether its content has errors, so that parts of it may be missing in `deck`."""
        return has_errors(self.issues)

    def path(self, file: str) -> Path:
        """Return the path of a file that messages call `file`."""
        return self.project / file

    def editing(self, file: str) -> ContentEditor:
        """Open one of its files for editing. Raises FileError, or EditError for a file with errors."""
        return ContentEditor(self.text(file), file)

    def text(self, file: str) -> str:
        """Read one of its files again. Raises FileError."""
        return open_file(self.path(file), file, allowed_root(self.deck.folder))

    def with_changes(self, changes: Sequence[Change]) -> Deck:
        """Return the deck as it is with changes of its files, whether they are written or not."""
        texts = {change.display: change.after for change in changes}
        deck, _, _ = load_deck(
            self.deck.folder, self.project, kinds.content_models(), english=kinds.english_labels, texts=texts
        )
        return self.deck if deck is None else deck

    def write(self, changes: Sequence[Change], command: str) -> None:
        """Write changes of its files, all or none; `command` is the deckgen command that makes them. Raises FileError."""
        write_all(changes, self.deck.folder, allowed_root(self.deck.folder), command)


class DeckLoadFailure(Struct, frozen=True):
    """A deck that cannot be loaded: the issues of its deck.yaml, and the texts of the files in which to show them."""

    issues: list[Issue]
    sources: Mapping[str, str]


def open_deck(folder: Path) -> OpenDeck | DeckLoadFailure:
    """Load the deck in a folder; a DeckLoadFailure states why it cannot be loaded.

    Raises UserFacingError if there is no file in which to show the issues (no deck.yaml).
    """
    folder = folder.resolve()
    project = find_project(folder.parent) or folder.parent
    registry = kinds.content_models()
    deck, issues, sources = load_deck(folder, project, registry, english=kinds.english_labels)
    if deck is None:
        if not sources:
            raise UserFacingError(f"{issues[0].message}; {issues[0].hint}")
        return DeckLoadFailure(issues, sources)
    return OpenDeck(deck, project, issues, sources)
