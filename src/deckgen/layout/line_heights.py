"""The height of lines with letters that the brand's font lacks: that of the brand, stated in points, or that of their font.

Fonts of one script differ: Japanese lines are 1.45 em high in Noto Sans CJK and 1.7 in Yu Gothic, Arabic ones 2.1 in Noto Sans
Arabic and 1.15 in Arial. A paragraph that states the height is as high in every program, and marks stand beside its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from deckgen.layout.fonts import Fonts

Foreign = Literal["", "letters", "arabic", "stacked", "tall"]
"""What a text has that its fonts lack: nothing, letters for which lines of the brand's height do, others, or symbols."""

FOREIGN_LEADING = 1.5
"""Line height in em of text with symbols or tall letters that our fonts do not have: 1.5 in Noto Sans Thai, less in others."""
_LARGE = 2400
"""From this size on, in hundredths of a point, lines of Arabic and Thai have the height of the brand's: titles of two lines have
room. Letters with two marks take 1.44 em in Thai, but hardly ever stand under one that reaches below its line.

In small type they are higher. Programs take what a stated height has less than that of the font from above the letters, and
text would be too high beside its mark and in its row.
"""
_ARABIC = "[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe]"
_STACKED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f]"
"""Letters with marks above each other (Thai, Lao, Tibetan, Burmese, Khmer)."""


def foreign_in(text: str, fonts: Fonts) -> Foreign:
    """Return what a text has that its fonts lack."""
    if text.isascii() or not fonts.has_missing_glyphs(text):
        return ""
    if re.search(_STACKED, text):
        return "stacked"
    if re.search(_ARABIC, text):
        return "arabic"
    lacking = (char for char in set(text) if fonts.has_missing_glyphs(char))
    return "letters" if all(unicodedata.category(char)[0] in "LMNP" for char in lacking) else "tall"


def stated_leading(text: str, fonts: Fonts, sizes: Sequence[int], line_spacing: int) -> int:
    """Return the height of the lines of a paragraph in hundredths of a point; 0 where that of its fonts is used.

    `sizes` are those of its runs, `line_spacing` is in thousandths of a percent.
    """
    foreign = foreign_in(text, fonts)
    if not sizes or foreign in ("", "tall") or (foreign == "stacked" and max(sizes) < _LARGE):
        return 0
    leading = max(*fonts.line_heights, minimum_leading(foreign, max(sizes)))
    return round(leading * max(sizes) * line_spacing / 100000)


def minimum_leading(foreign: Foreign, size: int) -> float:
    """Return the least height in em of lines with such letters at a size (hundredths of a point)."""
    is_high = foreign == "tall" or (foreign in ("arabic", "stacked") and size < _LARGE)
    return FOREIGN_LEADING if is_high else 0.0
