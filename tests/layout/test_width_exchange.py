"""Columns that give width to others: the table becomes lower, within their limits."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from deckgen.layout.width_exchange import exchange_widths


class _Texts:
    """A table of cells that take as many lines as their text, of so many units, needs at a width."""

    def __init__(self, rows: Sequence[Sequence[int]], *, is_pruned: bool = True) -> None:
        self._rows, self._is_pruned = rows, is_pruned
        self.trials = 0

    def _heights(self, widths: Sequence[int]) -> list[list[int]]:
        return [[-(-text // width) for text, width in zip(row, widths, strict=True)] for row in self._rows]

    def total_height(self, widths: Sequence[int]) -> int:
        self.trials += 1
        return sum(map(max, self._heights(widths)))

    def sole_tallest(self, widths: Sequence[int]) -> set[int]:
        if not self._is_pruned:
            return set(range(len(widths)))
        rows = self._heights(widths)
        return {row.index(max(row)) for row in rows if row.count(max(row)) == 1}


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[list[int]], list[int]]:
    columns = draw(st.integers(2, 5))
    row = st.lists(st.integers(0, 4000), min_size=columns, max_size=columns)
    widths = draw(st.lists(st.integers(150, 900), min_size=columns, max_size=columns))
    return draw(st.lists(row, min_size=1, max_size=6)), widths


@given(_tables(), st.integers(0, 20))
def test_table_is_not_higher_and_columns_stay_within_limits(
    table: tuple[list[list[int]], list[int]], enough: int
) -> None:
    rows, widths = table
    lowest = {column: width * 6 // 10 for column, width in enumerate(widths)}
    result = exchange_widths(_Texts(rows), widths, lowest, enough)
    assert sum(result) == sum(widths)
    assert _Texts(rows).total_height(result) <= _Texts(rows).total_height(widths)
    assert all(lowest[i] <= width <= widths[i] * 17 // 10 for i, width in enumerate(result))


@given(_tables())
def test_only_sole_tallest_columns_need_to_be_tried(table: tuple[list[list[int]], list[int]]) -> None:
    rows, widths = table
    lowest = {column: width * 6 // 10 for column, width in enumerate(widths)}
    pruned, complete = _Texts(rows), _Texts(rows, is_pruned=False)
    assert exchange_widths(pruned, widths, lowest, 0) == exchange_widths(complete, widths, lowest, 0)
    assert pruned.trials <= complete.trials


def test_columns_outside_the_exchange_keep_their_width() -> None:
    result = exchange_widths(_Texts([[9000, 10, 10]]), [300, 300, 300], {0: 180, 1: 180}, 0)
    assert result[2] == 300
    assert result[0] > 300 > result[1]


def test_exchange_ends_as_soon_as_the_table_is_low_enough() -> None:
    table = _Texts([[3000, 100, 100]])
    assert exchange_widths(table, [300, 300, 300], {0: 180, 1: 180, 2: 180}, 10) == [300, 300, 300]
    assert table.trials == 1
