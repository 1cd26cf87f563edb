"""The cells of a row of a table, with the widths of its columns, and the height of a row without text."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.ir.blocks import Cell, Row
from deckgen.layout.measure import Measurer
from deckgen.layout.sizes import Styles


def empty_row_height(measurer: Measurer, styles: Styles) -> int:
    """Height in EMU of a row without any text, without padding."""
    size = min(style.size for style in styles.values())
    line_height = max(height for style in styles.values() for height in measurer.fonts_of(style.font).line_heights)
    return round(size * 127 * float(line_height))


def cells_with_widths(row: Row, widths: Sequence[int]) -> list[tuple[Cell, int]]:
    """The cells of a row, each with the width of the columns that it covers."""
    if len(row.cells) == len(widths):
        return list(zip(row.cells, widths, strict=True))
    result, column = [], 0
    for cell in row.cells:
        result.append((cell, sum(widths[column : column + cell.span])))
        column += cell.span
    return result
