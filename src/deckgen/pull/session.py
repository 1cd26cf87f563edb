"""An edited deck and the deck's folder → what `deckgen pull` found, as values and as lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.edit import Change
from deckgen.pull import report_lines
from deckgen.pull.alignment import SlidePairs
from deckgen.pull.base import Base, make_base
from deckgen.pull.comment_lines import comment_data, comment_lines
from deckgen.pull.comment_marks import PlacedComment, placed_comments, with_marks
from deckgen.pull.comment_places import CommentFinder, CommentPlace
from deckgen.pull.comments import Comment, FoundComments, read_comments
from deckgen.pull.edits import Edit
from deckgen.pull.finding import Progress, find_edits, resolved
from deckgen.pull.plain import PlainDeck
from deckgen.pull.reading import DeckFileError, last_saved_by, open_deck_file, plain_deck
from deckgen.pull.record import Record, read_record
from deckgen.pull.writing import changes_of
from deckgen.results import OpenDeck

MAX_FILE_BYTES = 200 << 20
"""Maximum size of the edited file."""


class Pull(Struct, frozen=True):
    """The edits and comments of a file, the base that it was compared with, and what is to be known of the file.

    `problems` are sentences about comments that cannot be read.
    """

    opened: OpenDeck
    base: Base
    name: str
    record: Record
    edits: tuple[Edit, ...]
    comments: tuple[PlacedComment, ...] = ()
    problems: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield what a person reads."""
        yield from self.remarks()
        if not self.edits:
            yield f"{self.name}: no edits found"
        else:
            yield f"{self.name}: {report_lines.summary(self.edits)}"
        for edit in self.edits:
            yield from report_lines.lines_of(edit, self.base)
        yield from comment_lines(self.comments, self.base.content.file.rpartition("/")[0])
        yield from self.problems

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
            "comments": [comment_data(each) for each in self.comments],
            "problems": list(self.problems),
        }

    def changes(self, edits: Sequence[Edit], comments: Sequence[PlacedComment]) -> list[Change]:
        """Return the changes of files that write edits and comments. Raises WriteError, or EditError."""
        return changes_with_comments(self.base, edits, comments, self.opened)

    def remarks(self) -> Iterator[str]:
        """Yield what is to be known of the file and its base."""
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
    copy = open_copy(data, name, language)
    base = base_of(opened, copy.record)
    found = find_edits(base, copy.slides, only, progress, copy.record.pages)
    edits = tuple(resolved(edit, side) if side else edit for edit in found.edits)
    comments = copy.comments(base, found.comparison.slides, only)
    placed = placed_comments([(comment, place, ()) for comment, place in comments], base.current)
    return Pull(opened, base, name, copy.record, edits, tuple(placed), copy.found.problems)


class OpenedCopy(Struct, frozen=True):
    """An edited file as read: its record, slides and comments."""

    name: str
    record: Record
    slides: PlainDeck
    found: FoundComments
    saved_by: str = ""

    def comments(
        self, base: Base, slides: SlidePairs, only: int | None = None
    ) -> list[tuple[Comment, CommentPlace | None]]:
        """Return the comments, or those on the slide with the number `only`, with their places in the content."""
        finder = CommentFinder(base, self.slides, slides)
        return [(each, finder.find(each)) for each in self.found.comments if only in {None, each.slide + 1}]


def open_copy(data: bytes, name: str, language: str = "") -> OpenedCopy:
    """Read the bytes of the file `name`, in this `language` if it does not say another. Raises DeckFileError."""
    package = open_deck_file(data, name)
    record = read_record(package)
    if record.is_newer:
        raise DeckFileError(f"{name} was built by a later deckgen: pull it with that one")
    if language and not record.language:
        record = replace(record, language=language)
    return OpenedCopy(name, record, plain_deck(package, name), read_comments(package), last_saved_by(package))


def base_of(opened: OpenDeck, record: Record) -> Base:
    """Return the base of a file with this record. Raises BaseError for a deck with errors."""
    texts = {file: opened.sources[file] for file in opened.deck.documents}
    return make_base(opened.deck.folder, opened.deck, texts, record)


def changes_with_comments(
    base: Base, edits: Sequence[Edit], comments: Sequence[PlacedComment], opened: OpenDeck
) -> list[Change]:
    """Return the changes of files that write edits, and comments as review marks. Raises WriteError, or EditError."""
    marked = with_marks(base.current, comments)
    current = {**base.current, **marked}
    # A mark changes no value, so no path: the edits are made to the files with the marks.
    with_current = replace(base, current=current, texts=current if base.current == base.texts else base.texts)
    texts = {**marked, **{change.display: change.after for change in changes_of(with_current, edits, opened.project)}}
    return [
        Change(opened.path(file), file, base.current[file], text)
        for file, text in texts.items()
        if text != base.current[file]
    ]
