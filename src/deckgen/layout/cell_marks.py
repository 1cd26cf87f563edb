"""The mark of a cell → a native shape over the table or, where the font is not known, a character in the text of the cell.

Text whose font is not on this machine is measured with a margin. If it is wider still in PowerPoint, rows become higher than they
were measured, and shapes over the table would be beside other rows than theirs. So the mark is then the bullet of the first
paragraph: in the same place, in the same colour, and never elsewhere than its text.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from deckgen.brand.status_marks import MarkShape
from deckgen.brand.types import Look
from deckgen.ir.blocks import Cell
from deckgen.ir.frames import EMU_PER_POINT, Box, FrameParagraph, Insets, ShapeFrame
from deckgen.layout.cell_places import PlacedCell
from deckgen.layout.cell_spaces import mark_size, mark_width, space_before
from deckgen.layout.measure import Measurer

_CHARACTERS: Mapping[MarkShape, str] = {
    "ellipse": "●", "ring": "○", "triangle": "▲", "square": "■", "box": "□", "tick": "✓", "diamond": "◆",
}  # fmt: skip
_WIDEST = 0.75
"""The width that a bullet may have at most, as a part of what is reserved for a mark."""
_SMALLEST = 25
"""The smallest size of a bullet that programs take, in percent of its text (ECMA-376 part 1, 20.1.10.9)."""


def mark_frame(look: Look, placed: PlacedCell, area: Box) -> ShapeFrame:
    """The shape of the mark of a cell that takes `area`, before its first line."""
    cell = placed.cell
    assert cell.mark is not None
    mark, table = look.marks[cell.mark], look.table
    size = mark_size(table, placed.text_size)
    line = placed.text[0].line_height if placed.text else size
    y = area.y + placed.text_top + (line - size) // 2
    box = Box(area.x + space_before(cell, table) + cell.indent * table.indent, y, size, size)
    return ShapeFrame(mark.shape, f"Mark {cell.mark}", box, mark.fill)


def mark_character(measurer: Measurer, cell: Cell) -> str:
    """The character that is the mark of a cell; empty if its mark is a shape, or if it has none.

    The font of text is not known, and the fonts that text is measured with have the character.
    """
    if cell.mark is None or measurer.is_font_known or not cell.paragraphs:
        return ""
    first = cell.paragraphs[0]
    if first.bullet is not None or not first.plain_text.strip():  # the bullet of an empty paragraph is not shown
        return ""
    character = _CHARACTERS.get(measurer.look.marks[cell.mark].shape, "")
    return character if character and measurer.fonts.has_glyph(character) else ""


def with_mark(
    measurer: Measurer, cell: Cell, text: tuple[FrameParagraph, ...], edges: Insets
) -> tuple[tuple[FrameParagraph, ...], Insets]:
    """The text of a cell and its insets, with the mark as the bullet of its first paragraph if it is a character."""
    character = mark_character(measurer, cell)
    if not character or cell.mark is None:
        return text, edges
    look, size = measurer.look, text[0].runs[0].size if text[0].runs else text[0].end_size
    width = mark_width(look.table, size)
    first, *others = (replace(paragraph, margin=paragraph.margin + width) for paragraph in text)
    wide = measurer.fonts.widths(character)[0] * size * EMU_PER_POINT / 100
    share = min(max(int(100 * _WIDEST * width / wide), _SMALLEST), 100)
    marked = replace(first, bullet=character, bullet_role=look.marks[cell.mark].fill, hanging=width, bullet_size=share)
    return (marked, *others), replace(edges, left=edges.left - width)
