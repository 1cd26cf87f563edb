"""Tables that were laid out lately, with what is known of their columns and rows: a slide is arranged several times.

For the sizes that slides share, for titles of one line and for footnotes, a slide is arranged again with other limits of its
text. Its tables then have the same columns at the same steps, which take most of the time to find.
"""

from __future__ import annotations

from deckgen.brand.types import Slot
from deckgen.ir.blocks import Table
from deckgen.layout.cell_starts import with_starts
from deckgen.layout.measure import Measurer
from deckgen.layout.table import TableLayout

_MOST = 64
"""So many tables are kept; further ones take the place of the oldest."""
_Key = tuple[int, int, int, int]


class RecentTables:
    """The recent tables of one measurer, by their identity, which is kept: to compare their content would take longer."""

    def __init__(self, measurer: Measurer) -> None:
        self._look = measurer.look.table
        self._started: dict[int, tuple[Table, Table]] = {}
        self._layouts: dict[_Key, TableLayout] = {}

    def with_starts(self, table: Table) -> Table:
        """Return a table whose cells have the space before their text."""
        known = self._started.get(id(table))
        if known is None:
            _drop_oldest(self._started)
            known = self._started[id(table)] = table, with_starts(table, self._look)
        return known[1]

    def layout(self, measurer: Measurer, table: Table, slot: Slot, width: int, room: int) -> TableLayout:
        """Return the layout of a table in a width and a room (EMU), as `TableLayout` has them."""
        key = id(table), id(slot), width, room
        known = self._layouts.get(key)
        if known is None or known.table is not table:  # its header was cut
            self._layouts.pop(key, None)
            _drop_oldest(self._layouts)
            known = self._layouts[key] = TableLayout(measurer, table, slot, width, room)
        return known


def recent_tables(measurer: Measurer) -> RecentTables:
    """Return the recent tables of a measurer."""
    found = measurer.recent.get(RecentTables)
    if not isinstance(found, RecentTables):
        found = measurer.recent[RecentTables] = RecentTables(measurer)
    return found


def _drop_oldest(known: dict[int, tuple[Table, Table]] | dict[_Key, TableLayout]) -> None:
    if len(known) >= _MOST:
        del known[next(iter(known))]  # type: ignore[arg-type]
