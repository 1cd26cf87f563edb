"""Paragraphs + a width → lines, heights and sizes.

A slot's styles shrink together: at *step* n every style is n half points smaller, down to its own minimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_POINT, FrameParagraph
from deckgen.layout.fonts import HUNDREDTH, PIXEL, Fonts, pixels_of
from deckgen.layout.lines import Segment, broken_lines, extent, line_starts, segments
from deckgen.layout.words import soften, softest_word, with_hosts, with_split_links, with_whole_links

STEP = 50
"""One step of shrinking: half a point."""
SAFETY = 0.9995
"""Programs round widths to their own units: text is broken as if the line were 0.05% shorter.

Measured with tests/rendering/measure_agreement.py, as is what follows; docs/quality.md has the figures.
"""
PIXEL_SAFETY = 0.999
"""The same for LibreOffice, which rounds places as well; at 0.9995 it drew a line more in 2 of 10,000 texts, at 0.999 in none."""
EDGE = EMU_PER_POINT // 10
"""A line is broken as if it were so much shorter: boxes and edges are rounded too, which shows in narrow columns."""
SLACK = EMU_PER_POINT
"""What a box made to the measure of its text gets on top: a narrow header (Q3) is broken by less than a renderer rounds."""
FOREIGN_LEADING = 1.5
"""Line height in em of text with characters that our fonts lack: Noto Sans CJK sets them 1.45 apart, others less."""
_GAP = round(0.06 * 914400)

Styles = Mapping[str, TextStyle]


class ParagraphShape(Struct, frozen=True):
    """The text of a paragraph in one weight and slant, whatever its size.

    `longest` is the width in em of the longest of its unbreakable units, `full` that of its longest line, both in the wider of
    the two fonts. `simple` text is without links and hard breaks: a line of that width holds it. `foreign` has characters that
    our fonts lack.
    """

    longest: float
    full: float
    simple: bool
    linked: bool
    foreign: bool


class TextWidths(Struct, frozen=True):
    """Widths in EMU that text needs at one size: that of its longest word, and that of its longest line.

    From `line_from` on it certainly takes a single line, whatever the program; `line` is the text laid out as that. From
    `steady_from` on no word and no link is broken.
    """

    least: int
    most: int
    steady_from: int = 0
    line_from: int = 0
    line: ParagraphLayout | None = None


NEVER = 1 << 60
"""A width in EMU that no cell has."""


class ParagraphLayout(Struct, frozen=True, cache_hash=True):
    """A paragraph as laid out at one width and step. `height` is EMU without the space before it.

    `drawn` says how many lines it takes in the brand's font and in the fallback, `starts` where they begin in the longer one.
    """

    paragraph: Paragraph
    style: TextStyle
    size: int
    width: int
    starts: tuple[int, ...]
    drawn: tuple[int, int]
    line_height: int
    height: int
    margin: int
    hanging: int

    @property
    def space(self) -> int:
        """The space before it, in EMU."""
        return self.style.space_before * EMU_PER_POINT // 100

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self.starts)


class Measurer:
    """Measures text for one brand; keeps what it has measured."""

    def __init__(self, brand: Brand) -> None:
        self.fonts = Fonts(brand.font, brand.fallback)
        self._segments: dict[tuple[tuple[Run, ...], int | None], tuple[Segment, ...]] = {}
        self._line_heights: dict[tuple[int, int, bool], int] = {}
        self._soft: dict[tuple[tuple[Run, ...], bool, bool], float] = {}
        self._shapes: dict[tuple[tuple[Run, ...], bool, bool], ParagraphShape] = {}
        self._measured: dict[tuple[Paragraph, TextStyle, int, int], ParagraphLayout] = {}
        self._needs: dict[tuple[Paragraph, TextStyle, int], TextWidths] = {}
        self.framed: dict[tuple[ParagraphLayout, object, object], tuple[FrameParagraph, ...]] = {}
        """Where `emit` keeps the text of cells."""

    def segments(self, paragraph: Paragraph, pixels: int | None = None) -> tuple[Segment, ...]:
        """The paragraph's unbreakable units, as most programs set them or as LibreOffice does at so many `pixels` to the em."""
        found = self._segments.get((paragraph.runs, pixels))
        if found is None:
            fonts = self.fonts if pixels is None else self.fonts.in_pixels(pixels)
            found = self._segments[paragraph.runs, pixels] = segments(paragraph.runs, fonts)
        return found

    def shape(self, paragraph: Paragraph, style: TextStyle) -> ParagraphShape:
        """The paragraph's text in the weight and slant that a style gives it."""
        key = (paragraph.runs, style.bold, style.italic)
        found = self._shapes.get(key)
        if found is None:
            size = extent(_styled(paragraph, style).runs, self.fonts)
            linked = any(run.link for run in paragraph.runs)
            foreign = self.fonts.lacks(paragraph.plain)
            found = ParagraphShape(size.longest, size.full, not (linked or size.hard), linked, foreign)
            self._shapes[key] = found
        return found

    def measure(self, paragraph: Paragraph, styles: Styles, width: int, step: int) -> ParagraphLayout:
        """Lay a paragraph out in `width` EMU at a step of shrinking."""
        style = style_of(paragraph, styles)
        size = size_at(style, step)
        key = (paragraph, style, width, size)
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = self._measure(paragraph, style, width, size)
        return found

    def _leading(self, spacing: int, size: int, foreign: bool) -> list[float]:
        """Height in EMU of a line in each of the two fonts."""
        least = FOREIGN_LEADING if foreign else 0.0
        em = size * EMU_PER_POINT / 100
        return [max(height, least) * em * spacing / 100000 for height in self.fonts.line_heights]

    def _line_height(self, spacing: int, size: int, foreign: bool) -> int:
        """Height in EMU of a line in the higher of them."""
        key = (spacing, size, foreign)
        if key not in self._line_heights:
            self._line_heights[key] = ceil(max(self._leading(spacing, size, foreign)))
        return self._line_heights[key]

    def _measure(self, paragraph: Paragraph, style: TextStyle, width: int, size: int) -> ParagraphLayout:
        margin, hanging = self._indent(paragraph, style, size)
        shape = self.shape(paragraph, style)
        if shape.simple and width - margin - EDGE > shape.full * _line_room(size):
            high = self._line_height(style.line_spacing, size, shape.foreign)
            return ParagraphLayout(paragraph, style, size, width, (0,), (1, 1), high, high, margin, hanging)
        inner = line_width(width - margin, size)
        narrow = inner * (1 - 1 / pixels_of(size))
        rounded = narrow < shape.longest <= inner
        if rounded and self._too_wide_in_pixels(_styled(paragraph, style), width - margin, size):
            inner = narrow
        if shape.linked or shape.longest > inner:
            paragraph = self._broken(paragraph, style, inner)
        leading = self._leading(style.line_spacing, size, self.fonts.lacks(paragraph.plain))
        counted = [self._starts(_styled(paragraph, style), width - margin, size, which) for which in (0, 1)]
        drawn = (len(counted[0]), len(counted[1]))
        height = ceil(max(n * lead for n, lead in zip(drawn, leading, strict=True)))
        starts = tuple(counted[0] if drawn[0] >= drawn[1] else counted[1])
        return ParagraphLayout(
            paragraph, style, size, width, starts, drawn, ceil(max(leading)), height, margin, hanging
        )

    def _starts(self, paragraph: Paragraph, width: int, size: int, which: int) -> list[int]:
        """Where lines begin in one of the two fonts, for the programs that set text exactly and for LibreOffice, which does not.

        It rounds every advance to a pixel (more than 1% at 9 pt) and keeps links whole: asked only where that may matter.
        """
        parts, inner, pixels = self.segments(paragraph), line_width(width, size), pixels_of(size)
        exact, fullest = broken_lines(parts, inner, which, self.fonts)
        linked, narrow = any(run.link for run in paragraph.runs), inner * (1 - 1 / pixels)
        if not linked and (fullest <= narrow or len(line_starts(parts, narrow, which, self.fonts)) == len(exact)):
            return exact
        parts = self.segments(paragraph, pixels)
        if linked:
            parts = tuple(with_whole_links(paragraph.runs, parts))
        drawn = line_starts(parts, pixel_line_width(width, size), which, self.fonts.in_pixels(pixels))
        return drawn if len(drawn) > len(exact) else exact

    def _too_wide_in_pixels(self, paragraph: Paragraph, width: int, size: int) -> bool:
        """Tell whether LibreOffice would tear a word that fits a line of `width` EMU exactly."""
        room = pixel_line_width(width, size)
        return any(max(part.widths) > room for part in self.segments(paragraph, pixels_of(size)))

    def _broken(self, paragraph: Paragraph, style: TextStyle, inner: float) -> Paragraph:
        """The paragraph with places to break at in words wider than a line; web addresses show their host instead."""
        shown = with_hosts(paragraph.runs, self.segments(_styled(paragraph, style)), inner)
        parts = self.segments(_styled(replace(paragraph, runs=shown), style))
        shown = with_split_links(shown, parts, inner)
        return replace(paragraph, runs=soften(shown, parts, inner, self.fonts))

    def _indent(self, paragraph: Paragraph, style: TextStyle, size: int) -> tuple[int, int]:
        if paragraph.bullet is None:
            return style.indent * paragraph.level, 0
        wide = max(self.fonts.widths(paragraph.bullet, style.bold)) * size * EMU_PER_POINT / 100 + _GAP
        hanging = max(style.indent, ceil(wide))
        return hanging * (paragraph.level + 1), hanging

    def measure_all(
        self, paragraphs: Sequence[Paragraph], styles: Styles, width: int, step: int
    ) -> list[ParagraphLayout]:
        """Lay paragraphs out one below the other."""
        return [self.measure(paragraph, styles, width, step) for paragraph in paragraphs]

    def needs(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> TextWidths:
        """What width paragraphs need."""
        if len(paragraphs) == 1 and paragraphs[0].bullet is None and not paragraphs[0].level:
            style = style_of(paragraphs[0], styles)
            size = size_at(style, step)
            key = (paragraphs[0], style, size)
            found = self._needs.get(key)
            if found is None:
                found = self._needs[key] = self._needs_of_one(paragraphs[0], style, size)
            return found
        least = most = 0.0
        linked = False
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            shape, room = self.shape(paragraph, style), _room(size)
            least = max(least, shape.longest * room + margin)
            most = max(most, shape.full * room + margin)
            linked = linked or shape.linked
        return TextWidths(ceil(least) + SLACK, ceil(most) + SLACK, NEVER if linked else ceil(least) + SLACK)

    def _needs_of_one(self, paragraph: Paragraph, style: TextStyle, size: int) -> TextWidths:
        """The same of a paragraph alone, which most cells of a table are."""
        shape, room = self.shape(paragraph, style), _room(size)
        least, most = ceil(shape.longest * room) + SLACK, ceil(shape.full * room) + SLACK
        if not shape.simple:
            return TextWidths(least, most, NEVER if shape.linked else least)
        line_from = ceil(shape.full * _line_room(size)) + EDGE + 1
        high = self._line_height(style.line_spacing, size, shape.foreign)
        line = ParagraphLayout(paragraph, style, size, line_from, (0,), (1, 1), high, high, 0, 0)
        return TextWidths(least, most, least, line_from, line)

    def softest(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> int:
        """Width in EMU of the longest stretch that cannot be broken where a reader expects it; addresses as hosts."""
        widest = 0.0
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            widest = max(widest, self._softest(paragraph, style) * _room(size) + margin)
        return ceil(widest) + SLACK

    def _softest(self, paragraph: Paragraph, style: TextStyle) -> float:
        """The same of one paragraph in em, whatever its size; kept, since it looks at every character."""
        key = (paragraph.runs, style.bold, style.italic)
        found = self._soft.get(key)
        if found is None:
            shown = replace(paragraph, runs=with_hosts(paragraph.runs, self.segments(_styled(paragraph, style)), 0))
            found = self._soft[key] = softest_word(self.segments(_styled(shown, style)), self.fonts)
        return found


def line_width(width: int, size: int) -> float:
    """How much of a line of `width` EMU text of a size may fill, in em."""
    return max(width - EDGE, 1) / (size * EMU_PER_POINT / 100) * SAFETY


def pixel_line_width(width: int, size: int) -> float:
    """The same where LibreOffice sets it, which rounds to pixels."""
    return max(width - 2 * HUNDREDTH, 1) / (pixels_of(size) * PIXEL) * PIXEL_SAFETY


@lru_cache(maxsize=256)
def _line_room(size: int) -> float:
    """Room in EMU that an em takes of a line that holds text even where every advance is rounded to a pixel (`_starts`)."""
    return size * EMU_PER_POINT / 100 / (1 - 1 / pixels_of(size)) / SAFETY


@lru_cache(maxsize=256)
def _room(size: int) -> float:
    """Room in EMU that an em of text needs in every program; pixels make it up to one wider."""
    return size * EMU_PER_POINT / 100 * (1 + 1 / pixels_of(size)) / PIXEL_SAFETY


def _styled(paragraph: Paragraph, style: TextStyle) -> Paragraph:
    """The paragraph with the weight and slant of its style on every run."""
    if not (style.bold or style.italic):
        return paragraph
    runs = tuple(replace(r, bold=r.bold or style.bold, italic=r.italic or style.italic) for r in paragraph.runs)
    return replace(paragraph, runs=runs)


def style_of(paragraph: Paragraph, styles: Styles) -> TextStyle:
    """The style a paragraph asks for, else the slot's `body`, else its first."""
    found = styles.get(paragraph.style) or styles.get("body")
    return found or next(iter(styles.values()))


def size_at(style: TextStyle, step: int) -> int:
    """Size of a style (hundredths of a point) at a step of shrinking."""
    return max(min(style.minimum, style.size), style.size - STEP * step) if step else style.size


def last_step(styles: Styles) -> int:
    """The step at which every style has come to its minimum."""
    return max((-(-(style.size - style.minimum) // STEP) for style in styles.values()), default=0)


def stack_height(measured: Sequence[ParagraphLayout]) -> int:
    """Height in EMU of paragraphs below each other; the first has no space before it."""
    return sum([m.height for m in measured]) + sum([m.space for m in measured[1:]])
