"""Rows of a table → pages: groups and parts stay together, a row taller than a page is cut at a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import partial

from msgspec.structs import replace

from deckgen.blocks import Paragraph, Row
from deckgen.layout.columns import spans
from deckgen.layout.measure import Measured, split_paragraph
from deckgen.layout.paginate import CUTS, Item, balance, fill, unevenness
from deckgen.layout.split import rejoined
from deckgen.layout.table import Setting, TableSetter

_EVEN = 0.2
"""Pages that differ by no more than this part of a page are even enough; each further try measures the tall row again."""
_MOST_AGAIN = 0.3
"""A group's row is not repeated on the next page where it takes more of the page than this."""


def pages(setter: TableSetter, setting: Setting, first: int, further: int) -> list[tuple[Row, ...]]:
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


def _cut(setter: TableSetter, setting: Setting, first: int, room: int) -> list[tuple[Row, ...]]:
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
    setter: TableSetter, setting: Setting, first: int, room: int, piece: int
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


def _bind(setter: TableSetter, rows: Sequence[Row], setting: Setting, room: int) -> list[list[Row]]:
    """Keep a group row with the next row, and part or sub rows with the row before, as far as a page can hold them."""
    groups: list[list[Row]] = []
    for row in rows:
        joins = bool(groups) and (row.kind in ("part", "sub") or groups[-1][-1].kind == "group")
        if joins and setter.height([*groups[-1], row], setting) <= room:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _cut_row(setter: TableSetter, row: Row, setting: Setting, page: int, room: int) -> list[Row]:
    """Split a row that is taller than a `page` at lines, every cell at the same height, into pieces of at most `room`."""
    if setter.row_height(row, setting) <= page:
        return [row]
    done: list[Row] = []
    while setter.row_height(row, setting) > room:
        heads, tails = [], []
        for cell, width in spans(row, setting.widths):
            height_of = partial(setter.paragraph_height, cell, width, setting)
            head, tail = _cut_cell(setter.cell(cell, width, setting), room - 2 * setting.padding, height_of)
            heads.append(replace(cell, paragraphs=head))
            tails.append(replace(cell, paragraphs=tail, mark=None))
        if not any(cell.paragraphs for cell in tails) or not any(cell.paragraphs for cell in heads):
            break
        done.append(replace(row, cells=tuple(heads)))
        row = replace(row, cells=tuple(tails), kind="body" if row.kind == "group" else row.kind)
    return [*done, row]


def _cut_cell(
    measured: Sequence[Measured], room: int, height_of: Callable[[Paragraph], int]
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Split the paragraphs of a cell into those that fit in `room` EMU and the rest."""
    head: list[Paragraph] = []
    used = 0
    for i, m in enumerate(measured):
        space = m.space if i else 0
        if used + space + m.height <= room:
            head.append(m.paragraph)
            used += space + m.height
            continue
        rest = [other.paragraph for other in measured[i + 1 :]]
        for lines in range(min((room - used - space) // m.line_height, m.lines - 1), 0, -1):
            first, second = split_paragraph(m, lines)
            if height_of(first) <= room - used - space:
                return (*head, first), (second, *rest)
        return tuple(head), (m.paragraph, *rest)
    return tuple(head), ()
