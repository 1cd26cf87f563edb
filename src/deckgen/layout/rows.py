"""Rows of a table → pages. Groups and parts stay together; a row taller than a page is cut between lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from copy import copy
from itertools import accumulate

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Table
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.paginate import PIECE_SHARES, Item, balance, fill, unevenness
from deckgen.layout.row_cells import cells_with_widths
from deckgen.layout.split import ParagraphRemainder, rejoin_paragraphs
from deckgen.layout.table import TableLayout, TableSetting

_EVEN_ENOUGH = 0.2
"""Pages whose fill differs by at most this share of a page are even enough: every other try measures the tall row again."""
_TALL_PROSE = 0.4
"""In tables of sentences, rows that take more than this share of a page are cut if that saves a page."""
_LONG_PARAGRAPH = 3
"""A paragraph with more lines leaves no single line to the next page."""
_MAX_REPEATED_SHARE = 0.3
"""The row that names a group is not repeated on the next page if it takes more than this share of the page."""


def split_rows(table_layout: TableLayout, setting: TableSetting, first: int, further: int) -> list[tuple[Row, ...]]:
    """Divide the rows of a table into a page of `first` EMU and others of `further` EMU, including the height of the header.

    A page that begins inside a group repeats the row that names the group, unless this row takes much of the page.
    """
    table = table_layout.table
    header = table_layout.total_height(table.header, setting)
    group_row = max((table_layout.row_height(row, setting) for row in table.rows if row.kind == "group"), default=0)
    repeats = group_row <= further * _MAX_REPEATED_SHARE
    pages = _cut_into_pages(table_layout, setting, first - header, further - header, repeats=repeats)
    return _repeat_group_rows(pages) if repeats else pages


def _cut_into_pages(
    table_layout: TableLayout, setting: TableSetting, first: int, room: int, *, repeats: bool
) -> list[tuple[Row, ...]]:
    """Divide rows into pages of `first` and then `room` EMU; rows taller than a page are cut such that pages are few and even.

    Long rows of sentences are cut, too, if pages are fewer then. If pages `repeats` the name of the group that they begin
    inside, this has room, too.
    """
    heights = table_layout.row_heights(table_layout.table.rows, setting)
    min_pages = -(-(sum(heights) + room - min(first, room)) // max(room, 1))
    best: list[tuple[Row, ...]] = []
    best_rank = (True, 0, 0.0)
    for tall in (room, int(room * _TALL_PROSE)):
        if best and (len(best) <= min_pages or not table_layout.table.has_sentences):
            break
        for share in PIECE_SHARES if max(heights, default=0) > tall else PIECE_SHARES[:1]:
            pages, uneven = _distribute_rows(
                table_layout, setting, (first, room), tall, int(room * share), repeats=repeats
            )
            # Joined pieces may be higher than each for itself: one foreign character makes all lines of its paragraph higher.
            too_high = any(
                table_layout.total_height(page, setting) > (room if n else max(first, room))
                for n, page in enumerate(pages)
            )
            rank = (too_high, len(pages), uneven)
            if not best or rank < best_rank:
                best, best_rank = pages, rank
            if best_rank < (False, min_pages + 1, 0.0) and uneven < _EVEN_ENOUGH:
                break
    return best


def _distribute_rows(
    table_layout: TableLayout, setting: TableSetting, rooms: tuple[int, int], tall: int, piece: int, *, repeats: bool
) -> tuple[list[tuple[Row, ...]], float]:
    """The rows of each page, and how uneven the pages are; rows taller than `tall` are cut into pieces of up to `piece` EMU.

    The first page, and each further one, has so much room as `rooms` say.
    """
    (first, room), own = rooms, table_layout.table.rows
    leads = [lead if repeats else 0 for lead in _group_heights(table_layout, own, setting)]
    pieces = [
        _cut_row(table_layout, row, setting, min(tall, room - lead), min(piece, room - lead))
        for row, lead in zip(own, leads, strict=True)
    ]
    continuations = {id(row) for _, *others in pieces for row in others}
    lead_of = {id(row): lead for rows, lead in zip(pieces, leads, strict=True) for row in rows}
    bound = _keep_together(table_layout, [row for rows in pieces for row in rows], setting, room)
    items = [Item(table_layout.total_height(rows, setting), lead=lead_of[id(rows[0])]) for rows in bound]
    if first >= room:
        groups = _gather_groups(bound)
        group_items = [Item(table_layout.total_height(rows, setting)) for rows in groups]
        fits = all(item.height <= room for item in group_items)
        if fits and len(fill(group_items, room)) == len(fill(items, room)):
            # Groups are not split if that costs no page.
            bound, items = groups, group_items
    result: list[tuple[Row, ...]] = []
    at = 0
    counts = balance(items, room, first)
    for count in counts:
        on_page = [row for rows in bound[at : at + count] for row in rows]
        result.append(_rejoin_rows(on_page, continuations, table_layout.table))
        at += count
    return result, unevenness(items, counts, room, first)


def _group_heights(table_layout: TableLayout, rows: Sequence[Row], setting: TableSetting) -> Iterator[int]:
    """Yield for each row the height in EMU of the row that names its group; 0 for that row itself, and outside of groups."""
    height = 0
    for row in rows:
        is_name = row.kind == "group"
        height = table_layout.row_height(row, setting) if is_name else height
        yield 0 if is_name else height


def _rejoin_rows(rows: Sequence[Row], continuations: Set[int], table: Table) -> tuple[Row, ...]:
    """Rejoin pieces of one row that are on the same page. `continuations` has the ids of all pieces but the first of a row."""
    result: list[Row] = []
    for row in rows:
        if not (result and id(row) in continuations):
            result.append(row)
            continue
        repeated = _repeating_cells(table, row)
        pairs = enumerate(zip(result[-1].cells, row.cells, strict=True))
        cells = (a if n in repeated else _joined(a, b) for n, (a, b) in pairs)
        result[-1] = replace(result[-1], cells=tuple(cells))
    return tuple(result)


def _joined(first: Cell, second: Cell) -> Cell:
    """Rejoin two pieces of a cell."""
    return replace(first, paragraphs=rejoin_paragraphs((*first.paragraphs, *second.paragraphs)))


def _repeating_cells(table: Table, row: Row) -> dict[int, str]:
    """The cells of a row, by their numbers, that the rest of the row repeats, with the text that follows them there."""
    starts = accumulate((cell.span for cell in row.cells), initial=0)
    rests = ((n, table.columns[at].rest) for n, (at, _) in enumerate(zip(starts, row.cells, strict=False)))
    return {n: rest for n, rest in rests if rest and row.cells[n].span == 1}


def _repeat_group_rows(pages: Sequence[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
    """Repeat the row that names a group on each page that begins inside the group."""
    result: list[tuple[Row, ...]] = []
    group: Row | None = None
    for rows in pages:
        inside = group is not None and rows and rows[0].kind != "group"
        result.append((group, *rows) if inside and group is not None else rows)
        group = next((row for row in reversed(rows) if row.kind == "group"), group)
    return result


def _gather_groups(bound: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Join rows that are kept together into complete groups."""
    groups: list[list[Row]] = []
    for rows in bound:
        if not groups or rows[0].kind == "group":
            groups.append([])
        groups[-1] += rows
    return groups


def _keep_together(table_layout: TableLayout, rows: Sequence[Row], setting: TableSetting, room: int) -> list[list[Row]]:
    """Keep a group row with the next row, and part and sub rows with the row before, if they fit one page."""
    groups: list[list[Row]] = []
    for row in rows:
        joins = bool(groups) and (row.kind in ("part", "sub") or groups[-1][-1].kind == "group")
        if joins and table_layout.total_height([*groups[-1], row], setting) <= room:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _cut_row(table_layout: TableLayout, row: Row, setting: TableSetting, page: int, room: int) -> list[Row]:
    """Cut a row taller than `page` EMU into pieces of at most `room` EMU: every cell between lines, at the same height."""
    if table_layout.row_height(row, setting) <= page:
        return [row]
    remainders = [
        _CellRemainder(table_layout, setting, cell, width) for cell, width in cells_with_widths(row, setting.widths)
    ]
    whole, repeating = row, _repeating_cells(table_layout.table, row)
    pieces: list[Row] = []
    room -= 2 * setting.padding + table_layout.largest_shift(row, setting)
    while max(rest.height for rest in remainders) > room:
        cut = [rest.cut(room) for rest in remainders]
        if not any(rest.height for _, rest in cut) or not any(head.paragraphs for head, _ in cut):
            break
        pieces.append(replace(row, cells=tuple(head for head, _ in cut)))
        remainders = [rest for _, rest in cut]
        row = replace(row, kind="body" if row.kind == "group" else row.kind)
    pieces.append(replace(row, cells=tuple(rest.to_cell() for rest in remainders)) if pieces else row)
    return [pieces[0], *(_with_repeated_cells(piece, whole, repeating) for piece in pieces[1:])]


def _with_repeated_cells(piece: Row, whole: Row, rests: Mapping[int, str]) -> Row:
    """A later piece of a row with the cells that are repeated in it, each followed by its text in `rests`."""
    cells = list(piece.cells)
    for n, rest in rests.items():
        if paragraphs := whole.cells[n].paragraphs:
            *others, last = paragraphs
            cells[n] = replace(cells[n], paragraphs=(*others, replace(last, runs=(*last.runs, Run(f" {rest}")))))
    return replace(piece, cells=tuple(cells))


class _CellRemainder:
    """The remainder of a cell for the pages that follow: paragraphs, of which the first may begin at one of its later lines."""

    def __init__(self, table_layout: TableLayout, setting: TableSetting, cell: Cell, width: int) -> None:
        self._table_layout, self._setting, self._cell, self._width = table_layout, setting, cell, width
        pairs = zip(cell.paragraphs, table_layout.lay_out_cell(cell, width, setting), strict=True)
        self._paragraphs = [ParagraphRemainder(paragraph, measured) for paragraph, measured in pairs]
        heights = [rest.measured.space_before + rest.measured.height for rest in reversed(self._paragraphs)]
        self._heights_from = [*accumulate(heights, initial=0)][::-1]
        self._index = 0
        self._first = self._paragraphs[0] if self._paragraphs else None

    @property
    def height(self) -> int:
        """Height of its text in EMU; 0 if nothing is left."""
        return self._first.height + self._heights_from[self._index + 1] if self._first else 0

    def to_cell(self) -> Cell:
        """The remainder as a cell."""
        others = [rest.paragraph for rest in self._paragraphs[self._index + 1 :]]
        return replace(self._cell, paragraphs=(self._first.tail(0), *others) if self._first else ())

    def cut(self, room: int) -> tuple[Cell, _CellRemainder]:
        """A cell with the text that fits `room` EMU, and the remainder after it, which does not have the cell's mark."""
        head_paragraphs: list[Paragraph] = []
        at, rest = self._index, self._first
        while rest is not None:
            space = rest.measured.space_before if head_paragraphs else 0
            if space + rest.height > room:
                head, rest = self._cut_paragraph(rest, room - space)
                head_paragraphs += head
                break
            head_paragraphs.append(rest.tail(0))
            room -= space + rest.height
            at += 1
            rest = self._paragraphs[at] if at < len(self._paragraphs) else None
        return replace(self._cell, paragraphs=tuple(head_paragraphs)), self._remainder_from(at, rest)

    def _cut_paragraph(self, rest: ParagraphRemainder, room: int) -> tuple[list[Paragraph], ParagraphRemainder]:
        """As many lines of a paragraph as fit `room` EMU (empty if none), and the remainder: of a long one at least two lines."""
        max_lines = room // rest.measured.line_height
        left = 2 if rest.line_count > _LONG_PARAGRAPH else 1
        for lines in range(min(max_lines, rest.line_count - left), 0, -1):
            head = rest.head(lines)
            if self._measure(head).height <= room:
                return [head], rest.remainder_after(lines, self._measure)
        return [], rest

    def _measure(self, paragraph: Paragraph) -> ParagraphLayout:
        """Lay out a paragraph as the only text of the cell."""
        [measured] = self._table_layout.lay_out_cell(
            replace(self._cell, paragraphs=(paragraph,)), self._width, self._setting
        )
        return measured

    def _remainder_from(self, index: int, first: ParagraphRemainder | None) -> _CellRemainder:
        """The remainder from a paragraph on. If the cell has a mark, it is measured again, with the room of the mark."""
        rest = copy(self)
        rest._index, rest._first = index, first
        if self._cell.mark is None:
            return rest
        return _CellRemainder(self._table_layout, self._setting, replace(rest.to_cell(), mark=None), self._width)
