"""Paragraphs + a width → lines and heights, at a step of the sizes of their styles (`sizes`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from functools import partial
from itertools import pairwise
from math import ceil
from typing import Any

from deckgen.brand.types import Brand, TextFont, TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_POINT, FrameParagraph
from deckgen.layout.addresses import only_hosts, with_short_texts
from deckgen.layout.bound_marks import begins_with_mark, with_bound_marks
from deckgen.layout.fonts import Fonts, pixels_per_em
from deckgen.layout.line_heights import Foreign, foreign_in, minimum_leading
from deckgen.layout.line_widths import EDGE_ALLOWANCE, em_width, em_width_on_line, line_width, pixel_line_width
from deckgen.layout.lines import Segment, break_lines, line_starts, offsets, segments, text_extent, whole_line_count
from deckgen.layout.measured_text import (
    BOX_SLACK,
    Leading,
    ParagraphLayout,
    ParagraphShape,
    SizedText,
    TextWidths,
    on_one_line,
    sized_text,
    text_of,
    widths_of_stack,
)
from deckgen.layout.script_fonts import drawn_scripts
from deckgen.layout.sizes import Styles, size_at, style_of
from deckgen.layout.styled_text import styled
from deckgen.layout.words import insert_breaks, is_figure, merge_links, widest_unbreakable, with_split_links
from deckgen.line_breaking.hyphenation import NO_HYPHENATION, Hyphenation

_MAX_CACHED_RESULTS = 4_000
"""A measurer with more results is not used for another build: as the author writes on, ever fewer of them are needed again."""
_BULLET_GAP = round(0.06 * 914400)


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
        self._texts: dict[tuple[object, ...], SizedText] = {}
        self.tables: dict[object, Any] = {}
        """The cache of `table_measurements` for the tables of the slide that is arranged."""
        self.cell_texts: dict[tuple[object, ...], tuple[FrameParagraph, ...]] = {}
        """The cache of `pieces.table` for the text of cells."""

    @property
    def is_full(self) -> bool:
        """Whether so many results are cached that a new measurer should be used for the next deck."""
        caches: tuple[Sized, ...] = (
            self._segments, self._leadings, self._soft_break_widths, self._shapes, self._texts, self.cell_texts,
            *(text.layouts for text in self._texts.values()),
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
            fonts, shown, text = self.fonts_of(style.font), styled(runs, style), text_of(runs)
            units, bound = segments(shown, fonts), with_bound_marks(shown)
            extent = text_extent(units if bound is shown else segments(bound, fonts))
            shape = self._shapes[key] = ParagraphShape(
                text, shown, units, extent.widest_unit, extent.widest_line, extent.has_hard_break,
                bool([run for run in runs if run.link]), "" if text.isascii() else foreign_in(text, fonts),
            )  # fmt: skip
        return shape

    def sized(self, paragraph: Paragraph, styles: Styles, step: int) -> SizedText:
        """The text of a paragraph at a step of shrinking."""
        style = styles.get(paragraph.style) or style_of(paragraph, styles)
        size = size_at(style, step)
        key = (paragraph.runs, paragraph.bullet, paragraph.level, style, size, self.language)
        text = self._texts.get(key)
        if text is None:
            is_indented = paragraph.bullet is not None or paragraph.level
            indent = self._indent(paragraph, style, size) if is_indented else (0, 0)
            shape = self.shape(paragraph.runs, style)
            text = self._texts[key] = sized_text(
                paragraph.runs, style, size, indent, shape, self._leading(style, size, shape.foreign)
            )
        return text

    def layout(self, text: SizedText, width: int) -> ParagraphLayout:
        """Lay a text out in `width` EMU."""
        layout = text.layouts.get(width)
        if layout is None:
            layout = text.layouts[width] = self._lay_out(text, text.runs, text.shape, width)
        return layout

    def measure(self, paragraph: Paragraph, styles: Styles, width: int, step: int) -> ParagraphLayout:
        """Lay a paragraph out in `width` EMU at a step of shrinking."""
        return self.layout(self.sized(paragraph, styles, step), width)

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

    def _lay_out(self, text: SizedText, runs: tuple[Run, ...], shape: ParagraphShape, width: int) -> ParagraphLayout:
        """Lay out the `runs` of a text, which may be bound to each other, with their shape."""
        style, size, em, room = text.style, text.size, em_width_on_line(text.size), width - text.margin
        inner = room - EDGE_ALLOWANCE
        if not shape.has_hard_break and inner > shape.widest_line * em:
            leading = self._leading(style, size, shape.foreign)
            return on_one_line(runs, style, size, width, leading, (text.margin, text.hanging))
        if shape.has_links or inner <= shape.widest_unit * em:
            runs = self._with_breaks(runs, style, room, size)
            shape = self.shape(runs, style)
        leading = text.leading if shape is text.shape else self._leading(style, size, shape.foreign)
        first, second = self._line_starts(shape, style.font, room, size)
        counts = (len(first), len(second))
        if max(counts) > 1 and begins_with_mark(shape.text, {*first, *second}):
            bound = with_bound_marks(runs, with_numbers=True)
            if self._soft_break_em(bound, style) <= line_width(room, size):
                return self._lay_out(text, bound, self.shape(bound, style), width)
        own, other = ceil(counts[0] * leading.own), ceil(counts[1] * leading.other)
        starts, height = tuple(first if counts[0] >= counts[1] else second), own if own > other else other
        return ParagraphLayout(
            runs, style, size, width, starts, counts, leading.line_height, height, own, text.margin, text.hanging
        )

    def _line_starts(self, shape: ParagraphShape, font: TextFont, width: int, size: int) -> list[list[int]]:
        """The character offsets of the lines, in the brand's font and in the fallback.

        LibreOffice rounds every advance to a pixel (more than 1% at 9 pt) and does not break links like other text. Its lines are
        determined only if this can make a difference, and returned if they are more than those with exact widths.
        """
        fonts, linked, parts = self.fonts_of(font), shape.has_links, shape.units
        inner, pixels = line_width(width, size), pixels_per_em(size)
        narrow = inner * (1 - 1 / pixels)
        found = []
        for which in (0, 1):
            starts, fullest = break_lines(parts, inner, which, fonts)
            if linked or (fullest > narrow and not self._keeps_lines(shape, font, narrow, which, len(starts))):
                in_pixels: Sequence[Segment] = self.segments(shape.runs, pixels, font)
                if linked:
                    in_pixels = merge_links(shape.runs, in_pixels)
                drawn = line_starts(in_pixels, pixel_line_width(width, size), which, fonts.in_pixels(pixels))
                starts = drawn if len(drawn) > len(starts) else starts
            found.append(starts)
        return found

    def _keeps_lines(self, shape: ParagraphShape, font: TextFont, width: float, which: int, count: int) -> bool:
        """Whether a text takes `count` lines also at a narrower width (em). To break words takes time for every character."""
        if whole_line_count(shape.units, width, which) != count:
            return False
        is_whole = shape.widest_unit <= width
        return is_whole or len(line_starts(shape.units, width, which, self.fonts_of(font))) == count

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
        return widths_of_stack([self.sized(paragraph, styles, step) for paragraph in paragraphs])

    def soft_break_width(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> int:
        """Width in EMU of the longest stretch without a position where readers expect a break; of an address the host counts."""
        return self._widest(paragraphs, styles, step, lambda p, style: self._soft_break_em(p.runs, style))

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
        places = zip(parts, pairwise(offsets(parts)), strict=True)
        return max((max(part.widths) for part, (start, end) in places if is_figure(text[start:end])), default=0.0)

    def _soft_break_em(self, runs: tuple[Run, ...], style: TextStyle) -> float:
        """The longest such stretch of the text of a paragraph, in em; cached, since it takes time for every character."""
        key = (runs, style.bold, style.italic, style.caps, style.font)
        width = self._soft_break_widths.get(key)
        if width is None:
            parts = self.segments(styled(only_hosts(runs), style), font=style.font)
            width = self._soft_break_widths[key] = widest_unbreakable(parts, self.fonts_of(style.font))
        return width
