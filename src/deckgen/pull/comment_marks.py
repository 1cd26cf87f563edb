"""Comments with their places in the content → which are to be written as review marks, and content files with these marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.edit import ContentEditor, EditError
from deckgen.pull.comment_places import CommentPlace
from deckgen.pull.comments import Comment
from deckgen.reader.review_marks import ReviewMark, find_review_marks, mark_lines
from deckgen.reader.rewrite_marks import find_marks

State = Literal["new", "written", "resolved", "unplaced"]
"""`new`: it can be written. `written`: the content has its mark. `unplaced`: its slide is not one of the content."""


class PlacedComment(Struct, frozen=True):
    """A comment, where it belongs (with the line there), and the marks that are to be written for it and its replies.

    `files` are the names of the decks that have it. `marked` is the line of the mark of one that was written.
    """

    comment: Comment
    place: CommentPlace | None
    state: State
    files: tuple[str, ...] = ()
    line: int = 0
    marks: tuple[ReviewMark, ...] = ()
    marked: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something before it is in the content."""
        return self.state in {"new", "unplaced"}


class _File:
    """A content file: an editor of it, and its marks that no comment was found for yet, with the line that each is above."""

    def __init__(self, text: str, name: str) -> None:
        self.editing = ContentEditor(text, name)
        lines = text.splitlines()
        self.marks: list[tuple[ReviewMark, int]] = []
        for mark in find_review_marks(self.editing.document):
            line = line_and_column(text, mark.span.start)[0]
            while line <= len(lines) and lines[line - 1].lstrip()[:1] in {"#", ""}:
                line += 1
            self.marks.append((mark, line))

    def take(self, mark: ReviewMark, line: int | None) -> ReviewMark | None:
        """Take the mark that says the same, above the line where one is given; None if there is none."""
        for index, (each, above) in enumerate(self.marks):
            if each.said == mark.said and line in {None, above}:
                del self.marks[index]
                return each
        return None


def placed_comments(
    comments: Iterable[tuple[Comment, CommentPlace | None, tuple[str, ...]]], texts: Mapping[str, str]
) -> list[PlacedComment]:
    """Return comments (each with its place and the names of its decks) with what is to be written, for the files at hand.

    A mark that says the same is the comment's, first one at its place, then one that somebody has moved.
    """
    files: dict[str, _File] = {}
    for name, text in texts.items():
        if "# review:" in text or any(place is not None and place.file == name for _, place, _ in comments):
            files[name] = _File(text, name)
    placed = [_at_line(comment, place, names, files) for comment, place, names in comments]
    owed = [(i, mark) for i, each in enumerate(placed) for mark in _marks(each)]
    left = []
    for i, mark in owed:
        place = placed[i].place
        own = None if place is None else files[place.file].take(mark, placed[i].line)
        if own is None:
            left.append((i, mark))
        else:
            placed[i] = _marked(placed[i], own, files)
    for i, mark in left:
        moved = next(filter(None, (file.take(mark, None) for file in files.values())), None)
        placed[i] = (
            replace(placed[i], marks=(*placed[i].marks, mark)) if moved is None else _marked(placed[i], moved, files)
        )
    return [_with_state(each) for each in placed]


def _at_line(
    comment: Comment, place: CommentPlace | None, names: tuple[str, ...], files: Mapping[str, _File]
) -> PlacedComment:
    if place is None:
        return PlacedComment(comment, None, "unplaced", names)
    editing = files[place.file].editing
    path = place.path
    while not editing.has(path):
        path = path[:-1]
    return PlacedComment(comment, replace(place, path=path), "new", names, editing.line(path))


def _marks(placed: PlacedComment) -> list[ReviewMark]:
    """Return the marks of a comment and its replies."""
    comment, place = placed.comment, placed.place
    slide = f"(slide “{place.about}”) " if place is not None and not place.path else ""
    remarks = (comment.remark, *comment.replies)
    return [
        ReviewMark(each.author, each.date, slide + (each.text or "(no text)"), is_reply=number > 0)
        for number, each in enumerate(remarks)
    ]


def _marked(placed: PlacedComment, mark: ReviewMark, files: Mapping[str, _File]) -> PlacedComment:
    text = files[mark.span.file].editing.text
    return replace(placed, marked=placed.marked or line_and_column(text, mark.span.start)[0])


def _with_state(placed: PlacedComment) -> PlacedComment:
    if placed.comment.is_resolved:
        return replace(placed, state="resolved", marks=())
    if not placed.marks:
        return replace(placed, state="written")
    return placed if placed.place is not None else replace(placed, marks=())


def with_marks(texts: Mapping[str, str], comments: Sequence[PlacedComment]) -> dict[str, str]:
    """Return the texts of the files in which the marks of comments are written; no value of them is changed.

    Raises EditError if a file cannot be edited.
    """
    result: dict[str, str] = {}
    by_file: dict[str, list[PlacedComment]] = {}
    for each in comments:
        if each.place is not None and each.marks:
            by_file.setdefault(each.place.file, []).append(each)
    for file, placed in by_file.items():
        editing = ContentEditor(texts[file], file)
        marks = [(each.place.path, each.marks) for each in placed if each.place is not None]
        try:
            _write_above(editing, marks)
        except EditError:
            for path, some in marks:
                _write_where_allowed(editing, path, some)
        result[file] = editing.text
    return result


def _write_where_allowed(editing: ContentEditor, path: KeyPath, marks: Sequence[ReviewMark]) -> None:
    """Write marks above the line of a path, else of the nearest entry around it. Raises EditError if there is no such line."""
    for length in range(len(path), -1, -1):
        try:
            _write_above(editing, [(path[:length], marks)])
        except EditError:
            if not length:
                raise
        else:
            return


def _write_above(editing: ContentEditor, marks: Iterable[tuple[KeyPath, Sequence[ReviewMark]]]) -> None:
    """Write marks above the line of each path, all at once. Raises EditError if a value would be another one then."""
    text = editing.text
    rewrites = {text.rfind("\n", 0, mark.span.start) + 1 for mark in find_marks(editing.document)}
    lines: dict[int, str] = {}
    for path, some in marks:
        start = text.rfind("\n", 0, editing.document.key_span(path).start) + 1
        start = max(start, int(text.startswith("\ufeff")))
        indent = text[start : len(text) - len(text[start:].lstrip(" \t"))]
        while start and (above := text.rfind("\n", 0, start - 1) + 1) in rewrites:
            start = above  # a rewrite mark stays directly above what is to be rewritten
        written = [f"{indent}{line}{editing.newline}" for mark in some for line in mark_lines(mark)]
        lines[start] = lines.get(start, "") + "".join(written)
    editing.make_splices([(start, start, text) for start, text in lines.items()], editing.document.data, ())
