"""What has been measured of a table: the same for all attempts to arrange its slide, with more or less space for the table."""

from __future__ import annotations

from collections import defaultdict

from deckgen.ir.blocks import Table
from deckgen.layout.cell_starts import with_starts
from deckgen.layout.columns import Columns
from deckgen.layout.laid_out_rows import LaidOutRow
from deckgen.layout.measure import Measurer
from deckgen.layout.sizes import Styles


class TableMeasurements:
    """The results for a table with the same styles in the same width. They keep alive what they are known for by its id."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: dict[int, Columns] = {}
        """By step."""
        self.widths: dict[tuple[int, int], tuple[int, ...]] = {}
        """Those of the columns, by step and the height that is low enough."""
        self.text_heights: dict[tuple[tuple[int, ...], int], dict[int, int]] = {}
        """Of the text of the table's own rows, by widths and step, then by the id of the row."""
        self.laid_out: defaultdict[tuple[tuple[int, ...], int, bool], dict[int, LaidOutRow]] = defaultdict(dict)
        """By widths, step, and whether it has even lines, then by the id of the row."""


def measurements_of(measurer: Measurer, table: Table, styles: Styles, width: int) -> TableMeasurements:
    """Return what is known of a table with some styles in a width of so many EMU."""
    key = id(table), tuple(styles.items()), width
    known: TableMeasurements = measurer.tables.get(key) or measurer.tables.setdefault(key, TableMeasurements(table))
    return known


def started_table(measurer: Measurer, table: Table) -> Table:
    """Return a table with the space before its text (`cell_starts`): the same one for all attempts."""
    key = id(table)
    if key not in measurer.tables:
        measurer.tables[key] = table, with_starts(table, measurer.look.table)
    started: Table = measurer.tables[key][1]
    return started
