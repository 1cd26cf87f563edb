"""Rows of a table → pages: groups and parts stay together, a row taller than a page is cut at a line."""

from __future__ import annotations

from collections.abc import Sequence, Set
from copy import copy
from itertools import accumulate

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Paragraph, Row
from deckgen.layout.columns import spans
from deckgen.layout.measure import ParagraphLayout
from deckgen.layout.paginate import CUTS, Item, balance, fill, unevenness
from deckgen.layout.split import Remainder, rejoined
from deckgen.layout.table import Setting, TableLayout

_EVEN = 0.2
"""Pages that differ by no more than this part of a page are even enough; each further try measures the tall row again."""
_MOST_AGAIN = 0.3
"""A group's row is not repeated on the next page where it takes more of the page than this."""


def pages(setter: TableLayout, setting: Setting, first: int, further: int) -> list[tuple[Row, ...]]:
    """Cut the rows of a table into a page of `first` EMU and others of `further` EMU, the header's height included.

    A page that begins amid a group has the group's row again at its head, unless that takes much of the page.
    """
    header = setter.height(setter.table.header, setting)
    again = max((setter.row_height(row, setting) for row in setter.table.rows if row.kind == "group"), default=0)
    if again > further * _MOST_AGAIN:
        return _cut(setter, setting, first - header, further - header)
    for reserve in (0, again):
        found = _with_groups(_cut(setter, setting, first - header, further - header - reserve))
        if all(header + setter.height(rows, setting) <= (further if n else first) for n, rows in enumerate(found)):
            break
    return found


def _cut(setter: TableLayout, setting: Setting, first: int, room: int) -> list[tuple[Row, ...]]:
    """Cut rows into pages of `first` and then `room` EMU; a row taller than a page into such pieces as make them even."""
    heights = [setter.row_height(row, setting) for row in setter.table.rows]
    fewest = -(-(sum(heights) + room - min(first, room)) // max(room, 1))
    best: list[tuple[Row, ...]] = []
    known = (True, 0, 0.0)
    for cut in CUTS if max(heights, default=0) > room else CUTS[:1]:
        found, uneven = _shared_out(setter, setting, first, room, int(room * cut))
        # Joined pieces may be higher than each for itself: one foreign character makes all lines of its paragraph higher.
        high = any(setter.height(page, setting) > (room if n else max(first, room)) for n, page in enumerate(found))
        if not best or (high, len(found), uneven) < known:
            best, known = found, (high, len(found), uneven)
        if known < (False, fewest + 1, 0.0) and uneven < _EVEN:
            break
    return best


def _shared_out(
    setter: TableLayout, setting: Setting, first: int, room: int, piece: int
) -> tuple[list[tuple[Row, ...]], float]:
    """Rows on pages, and how unevenly, where rows taller than `room` are cut into pieces of at most `piece` EMU."""
    parts = [_cut_row(setter, row, setting, room, piece) for row in setter.table.rows]
    rests = {id(row) for _, *others in parts for row in others}
    bound = _bind(setter, [row for found in parts for row in found], setting, room)
    items = [Item(setter.height(group, setting)) for group in bound]
    if first >= room:
        whole = _by_group(bound)
        whole_items = [Item(setter.height(group, setting)) for group in whole]
        fits = all(item.height <= room for item in whole_items)
        if fits and len(fill(whole_items, room)) == len(fill(items, room)):
            # Groups stay whole where that costs no page.
            bound, items = whole, whole_items
    result: list[tuple[Row, ...]] = []
    at = 0
    counts = balance(items, room, first)
    for count in counts:
        result.append(_rejoined([row for group in bound[at : at + count] for row in group], rests))
        at += count
    return result, unevenness(items, counts, room, first)


def _rejoined(rows: Sequence[Row], rests: Set[int]) -> tuple[Row, ...]:
    """Put pieces of one row that came to stand on the same page together again; `rests` has the ids of all but the first."""
    found: list[Row] = []
    for row in rows:
        if not (found and id(row) in rests):
            found.append(row)
            continue
        pairs = zip(found[-1].cells, row.cells, strict=True)
        cells = tuple(replace(a, paragraphs=rejoined((*a.paragraphs, *b.paragraphs))) for a, b in pairs)
        found[-1] = replace(found[-1], cells=cells)
    return tuple(found)


def _with_groups(found: Sequence[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
    """Repeat the group's row on each page that begins amid a group."""
    result: list[tuple[Row, ...]] = []
    group: Row | None = None
    for rows in found:
        amid = group is not None and rows and rows[0].kind != "group"
        result.append((group, *rows) if amid and group is not None else rows)
        group = next((row for row in reversed(rows) if row.kind == "group"), group)
    return result


def _by_group(bound: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Gather bound rows into whole groups."""
    groups: list[list[Row]] = []
    for rows in bound:
        if not groups or rows[0].kind == "group":
            groups.append([])
        groups[-1] += rows
    return groups


def _bind(setter: TableLayout, rows: Sequence[Row], setting: Setting, room: int) -> list[list[Row]]:
    """Keep a group row with the next row, and part or sub rows with the row before, as far as a page can hold them."""
    groups: list[list[Row]] = []
    for row in rows:
        joins = bool(groups) and (row.kind in ("part", "sub") or groups[-1][-1].kind == "group")
        if joins and setter.height([*groups[-1], row], setting) <= room:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _cut_row(setter: TableLayout, row: Row, setting: Setting, page: int, room: int) -> list[Row]:
    """Split a row that is taller than a `page` at lines, every cell at the same height, into pieces of at most `room`."""
    if setter.row_height(row, setting) <= page:
        return [row]
    rests = [_CellRest(setter, setting, cell, width) for cell, width in spans(row, setting.widths)]
    done: list[Row] = []
    while max(rest.height for rest in rests) + 2 * setting.padding > room:
        cut = [rest.cut(room - 2 * setting.padding) for rest in rests]
        if not any(rest.height for _, rest in cut) or not any(head.paragraphs for head, _ in cut):
            break
        done.append(replace(row, cells=tuple(head for head, _ in cut)))
        rests = [rest for _, rest in cut]
        row = replace(row, kind="body" if row.kind == "group" else row.kind)
    return [*done, replace(row, cells=tuple(rest.whole() for rest in rests)) if done else row]


class _CellRest:
    """What is left of a cell for the pages that follow: paragraphs, the first of them perhaps from one of its lines on."""

    def __init__(self, setter: TableLayout, setting: Setting, cell: Cell, width: int) -> None:
        self._setter, self._setting, self._cell, self._width = setter, setting, cell, width
        self._paragraphs = [Remainder(m.paragraph, m) for m in setter.cell(cell, width, setting)]
        heights = [rest.measured.space + rest.measured.height for rest in reversed(self._paragraphs)]
        self._below = [*accumulate(heights, initial=0)][::-1]
        self._at = 0
        self._first = self._paragraphs[0] if self._paragraphs else None

    @property
    def height(self) -> int:
        """Height of its text in EMU; 0 where nothing is left."""
        return self._first.height + self._below[self._at + 1] if self._first else 0

    def whole(self) -> Cell:
        """All of it as a cell."""
        others = [rest.paragraph for rest in self._paragraphs[self._at + 1 :]]
        return replace(self._cell, paragraphs=(self._first.tail(0), *others) if self._first else ())

    def cut(self, room: int) -> tuple[Cell, _CellRest]:
        """The cell with what fits in `room` EMU, and what is left; only the former has the cell's mark."""
        taken: list[Paragraph] = []
        at, rest = self._at, self._first
        while rest is not None:
            space = rest.measured.space if taken else 0
            if space + rest.height > room:
                head, rest = self._cut_paragraph(rest, room - space)
                taken += head
                break
            taken.append(rest.tail(0))
            room -= space + rest.height
            at += 1
            rest = self._paragraphs[at] if at < len(self._paragraphs) else None
        return replace(self._cell, paragraphs=tuple(taken)), self._from(at, rest)

    def _cut_paragraph(self, rest: Remainder, room: int) -> tuple[list[Paragraph], Remainder]:
        """As many lines of a paragraph as fit in `room` EMU, and what is left of it."""
        most = room // rest.measured.line_height
        for lines in range(min(most, rest.lines - 1), 0, -1):
            head = rest.head(lines)
            if self._measure(head).height <= room:
                return [head], rest.after(lines, self._measure)
        return [], rest

    def _measure(self, paragraph: Paragraph) -> ParagraphLayout:
        """Lay out a paragraph that stands alone in the cell."""
        [measured] = self._setter.cell(replace(self._cell, paragraphs=(paragraph,)), self._width, self._setting)
        return measured

    def _from(self, at: int, first: Remainder | None) -> _CellRest:
        """What is left from a paragraph on; without a mark it has more room, so that it is measured anew."""
        rest = copy(self)
        rest._at, rest._first = at, first
        if self._cell.mark is None:
            return rest
        return _CellRest(self._setter, self._setting, replace(rest.whole(), mark=None), self._width)
