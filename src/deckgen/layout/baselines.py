"""The cells of a row → how far each text moves down so that the first lines of all stand on one baseline."""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.ir.blocks import Cell, Paragraph, Row, Table
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout.measure import Measurer
from deckgen.layout.sizes import Styles, size_at, style_of

_LARGE = 1.5
"""A first line of so many times the size of others hangs beside a text of several lines: it does not stand on its baseline."""
_SEVERAL_LINES = 100
"""From so many characters on, a text beside a large figure takes several lines, also in a wide column."""
_CAPITAL_HEIGHT = 0.68
"""The height of capitals and figures as a share of the size of text; in fonts for slides it is from 0.64 to 0.73."""


def has_common_baseline(row: Row, table: Table) -> bool:
    """Whether the first lines of a row stand on one baseline: those of several texts at the top of a row of a table."""
    return table.anchor == "top" and row.kind != "header" and len([1 for cell in row.cells if cell.paragraphs]) > 1


def baseline_shifts(
    cells: Sequence[Cell], measurer: Measurer, styles: Styles, step: int, *, beside_sentences: bool = False
) -> list[int]:
    """The space in EMU above the text of each cell, so that first lines stand on the baseline of the largest of them.

    The baselines are those in the brand's font. A cell without text has no space. A large figure `beside_sentences` hangs
    below their baseline instead: its top is at the tops of their capitals.
    """
    firsts = [cell.paragraphs[0] if cell.paragraphs else None for cell in cells]
    by_style = {first.style: first for first in firsts if first is not None}
    if len(by_style) < 2:
        return [0] * len(firsts)
    ascents = {style: _ascent(first, measurer, styles, step) for style, first in by_style.items()}
    limit = _LARGE * min(ascents.values()) if beside_sentences else max(ascents.values()) + 1
    baseline = max(each for each in ascents.values() if each < limit)
    tops = {style: each - _capital_height(by_style[style], styles, step) for style, each in ascents.items()}
    capitals = min(baseline - each + tops[style] for style, each in ascents.items() if each < limit)
    lowest = max([capitals, *(tops[style] for style, each in ascents.items() if each >= limit)])
    shifts = {
        style: (baseline - each + lowest - capitals) if each < limit else lowest - tops[style]
        for style, each in ascents.items()
    }
    return [0 if first is None else shifts[first.style] for first in firsts]


def has_several_lines(row: Row) -> bool:
    """Whether a text of a row takes several lines, however wide its column is: only then a large figure hangs beside it."""
    return any(sum(len(p.plain_text) for p in cell.paragraphs) >= _SEVERAL_LINES for cell in row.cells)


def largest_shift(row: Row, measurer: Measurer, styles: Styles, step: int) -> int:
    """The space in EMU above a text of a row, at most, if the row is cut between any of its paragraphs."""
    ascents = [_ascent(p, measurer, styles, step) for cell in row.cells for p in cell.paragraphs]
    return max(ascents) - min(ascents) if ascents else 0


def _capital_height(paragraph: Paragraph, styles: Styles, step: int) -> int:
    return round(_CAPITAL_HEIGHT * size_at(style_of(paragraph, styles), step) * EMU_PER_POINT / 100)


def _ascent(paragraph: Paragraph, measurer: Measurer, styles: Styles, step: int) -> int:
    style = style_of(paragraph, styles)
    return measurer.ascent(style, size_at(style, step))
