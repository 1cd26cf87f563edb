"""The space before the text of a table's cells.

There is none in a first column that is flush with the title, and more beside bars and after a column of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from deckgen.brand.types import TableLook
from deckgen.ir.blocks import Cell, CellStart, Row, Table


def with_starts(table: Table, look: TableLook) -> Table:
    """Return a table whose cells have the space before their text: all of a column have the same.

    The cells of a `fixed` table are cards: only those without a ground are flush, and those with one begin with their ground.
    """
    starts: dict[int, CellStart] = dict.fromkeys(_apart(table), "apart")
    starts |= dict.fromkeys(_barred(table), "bar")
    if look.flush and not table.fixed:
        starts[0] = "flush"
    if not starts and not look.flush:
        return table
    plain: dict[int, CellStart] = {**starts, 0: "flush"} if look.flush else starts
    header, rows = (tuple(_row(row, starts, plain) for row in part) for part in (table.header, table.rows))
    return replace(table, header=header, rows=rows)


def _barred(table: Table) -> set[int]:
    """Return the columns in which a cell has a bar."""
    rows = [row for row in table.rows if [cell for cell in row.cells if cell.bar]]
    return {column for row in rows for column, cell in _placed(row) if cell.bar}


def _apart(table: Table) -> Iterator[int]:
    """Yield the columns that begin where the column before ends; the header tells which columns those are, if there is one.

    A column without a name in the header, such as that of the numbers of rows, belongs to the one beside it.
    """
    for row in table.header[-1:] or table.rows:
        placed = [*_placed(row)]
        for (_, before), (column, cell) in pairwise(placed):
            if before.paragraphs and cell.paragraphs and before.align == "end" and cell.align == "start":
                yield column


def _row(row: Row, starts: dict[int, CellStart], plain: dict[int, CellStart]) -> Row:
    """Return a row with the starts of its cells by column; `plain` are those of cells without a ground."""
    cells, column = list(row.cells), 0
    for n, cell in enumerate(row.cells):
        known = starts if cell.fill or cell.bar else plain
        if column in known:
            cells[n] = replace(cell, start=known[column])
        column += cell.span
    return replace(row, cells=tuple(cells))


def _placed(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of a row, each with the index of its first column."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span
