"""A rule for small shapes over tables, such as marks of statuses: each stands in one row, with the word that it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import A, P, Package, read_number
from deckgen.package.shapes import shape_form, shape_name
from deckgen.package.slide_appearance import MAX_MARK_SIDE, Box, SlideAppearance

_TABLE = f"{A}graphic/{A}graphicData/{A}tbl"
_TOLERANCE = 25_400
"""EMU (2 pt): by so much a mark may reach over the edge of its cell."""
_MOST_WORDS = 40
"""Characters of a cell that may be the word of a mark; longer text is the word of no mark."""
_RARE = 4
"""Of so many marks, one may stand beside another word: where more do, the words are not what the marks mean."""
_DEFAULT_INSET = 91_440
"""The inset of a cell at its sides, in EMU."""


class _Mark(Struct, frozen=True):
    """A small shape without text, its position among the shapes of its slide, and its look: marks of one look mean the same."""

    name: str
    position: int
    box: Box
    look: tuple[str, object]


class _Table(Struct, frozen=True):
    """A table: the edges of its columns and rows in EMU from the left and the top of the slide, and its cells by row.

    Marks are in front of it, so they come after its `position` among the shapes.
    """

    name: str
    position: int
    columns: Sequence[int]
    rows: Sequence[int]
    cells: Sequence[Sequence[etree._Element]]
    is_from_right: bool

    @property
    def box(self) -> Box:
        return self.columns[0], self.rows[0], self.columns[-1], self.rows[-1]


class _Place(Struct, frozen=True):
    """The cell in which a mark stands: its row from 0, its text, and whether the mark stands in its inset, where no text is.

    `word` is empty if the text is long, or has a figure.
    """

    mark: _Mark
    row: int
    word: str
    is_in_inset: bool


def marks_stand_in_their_rows(package: Package) -> Iterator[str]:
    """Small shapes over a table stand in one cell each, and beside the same word as all others that look like them."""
    for part in package.slides():
        slide = SlideAppearance(package, part)
        tables = [
            table for at, shape in enumerate(slide.shapes) if (table := _read_table(slide, shape, at)) is not None
        ]
        marks = list(_marks(slide)) if tables else []
        package.count_steps(4 * len(tables) * len(marks))
        for table in tables:
            own = [mark for mark in marks if mark.position > table.position and _is_over(mark.box, table.box)]
            yield from (f"{part}: {text}" for text in _misplaced(table, own))


def _misplaced(table: _Table, marks: Sequence[_Mark]) -> Iterator[str]:
    if table.is_from_right and marks:
        yield (
            f"table {table.name} has its columns from the right (rtl), which not every program knows: "
            f"its {len(marks)} marks stand in another column there"
        )
    places = []
    for mark in marks:
        place = _place(table, mark)
        if place is None:
            yield f"{mark.name} stands across the edge of a row or column of table {table.name}"
        else:
            places.append(place)
    yield from _marks_over_text(table, places)
    yield from _marks_at_other_words(table, places)


def _marks_over_text(table: _Table, places: Sequence[_Place]) -> Iterator[str]:
    """Where most marks stand in the inset of their cell, all others stand in a column that is not theirs."""
    free = sum(place.is_in_inset for place in places)
    for place in places if free * 2 > len(places) else ():
        if not place.is_in_inset:
            yield f"{place.mark.name} stands in row {place.row + 1} of table {table.name} where its cell has text"


def _marks_at_other_words(table: _Table, places: Sequence[_Place]) -> Iterator[str]:
    """Report marks beside another word than that of their look, where each word has one look in almost all rows."""
    looks: dict[str, Counter[object]] = defaultdict(Counter)
    for place in places:
        if place.word:
            looks[place.word][place.mark.look] += 1
    usual = {word: counted.most_common(1)[0] for word, counted in looks.items()}
    wrong = [place for place in places if place.word and place.mark.look != usual[place.word][0]]
    of_words = {look for look, times in usual.values() if times > 1}
    for place in wrong if len(wrong) * _RARE <= len(places) else ():
        if usual[place.word][1] > 1 and place.mark.look in of_words:
            yield (
                f"{place.mark.name} stands beside {place.word!r} in row {place.row + 1} of table {table.name}, "
                "but is the mark of another word"
            )


def _place(table: _Table, mark: _Mark) -> _Place | None:
    """Return the place of a mark; None if it is not within one cell."""
    left, top, right, bottom = mark.box
    row = _interval(table.rows, (top + bottom) // 2)
    found = _cell(table, row, _interval(table.columns, (left + right) // 2))
    if found is None:
        return None
    cell, start, end = found
    is_tall = bool(cell.get("vMerge")) or cell.get("rowSpan") is not None
    if left < start - _TOLERANCE or right > end + _TOLERANCE:
        return None
    if not is_tall and (top < table.rows[row] - _TOLERANCE or bottom > table.rows[row + 1] + _TOLERANCE):
        return None
    before, after = _insets(cell)
    is_in_inset = right <= start + before + _TOLERANCE or left >= end - after - _TOLERANCE
    return _Place(mark, row, _word(cell), is_in_inset)


def _cell(table: _Table, row: int, column: int) -> tuple[etree._Element, int, int] | None:
    """Return the cell that is seen in a column, counted from the left, with its left and right edge; None if there is none."""
    cells = table.cells[row]
    edges = table.columns
    at = len(edges) - 2 - column if table.is_from_right else column
    if at >= len(cells):
        return None
    first = next((n for n in range(at, 0, -1) if not cells[n].get("hMerge")), 0)
    after = next((n for n in range(at + 1, len(cells)) if not cells[n].get("hMerge")), len(cells))
    after = min(after, len(edges) - 1)
    if table.is_from_right:
        return cells[first], edges[-1 - after], edges[-1 - first]
    return cells[first], edges[first], edges[after]


def _insets(cell: etree._Element) -> tuple[int, int]:
    """Return the insets of a cell at its left and right, in EMU."""
    properties = cell.find(f"{A}tcPr")
    if properties is None:
        return _DEFAULT_INSET, _DEFAULT_INSET
    return read_number(properties, "marL", _DEFAULT_INSET), read_number(properties, "marR", _DEFAULT_INSET)


def _word(cell: etree._Element) -> str:
    text = " ".join("".join(t.text or "" for t in cell.iter(f"{A}t")).split())
    return "" if len(text) > _MOST_WORDS or any(map(str.isdecimal, text)) else text


def _interval(edges: Sequence[int], at: int) -> int:
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def _read_table(slide: SlideAppearance, shape: etree._Element, position: int) -> _Table | None:
    """Return the table of a shape; None if it has none, or one without size."""
    table = shape.find(_TABLE) if shape.tag == f"{P}graphicFrame" else None
    box = slide.box(shape) if table is not None else None
    if table is None or box is None:
        return None
    widths = [read_number(column, "w", 0) for column in table.iterfind(f"{A}tblGrid/{A}gridCol")]
    rows = table.findall(f"{A}tr")
    properties = table.find(f"{A}tblPr")
    is_from_right = properties is not None and properties.get("rtl") in ("1", "true")
    columns = list(accumulate(widths[::-1] if is_from_right else widths, initial=box[0]))
    edges = list(accumulate((read_number(row, "h", 0) for row in rows), initial=box[1]))
    if len(columns) < 2 or len(edges) < 2:
        return None
    return _Table(shape_name(shape), position, columns, edges, [row.findall(f"{A}tc") for row in rows], is_from_right)


def _marks(slide: SlideAppearance) -> Iterator[_Mark]:
    """Yield the small shapes without text on a slide; those that overlap, as the parts of a bar do, are no marks."""
    plain = ((at, shape) for at, shape in enumerate(slide.shapes) if _is_plain(shape))
    boxes = [(at, shape, box) for at, shape in plain if (box := slide.box(shape)) is not None]
    small = [each for each in boxes if min(_size(each[2])) <= MAX_MARK_SIDE]
    slide.package.count_steps(len(small) ** 2)
    for at, shape, box in small:
        is_part = any(other is not shape and _is_over(box, place) for _, other, place in small)
        if not is_part and 0 < max(_size(box)) <= MAX_MARK_SIDE:
            yield _Mark(shape_name(shape), at, box, (shape_form(shape), slide.fill(shape)))


def _is_plain(shape: etree._Element) -> bool:
    return shape.tag == f"{P}sp" and not any((t.text or "").strip() for t in shape.iter(f"{A}t"))


def _size(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _is_over(box: Box, other: Box) -> bool:
    return min(box[2], other[2]) > max(box[0], other[0]) and min(box[3], other[3]) > max(box[1], other[1])
