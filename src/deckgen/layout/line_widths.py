"""Width of a line in EMU ↔ width of text in em, with what programs round."""

from __future__ import annotations

from functools import lru_cache

from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout.fonts import HUNDREDTH_MM_EMU, PIXEL_EMU, pixels_per_em

WIDTH_SAFETY = 0.9995
"""Programs round widths to their own units: text is broken as if the line were 0.05% shorter.

This and the following constants were measured with tests/rendering/measure_agreement.py; docs/quality.md has the figures.
"""
PIXEL_WIDTH_SAFETY = 0.999
"""The same for LibreOffice, which also rounds positions: at 0.9995 it drew a line more in 2 of 10,000 texts, at 0.999 never."""
EDGE_ALLOWANCE = EMU_PER_POINT // 10
"""A line is broken as if it were so much shorter (EMU): boxes and insets are rounded, too, which matters in narrow columns."""


def line_width(width: int, size: int) -> float:
    """How much of a line of `width` EMU may be filled with text of a size (hundredths of a point), in em."""
    room = width - EDGE_ALLOWANCE if width > EDGE_ALLOWANCE else 1
    return room / (size * EMU_PER_POINT / 100) * WIDTH_SAFETY


def pixel_line_width(width: int, size: int) -> float:
    """The same for LibreOffice, which rounds to pixels."""
    return max(width - 2 * HUNDREDTH_MM_EMU, 1) / (pixels_per_em(size) * PIXEL_EMU) * PIXEL_WIDTH_SAFETY


@lru_cache(maxsize=256)
def em_width_on_line(size: int) -> float:
    """Width in EMU of an em if a line must hold the text even with every advance rounded to a pixel (see `_line_starts`)."""
    return size * EMU_PER_POINT / 100 / (1 - 1 / pixels_per_em(size)) / WIDTH_SAFETY


@lru_cache(maxsize=256)
def em_width(size: int) -> float:
    """Width in EMU that an em of text needs in every program; rounding makes it up to one pixel wider."""
    return size * EMU_PER_POINT / 100 * (1 + 1 / pixels_per_em(size)) / PIXEL_WIDTH_SAFETY
