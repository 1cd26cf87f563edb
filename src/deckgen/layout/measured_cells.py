"""A cell of a table → its text measured, and laid out in any width."""

from __future__ import annotations

from msgspec import Struct

from deckgen.ir.blocks import Cell
from deckgen.layout.cell_spaces import insets_at_sides
from deckgen.layout.laid_out_rows import LaidOutCell
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout, SizedText, TextWidths, widths_of_stack
from deckgen.layout.sizes import Styles
from deckgen.layout.stacks import brand_stack_height, stack_height


class MeasuredCell(Struct, frozen=True):
    """A cell with the number of its row, the spaces in EMU before and after its text, the widths of the text, and its paragraphs.

    `edges` are both spaces together.
    """

    row: int
    cell: Cell
    before: int
    after: int
    edges: int
    widths: TextWidths
    texts: list[SizedText]


def measured_cell(measurer: Measurer, cell: Cell, row: int, styles: Styles, step: int) -> MeasuredCell:
    """Measure a cell of a row at a step of shrinking."""
    if len(cell.paragraphs) == 1:  # most cells
        [paragraph] = cell.paragraphs
        text = measurer.sized(paragraph, styles, step)
        texts, widths = [text], text.widths
    else:
        texts = [measurer.sized(paragraph, styles, step) for paragraph in cell.paragraphs]
        widths = widths_of_stack(texts)
    before, after = insets_at_sides(cell, measurer.look.table, texts[0].size if texts else 0)
    return MeasuredCell(row, cell, before, after, before + after, widths, texts)


def lay_out_text(measurer: Measurer, measured: MeasuredCell, width: int) -> list[ParagraphLayout]:
    """Lay out the text of a cell that is `width` EMU wide."""
    inner, widths = width - measured.edges, measured.widths
    if (line := widths.single_line) is not None and inner >= widths.single_line_from:
        return [line]
    return [measurer.layout(text, inner) for text in measured.texts]


def text_height(measurer: Measurer, measured: MeasuredCell, inner: int) -> int:
    """Height in EMU of the text of a cell that leaves it a width of `inner` EMU."""
    if len(measured.texts) == 1:
        return measurer.layout(measured.texts[0], inner).height
    return stack_height([measurer.layout(text, inner) for text in measured.texts])


def laid_out_cell(measurer: Measurer, measured: MeasuredCell, width: int, shift: int) -> LaidOutCell:
    """Lay out a cell that is `width` EMU wide, with its text `shift` EMU below the top of its row."""
    text = lay_out_text(measurer, measured, width)
    if len(text) == 1:  # most cells
        height, brand_height = text[0].height + shift, text[0].brand_height + shift
    else:
        height, brand_height = stack_height(text) + shift, brand_stack_height(text) + shift
    return LaidOutCell(measured.cell, measured.before, measured.after, width, text, height, brand_height, shift)
