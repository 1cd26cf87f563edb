"""An opened .pptx → the comments on its slides: the classic ones (each at a point), and the threads of today's PowerPoint.

What cannot be read is a problem, as a sentence; it keeps nothing else from being read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from deckgen.ooxml.opc import A, BadNumberError, P, Package, read_number
from deckgen.reader.characters import blank_unprintable_in_value

MAX_COMMENTS = 2_000
"""Maximum number of comments with their replies that are read of a presentation."""
MAX_LETTERS = 4_000
"""Letters that are read of a comment."""
_MAX_NAME = 60
_EMU_PER_UNIT = 1587.5
"""Points of classic comments are counted in 576 units per inch."""
_RESOLVED = frozenset({"resolved", "closed"})
_ESCAPED = re.compile(r"_x000[ABDabd]_|\r\n?|[\v\u0085\u2028\u2029]")
_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ERRORS = (etree.LxmlError, KeyError, ValueError)
Names = Mapping[str, str]


class Remark(Struct, frozen=True):
    """What somebody wrote: the author, when (as the file says, `2026-11-28T10:15:00`; may be empty), and the text."""

    author: str
    created: str
    text: str

    @property
    def date(self) -> str:
        """The day, as `2026-11-28`; empty if the file does not say it."""
        day = self.created[:10]
        return day if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII) else ""


class Anchor(Struct, frozen=True):
    """What a comment stands at: the shape with a number (0: the slide), a cell of it, letters from `start`; or a point in EMU.

    `start` counts the letters of the text of the shape or cell, a paragraph's end as one; it is -1 for all of it.
    """

    shape: int = 0
    cell: tuple[int, int] | None = None
    start: int = -1
    length: int = 0
    point: tuple[int, int] | None = None


class Comment(Struct, frozen=True):
    """A comment on the slide with the index `slide`, with its replies in order."""

    slide: int
    remark: Remark
    anchor: Anchor = Anchor()
    replies: tuple[Remark, ...] = ()
    is_resolved: bool = False


class FoundComments(Struct, frozen=True):
    """The comments of a file in the order of its slides, and sentences about what could not be read."""

    comments: tuple[Comment, ...] = ()
    problems: tuple[str, ...] = ()


def read_comments(package: Package) -> FoundComments:
    """Return the comments of an opened file."""
    parts = [(i, part) for i, slide in enumerate(package.slides()) for part in package.related(slide, "comments")]
    if not parts:
        return FoundComments()
    problems: list[str] = []
    names = _names(package, problems)
    comments: list[Comment] = []
    for slide, part in parts:
        try:
            comments += _Reader(package, slide, names).comments(package.tree(part))
        except _ERRORS as error:
            reason = str(error).partition("\n")[0][:200]
            problems.append(f"the comments of slide {slide + 1} cannot be read ({part.rpartition('/')[2]}: {reason})")
    limited, count = [], 0
    for comment in comments:
        count += 1 + len(comment.replies)
        if count <= MAX_COMMENTS:
            limited.append(comment)
    if len(limited) < len(comments):
        problems.append(f"of {len(comments):,} comments, only the first {len(limited):,} are read")
    return FoundComments(tuple(limited), tuple(problems))


def _names(package: Package, problems: list[str]) -> Names:
    """Return the names of authors by their ids, which are numbers or GUIDs."""
    found: dict[str, str] = {}
    main = package.presentation()
    for part in (*package.related(main, "commentAuthors"), *package.related(main, "authors")):
        try:
            for author in package.tree(part).iter("{*}cmAuthor", "{*}author"):
                found[author.get("id", "")] = _line(author.get("name", ""))
        except _ERRORS as error:
            problems.append(
                f"the names of those who commented cannot be read: {str(error).partition(chr(10))[0][:200]}"
            )
    return found


class _Reader:
    """Reads the comments of one slide."""

    def __init__(self, package: Package, slide: int, names: Names) -> None:
        self.package, self.slide, self.names = package, slide, names

    def comments(self, root: etree._Element) -> list[Comment]:
        """Return the comments of a part. Raises ValueError for one of no known form."""
        if etree.QName(root).localname != "cmLst":
            raise ValueError(f"it is no list of comments but `{etree.QName(root).localname}`")
        if root.tag == f"{P}cmLst":
            return self._classic(root)
        return [self._thread(element) for element in root.iterchildren("{*}cm")]

    def _classic(self, root: etree._Element) -> list[Comment]:
        """Return classic comments, replies with what they reply to."""
        found: dict[tuple[str, str], Comment] = {}
        first: dict[tuple[str, str], tuple[str, str]] = {}
        for number, element in enumerate(root.iterchildren(f"{P}cm")):
            key = (element.get("authorId", ""), element.get("idx", f"number {number}"))
            remark = self._remark(element, element.get("dt", ""), element.findtext(f"{P}text") or "")
            parent = next(element.iter("{*}parentCm"), None)
            thread = None if parent is None else first.get((parent.get("authorId", ""), parent.get("idx", "")))
            if thread is not None:
                found[thread] = replace(found[thread], replies=(*found[thread].replies, remark))
            else:
                key = key if key not in found else (*key[:1], f"number {number}")
                found[key] = Comment(self.slide, remark, _readable(partial(_point, element)))
            first.setdefault(key, thread or key)
        return list(found.values())

    def _thread(self, element: etree._Element) -> Comment:
        replies = [
            self._remark(reply, reply.get("created", ""), _body(reply))
            for replies in element.iterchildren("{*}replyLst")
            for reply in replies.iterchildren("{*}reply")
        ]
        return Comment(
            self.slide,
            self._remark(element, element.get("created", ""), _body(element)),
            _readable(partial(self._anchor, element)),
            tuple(replies),
            element.get("status", "") in _RESOLVED,
        )

    def _remark(self, element: etree._Element, created: str, text: str) -> Remark:
        author = self.names.get(element.get("authorId", ""), "")
        return Remark(author or "unknown author", _line(created)[:30], _clean(text))

    def _anchor(self, element: etree._Element) -> Anchor:
        """Return the shape and text that the markers of a thread name."""
        markers = [each for each in element.iterdescendants() if isinstance(each.tag, str) and each.tag.endswith("Mk")]
        by_name = {etree.QName(each).localname: each for each in markers}
        shapes = [by_name[name] for name in ("spMk", "graphicFrameMk", "picMk", "cxnSpMk") if name in by_name]
        if not shapes:
            return Anchor()
        number = read_number(shapes[0], "id", 0)
        text, cell = by_name.get("txMk"), by_name.get("tcMk")
        place = None if cell is None else self._cell(number, cell.get("rowId", ""), cell.get("colId", ""))
        if text is None:
            return Anchor(number, place)
        return Anchor(number, place, read_number(text, "cp", 0), read_number(text, "len", 0))

    def _cell(self, shape: int, row: str, column: str) -> tuple[int, int] | None:
        """Return the cell of a table by the ids of its row and column; None if the slide has no such ids."""
        for frame in self.package.tree(self.package.slides()[self.slide]).iter(f"{P}graphicFrame"):
            own = frame.find(f"{P}nvGraphicFramePr/{P}cNvPr")
            if own is not None and own.get("id") == str(shape):
                rows = [[e.get("val") for e in tr.iter("{*}rowId")] for tr in frame.iter(f"{A}tr")]
                columns = [[e.get("val") for e in col.iter("{*}colId")] for col in frame.iter(f"{A}gridCol")]
                if [row] in rows and [column] in columns:
                    return rows.index([row]), columns.index([column])
        return None


def _readable(read: Callable[[], Anchor]) -> Anchor:
    """Return what a comment stands at; its slide where that cannot be read."""
    try:
        return read()
    except BadNumberError:
        return Anchor()


def _point(element: etree._Element) -> Anchor:
    position = element.find(f"{P}pos")
    if position is None:
        return Anchor()
    x, y = (read_number(position, name, 0, (-1_000_000, 1_000_000)) for name in ("x", "y"))
    return Anchor(point=(round(x * _EMU_PER_UNIT), round(y * _EMU_PER_UNIT)))


def _body(element: etree._Element) -> str:
    """Return the text of a comment of today's form."""
    lines = []
    for body in element.iterchildren("{*}txBody"):
        for paragraph in body.iter(f"{A}p"):
            lines.append(
                "".join("\n" if e.tag == f"{A}br" else e.text or "" for e in paragraph.iter(f"{A}t", f"{A}br"))
            )
    return "\n".join(lines)


def _clean(text: str) -> str:
    """Return a text with plain line breaks, and without characters that no content file can have or that reorder others."""
    if len(text) > MAX_LETTERS:
        text = f"{text[:MAX_LETTERS]} … ({len(text) - MAX_LETTERS:,} letters more in the deck)"
    lines = blank_unprintable_in_value(_ORDER.sub("", _ESCAPED.sub("\n", text))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _line(text: str) -> str:
    return " ".join(_clean(text[: 4 * _MAX_NAME]).split())[:_MAX_NAME]
