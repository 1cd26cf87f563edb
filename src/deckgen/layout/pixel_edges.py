"""Edges of columns on whole pixels: between two cells of one ground, programs would draw a light line at any other place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from deckgen.ir.blocks import Row
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout.table import TableLayout, TableSetting

PIXELS = EMU_PER_POINT * 3 // 2
"""Two pixels of a picture in which a slide is 1280 pixels wide, and three of one of 1920."""


def with_edges_on_pixels(
    layout: TableLayout, setting: TableSetting, rows: Sequence[Row], heights: Sequence[int], left: int
) -> TableSetting:
    """Return the setting with its columns on pixels, for a table that begins `left` EMU from the edge of the slide.

    It is as it was if no row has a ground, if columns have given shares, or if a row would not keep its height of `heights`.
    """
    table = layout.table
    has_grounds = any(len(row.cells) > 1 and row.cells[0].fill for row in rows)
    if not has_grounds or table.fixed or any(column.fixed for column in table.columns):
        return setting
    widest_first = sorted(range(len(setting.widths)), key=lambda n: -setting.widths[n])
    for narrower in widest_first:
        moved = replace(setting, widths=on_pixels(setting.widths, left, narrower))
        if layout.row_heights(rows, moved) == list(heights):
            return moved
    return setting


def on_pixels(widths: Sequence[int], left: int, narrower: int) -> tuple[int, ...]:
    """Return widths of columns whose edges are on pixels, but for the outer ones: that of one number is narrower, no other."""
    starts, ends = [left], [left + sum(widths)]
    for width in widths[:narrower]:
        starts.append(-(-(starts[-1] + width) // PIXELS) * PIXELS)
    for width in reversed(widths[narrower + 1 :]):
        ends.append((ends[-1] - width) // PIXELS * PIXELS)
    edges = [*starts, *reversed(ends)]
    return tuple(end - start for start, end in pairwise(edges))
