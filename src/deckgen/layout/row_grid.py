"""Tables side by side → the heights of their rows: each row is as high as the one beside it, so that all stand on one grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct

from deckgen.ir.blocks import Row
from deckgen.layout.table import TableLayout, TableSetting

_PADDING_STEP = 127
"""The EMU by which paddings that are tried differ: a hundredth of a point."""


class TableBeside(Struct, frozen=True):
    """One of the tables side by side: how it is laid out, and the rows that it shows, those of the header included."""

    layout: TableLayout
    setting: TableSetting
    rows: Sequence[Row]

    def heights(self, padding: int) -> list[int]:
        """The heights in EMU of its rows with at most a padding."""
        setting = self.setting.limited_to(padding)
        return self.layout.row_heights(self.rows, setting)


class RowGrid(Struct, frozen=True):
    """The padding in EMU that the rows of tables side by side have at most, and the heights of the rows."""

    padding: int
    heights: tuple[int, ...]


def row_grid(tables: Sequence[TableBeside], capacity: int) -> RowGrid | None:
    """Return the grid with the largest padding that takes at most `capacity` EMU; None if none does."""

    def heights(padding: int) -> tuple[int, ...]:
        return tuple(map(max, zip_longest(*(table.heights(padding) for table in tables), fillvalue=0)))

    most = min(table.setting.shown_padding for table in tables)
    least = max(table.layout.smallest_padding for table in tables)
    paddings = range(min(least, most), most + 1, _PADDING_STEP)
    number = bisect_right(paddings, capacity, key=lambda padding: sum(heights(padding)))
    return RowGrid(paddings[number - 1], heights(paddings[number - 1])) if number else None
