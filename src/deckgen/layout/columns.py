"""Cells of a table → widths of its columns, and heights of its rows at any widths, at one step of shrinking.

Columns get their widths from what stands in them, as a browser lays out a table: none narrower than its longest word while
another has room, `tight` ones just as wide as their text, the rest shared out so that the table becomes as low as can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import permutations

from deckgen.ir.blocks import Cell, Row, Table
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Insets
from deckgen.layout.measure import Measurer, ParagraphLayout, Styles, TextWidths, stack_height

SIDE = round(0.08 * EMU_PER_INCH)
MARK = round(0.22 * EMU_PER_INCH)
"""Width kept free at the start of a cell for its mark."""
INDENT = round(0.22 * EMU_PER_INCH)

Widths = Sequence[int]


def insets(cell: Cell, padding: int) -> Insets:
    """Space between a cell's edges and its text."""
    return _insets(side_insets(cell) - SIDE, padding)


def side_insets(cell: Cell) -> int:
    """Width in EMU that a cell's edges take together."""
    return 2 * SIDE + (MARK if cell.mark else 0) + cell.indent * INDENT


@lru_cache(maxsize=1024)
def _insets(start: int, padding: int) -> Insets:
    return Insets(start, padding, SIDE, padding)


class Columns:
    """The columns of one table in a place of `width` EMU, at one step of shrinking."""

    def __init__(self, table: Table, measurer: Measurer, styles: Styles, width: int, step: int) -> None:
        self.table = table
        self.measurer = measurer
        self.styles = styles
        self.width = width
        self.step = step
        rows = (*table.header, *table.rows)
        self._count = len(rows)
        # By the id of the cell, which the table keeps alive: hashing all that a cell says takes longer than measuring it.
        self._needs: dict[int, TextWidths] = {}
        self._measured: dict[int, tuple[list[int], list[int]]] = {}
        self._spans: dict[tuple[int, int], list[tuple[int, Cell, int, TextWidths]]] = {}
        self._heights: dict[tuple[int, int], dict[int, list[int]]] = {}
        for number, row in enumerate(rows):
            at = 0
            for cell in row.cells:
                needs = self._needs[id(cell)] = measurer.needs(cell.paragraphs, styles, step)
                found = self._spans.setdefault((at, at + cell.span), [])
                found.append((number, cell, side_insets(cell), needs))
                at += cell.span
        empty = empty_height(measurer, styles)
        self._empty = [0 if any(cell.paragraphs for cell in row.cells) else empty for row in rows]
        self._heights = {span: {} for span in self._spans}
        self.least, self.most = self._natural()

    # -- heights -------------------------------------------------------------------------------------------------

    def row_heights(self, widths: Widths) -> list[int]:
        """Heights in EMU of all rows, the header's first, their padding not included."""
        return list(map(max, self._empty, *self._columns(widths)))

    def _total(self, widths: Widths) -> int:
        return sum(map(max, self._empty, *self._columns(widths)))

    def _columns(self, widths: Widths) -> list[list[int]]:
        """The heights of the cells of each column, or of those that span the same ones.

        They are kept for every width asked for: a trial changes two columns, and the rest is compared at the speed of C. That
        halved the time of a wide table.
        """
        found = []
        for (start, end), known in self._heights.items():
            width = widths[start] if end - start == 1 else sum(widths[start:end])
            found.append(known.get(width) or self._column((start, end), width))
        return found

    def _column(self, span: tuple[int, int], width: int) -> list[int]:
        known = self._heights[span][width] = [0] * self._count
        for number, cell, edges, needs in self._spans[span]:
            line = needs.line
            if line is not None and width - edges >= needs.line_from:
                known[number] = line.height
            else:
                known[number] = self._height(cell, width - edges, needs)
        return known

    def _height(self, cell: Cell, inner: int, needs: TextWidths) -> int:
        """Height in EMU of a cell's text that is `inner` EMU wide.

        As long as no word is broken and no link, text never becomes higher in a wider cell: between two widths at which it is as
        high, it need not be measured.
        """
        widths, heights = self._measured.setdefault(id(cell), ([], []))
        at = bisect_left(widths, inner)
        if 0 < at < len(widths) and heights[at - 1] == heights[at] and widths[at - 1] >= needs.steady_from:
            return heights[at]
        high = stack_height(self.measurer.measure_all(cell.paragraphs, self.styles, inner, self.step))
        widths.insert(at, inner)
        heights.insert(at, high)
        return high

    def cell(self, cell: Cell, width: int) -> list[ParagraphLayout]:
        """Lay out the text of a cell that is `width` EMU wide, be it a cell of the table or a part of one."""
        inner = width - side_insets(cell)
        needs = self._needs.get(id(cell))
        if needs is not None and needs.line is not None and inner >= needs.line_from:
            return [needs.line]
        return self.measurer.measure_all(cell.paragraphs, self.styles, inner, self.step)

    # -- widths --------------------------------------------------------------------------------------------------

    def crowded(self) -> bool:
        """Tell whether there are so many columns that some are too narrow for any text."""
        return sum(self.least) > self.width and sum(self._floors()) > self.width

    def tears(self) -> bool:
        """Tell whether some word is broken where no reader expects it, because the longest don't fit side by side."""
        return sum(self.least) > self.width and sum(self._softest()) > self.width

    def widths(self) -> tuple[int, ...]:
        """Find the widths of all columns in EMU."""
        columns = self.table.columns
        least, most = self.least, self.most
        if sum(least) > self.width:
            least = self._squeezed(least)
        fixed = [most[i] if c.tight else 0 for i, c in enumerate(columns)]
        if sum(fixed) + sum(least[i] for i, c in enumerate(columns) if not c.tight) > self.width:
            fixed = [least[i] if c.tight else 0 for i, c in enumerate(columns)]
        free = [i for i, c in enumerate(columns) if not c.tight]
        widths = list(fixed)
        room = self.width - sum(fixed)
        if free:
            shares = _share(room, [columns[i].share for i in free], [least[i] for i in free])
            for i, share in zip(free, shares, strict=True):
                widths[i] = share
            widths = self._lower(widths, free, least, most)
        else:
            widths = _share(self.width, [1.0] * len(columns), [max(w, 1) for w in widths])
        widths[-1 if not free else free[0]] += self.width - sum(widths)
        return tuple(widths)

    def _natural(self) -> tuple[list[int], list[int]]:
        """Per column: the width of its longest word, and of its longest line, edges included."""
        least = [2 * SIDE] * len(self.table.columns)
        most = list(least)
        linked = False
        for at, cell, edges, needs in self._single_cells():
            low, high = needs.least, needs.most + edges
            if low > self.width // 2:
                # A web address or path that would take half the table is broken where a reader expects it.
                low = max(self.measurer.softest(cell.paragraphs, self.styles, self.step), self.width // 2)
            least[at] = max(least[at], low + edges)
            most[at] = max(most[at], high)
            linked = linked or (needs.line is None and any(run.link for p in cell.paragraphs for run in p.runs))
        # An address stays whole, rather than show its host, where all cells have room on single lines.
        return (most if linked and sum(most) <= self.width else least), most

    def _single_cells(self) -> Iterator[tuple[int, Cell, int, TextWidths]]:
        """Cells of one column, each with the column's number, the width of its edges and what it needs."""
        for (start, end), cells in self._spans.items():
            if end - start == 1:
                for _, cell, edges, needs in cells:
                    yield start, cell, edges, needs

    def _floors(self) -> list[int]:
        """The narrowest that columns may be: two characters, or the column's longest word where that is less."""
        em = round(max(style.size for style in self.styles.values()) / 100 * EMU_PER_POINT)
        floors = [2 * SIDE] * len(self.table.columns)
        for at, _, edges, needs in self._single_cells():
            floors[at] = max(floors[at], min(needs.least, 2 * em) + edges)
        return floors

    def _squeezed(self, least: Widths) -> list[int]:
        """Least widths when the longest words don't fit side by side: the longest give way first.

        First they break where a reader expects it, and only then anywhere.
        """
        soft = self._softest()
        if sum(soft) <= self.width:
            return _levelled(soft, least, self.width)
        return _levelled(self._floors(), soft, self.width)

    def _softest(self) -> list[int]:
        """Per column: the longest stretch without a place where a reader expects a break, edges included."""
        soft = [2 * SIDE] * len(self.table.columns)
        for at, cell, edges, _ in self._single_cells():
            soft[at] = max(soft[at], self.measurer.softest(cell.paragraphs, self.styles, self.step) + edges)
        return soft

    def _lower(self, widths: list[int], free: Sequence[int], least: Widths, most: Widths) -> list[int]:
        """Move width from column to column while that makes the table lower.

        Each keeps at least 60% of its share (or what its longest line takes, where that is less) and gets at most 170%. Lower
        than with all of them at their widest it does not become: most tables are as low from the beginning.
        """
        low = {i: max(least[i], min(most[i], widths[i] * 6 // 10)) for i in free}
        high = {i: widths[i] * 17 // 10 for i in free}
        lowest = self._total([high.get(i, width) for i, width in enumerate(widths)])
        best, amount = self._total(widths), self.width // 6
        while amount >= self.width // 100 and best > lowest:
            moved = False
            for giver, taker in permutations(free, 2):
                if widths[giver] - amount < low[giver] or widths[taker] + amount > high[taker]:
                    continue
                trial = list(widths)
                trial[giver] -= amount
                trial[taker] += amount
                total = self._total(trial)
                if total < best:
                    best, widths, moved = total, trial, True
            if not moved:
                amount //= 2
        return widths


def empty_height(measurer: Measurer, styles: Styles) -> int:
    """Height in EMU of a row without any text, its padding not included."""
    size = min(style.size for style in styles.values())
    return round(size * 127 * float(max(measurer.fonts.line_heights)))


def spans(row: Row, widths: Widths) -> list[tuple[Cell, int]]:
    """The cells of a row with the width that each covers."""
    if len(row.cells) == len(widths):
        return list(zip(row.cells, widths, strict=True))
    result, at = [], 0
    for cell in row.cells:
        result.append((cell, sum(widths[at : at + cell.span])))
        at += cell.span
    return result


def _levelled(low: Sequence[int], high: Sequence[int], room: int) -> list[int]:
    """Cut the highest values to one level, none below its `low`, so that they add up to no more than `room`."""
    least, most = 0, max(high)
    while least < most:
        level = (least + most + 1) // 2
        if sum(max(a, min(b, level)) for a, b in zip(low, high, strict=True)) <= room:
            least = level
        else:
            most = level - 1
    return [max(a, min(b, least)) for a, b in zip(low, high, strict=True)]


def _share(room: int, shares: Sequence[float], least: Sequence[int]) -> list[int]:
    """Share room out by `shares`, no part smaller than its least; when even those don't fit, by the least widths alone."""
    if sum(least) >= room:
        return [max(1, room * part // max(sum(least), 1)) for part in least]
    open_parts = set(range(len(shares)))
    result = [0] * len(shares)
    while open_parts:
        rest = room - sum(result[i] for i in range(len(shares)) if i not in open_parts)
        total = sum(shares[i] for i in open_parts)
        small = [i for i in open_parts if rest * shares[i] / total < least[i]]
        if not small:
            for i in open_parts:
                result[i] = int(rest * shares[i] / total)
            break
        for i in small:
            result[i] = least[i]
            open_parts.discard(i)
    return result
