"""Rules for tables: the grid, spans, the size of the frame, and the size of text in empty cells."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from deckgen.ooxml.opc import A, P, Package, read_number
from deckgen.package.shapes import shape_name

_SPAN_RANGE = (0, 2**31 - 1)


def tables_are_whole(package: Package) -> Iterator[str]:
    """Rows have as many cells as the grid has columns, and spans stay inside the grid."""
    for name, _, table in _tables(package):
        yield from (f"{name}: {issue}" for issue in _grid_issues(table))


def tables_are_as_large_as_their_frames(package: Package) -> Iterator[str]:
    """The widths of columns and heights of rows add up to the size of the frame around them."""
    for name, frame, table in _tables(package):
        yield from (f"{name}: {issue}" for issue in _size_issues(frame, table))


def empty_cells_have_a_size(package: Package) -> Iterator[str]:
    """An empty paragraph of a table has a font size: with the default of 18 points, its row would grow on opening."""
    for part in package.parts_in("slides"):
        for cell in package.tree(part).iter(f"{A}tc"):
            if cell.get("hMerge") or cell.get("vMerge"):
                continue
            for paragraph in cell.iter(f"{A}p"):
                end = paragraph.find(f"{A}endParaRPr")
                is_empty = paragraph.find(f"{A}r") is None and paragraph.find(f"{A}fld") is None
                if is_empty and (end is None or not end.get("sz")):
                    yield f"{part}: an empty table cell has no font size"


def _tables(package: Package) -> Iterator[tuple[str, etree._Element, etree._Element]]:
    """Yield every table of the slides: its name in messages, its frame, and the table itself."""
    for part in package.parts_in("slides"):
        for frame in package.tree(part).iter(f"{P}graphicFrame"):
            table = next(frame.iter(f"{A}tbl"), None)
            if table is not None:
                yield f"{part}: table {shape_name(frame)}", frame, table


def _grid_issues(table: etree._Element) -> Iterator[str]:
    width = len(table.findall(f"{A}tblGrid/{A}gridCol"))
    rows = [row.findall(f"{A}tc") for row in table.findall(f"{A}tr")]
    if not rows or not width:
        yield "has no rows or no columns"
    for r, row in enumerate(rows):
        if len(row) != width:
            yield f"row {r + 1} has {len(row)} cells, the grid {width}"
    yield from _span_issues(rows, width)


def _span_issues(rows: list[list[etree._Element]], width: int) -> Iterator[str]:
    """Compare the cells that spans cover with the hidden cells. A cell is identified by one number: row * stride + column."""
    stride = max(width, *map(len, rows), 1)
    covered: set[int] = set()
    cells_left = sum(map(len, rows))
    for r, c, cell in ((r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)):
        across, down = read_number(cell, "gridSpan", 1, _SPAN_RANGE), read_number(cell, "rowSpan", 1, _SPAN_RANGE)
        if c + across > width or r + down > len(rows):
            yield f"the span at row {r + 1}, column {c + 1} leaves the grid"
            across, down = max(min(across, width - c), 0), min(down, len(rows) - r)
        if not across or not down:
            continue
        # Spans that do not overlap cover at most all cells: a crafted table cannot make these sets larger.
        cells_left -= across * down - 1
        if cells_left < 0:
            yield f"the span at row {r + 1}, column {c + 1} overlaps another, or covers more cells than there are"
            return
        hidden = {(r + i) * stride + c + j for i in range(down) for j in range(across)} - {r * stride + c}
        if not hidden.isdisjoint(covered):
            yield f"the span at row {r + 1}, column {c + 1} overlaps another"
        covered |= hidden
    merged = {
        r * stride + c
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell.get("hMerge") or cell.get("vMerge")
    }
    for index in sorted(merged ^ covered):
        r, c = divmod(index, stride)
        yield f"row {r + 1}, column {c + 1} is hidden without a span over it, or is covered by a span and is not hidden"


def _size_issues(frame: etree._Element, table: etree._Element) -> Iterator[str]:
    extent = frame.find(f"{P}xfrm/{A}ext")
    if extent is None:
        yield "has no extent"
        return
    width = sum(read_number(c, "w", 0) for c in table.iter(f"{A}gridCol"))
    height = sum(read_number(r, "h", 0) for r in table.iter(f"{A}tr"))
    if width != read_number(extent, "cx", 0):
        yield f"its columns are {width} EMU wide, its frame {extent.get('cx')}"
    if height != read_number(extent, "cy", 0):
        yield f"its rows are {height} EMU high, its frame {extent.get('cy')}"
