"""Widths of columns → widths with which the table is lower: columns give width to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Protocol


class TableHeights(Protocol):
    """The heights of a table at any widths of its columns; all are in EMU."""

    def total_height(self, widths: Sequence[int]) -> int:
        """The height of all rows."""

    def sole_tallest(self, widths: Sequence[int]) -> set[int]:
        """The columns with a cell that is alone as high as its row."""


def exchange_widths(table: TableHeights, widths: list[int], lowest: Mapping[int, int], enough: int) -> list[int]:
    """Move width from column to column until the table is at most `enough` EMU high or does not become lower.

    `lowest` has the columns that take part, each with the width that it retains; it gets at most 170% of what it has. Where no
    height is `enough` (0), that of all columns at 170% is: the table cannot become lower.
    """
    highest = {column: widths[column] * 17 // 10 for column in lowest}
    total = sum(widths)
    height, amount = table.total_height(widths), total // 6
    enough = enough or table.total_height([highest.get(column, width) for column, width in enumerate(widths)])
    takers = table.sole_tallest(widths) if height > enough else set()
    while height > enough and amount >= total // 100 and not takers.isdisjoint(lowest):
        moved = False
        for giver, taker in permutations(lowest, 2):
            if taker not in takers or widths[giver] - amount < lowest[giver] or widths[taker] + amount > highest[taker]:
                continue
            trial = list(widths)
            trial[giver] -= amount
            trial[taker] += amount
            reached = table.total_height(trial)
            if reached < height:
                height, widths, moved = reached, trial, True
                takers = table.sole_tallest(widths)
        if not moved:
            amount //= 2
    return widths
