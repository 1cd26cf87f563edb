"""What is known of the text of a paragraph: its units and widths in em, its widths at a size, and its lines at each width."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout.line_heights import Foreign
from deckgen.layout.line_widths import EDGE_ALLOWANCE, em_width, em_width_on_line
from deckgen.layout.lines import Segment

BOX_SLACK = EMU_PER_POINT
"""Added to the width (EMU) of a box that is as wide as its text: a narrow header (Q3) breaks by less than a renderer rounds.

This was measured with tests/rendering/measure_agreement.py; docs/quality.md has the figures.
"""
UNREACHABLE_WIDTH = 1 << 60
"""A width in EMU that no cell has."""


class ParagraphShape(Struct, frozen=True):
    """Properties of the text of a paragraph in one weight and slant, independent of its size.

    `text` is as it was written, `runs` are those of the paragraph in that weight and slant, `units` its unbreakable units.
    `widest_unit` is the width in em of the widest of these, with the marks after it, `widest_line` that of its widest line, both
    in the wider of the two fonts. Without a hard break, a line of the width `widest_line` holds the text. Foreign characters are
    those that our fonts do not have.
    """

    text: str
    runs: tuple[Run, ...]
    units: tuple[Segment, ...]
    widest_unit: float
    widest_line: float
    has_hard_break: bool
    has_links: bool
    foreign: Foreign


class Leading(Struct, frozen=True):
    """The height of a line in EMU, in the brand's font and in the fallback.

    `own_line_height` is the former and `line_height` the higher of both, rounded up.
    """

    own: float
    other: float
    own_line_height: int
    line_height: int


class TextWidths(Struct, frozen=True):
    """Widths in EMU of text at one size: `min_content` is that of its longest word, `max_content` that of its longest line.

    From the width `unbroken_from` on, no word and no link is broken. From the width `single_line_from` on, the text takes one
    line in every program; `single_line` is that layout.
    """

    min_content: int
    max_content: int
    unbroken_from: int = 0
    single_line_from: int = 0
    single_line: ParagraphLayout | None = None


class ParagraphLayout(Struct, frozen=True, cache_hash=True):
    """The text of a paragraph laid out at one width (EMU) and size. Heights are in EMU, without the space before it.

    `height` is what it takes in the higher of both fonts, `brand_height` what it takes in the brand's font.

    `runs` are those of the paragraph, with breaks in words that are wider than a line. Equal texts share a layout, whatever
    their origins. `line_counts` are the numbers of its lines in the brand's font and in the fallback; `line_starts` are the
    offsets of its lines in the font with more lines.
    """

    runs: tuple[Run, ...]
    style: TextStyle
    size: int
    width: int
    line_starts: tuple[int, ...]
    line_counts: tuple[int, int]
    line_height: int
    height: int
    brand_height: int
    margin: int
    hanging: int

    @property
    def space_before(self) -> int:
        """The space before it, in EMU."""
        return self.style.space_before * EMU_PER_POINT // 100

    @property
    def line_count(self) -> int:
        """The number of its lines."""
        return len(self.line_starts)

    @property
    def plain_text(self) -> str:
        """The text without formatting."""
        return text_of(self.runs)


class SizedText(Struct):
    """The text of a paragraph in one style at one `size` (hundredths of a point), with the lines that it takes at each width.

    `margin` and `hanging` are those of its bullet and level in EMU.
    """

    runs: tuple[Run, ...]
    style: TextStyle
    size: int
    margin: int
    hanging: int
    shape: ParagraphShape
    leading: Leading
    widths: TextWidths
    layouts: dict[int, ParagraphLayout]
    """By width in EMU."""


def on_one_line(
    runs: tuple[Run, ...], style: TextStyle, size: int, width: int, leading: Leading, indent: tuple[int, int] = (0, 0)
) -> ParagraphLayout:
    """Return the layout of a text in a width (EMU) in which it takes one line."""
    high, own = leading.line_height, leading.own_line_height
    return ParagraphLayout(runs, style, size, width, (0,), (1, 1), high, high, own, *indent)


def sized_text(
    runs: tuple[Run, ...], style: TextStyle, size: int, indent: tuple[int, int], shape: ParagraphShape, leading: Leading
) -> SizedText:
    """Return the text of a paragraph at a size; `indent` are its margin and its hanging."""
    margin, hanging = indent
    em = em_width(size)
    minimum = ceil(shape.widest_unit * em + margin) + BOX_SLACK
    maximum = ceil(shape.widest_line * em + margin) + BOX_SLACK
    if margin or shape.has_hard_break or shape.has_links:
        widths = TextWidths(minimum, maximum, UNREACHABLE_WIDTH if shape.has_links else minimum)
    else:
        line_from = ceil(shape.widest_line * em_width_on_line(size)) + EDGE_ALLOWANCE + 1
        line = on_one_line(runs, style, size, line_from, leading)
        widths = TextWidths(minimum, maximum, minimum, line_from, line)
    return SizedText(runs, style, size, margin, hanging, shape, leading, widths, {})


def widths_of_stack(texts: Sequence[SizedText]) -> TextWidths:
    """Return the widths that a stack of texts needs."""
    if len(texts) == 1:
        return texts[0].widths
    minimum = max([text.widths.min_content for text in texts], default=BOX_SLACK)
    maximum = max([text.widths.max_content for text in texts], default=BOX_SLACK)
    unbroken_from = max([minimum, *[text.widths.unbroken_from for text in texts]])
    return TextWidths(minimum, maximum, unbroken_from)


def as_laid_out(paragraph: Paragraph, layout: ParagraphLayout) -> Paragraph:
    """Return a paragraph with the breaks that its layout has put into its words."""
    return paragraph if layout.runs is paragraph.runs else replace(paragraph, runs=layout.runs)


def text_of(runs: Sequence[Run]) -> str:
    """Return the text of runs."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
