"""An edited deck and the deck's folder → what `deckgen pull` found, as values and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.pull import report_lines
from deckgen.pull.base import Base, make_base
from deckgen.pull.edits import Edit
from deckgen.pull.finding import Progress, find_edits, resolved
from deckgen.pull.reading import DeckFileError, open_deck_file, plain_deck
from deckgen.pull.record import Record, read_record
from deckgen.results import OpenDeck

MAX_FILE_BYTES = 200 << 20
"""Maximum size of the edited file."""


class Pull(Struct, frozen=True):
    """The edits of a file, the base that it was compared with, and what is to be known of the file."""

    opened: OpenDeck
    base: Base
    name: str
    record: Record
    edits: tuple[Edit, ...]

    def lines(self) -> Iterator[str]:
        """Yield what a person reads."""
        yield from self._remarks()
        if not self.edits:
            yield f"{self.name}: no edits found"
            return
        yield f"{self.name}: {report_lines.summary(self.edits)}"
        for edit in self.edits:
            yield from report_lines.lines_of(edit, self.base)

    def question(self, edit: Edit) -> Iterator[str]:
        """Yield the lines above the question about one edit."""
        yield from report_lines.lines_of(edit, self.base)

    def left_after(self, written: Sequence[Edit]) -> list[Edit]:
        """Return the edits that are left to a person once some are written."""
        return [edit for edit in self.edits if edit.outcome != "done" and edit not in written]

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "file": self.name,
            "base": "record" if self.record.has_values else "content",
            "edits": [report_lines.data_of(edit) for edit in self.edits],
        }

    def _remarks(self) -> Iterator[str]:
        if not self.record.has_values:
            yield (
                f"{self.name} does not carry the values that it was built with: it is compared with the content as it is now, "
                "and what has changed in the content since looks like an edit"
            )
        gone = len(self.base.unplaced)
        if gone:
            yield f"{gone} values that the deck shows have no place in the content any more: their entries were removed or moved"


def find_pull(  # noqa: PLR0913, PLR0917 -- each is independent of the others
    opened: OpenDeck,
    data: bytes,
    name: str,
    only: int | None = None,
    side: str = "",
    progress: Progress = lambda _, __: None,
    language: str = "",
) -> Pull:
    """Return the edits of the file `name`, or those on the slide with the number `only`; `side` settles conflicts (`resolved`).

    A file that does not say so is in the `language` of these translations, or in that of the content.

    Raises DeckFileError for a file that cannot be read, and BaseError for a deck with errors.
    """
    package = open_deck_file(data, name)
    record = read_record(package)
    if record.is_newer:
        raise DeckFileError(f"{name} was built by a later deckgen: pull it with that one")
    if language and not record.language:
        record = replace(record, language=language)
    edited = plain_deck(package, name)
    texts = {file: opened.sources[file] for file in opened.deck.documents}
    base = make_base(opened.deck.folder, opened.deck, texts, record)
    found = find_edits(base, edited, only, progress, record.pages)
    edits = tuple(resolved(edit, side) if side else edit for edit in found.edits)
    return Pull(opened, base, name, record, edits)
