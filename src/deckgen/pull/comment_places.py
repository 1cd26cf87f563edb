"""A comment on a slide → the value of the content that it stands at: of its text, its cell, its row, its shape, or its slide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from deckgen.diagnostics import KeyPath, Origin
from deckgen.pull.alignment import SlidePairs, align_rows, align_shapes, align_texts
from deckgen.pull.base import Base
from deckgen.pull.comments import Anchor, Comment
from deckgen.pull.places import Place, ValueKey
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainShape, PlainSlide

Cell = tuple[int, int]


class CommentPlace(Struct, frozen=True):
    """A value or entry of the content, and the text that the comment stands at, as it reads.

    A slide that deckgen makes itself belongs to a file: the path is empty, and the text is the title of the slide.
    """

    file: str
    path: KeyPath
    about: str = ""


class CommentFinder:
    """Finds what comments of an edited deck stand at; `slides` says which slide is which."""

    def __init__(self, base: Base, edited: PlainDeck, slides: SlidePairs) -> None:
        self.base, self.edited = base, edited
        self._built = {j: i for i, j in slides.pairs}
        self._shapes: dict[tuple[int, int], dict[int, int]] = {}

    @cached_property
    def _frames(self) -> dict[tuple[int, int], int]:
        return {(page, shape): frame for (page, frame), shape in self.base.shapes.items()}

    def find(self, comment: Comment) -> CommentPlace | None:
        """Return the place of a comment; None if its slide is not one of the content."""
        page = self._built.get(comment.slide)
        if page is None:
            return None
        edited = self.edited.slides[comment.slide]
        origin = self.base.frames.pages[page].origin
        at = _commented_shape(edited, comment.anchor)
        found = None if at is None else self._in_shape(page, edited, at, comment.anchor)
        title = "" if origin.path else self.base.plain.slides[page].title
        entry = CommentPlace(origin.file, origin.path, title)
        return self._at_hand(found or entry) or self._at_hand(entry)

    def _at_hand(self, place: CommentPlace) -> CommentPlace | None:
        """Return a place of the deck as it was built in the content at hand, or the nearest around it that is still there.

        Texts of translations stand at what they were translated from: it is the content that `check` reads.
        """
        file, path = self.base.composer.translated.source_of((place.file, place.path))
        if file not in self.base.current:
            return None
        while (now := self.base.as_built.path_at_hand(file, path)) is None:
            path = path[:-1]
        return CommentPlace(file, now, place.about)

    def _in_shape(self, page: int, edited: PlainSlide, at: int, anchor: Anchor) -> CommentPlace | None:
        built = self.base.plain.slides[page]
        if (page, edited.number) not in self._shapes:
            self._shapes[page, edited.number] = {b: a for a, b in align_shapes(built, edited)[0]}
        index = self._shapes[page, edited.number].get(at)
        frame = None if index is None else self._frames.get((page, index))
        if index is None or frame is None:
            return None
        one, other = built.shapes[index], edited.shapes[at]
        cell = _built_cell(one, other, anchor.cell)
        if anchor.cell is not None and cell is None:
            return None
        places = [
            p for p in self.base.places if (p.page, p.frame) == (page, frame) and (cell is None or p.cell == cell)
        ]
        found = self._at_text(places, one, other, cell, anchor) if cell is not None or not one.cells else None
        return found or self._around(page, frame, places, cell)

    def _at_text(
        self, places: Sequence[Place], built: PlainShape, edited: PlainShape, cell: Cell | None, anchor: Anchor
    ) -> CommentPlace | None:
        """Return the value of the paragraph that a comment stands at; None if it stands at more than one."""
        if anchor.start < 0:
            shown = [place for place in places if place.values]
            return self._of_place(shown[0], "") if len(shown) == 1 else None
        before = built.paragraphs if cell is None else built.cells[cell[0]][cell[1]]
        after = edited.paragraphs if anchor.cell is None else edited.cells[anchor.cell[0]][anchor.cell[1]]
        index, words = _paragraph_at(after, anchor)
        pairs = align_texts([p.unraised for p in before], [p.unraised for p in after])
        paragraph = next((i for i, j in pairs if j == index), None)
        place = next(
            (p for p in places if paragraph is not None and p.first <= paragraph < p.first + len(p.texts)), None
        )
        return None if place is None or not place.values else self._of_place(place, words)

    def _of_place(self, place: Place, words: str) -> CommentPlace:
        """Return the value of a place: of several, the first that has the words that a comment stands at."""
        having = [value for value in place.values if words and words in self._typed(value)]
        file, path = having[0] if having else place.values[0]
        return CommentPlace(file, path, " ".join(place.texts))

    def _typed(self, key: ValueKey) -> str:
        """Return a value as typed; an empty text if it is none."""
        document = self.base.content.documents.get(key[0])
        try:
            value = None if document is None else document.value(key[1])
        except LookupError:
            value = None
        return value if isinstance(value, str) else ""

    def _around(self, page: int, frame: int, places: Sequence[Place], cell: Cell | None) -> CommentPlace | None:
        """Return what is around a text that no value is behind: its row or column, else what all of the shape has in common."""
        entry = self.base.frames.pages[page].origin
        if cell is None:
            return _in_common(places, entry)
        rows = self.base.frames.pages[page].frames[frame].origins_of_rows()
        if cell[0] < len(rows) and rows[cell[0]].path:
            return CommentPlace(rows[cell[0]].file, rows[cell[0]].path)
        table = [p for p in self.base.places if (p.page, p.frame) == (page, frame) and p.cell is not None]
        lines = [[p for p in table if p.cell is not None and p.cell[i] == cell[i]] for i in (0, 1)]
        found = [place for line in lines if (place := _in_common(line, entry)) is not None]
        return max(found, key=lambda place: len(place.path), default=None)


def _in_common(places: Sequence[Place], entry: Origin) -> CommentPlace | None:
    """Return the smallest entry that has all values of places; None if that is none inside the entry of their slide."""
    values = [value for place in places for value in place.values]
    if not values or len({file for file, _ in values}) > 1:
        return None
    file, common = values[0][0], _common_path([path for _, path in values])
    is_inside = len(common) > len(entry.path) if file == entry.file else bool(common)
    return CommentPlace(file, common) if is_inside else None


def _commented_shape(slide: PlainSlide, anchor: Anchor) -> int | None:
    """Return the index of the shape that a comment stands at: of those under its point, the smallest."""
    if anchor.point is None:
        return next((i for i, shape in enumerate(slide.shapes) if anchor.shape and shape.number == anchor.shape), None)
    x, y = anchor.point
    under = [
        ((box[2] - box[0]) * (box[3] - box[1]), i)
        for i, shape in enumerate(slide.shapes)
        if (box := shape.box) is not None and shape.reading and box[0] <= x <= box[2] and box[1] <= y <= box[3]
    ]
    return min(under)[1] if under else None


def _built_cell(built: PlainShape, edited: PlainShape, cell: Cell | None) -> Cell | None:
    """Return the cell of the built table that a cell of the edited one is."""
    if cell is None or not built.cells or cell[0] >= len(edited.cells):
        return None
    row = next((i for i, j in align_rows(built, edited) if j == cell[0]), None)
    return (row, cell[1]) if row is not None and cell[1] < len(built.cells[row]) else None


def _paragraph_at(paragraphs: Sequence[PlainParagraph], anchor: Anchor) -> tuple[int, str]:
    """Return the index of the paragraph in which a comment begins, and the words that it stands at."""
    start = anchor.start
    for index, paragraph in enumerate(paragraphs):
        if start <= len(paragraph.text) or index == len(paragraphs) - 1:
            return index, paragraph.text[start : start + anchor.length].strip()
        start -= len(paragraph.text) + 1
    return 0, ""


def _common_path(paths: Sequence[KeyPath]) -> KeyPath:
    common = paths[0]
    for path in paths[1:]:
        same = next(
            (i for i, (a, b) in enumerate(zip(common, path, strict=False)) if a != b), min(len(common), len(path))
        )
        common = common[:same]
    return common
