"""A text that takes more lines in the fallback than in the brand's font → the same text in a place where both have those lines.

A row is as high as its text in the higher font. In the brand's font, a row with a text that needs a line more in the fallback
would have more space than the rows around it. So the text gets a wider inset at its end, with which it takes that line in both
fonts, and the row is hardly higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, repeat

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.layout.fonts import pixels_per_em
from deckgen.layout.laid_out_rows import LaidOutCell, LaidOutRow
from deckgen.layout.line_ends import line_end_cost
from deckgen.layout.line_widths import line_width
from deckgen.layout.lines import whole_line_count
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout, ParagraphShape
from deckgen.layout.sizes import Styles
from deckgen.layout.stacks import brand_stack_height, stack_height

_NARROWEST = 0.94
"""The part of its width that a text keeps at least: its lines end where those of its neighbours may end, too."""
_LONG_LINE = 60
"""A text of fewer characters stays on one line."""
_MOST = 20.0
"""The ends of all lines cost less than that (`line_end_cost`): a last line of one short word is worse than uneven rows, one of
several short words is not."""
_STEPS = 4
"""So many widths are tried."""


def with_even_lines(measurer: Measurer, row: LaidOutRow, styles: Styles, step: int, least: int) -> LaidOutRow:
    """A row that is more than `least` EMU higher in the fallback, if possible with as many lines in the brand's font."""
    if row.height - row.brand_height <= least:
        return row
    brand_height = row.brand_height
    cells = [
        _even_cell(measurer, cell, styles, step) if cell.height > brand_height >= cell.brand_height else cell
        for cell in row.cells
    ]
    height, brand_height = max([cell.height for cell in cells]), max([cell.brand_height for cell in cells])
    return replace(row, cells=cells, height=height, brand_height=brand_height)


def _even_cell(measurer: Measurer, cell: LaidOutCell, styles: Styles, step: int) -> LaidOutCell:
    """A cell that is higher than its row in the fallback only, if possible with as many lines in the brand's font."""
    if cell.cell.progress or cell.cell.along:
        return cell
    text = _even_text(measurer, cell.cell.paragraphs, cell.text, styles, step)
    if text is None:
        return cell
    return replace(
        cell, text=text, height=stack_height(text) + cell.shift, brand_height=brand_stack_height(text) + cell.shift
    )


def _even_text(
    measurer: Measurer,
    paragraphs: Sequence[Paragraph],
    text: Sequence[ParagraphLayout],
    styles: Styles,
    step: int,
) -> list[ParagraphLayout] | None:
    """Return the text of a cell in the width in which it has as many lines in the brand's font as it has now in the fallback.

    It is None where there is no such width, or where lines end badly in it, and for short texts on single lines.
    """
    if not any(_has_further_line(layout) for layout in text):
        return None
    width, shapes = text[0].width, [measurer.shape(layout.runs, layout.style) for layout in text]
    most: float = _MOST
    best: list[ParagraphLayout] | None = None
    trials = [round(width * (1 - (1 - _NARROWEST) * n / _STEPS)) for n in range(1, _STEPS + 1)]
    if not all(map(_may_be_even, shapes, text, repeat(trials[-1]))):
        return None
    for narrow_width in trials:
        if any(map(_has_wider_word, shapes, text, repeat(narrow_width))):
            break
        if not all(map(_may_be_even, shapes, text, repeat(narrow_width))):
            continue
        narrow = measurer.measure_all(paragraphs, styles, narrow_width, step)
        pairs = list(zip(narrow, text, strict=True))
        if any(new.line_counts[1] > old.line_counts[1] or new.runs != old.runs for new, old in pairs):
            break
        is_even = all(new.line_counts[0] >= old.line_counts[1] for new, old in pairs)
        if is_even and (cost := _cost(narrow)) < most:
            most, best = cost, narrow
    return best


def _has_further_line(layout: ParagraphLayout) -> bool:
    """Whether a paragraph that may have one more line takes one more in the fallback."""
    own, other = layout.line_counts
    return other > own and (own > 1 or len(layout.plain_text) > _LONG_LINE)


def _has_wider_word(shape: ParagraphShape, layout: ParagraphLayout, width: int) -> bool:
    """Whether a word of a text is wider than another width (EMU), so that it would be broken there; to break it takes time."""
    inner = line_width(width - layout.margin, layout.size)
    return shape.widest_unit > inner and any(max(unit.widths) > inner for unit in shape.units)


def _may_be_even(shape: ParagraphShape, layout: ParagraphLayout, width: int) -> bool:
    """Whether a text may have as many lines in the brand's font in another width (EMU) as it has now in the fallback.

    It is False only where measuring would find fewer, or a word that is broken, and takes a tenth of the time of that.
    """
    narrow = line_width(width - layout.margin, layout.size) * (1 - 1 / pixels_per_em(layout.size))
    return shape.has_links or whole_line_count(shape.units, narrow, 0) >= layout.line_counts[1]


def _cost(text: Sequence[ParagraphLayout]) -> float:
    return sum(
        line_end_cost(tuple(layout.plain_text[a:b] for a, b in pairwise([*layout.line_starts, len(layout.plain_text)])))
        for layout in text
    )
