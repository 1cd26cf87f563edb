"""Columns of long texts → widths at which their table is low and the texts of a row are about as high as each other.

The height of a row is that of its highest cell, so that to move width between two columns often changes nothing: a third one is
as high. So widths are first estimated from the lengths of the texts. The estimate counts parts of lines, and lower cells a little
as well: it always says which way is better, and needs no text laid out. Then they are tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Protocol

from msgspec import Struct

from deckgen.layout.column_shares import SHORT_VALUE, longest_values
from deckgen.layout.measured_cells import MeasuredCell
from deckgen.layout.width_exchange import TableHeights, exchange_widths

_LONG = 3.4
"""A text of more lines than this, as estimated, is long."""
_LAST_LINE = 0.4
"""The part of a line that a text takes on average beyond its words: lines end before words that have no room."""
_SHARPNESS = 6.0
"""The exponent of the mean of the cells of a row: the higher it is, the less the lower cells count."""
_ESTIMATED_AMOUNTS = (8, 16, 32, 64, 128)
"""What is moved between columns by the estimate, from first to last, as divisors of the width of all."""
_TRIED_AMOUNTS = (160, 120, 80, 60, 40)
"""The same for what is tried: little at first, since the table is low already."""


class TextCell(Struct, frozen=True):
    """A cell of a column: the width in EMU that its text cannot use, and the widths of its paragraphs on one line each."""

    edges: int
    lengths: tuple[int, ...]

    def lines(self, width: int) -> float:
        """About how many lines its text takes in a cell of a width in EMU."""
        inner = max(width - self.edges, 1)
        return sum([max(1.0, length / inner + _LAST_LINE) for length in self.lengths])


TextRow = Mapping[int, TextCell]
"""The cells of a row by the numbers of their columns."""


class TextHeights(TableHeights, Protocol):
    """The heights of a table at any widths of its columns, also those of its cells; all are in EMU."""

    def unevenness(self, widths: Sequence[int]) -> int:
        """The sum of the squares of the heights of all cells: the lower, the less high the highest of them are."""


def widths_of_texts(
    table: TextHeights,
    cells: Mapping[int, Sequence[MeasuredCell]],
    lowest: Mapping[int, int],
    widths: list[int],
    enough: int,
) -> list[int] | None:
    """Return the widths at which a table with long texts is lowest, and then its cells are least uneven; None without long texts.

    `cells` are those of each column, `widths` those with which to begin: their sum stays. `lowest` has the columns that exchange
    width, each with the least that it keeps; values are not broken either if there is room. The table need not be lower than
    `enough` EMU.
    """
    rows = _text_rows(cells, lowest)
    if not _are_long(rows, widths):
        return None
    whole = _with_whole_values(cells, lowest)
    lowest = whole if sum(whole.values()) <= sum([widths[column] for column in lowest]) else lowest
    starts = [widths, estimated_widths(rows, widths, lowest)]
    found = [exchange_widths(table, start, _retained(start, lowest), enough) for start in starts]
    best = min(found, key=lambda each: (table.total_height(each), table.unevenness(each)))
    limit = max(table.total_height(best), enough)

    def cost(trial: Sequence[int]) -> float:
        return table.unevenness(trial) if table.total_height(trial) <= limit else float("inf")

    return _exchanged(best, lowest, cost, _TRIED_AMOUNTS)


def _with_whole_values(cells: Mapping[int, Sequence[MeasuredCell]], lowest: Mapping[int, int]) -> dict[int, int]:
    """The lowest widths, raised to the longest value of columns that have nothing longer, and to short values of others."""
    values, short = longest_values(cells, list(lowest)), longest_values(cells, list(lowest), SHORT_VALUE)
    lines = {column: max([each.widths.max_content + each.edges for each in cells[column]]) for column in values}
    whole = short | {column: width for column, width in values.items() if width == lines[column]}
    return {column: max(low, whole.get(column, 0)) for column, low in lowest.items()}


def _text_rows(cells: Mapping[int, Sequence[MeasuredCell]], columns: Iterable[int]) -> list[TextRow]:
    """The cells with text of some columns, by rows."""
    rows = defaultdict[int, dict[int, TextCell]](dict)
    for column in columns:
        for each in cells.get(column, ()):
            if each.texts:
                lengths = tuple([text.widths.max_content for text in each.texts])
                rows[each.row][column] = TextCell(each.edges, lengths)
    return list(rows.values())


def _are_long(rows: Sequence[TextRow], widths: Sequence[int]) -> bool:
    """Whether at least a third of rows have a long text at some widths."""
    lines = [max([cell.lines(widths[column]) for column, cell in row.items()]) for row in rows]
    return 0 < len(lines) <= 3 * sum([count > _LONG for count in lines])


def estimated_widths(rows: Sequence[TextRow], widths: Sequence[int], lowest: Mapping[int, int]) -> list[int]:
    """Return widths with the sum of `widths` at which rows are about as low as they can be.

    `lowest` has the columns that exchange width, each with the least that it keeps.
    """
    return _exchanged(list(widths), lowest, _Estimate(rows).height, _ESTIMATED_AMOUNTS)


def _retained(widths: Sequence[int], lowest: Mapping[int, int]) -> dict[int, int]:
    """What columns keep: their lowest width, or a part of the one that they have."""
    return {column: max(low, widths[column] * 6 // 10) for column, low in lowest.items()}


def _exchanged(
    widths: list[int], lowest: Mapping[int, int], cost: Callable[[Sequence[int]], float], amounts: Sequence[int]
) -> list[int]:
    """Move width from column to column as long as that lowers the `cost`, less and less of it."""
    found, total = cost(widths), sum(widths)
    for divisor in amounts:
        is_moved = True
        while is_moved:
            is_moved = False
            for trial in _trials(widths, lowest, total // divisor):
                if (reached := cost(trial)) < found:
                    found, widths, is_moved = reached, trial, True
                    break
    return widths


def _trials(widths: Sequence[int], lowest: Mapping[int, int], amount: int) -> Iterator[list[int]]:
    """Yield the widths with an amount moved from one column to another."""
    for giver, taker in permutations(lowest, 2):
        if widths[giver] - amount >= lowest[giver]:
            trial = list(widths)
            trial[giver] -= amount
            trial[taker] += amount
            yield trial


class _Estimate:
    """The estimated heights of rows in lines; each column is estimated once at a width."""

    def __init__(self, rows: Sequence[TextRow]) -> None:
        self._rows = rows
        self._known: dict[tuple[int, int], list[float]] = {}

    def height(self, widths: Sequence[int]) -> float:
        """The height of all rows at the widths of all columns."""
        columns = [self._column(number, width) for number, width in enumerate(widths)]
        heights: list[float] = [sum(cells) ** (1 / _SHARPNESS) for cells in zip(*columns, strict=True)]
        return sum(heights)

    def _column(self, column: int, width: int) -> list[float]:
        known = self._known.get((column, width))
        if known is None:
            cells = [row.get(column) for row in self._rows]
            known = [cell.lines(width) ** _SHARPNESS if cell else 0.0 for cell in cells]
            self._known[column, width] = known
        return known
