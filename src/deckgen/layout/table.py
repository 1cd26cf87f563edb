"""Table blocks → column widths and row heights.

Columns get their widths from what stands in them, as a browser lays out a table: none narrower than its longest word while
another has room, `tight` ones just as wide as their text, the rest shared out so that the table becomes as low as can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from deckgen.blocks import Cell, Paragraph, Row, Table
from deckgen.brand.types import Slot
from deckgen.frames import EMU_PER_INCH, EMU_PER_POINT, Box, Insets
from deckgen.layout.measure import Measured, Measurer, last_step, stack_height
from deckgen.layout.text import Place, shorten

SIDE = round(0.08 * EMU_PER_INCH)
PADDINGS = tuple(round(inches * EMU_PER_INCH) for inches in (0.085, 0.065, 0.045))
"""Space above and below the text of a row: generous where the table has room, smaller before text shrinks."""
MARK = round(0.22 * EMU_PER_INCH)
"""Width kept free at the start of a cell for its mark."""
INDENT = round(0.22 * EMU_PER_INCH)


@dataclass(frozen=True)
class Setting:
    """How a table is set: widths and padding in EMU, and its step of shrinking."""

    widths: tuple[int, ...]
    padding: int
    step: int


def insets(cell: Cell, padding: int) -> Insets:
    """Space between a cell's edges and its text."""
    return Insets(SIDE + (MARK if cell.mark else 0) + cell.indent * INDENT, padding, SIDE, padding)


class TableSetter:
    """Sets one table in one place of `width` EMU."""

    def __init__(self, measurer: Measurer, table: Table, slot: Slot, width: int) -> None:
        self.measurer = measurer
        self.table = table
        self.slot = slot
        self.styles = slot.styles
        self.width = width
        self._widths: dict[int, tuple[int, ...]] = {}
        self._heights: dict[tuple[int, int, int], tuple[Cell, int]] = {}

    def settings(self) -> Iterator[Setting]:
        """All settings from the most comfortable to the tightest; each takes time, so ask for no more than are needed."""
        for padding in PADDINGS:
            yield Setting(self.widths(0), padding, 0)
        for step in range(1, last_step(self.styles) + 1):
            yield Setting(self.widths(step), PADDINGS[-1], step)

    def tightest(self) -> Setting:
        """The last of the settings."""
        step = last_step(self.styles)
        return Setting(self.widths(step), PADDINGS[-1], step)

    def cell(self, cell: Cell, width: int, setting: Setting) -> list[Measured]:
        """Lay out the text of a cell that is `width` EMU wide."""
        edges = insets(cell, setting.padding)
        return self.measurer.measure_all(cell.paragraphs, self.styles, width - edges.left - edges.right, setting.step)

    def paragraph_height(self, cell: Cell, width: int, setting: Setting, paragraph: Paragraph) -> int:
        """Height in EMU of a paragraph when it stands alone in a cell."""
        return stack_height(self.cell(replace(cell, paragraphs=(paragraph,)), width, setting))

    def row_height(self, row: Row, setting: Setting) -> int:
        """Height in EMU that the row's text needs."""
        tallest = max((self._text_height(c, w, setting) for c, w in spans(row, setting.widths)), default=0)
        if not tallest:
            size = min(style.size for style in self.styles.values())
            tallest = round(size * 127 * max(self.measurer.fonts.line_heights))
        return tallest + 2 * setting.padding

    def _text_height(self, cell: Cell, width: int, setting: Setting) -> int:
        """Height of a cell's text; looking for widths asks for the same ones a hundred times (4 s of 5 s in a deck).

        The cell is kept with its height, so that its id stays its own.
        """
        key = (id(cell), width, setting.step)
        known = self._heights.get(key)
        if known is None:
            known = self._heights[key] = (cell, stack_height(self.cell(cell, width, setting)))
        return known[1]

    def height(self, rows: Sequence[Row], setting: Setting) -> int:
        """Height in EMU of rows below each other."""
        return sum(self.row_height(row, setting) for row in rows)

    def widths(self, step: int) -> tuple[int, ...]:
        """Column widths in EMU at a step of shrinking."""
        if step not in self._widths:
            self._widths[step] = self._solve(step)
        return self._widths[step]

    def crowded(self, setting: Setting) -> bool:
        """Tell whether there are so many columns that some are too narrow for any text."""
        return sum(self._floors(setting.step)) > self.width

    def cut_header(self, setting: Setting, height: int) -> None:
        """Cut the header's cells so that it takes `height` EMU (its fault is told elsewhere)."""
        share = height // len(self.table.header)

        def cut(cell: Cell, width: int) -> Cell:
            place = Place(replace(self.slot, insets=insets(cell, setting.padding)), Box(0, 0, width, share))
            return replace(cell, paragraphs=shorten(self.measurer, cell.paragraphs, place, setting.step))

        rows = tuple(
            replace(row, cells=tuple(cut(cell, width) for cell, width in spans(row, setting.widths)))
            for row in self.table.header
        )
        self.table = replace(self.table, header=rows)
        self._widths.clear()

    def _solve(self, step: int) -> tuple[int, ...]:
        columns = self.table.columns
        least, most = self._natural(step)
        if sum(least) > self.width:
            least = self._squeezed(least, step)
        fixed = [most[i] if c.tight else 0 for i, c in enumerate(columns)]
        if sum(fixed) + sum(least[i] for i, c in enumerate(columns) if not c.tight) > self.width:
            fixed = [least[i] if c.tight else 0 for i, c in enumerate(columns)]
        free = [i for i, c in enumerate(columns) if not c.tight]
        widths = list(fixed)
        room = self.width - sum(fixed)
        if free:
            for i, share in zip(
                free, _share(room, [columns[i].share for i in free], [least[i] for i in free]), strict=True
            ):
                widths[i] = share
            widths = self._lower(widths, free, least, most, step)
        else:
            widths = _share(self.width, [1.0] * len(columns), [max(w, 1) for w in widths])
        widths[-1 if not free else free[0]] += self.width - sum(widths)
        return tuple(widths)

    def _natural(self, step: int) -> tuple[list[int], list[int]]:
        """Per column: the width of its longest word, and of its longest line, edges included."""
        least = [2 * SIDE] * len(self.table.columns)
        most = list(least)
        for at, cell in self._single_cells():
            edges = insets(cell, 0).left + insets(cell, 0).right
            low, high = self.measurer.natural(cell.paragraphs, self.styles, step)
            if low > self.width // 2:
                # A web address or path that would take half the table is broken where a reader expects it.
                low = max(self.measurer.softest(cell.paragraphs, self.styles, step), self.width // 2)
            least[at] = max(least[at], low + edges)
            most[at] = max(most[at], high + edges)
        return least, most

    def _single_cells(self) -> Iterator[tuple[int, Cell]]:
        """Cells of one column, each with the column's number."""
        for row in (*self.table.header, *self.table.rows):
            at = 0
            for cell in row.cells:
                if cell.span == 1:
                    yield at, cell
                at += cell.span

    def _floors(self, step: int) -> list[int]:
        """The narrowest that columns may be: two characters, or the column's longest word where that is less."""
        em = round(max(style.size for style in self.styles.values()) / 100 * EMU_PER_POINT)
        floors = [2 * SIDE] * len(self.table.columns)
        for at, cell in self._single_cells():
            edges = insets(cell, 0).left + insets(cell, 0).right
            low, _ = self.measurer.natural(cell.paragraphs, self.styles, step)
            floors[at] = max(floors[at], min(low, 2 * em) + edges)
        return floors

    def _squeezed(self, least: Sequence[int], step: int) -> list[int]:
        """Least widths when the longest words don't fit side by side: the longest give way first.

        First they break where a reader expects it, and only then anywhere.
        """
        soft = [2 * SIDE] * len(least)
        for at, cell in self._single_cells():
            edges = insets(cell, 0).left + insets(cell, 0).right
            soft[at] = max(soft[at], self.measurer.softest(cell.paragraphs, self.styles, step) + edges)
        if sum(soft) <= self.width:
            return _levelled(soft, least, self.width)
        return _levelled(self._floors(step), soft, self.width)

    def _lower(
        self, widths: list[int], free: Sequence[int], least: Sequence[int], most: Sequence[int], step: int
    ) -> list[int]:
        """Move width from column to column while that makes the table lower.

        Each keeps at least 60% of its share (or what its longest line takes, where that is less) and gets at most 170%.
        """
        low = {i: max(least[i], min(most[i], widths[i] * 6 // 10)) for i in free}
        high = {i: widths[i] * 17 // 10 for i in free}
        best, amount = self._total(widths, step), self.width // 6
        while amount >= self.width // 100:
            moved = False
            for giver, taker in permutations(free, 2):
                if widths[giver] - amount < low[giver] or widths[taker] + amount > high[taker]:
                    continue
                trial = list(widths)
                trial[giver] -= amount
                trial[taker] += amount
                total = self._total(trial, step)
                if total < best:
                    best, widths, moved = total, trial, True
            if not moved:
                amount //= 2
        return widths

    def _total(self, widths: Sequence[int], step: int) -> int:
        setting = Setting(tuple(widths), PADDINGS[-1], step)
        return self.height((*self.table.header, *self.table.rows), setting)


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


def spans(row: Row, widths: Sequence[int]) -> list[tuple[Cell, int]]:
    """The cells of a row with the width that each covers."""
    result, at = [], 0
    for cell in row.cells:
        result.append((cell, sum(widths[at : at + cell.span])))
        at += cell.span
    return result
