"""Paragraphs + a width → lines and heights, at a step of the sizes of their styles (`sizes`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Sized
from functools import partial
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand, TextFont, TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_POINT, FrameParagraph
from deckgen.layout.addresses import only_hosts, with_short_texts
from deckgen.layout.bound_marks import begins_with_mark, with_bound_marks
from deckgen.layout.fonts import Fonts, pixels_per_em
from deckgen.layout.line_heights import Foreign, foreign_in, minimum_leading
from deckgen.layout.line_widths import EDGE_ALLOWANCE, em_width, em_width_on_line, line_width, pixel_line_width
from deckgen.layout.lines import Segment, break_lines, line_starts, segments, text_extent
from deckgen.layout.script_fonts import drawn_scripts
from deckgen.layout.sizes import Styles, size_at, style_of
from deckgen.layout.styled_text import styled
from deckgen.layout.words import (
    insert_breaks,
    is_figure,
    merge_links,
    widest_unbreakable,
    with_split_links,
)
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation

BOX_SLACK = EMU_PER_POINT
"""Added to the width (EMU) of a box that is as wide as its text: a narrow header (Q3) breaks by less than a renderer rounds.

This and the following constant were measured with tests/rendering/measure_agreement.py; docs/quality.md has the figures.
"""
_MAX_CACHED_RESULTS = 4_000
"""A measurer with more results is not used for another build: as the author writes on, ever fewer of them are needed again."""
_BULLET_GAP = round(0.06 * 914400)


class ParagraphShape(Struct, frozen=True):
    """Properties of the text of a paragraph in one weight and slant, independent of its size.

    `runs` are those of the paragraph in that weight and slant, `units` its unbreakable units. `widest_unit` is the width in em of
    the widest of these, with the marks after it, `widest_line` that of its widest line, both in the wider of the two fonts.
    Without a hard break, a line of the width `widest_line` holds the text. Foreign characters are those that our fonts do not
    have.
    """

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


def as_laid_out(paragraph: Paragraph, layout: ParagraphLayout) -> Paragraph:
    """Return a paragraph with the breaks that its layout has put into its words."""
    return paragraph if layout.runs is paragraph.runs else replace(paragraph, runs=layout.runs)


UNREACHABLE_WIDTH = 1 << 60
"""A width in EMU that no cell has."""


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
        return _text_of(self.runs)


class Measurer:
    """Measures text for one brand, and caches the results.

    Words that are too wide are divided by the rules of its `language`, that of the slide whose text is measured.
    """

    def __init__(self, brand: Brand, hyphenation: Hyphenation = NO_HYPHENATION, language: str = "en") -> None:
        self.hyphenation, self.language = hyphenation, language
        scripts = drawn_scripts(brand)
        self.fonts = Fonts(brand.font, brand.fallback, scripts=scripts)
        """Those of text."""
        heading = brand.heading_font
        self._heading_fonts = self.fonts if heading is None else Fonts(heading, brand.fallback, scripts=scripts)
        self.look = brand.look
        self.is_font_known = brand.font.widening == 1
        """Whether text is measured as wide as it is; else with a margin, since its font is not on this machine."""
        self._segments: dict[tuple[tuple[Run, ...], int | None, TextFont], tuple[Segment, ...]] = {}
        self._leadings: dict[tuple[int, int, Foreign, TextFont], Leading] = {}
        self._soft_break_widths: dict[tuple[tuple[Run, ...], bool, bool, bool, TextFont], float] = {}
        self._shapes: dict[tuple[tuple[Run, ...], bool, bool, bool, TextFont], ParagraphShape] = {}
        self._layouts: dict[tuple[object, ...], ParagraphLayout] = {}
        self._text_widths: dict[tuple[tuple[Run, ...], TextStyle, int], TextWidths] = {}
        self.tables: dict[object, Any] = {}
        """The cache of `table_measurements` for the tables of the slide that is arranged."""
        self.cell_texts: dict[tuple[object, ...], tuple[FrameParagraph, ...]] = {}
        """The cache of `pieces.table` for the text of cells."""

    @property
    def is_full(self) -> bool:
        """Whether so many results are cached that a new measurer should be used for the next deck."""
        caches: tuple[Sized, ...] = (
            self._segments, self._leadings, self._soft_break_widths, self._shapes, self._layouts, self._text_widths,
            self.cell_texts,
        )  # fmt: skip
        return (
            sum(map(len, caches)) + self.fonts.cached_results + self._heading_fonts.cached_results > _MAX_CACHED_RESULTS
        )

    def fonts_of(self, font: TextFont) -> Fonts:
        """The fonts of text or of headings."""
        return self._heading_fonts if font == "heading" else self.fonts

    def segments(
        self, runs: tuple[Run, ...], pixels: int | None = None, font: TextFont = "text"
    ) -> tuple[Segment, ...]:
        """The unbreakable units of a text, with exact widths, or with those of LibreOffice at so many `pixels` per em."""
        key = (runs, pixels, font)
        result = self._segments.get(key)
        if result is None:
            fonts = self.fonts_of(font)
            fonts = fonts if pixels is None else fonts.in_pixels(pixels)
            result = self._segments[key] = segments(runs, fonts)
        return result

    def shape(self, runs: tuple[Run, ...], style: TextStyle) -> ParagraphShape:
        """The properties of the text of a paragraph in the font, weight and slant that a style gives it."""
        key = (runs, style.bold, style.italic, style.caps, style.font)
        shape = self._shapes.get(key)
        if shape is None:
            fonts, shown, text = self.fonts_of(style.font), styled(runs, style), _text_of(runs)
            units, bound = segments(shown, fonts), with_bound_marks(shown)
            extent = text_extent(units if bound is shown else segments(bound, fonts))
            shape = self._shapes[key] = ParagraphShape(
                shown, units, extent.widest_unit, extent.widest_line, extent.has_hard_break,
                any(run.link for run in runs), foreign_in(text, fonts),
            )  # fmt: skip
        return shape

    def measure(self, paragraph: Paragraph, styles: Styles, width: int, step: int) -> ParagraphLayout:
        """Lay a paragraph out in `width` EMU at a step of shrinking."""
        style = style_of(paragraph, styles)
        size = size_at(style, step)
        key = (paragraph.runs, paragraph.bullet, paragraph.level, style, width, size, self.language)
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = self._measure(paragraph, style, width, size)
        return layout

    def _leading(self, style: TextStyle, size: int, foreign: Foreign) -> Leading:
        key = (style.line_spacing, size, foreign, style.font)
        leading = self._leadings.get(key)
        if leading is None:
            minimum = minimum_leading(foreign, size)
            em = size * EMU_PER_POINT / 100
            own, other = (
                max(height, minimum) * em * style.line_spacing / 100000
                for height in self.fonts_of(style.font).line_heights
            )
            leading = self._leadings[key] = Leading(own, other, ceil(own), ceil(max(own, other)))
        return leading

    def ascent(self, style: TextStyle, size: int) -> int:
        """Height in EMU of a line above its baseline in the brand's font, at a size (hundredths of a point)."""
        own = self.fonts_of(style.font).families[0].ascent
        return round(own * size * EMU_PER_POINT / 100 * style.line_spacing / 100000)

    def _measure(self, paragraph: Paragraph, style: TextStyle, width: int, size: int) -> ParagraphLayout:
        margin, hanging = (
            self._indent(paragraph, style, size) if paragraph.bullet is not None or paragraph.level else (0, 0)
        )
        shape, em = self.shape(paragraph.runs, style), em_width_on_line(size)
        inner = width - margin - EDGE_ALLOWANCE
        if not shape.has_hard_break and inner > shape.widest_line * em:
            leading = self._leading(style, size, shape.foreign)
            high = leading.line_height
            return ParagraphLayout(
                paragraph.runs, style, size, width, (0,), (1, 1), high, high, leading.own_line_height, margin, hanging
            )
        runs = paragraph.runs
        if shape.has_links or inner <= shape.widest_unit * em:
            runs = self._with_breaks(runs, style, width - margin, size)
            shape = self.shape(runs, style)
        leading = self._leading(style, size, shape.foreign)
        first, second = self._line_starts(shape, style.font, width - margin, size)
        counts = (len(first), len(second))
        if max(counts) > 1 and begins_with_mark(_text_of(runs), {*first, *second}):
            bound = replace(paragraph, runs=with_bound_marks(runs, with_numbers=True))
            if self._soft_break_em(bound, style) <= line_width(width - margin, size):
                return self._measure(bound, style, width, size)
        own, other = ceil(counts[0] * leading.own), ceil(counts[1] * leading.other)
        starts, height = tuple(first if counts[0] >= counts[1] else second), own if own > other else other
        return ParagraphLayout(
            runs, style, size, width, starts, counts, leading.line_height, height, own, margin, hanging
        )

    def _line_starts(self, shape: ParagraphShape, font: TextFont, width: int, size: int) -> Iterator[list[int]]:
        """The character offsets of the lines, in the brand's font and in the fallback.

        LibreOffice rounds every advance to a pixel (more than 1% at 9 pt) and does not break links like other text. Its lines are
        determined only if this can make a difference, and returned if they are more than those with exact widths.
        """
        fonts, linked, parts = self.fonts_of(font), shape.has_links, shape.units
        inner, pixels = line_width(width, size), pixels_per_em(size)
        narrow = inner * (1 - 1 / pixels)
        for which in (0, 1):
            exact, fullest = break_lines(parts, inner, which, fonts)
            if not linked and (fullest <= narrow or len(line_starts(parts, narrow, which, fonts)) == len(exact)):
                yield exact
                continue
            in_pixels: Sequence[Segment] = self.segments(shape.runs, pixels, font)
            if linked:
                in_pixels = merge_links(shape.runs, in_pixels)
            drawn = line_starts(in_pixels, pixel_line_width(width, size), which, fonts.in_pixels(pixels))
            yield drawn if len(drawn) > len(exact) else exact

    def _has_word_too_wide_in_pixels(self, shape: ParagraphShape, font: TextFont, width: int, size: int) -> bool:
        """Whether LibreOffice would break a word that fits a line of `width` EMU when it is measured exactly."""
        room = pixel_line_width(width, size)
        return any(max(part.widths) > room for part in self.segments(shape.runs, pixels_per_em(size), font))

    def _with_breaks(self, runs: tuple[Run, ...], style: TextStyle, width: int, size: int) -> tuple[Run, ...]:
        """The runs of a text with breaks in words wider than a line; addresses are shown in their short form."""
        shape, inner = self.shape(runs, style), line_width(width, size)
        narrow = inner * (1 - 1 / pixels_per_em(size))
        if narrow < shape.widest_unit <= inner and self._has_word_too_wide_in_pixels(shape, style.font, width, size):
            inner = narrow
        if not shape.has_links and shape.widest_unit <= inner:
            return runs
        shown = with_short_texts(runs, shape.units, inner)
        parts = self.segments(styled(shown, style), font=style.font)
        shown = with_split_links(shown, parts, inner)
        hyphenate = partial(self.hyphenation.tiers, language=self.language)
        return insert_breaks(shown, parts, inner, self.fonts_of(style.font), hyphenate)

    def _indent(self, paragraph: Paragraph, style: TextStyle, size: int) -> tuple[int, int]:
        if paragraph.bullet is None:
            return style.indent * paragraph.level, 0
        wide = max(self.fonts.widths(paragraph.bullet, style.bold)) * size * EMU_PER_POINT / 100 + _BULLET_GAP
        hanging = max(style.indent, ceil(wide))
        return hanging * (paragraph.level + 1), hanging

    def measure_all(
        self, paragraphs: Sequence[Paragraph], styles: Styles, width: int, step: int
    ) -> list[ParagraphLayout]:
        """Lay paragraphs out in `width` EMU at a step of shrinking."""
        measure = self.measure
        return [measure(paragraph, styles, width, step) for paragraph in paragraphs]

    def text_widths(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> TextWidths:
        """The widths that a stack of paragraphs needs at a step of shrinking."""
        if len(paragraphs) == 1 and paragraphs[0].bullet is None and not paragraphs[0].level:
            style = style_of(paragraphs[0], styles)
            size = size_at(style, step)
            key = (paragraphs[0].runs, style, size)
            widths = self._text_widths.get(key)
            if widths is None:
                widths = self._text_widths[key] = self._text_widths_of_one(paragraphs[0], style, size)
            return widths
        min_content = max_content = 0.0
        linked = False
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            shape, em = self.shape(paragraph.runs, style), em_width(size)
            min_content = max(min_content, shape.widest_unit * em + margin)
            max_content = max(max_content, shape.widest_line * em + margin)
            linked = linked or shape.has_links
        minimum, maximum = ceil(min_content) + BOX_SLACK, ceil(max_content) + BOX_SLACK
        return TextWidths(minimum, maximum, UNREACHABLE_WIDTH if linked else minimum)

    def _text_widths_of_one(self, paragraph: Paragraph, style: TextStyle, size: int) -> TextWidths:
        """The same for a single paragraph without a margin, as in most cells of a table."""
        shape, em = self.shape(paragraph.runs, style), em_width(size)
        minimum = ceil(shape.widest_unit * em) + BOX_SLACK
        maximum = ceil(shape.widest_line * em) + BOX_SLACK
        if shape.has_hard_break or shape.has_links:
            return TextWidths(minimum, maximum, UNREACHABLE_WIDTH if shape.has_links else minimum)
        line_from = ceil(shape.widest_line * em_width_on_line(size)) + EDGE_ALLOWANCE + 1
        leading = self._leading(style, size, shape.foreign)
        high, own = leading.line_height, leading.own_line_height
        line = ParagraphLayout(paragraph.runs, style, size, line_from, (0,), (1, 1), high, high, own, 0, 0)
        return TextWidths(minimum, maximum, minimum, line_from, line)

    def soft_break_width(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> int:
        """Width in EMU of the longest stretch without a position where readers expect a break; of an address the host counts."""
        return self._widest(paragraphs, styles, step, self._soft_break_em)

    def figure_width(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> int:
        """Width in EMU of the longest figure with its signs (`+8.1%`, `$8,100,000`); 0 if there is none."""
        with_figures = [paragraph for paragraph in paragraphs if any(map(str.isdigit, paragraph.plain_text))]
        return self._widest(with_figures, styles, step, self._figure_em) if with_figures else 0

    def _widest(
        self,
        paragraphs: Sequence[Paragraph],
        styles: Styles,
        step: int,
        em_of: Callable[[Paragraph, TextStyle], float],
    ) -> int:
        """Width in EMU that a stack of paragraphs needs if each needs the width `em_of` in em."""
        widest = 0.0
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            widest = max(widest, em_of(paragraph, style) * em_width(size) + margin)
        return ceil(widest) + BOX_SLACK

    def _figure_em(self, paragraph: Paragraph, style: TextStyle) -> float:
        """The same for the figures of one paragraph, in em."""
        text = paragraph.plain_text
        parts = self.shape(paragraph.runs, style).units
        return max((max(part.widths) for part in parts if is_figure(text[part.start : part.end])), default=0.0)

    def _soft_break_em(self, paragraph: Paragraph, style: TextStyle) -> float:
        """The longest such stretch of one paragraph, in em; cached, since it takes time for every character."""
        key = (paragraph.runs, style.bold, style.italic, style.caps, style.font)
        width = self._soft_break_widths.get(key)
        if width is None:
            parts = self.segments(styled(only_hosts(paragraph.runs), style), font=style.font)
            width = self._soft_break_widths[key] = widest_unbreakable(parts, self.fonts_of(style.font))
        return width


def _text_of(runs: Sequence[Run]) -> str:
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])
