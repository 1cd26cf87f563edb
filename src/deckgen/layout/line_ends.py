"""Short texts of two and more lines → the width at which their lines end best, without a further line.

Nothing is changed in the text itself. A wider inset narrows its place on one slide, so that every program breaks the lines at
the same positions; Reset Slide only undoes that. Programs that break after a slash, which `lines` does not count on, and the
fallback font are taken into account. The width is in the middle of those with the same lines, since programs round widths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import EMU_PER_POINT, Align, Insets
from deckgen.layout.fonts import Fonts
from deckgen.layout.line_widths import EDGE_ALLOWANCE, WIDTH_SAFETY, line_width
from deckgen.layout.lines import Segment, break_lines
from deckgen.layout.measure import Measurer
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.sizes import Styles
from deckgen.layout.words import ZERO_WIDTH_SPACE

_MOST_LINES = 3
"""A paragraph of more lines is text to read, whose lines may end anywhere but within a word or before one last word."""
_MOST_LINES_OF_TEXT = 8
_MOST_CHARACTERS = 500
_NARROWEST, _NARROWEST_OF_SENTENCES = 0.4, 0.88
"""The part of its width that a text keeps at least; sentences are read beside others of the full width."""
_LONGEST_LABEL = 60
"""The most characters of a text that is not bold and may be as narrow as a title."""
_LEAST_SPAN = 0.004
"""Lines that are the same only within a smaller part of the width may be others in another program."""
_STEPS = 1000
"""The part of the width by which a trial is at least narrower than the one before."""
_SLASH = re.compile(r"(?<=[^\W_]/)(?=[^\W_])")
_WITHIN_WORDS = (ZERO_WIDTH_SPACE, "-", "–", "—")
"""What a line that ends within a word ends with."""
_NUMBER = re.compile(r"[^\w\s]*\d[\d.,]*(%|[^\W\d_]{0,2})")
_SHORT_LINE, _SHORT_WORD, _SHORTEST_WORD = 0.35, 12, 2

_IN_WORD, _LAST_WORD, _SHORT_END, _AFTER_NUMBER, _AFTER_SHORT_WORD, _NARROWING = 40.0, 12.0, 16.0, 8.0, 2.0, 6.0
"""What the faults of a line end cost. A text without any but `_AFTER_SHORT_WORD` is left alone."""
_FALLBACK_SHARE = 0.3


class _Part(Struct, frozen=True):
    """A paragraph as its breaks are searched: its units in the face of its style, its size and its margin in EMU."""

    text: str
    units: Sequence[Segment]
    fonts: Fonts
    size: int
    margin: int
    most_lines: tuple[int, int]


class _Trial(Struct, frozen=True):
    """The lines at a width: what their ends cost, and the least width at which they are the same."""

    cost: float
    least: int


def best_width(
    measurer: Measurer, paragraphs: Sequence[Paragraph], layouts: Sequence[ParagraphLayout], styles: Styles, step: int
) -> int:
    """Return the width in EMU, at most that of the `layouts`, at which the lines of short paragraphs end best.

    No paragraph takes more lines there. Longer texts, and those with links or broken words, keep their width.
    """
    width = layouts[0].width if layouts else 0
    if not (any(map(_has_fault, layouts)) and _is_short(paragraphs, layouts)):
        return width
    parts = [_part(measurer, *pair) for pair in zip(paragraphs, layouts, strict=True)]
    first = _trial(parts, width, width)
    if first is None or first.cost <= _AFTER_SHORT_WORD:
        return width
    best, chosen = first, width
    right = first.least - width // _STEPS - 1
    narrowest = width * (_NARROWEST if _is_label(paragraphs, layouts) else _NARROWEST_OF_SENTENCES)
    while right > narrowest and (trial := _trial(parts, right, width)) is not None:
        middle = (trial.least + right) // 2
        if right - trial.least >= width * _LEAST_SPAN and trial.cost < best.cost:
            again = measurer.measure_all(paragraphs, styles, middle, step)
            if all(_is_alike(*pair) for pair in zip(again, layouts, strict=True)):
                best, chosen = trial, middle
        right = trial.least - width // _STEPS - 1
    return chosen


def narrowed(insets: Insets, freed: int, align: Align) -> Insets:
    """Return insets that leave a line `freed` EMU less; text keeps its alignment in its place."""
    if not freed:
        return insets
    left = {"start": 0, "center": freed // 2, "end": freed}[align]
    return replace(insets, left=insets.left + left, right=insets.right + freed - left)


def _is_alike(narrow: ParagraphLayout, wide: ParagraphLayout) -> bool:
    """Whether a paragraph has as many lines in a narrower place, as high, and no further break within a word."""
    same_words = _without_bound(narrow.plain_text) == _without_bound(wide.plain_text)
    return same_words and (narrow.line_counts, narrow.height) == (wide.line_counts, wide.height)


def _has_fault(layout: ParagraphLayout) -> bool:
    """Whether lines of a paragraph end badly, or may do so in a program that breaks after slashes."""
    if layout.line_count == 1:
        return False
    text = layout.plain_text
    lines = tuple([text[a:b] for a, b in pairwise([*layout.line_starts, len(text)])])
    if layout.line_count > _MOST_LINES:
        return _ends_with_one_word(lines) or any(line.endswith(_WITHIN_WORDS) for line in lines[:-1])
    return line_end_cost(lines) > _AFTER_SHORT_WORD or _SLASH.search(text) is not None


def _is_short(paragraphs: Sequence[Paragraph], layouts: Sequence[ParagraphLayout]) -> bool:
    """Whether all paragraphs are short, have no links, no broken words, and one alignment."""
    return (
        all(layout.line_count <= _MOST_LINES_OF_TEXT for layout in layouts)
        and sum(len(paragraph.plain_text) for paragraph in paragraphs) <= _MOST_CHARACTERS
        and len({layout.style.align for layout in layouts}) == 1
        and not any(run.link or run.page_of for paragraph in paragraphs for run in paragraph.runs)
        and all(
            _without_bound(a.plain_text) == _without_bound(b.plain_text)
            for a, b in zip(layouts, paragraphs, strict=True)
        )
    )


def _without_bound(text: str) -> str:
    """A text with spaces that may break, as its author wrote it (`bound_marks`)."""
    return text.replace("\u00a0", " ")


def _is_label(paragraphs: Sequence[Paragraph], layouts: Sequence[ParagraphLayout]) -> bool:
    """Whether a text is a title or a label: one in bold, or of few words."""
    characters = sum(len(paragraph.plain_text) for paragraph in paragraphs)
    return characters <= _LONGEST_LABEL or all(layout.style.bold for layout in layouts)


def _part(measurer: Measurer, paragraph: Paragraph, layout: ParagraphLayout) -> _Part:
    style = layout.style
    runs = _with_breaks(paragraph, style)
    text, units = "".join([run.text for run in runs]), measurer.segments(runs, font=style.font)
    return _Part(text, units, measurer.fonts_of(style.font), layout.size, layout.margin, layout.line_counts)


def _with_breaks(paragraph: Paragraph, style: TextStyle) -> tuple[Run, ...]:
    """The runs of a paragraph in the weight and slant of its style, with a break after each slash within a word."""
    return tuple(
        replace(
            run,
            text=_SLASH.sub(ZERO_WIDTH_SPACE, run.text),
            bold=run.bold or style.bold,
            italic=run.italic or style.italic,
        )
        for run in paragraph.runs
    )


def _trial(parts: Sequence[_Part], width: int, full: int) -> _Trial | None:
    """Return what the lines at a width cost; None if a paragraph takes more lines there than it may."""
    cost, least = _NARROWING * (full - width) / full, 0
    for part in parts:
        room = line_width(width - part.margin, part.size)
        for which, share in ((0, 1.0), (1, _FALLBACK_SHARE)):
            starts, fullest = break_lines(part.units, room, which, part.fonts)
            if len(starts) > part.most_lines[which] or fullest >= room:
                return None
            em = part.size * EMU_PER_POINT / 100
            least = max(least, part.margin + round(fullest * em / WIDTH_SAFETY) + EDGE_ALLOWANCE)
            if len(starts) > 1:
                lines = tuple(part.text[a:b] for a, b in pairwise([*starts, len(part.text)]))
                cost += share * line_end_cost(lines)
    return _Trial(cost, min(least, width))


@lru_cache(maxsize=1024)
def line_end_cost(lines: tuple[str, ...]) -> float:
    """What the ends of lines cost; widths are compared by the numbers of characters."""
    cost = 0.0
    for line, after in pairwise(lines):
        if line.endswith("\n"):
            continue
        words = line.split()
        last = words[-1] if words else ""
        if line.endswith(_WITHIN_WORDS):
            cost += _IN_WORD
        elif _NUMBER.fullmatch(last) and not last.endswith("%") and after[:1].islower():
            cost += _AFTER_NUMBER
        elif len(last) <= _SHORTEST_WORD:
            cost += _AFTER_SHORT_WORD
    end, longest = lines[-1].strip(), max(map(len, lines))
    if _ends_with_one_word(lines):
        cost += _LAST_WORD
    if len(end) < longest * _SHORT_LINE:
        cost += _SHORT_END
    return cost


def _ends_with_one_word(lines: Sequence[str]) -> bool:
    """Whether the last line is one short word."""
    end = lines[-1].strip()
    return " " not in end and len(end) <= _SHORT_WORD and len(end) < max(map(len, lines)) * 0.6
