"""Several copies of one deck, edited by several people → what `deckgen pull` found in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.edit import Change
from deckgen.pull import report_lines
from deckgen.pull.alignment import align_slides
from deckgen.pull.base import Base
from deckgen.pull.comment_lines import comment_data, comment_lines
from deckgen.pull.comment_marks import PlacedComment, placed_comments
from deckgen.pull.comment_places import CommentPlace
from deckgen.pull.comments import Comment
from deckgen.pull.copy_lines import Who, copy_data, dispute_data, dispute_lines, first_line_with, names_of
from deckgen.pull.copy_merging import CopyEdits, Dispute, MergedCopies, SharedEdit, merge_copies
from deckgen.pull.edits import Edit
from deckgen.pull.finding import find_edits
from deckgen.pull.reading import DeckFileError
from deckgen.pull.record import Record
from deckgen.pull.session import OpenedCopy, base_of, changes_with_comments, open_copy
from deckgen.results import OpenDeck

Progress = Callable[[str, int, int], None]
"""Is called with the name of a copy, how many of its differences were looked at, and how many there are."""


class CopiesPull(Struct, frozen=True):
    """The edits and comments of all copies, and what is to be known of each of them.

    `copies` are who edited what; `remarks` and `problems` are sentences about copies, and about comments that cannot be read.
    """

    opened: OpenDeck
    base: Base
    copies: tuple[Who, ...]
    merged: MergedCopies
    comments: tuple[PlacedComment, ...] = ()
    remarks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that no copy disputes, and of each dispute that was settled those that were chosen."""
        return tuple(each.edit for each in self.merged.edits)

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """The disputes in which no side was chosen."""
        return tuple(each for each in self.merged.disputes if each.chosen is None)

    def lines(self) -> Iterator[str]:
        """Yield what a person reads."""
        yield from self.remarks
        everything = (*self.edits, *(edit for dispute in self.disputes for edit in dispute.edits))
        found = report_lines.summary(everything) if everything else "no edits found"
        yield f"{len(self.copies)} copies, {', '.join(who.label for who in self.copies)}: {found}"
        for shared in self.merged.edits:
            yield from self._lines_of(shared)
        for dispute in self.merged.disputes:
            yield from dispute_lines(dispute, self.copies, self.base)
        if self.disputes:
            yield "where copies differ, nothing is written: --prefer FILE takes what one of them says; a terminal asks for each"
        yield from comment_lines(self.comments, self.base.content.file.rpartition("/")[0])
        yield from self.problems

    def question(self, edit: Edit) -> Iterator[str]:
        """Yield the lines above the question about one edit."""
        shared = next((each for each in self.merged.edits if each.edit is edit), None)
        yield from report_lines.lines_of(edit, self.base) if shared is None else self._lines_of(shared)

    def dispute_question(self, dispute: Dispute) -> Iterator[str]:
        """Yield the lines above the question about a dispute."""
        yield from dispute_lines(dispute, self.copies, self.base)

    def left_after(self, written: Sequence[Edit]) -> list[Edit]:
        """Return the edits that are left to a person once some are written; one for each dispute that nobody has settled."""
        left = [edit for edit in self.edits if edit.outcome != "done" and edit not in written]
        for dispute in self.disputes:
            if not any(edit in written for edit in dispute.edits):
                left.append(replace(dispute.edits[0], outcome="conflict"))
        return left

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            "copies": [copy_data(who) for who in self.copies],
            "edits": [{**report_lines.data_of(each.edit), "copies": list(each.names)} for each in self.merged.edits],
            "conflicts": [dispute_data(each) for each in self.merged.disputes],
            "comments": [comment_data(each) for each in self.comments],
            "remarks": list(self.remarks),
            "problems": list(self.problems),
        }

    def changes(self, edits: Sequence[Edit], comments: Sequence[PlacedComment]) -> list[Change]:
        """Return the changes of files that write edits and comments. Raises WriteError, or EditError."""
        return changes_with_comments(self.base, edits, comments, self.opened)

    def _lines_of(self, shared: SharedEdit) -> Iterator[str]:
        yield from first_line_with(report_lines.lines_of(shared.edit, shared.base), names_of(shared.names, self.copies))


def find_copies(  # noqa: PLR0913, PLR0917 -- each is independent of the others
    opened: OpenDeck,
    files: Mapping[str, bytes],
    only: int | None = None,
    side: str = "",
    preferred: str = "",
    progress: Progress = lambda _, __, ___: None,
    language: str = "",
) -> CopiesPull:
    """Return what was edited in copies of a deck, by their names, or what touches the slide with the number `only`.

    `side` settles what differs from the content, `preferred` is the name of the copy that is right where copies differ. Raises
    DeckFileError for a file that cannot be read or is no copy of this deck, and BaseError for a deck with errors.
    """
    copies = [open_copy(data, name, language) for name, data in files.items()]
    common = next((each.record for each in copies if each.record.has_values), Record())
    bases: list[tuple[Record, Base]] = []
    found: list[CopyEdits] = []
    comments: list[tuple[str, Comment, CommentPlace | None]] = []
    for copy in copies:
        own = copy.record
        base = _base_of(opened, own if own.has_values or own.language != common.language else common, bases)
        _require_copy(copy, base)
        edits = find_edits(base, copy.slides, None, partial(progress, copy.name), copy.record.pages)
        found.append(CopyEdits(copy.name, base, edits.edits))
        comments += [(copy.name, *each) for each in copy.comments(base, edits.comparison.slides, only)]
    merged = merge_copies(found, side, preferred)
    placed = placed_comments(_joined_comments(comments), found[0].base.current)
    names = {copy.saved_by for copy in copies}
    who = tuple(
        Who(
            copy.name,
            copy.saved_by if len(names) > 1 else "",
            "record" if copy.record.has_values else "content",
            len(each.edits),
        )
        for copy, each in zip(copies, found, strict=True)
    )
    remarks = tuple(_remarks(copies, found, files))
    problems = tuple(f"{copy.name}: {problem}" for copy in copies for problem in copy.found.problems)
    current = {file: text for each in found for file, text in each.base.current.items()}  # those of translations, too
    base = replace(found[0].base, current=current)
    return CopiesPull(opened, base, who, _on_slide(merged, only), tuple(placed), remarks, problems)


def _base_of(opened: OpenDeck, record: Record, bases: list[tuple[Record, Base]]) -> Base:
    """Return the base of a record, the same for copies of one build."""
    built = replace(record, pages={})
    known = next((base for each, base in bases if each == built), None)
    if known is None:
        known = base_of(opened, record)
        bases.append((built, known))
    return known


def _require_copy(copy: OpenedCopy, base: Base) -> None:
    """Raise DeckFileError for a file that is no copy of the deck: it has most of its values, or slides, from elsewhere."""
    folder = base.composer.folder.name
    values, unplaced = len(copy.record.values), len(base.unplaced) if copy.record.has_values else 0
    if 2 * unplaced > values:
        raise DeckFileError(
            f"{copy.name} is no copy of the deck {folder}: of the {values} values that it carries, {values - unplaced} have a "
            "place in the content"
        )
    slides, paired = len(copy.slides.slides), len(align_slides(base.plain, copy.slides).pairs)
    if 2 * paired < slides:
        raise DeckFileError(
            f"{copy.name} is no copy of the deck {folder}: of its {slides} slides, {paired} are slides of the deck"
        )


def _remarks(copies: Sequence[OpenedCopy], found: Sequence[CopyEdits], files: Mapping[str, bytes]) -> Iterator[str]:
    with_values = next((copy for copy in copies if copy.record.has_values), None)
    for number, (copy, edits) in enumerate(zip(copies, found, strict=True)):
        twin = next((other.name for other in copies[:number] if files[other.name] == files[copy.name]), None)
        first = next(each for each in found if each.base.texts == edits.base.texts)
        if twin is not None:
            yield f"{copy.name} is the same file as {twin}"
        elif (
            with_values is not None
            and not copy.record.has_values
            and copy.record.language == with_values.record.language
        ):
            yield (
                f"{copy.name} does not carry the values that it was built with: it is compared with those of {with_values.name}"
            )
        elif not copy.record.has_values:
            yield (
                f"{copy.name} does not carry the values that it was built with: it is compared with the content as it is now, "
                "and what has changed in the content since looks like an edit"
            )
        elif first is edits and number:
            yield f"{copy.name} was built from other values than {found[0].name}: each is compared with its own"
        elif not edits.edits:
            yield f"{copy.name}: no edits found"


def _joined_comments(
    comments: Sequence[tuple[str, Comment, CommentPlace | None]],
) -> list[tuple[Comment, CommentPlace | None, tuple[str, ...]]]:
    """Return comments with those that several copies have once, with the replies of all; resolved if it is in all of them."""
    joined: dict[object, tuple[Comment, CommentPlace | None, tuple[str, ...]]] = {}
    for name, comment, place in comments:
        where = (place.file, place.path) if place is not None else comment.slide
        known = joined.setdefault((where, comment.remark), (comment, place, (name,)))
        if name in known[2]:
            continue
        replies = (*known[0].replies, *(each for each in comment.replies if each not in known[0].replies))
        is_resolved = known[0].is_resolved and comment.is_resolved
        both = replace(known[0], replies=replies, is_resolved=is_resolved)
        joined[where, comment.remark] = (both, known[1], (*known[2], name))
    return list(joined.values())


def _on_slide(merged: MergedCopies, only: int | None) -> MergedCopies:
    """Return what touches a slide: it is chosen once all is known, so that no other slide disputes what it shows."""
    if only is None:
        return merged
    return MergedCopies(
        tuple(each for each in merged.edits if only in each.edit.slides),
        tuple(each for each in merged.disputes if any(only in edit.slides for edit in each.edits)),
    )
