"""Paragraphs + a width → heights, sizes and frame paragraphs.

A slot's styles shrink together: at *step* n every style is n half points smaller, down to its own minimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from deckgen.blocks import Paragraph, Role, Run
from deckgen.brand.types import Brand, TextStyle
from deckgen.frames import EMU_PER_POINT, FrameParagraph, FrameRun
from deckgen.layout.fonts import Fonts
from deckgen.layout.lines import Segment, full_width, line_starts, segments, widest_word
from deckgen.layout.words import soften, softest_word, with_hosts, with_split_links, with_whole_links

STEP = 50
"""One step of shrinking: half a point."""
SAFETY = 0.997
"""Renderers round widths to their own units: text is broken as if the line were 0.2% shorter.

Measured with tests/rendering/measure_agreement.py: at 1.0 LibreOffice drew a line more than predicted in 2 to 5 of 500
texts, at 0.999 in one, at 0.998 in none.
"""
SLACK = EMU_PER_POINT // 4
"""Boxes and edges are rounded as well, by up to a tenth of a point each in LibreOffice: it shows in narrow columns."""
FOREIGN_LEADING = 1.5
"""Line height in em of text with characters that our fonts lack: Noto Sans CJK sets them 1.45 apart, others less."""
_GAP = round(0.06 * 914400)

Styles = Mapping[str, TextStyle]


@dataclass(frozen=True)
class Measured:
    """A paragraph as laid out at one width and step. `height` is EMU without the space before it."""

    paragraph: Paragraph
    style: TextStyle
    size: int
    width: int
    starts: tuple[int, ...]
    line_height: int
    height: int
    margin: int
    hanging: int

    @property
    def space(self) -> int:
        """The space before it, in EMU."""
        return self.style.space_before * EMU_PER_POINT // 100

    @cached_property
    def lines(self) -> int:
        """How many lines it takes."""
        return len(self.starts)


class Measurer:
    """Measures text for one brand; keeps what it has measured."""

    def __init__(self, brand: Brand) -> None:
        self.fonts = Fonts(brand.font, brand.fallback)
        self._segments: dict[tuple[Run, ...], tuple[Segment, ...]] = {}
        self._measured: dict[tuple[Paragraph, TextStyle, int, int], Measured] = {}

    def segments(self, paragraph: Paragraph) -> tuple[Segment, ...]:
        """The paragraph's unbreakable units; a style that is bold makes every run bold."""
        found = self._segments.get(paragraph.runs)
        if found is None:
            found = self._segments[paragraph.runs] = segments(paragraph.runs, self.fonts)
        return found

    def measure(self, paragraph: Paragraph, styles: Styles, width: int, step: int) -> Measured:
        """Lay a paragraph out in `width` EMU at a step of shrinking."""
        style = style_of(paragraph, styles)
        size = size_at(style, step)
        key = (paragraph, style, width, size)
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = self._measure(paragraph, style, width, size)
        return found

    def _measure(self, paragraph: Paragraph, style: TextStyle, width: int, size: int) -> Measured:
        bold = _styled(paragraph, style)
        margin, hanging = self._indent(paragraph, style, size)
        em = size * EMU_PER_POINT / 100
        inner = max(width - margin - SLACK, 1) / em * SAFETY
        parts = self.segments(bold)
        linked = any(run.link for run in paragraph.runs)
        if linked or any(max(part.widths) > inner for part in parts):
            paragraph = self._broken(paragraph, style, inner)
            parts = self.segments(_styled(paragraph, style))
        counted = [line_starts(parts, inner, which, self.fonts) for which in (0, 1)]
        least = FOREIGN_LEADING if self.fonts.lacks(paragraph.plain) else 0.0
        leading = [max(height, least) * em * style.line_spacing / 100000 for height in self.fonts.line_heights]
        lines = [len(starts) for starts in counted]
        if linked:
            # What is drawn in LibreOffice must fit as well: it may take a line more.
            whole = with_whole_links(paragraph.runs, parts)
            lines = [max(n, len(line_starts(whole, inner, which, self.fonts))) for which, n in enumerate(lines)]
        height = max(n * lead for n, lead in zip(lines, leading, strict=True))
        starts = max(counted, key=len)
        return Measured(paragraph, style, size, width, tuple(starts), ceil(max(leading)), ceil(height), margin, hanging)

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

    def measure_all(self, paragraphs: Sequence[Paragraph], styles: Styles, width: int, step: int) -> list[Measured]:
        """Lay paragraphs out one below the other."""
        return [self.measure(paragraph, styles, width, step) for paragraph in paragraphs]

    def natural(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> tuple[int, int]:
        """Widths in EMU that paragraphs need: that of their longest word, and that of their longest line."""
        least = most = 0.0
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            em, parts = size * EMU_PER_POINT / 100, self.segments(_styled(paragraph, style))
            least = max(least, widest_word(parts) * em + margin)
            most = max(most, full_width(parts) * em + margin)
        return ceil(least / SAFETY) + SLACK + 1, ceil(most / SAFETY) + SLACK + 1

    def softest(self, paragraphs: Sequence[Paragraph], styles: Styles, step: int) -> int:
        """Width in EMU of the longest stretch that cannot be broken where a reader expects it; addresses as hosts."""
        widest = 0.0
        for paragraph in paragraphs:
            style = style_of(paragraph, styles)
            size = size_at(style, step)
            margin, _ = self._indent(paragraph, style, size)
            shown = replace(paragraph, runs=with_hosts(paragraph.runs, self.segments(_styled(paragraph, style)), 0))
            parts = self.segments(_styled(shown, style))
            widest = max(widest, softest_word(parts, self.fonts) * size * EMU_PER_POINT / 100 + margin)
        return ceil(widest / SAFETY) + SLACK + 1


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
    return max(min(style.minimum, style.size), style.size - STEP * step)


def last_step(styles: Styles) -> int:
    """The step at which every style has come to its minimum."""
    return max((-(-(style.size - style.minimum) // STEP) for style in styles.values()), default=0)


def stack_height(measured: Sequence[Measured]) -> int:
    """Height in EMU of paragraphs below each other; the first has no space before it."""
    return sum(m.height + (m.space if i else 0) for i, m in enumerate(measured))


def to_frames(measured: Sequence[Measured], ground: Role | None = None) -> tuple[FrameParagraph, ...]:
    """Turn measured paragraphs into frame paragraphs; on a primary ground all text is white."""
    return tuple(_to_frame(m, first=i == 0, ground=ground) for i, m in enumerate(measured))


def _to_frame(m: Measured, *, first: bool, ground: Role | None) -> FrameParagraph:
    dark = ground in ("primary", "primary-dark", "ink")
    runs = tuple(
        FrameRun(
            run.text, m.size, "white" if dark else run.role or m.style.role, run.bold or m.style.bold,
            run.italic or m.style.italic, run.superscript, run.link or (f"#{run.page_of}" if run.page_of else None),
        )
        for run in m.paragraph.runs
        if run.text
    )  # fmt: skip
    return FrameParagraph(
        runs, m.style.align, m.paragraph.level, m.paragraph.bullet, m.style.bullet_role, m.margin, m.hanging,
        0 if first else m.style.space_before, m.style.line_spacing, m.size,
    )  # fmt: skip


def split_paragraph(m: Measured, lines: int) -> tuple[Paragraph, Paragraph]:
    """Cut a paragraph before line `lines`; the rest goes on without a bullet of its own."""
    at = m.starts[lines]
    head: list[Run] = []
    tail: list[Run] = []
    offset = 0
    for run in m.paragraph.runs:
        cut = min(max(at - offset, 0), len(run.text))
        if run.text[:cut]:
            head.append(replace(run, text=run.text[:cut]))
        if run.text[cut:]:
            tail.append(replace(run, text=run.text[cut:]))
        offset += len(run.text)
    level = m.paragraph.level + (m.paragraph.bullet is not None)
    rest = replace(m.paragraph, runs=tuple(tail), bullet=None, level=level)
    return replace(m.paragraph, runs=tuple(head)), rest
