"""The space before the text of a table's cells: none in a first column that is flush with the title, more beside bars."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.brand.types import TableLook
from deckgen.ir.blocks import Cell, CellStart, Row, Table
from deckgen.layout.columns import space_before


def with_starts(table: Table, look: TableLook) -> Table:
    """Return a table whose cells have the space before their text: all of a column have the same."""
    barred = {column for row in table.rows for column, cell in _placed(row) if cell.bar}
    starts: dict[int, CellStart] = dict.fromkeys(barred, "bar")
    if look.flush and not _has_ground(table):
        starts[0] = "flush"
    if not starts:
        return table
    header, rows = (tuple(_row(row, starts) for row in part) for part in (table.header, table.rows))
    return replace(table, header=header, rows=rows)


def outset(table: Table, look: TableLook) -> int:
    """Return how many EMU a table is wider than its slot at either side, so that its text is flush in spite of its ground."""
    if not (look.flush and _has_ground(table)):
        return 0
    has_bar = any(row.cells and row.cells[0].bar for row in table.rows)
    return space_before(Cell(start="bar" if has_bar else "space"), look)


def _row(row: Row, starts: dict[int, CellStart]) -> Row:
    cells = tuple(replace(cell, start=starts[n]) if n in starts else cell for n, cell in _placed(row))
    return replace(row, cells=cells)


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of a row, each with the index of its first column."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def _has_ground(table: Table) -> bool:
    """Whether a cell of the first column has a fill or a bar, which its text must not touch."""
    is_emphasised = bool(table.columns) and table.columns[0].emphasis
    return is_emphasised or any(row.cells and (row.cells[0].fill or row.cells[0].bar) for row in table.rows)
