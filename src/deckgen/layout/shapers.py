"""A font file, or a table of widths → the advance widths of text, shaped by HarfBuzz."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Protocol

import uharfbuzz as hb

from deckgen.fonts.width_table import SHAPING, CharacterWidths
from deckgen.layout.shaped_widths import remember, widths_of_face

_ASCENT_SHARE = 0.79
"""The share of a line above its baseline where only widths are known: 0.78 in Source Sans, 0.79 in Calibri, 0.81 in Arial."""


class Shaper(Protocol):
    """The source of the widths of one face: a font file, or a table of widths."""

    em: float
    """The units in which advances are given, to the em."""
    line_height: float
    """In em."""
    ascent: float
    """The height in em of a line above its baseline."""

    def has_glyph(self, char: str) -> bool:
        """Whether there is a width for a character."""

    def advance(self, text: str) -> float:
        """Advance width of a text of characters that all have one."""


class FileShaper:
    """The widths of a font file; with `pixels` per em, every advance is a whole number of pixels.

    `index` is the position of the face in a collection, `weight` a value on the weight axis of a variable font. `stamp` changes
    when the file does.
    """

    def __init__(
        self, path: Path, index: int, weight: float | None, pixels: int | None, stamp: tuple[int, ...]
    ) -> None:
        self._known = widths_of_face(path, index, weight, pixels)
        face = _open_font(path, index, *stamp)
        self._font = hb.Font(face)
        if weight is not None:
            self._font.set_variations({"wght": weight})
        self._grid = 1
        if pixels is not None:
            self._grid = 64
            self._font.scale = (pixels * 64, pixels * 64)
        self.em = float(pixels or face.upem)
        extents = self._font.get_font_extents("ltr")
        self.line_height = (extents.ascender - extents.descender + extents.line_gap) / self.em
        self.ascent = extents.ascender / self.em

    def has_glyph(self, char: str) -> bool:
        """Whether the font has a glyph for a character; every program takes its space for a no-break space that it lacks."""
        return bool(self._font.get_nominal_glyph(ord(char))) or (char == "\xa0" and self.has_glyph(" "))

    def advance(self, text: str) -> float:
        """Advance width of a text, shaped."""
        known = self._known.get(text)
        if known is None:
            known = self._shape(text)
            remember(self._known, text, known)
        return known

    def _shape(self, text: str) -> int:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, SHAPING)
        if self._grid == 1:
            return sum([p.x_advance for p in buffer.glyph_positions])
        # FreeType rounds halves up, HarfBuzz does not: at 12 pt this concerns the width of every l.
        return sum([(p.x_advance + 32) // 64 for p in buffer.glyph_positions])


class TableShaper:
    """The widths of one style of a brand's table (`fonts.width_table`), with whole pixels where `pixels` per em are given."""

    def __init__(self, widths: CharacterWidths, pixels: int | None) -> None:
        self._widths, self._pixels = widths, pixels
        self.em = float(pixels or widths.units_per_em)
        self.line_height = widths.line_height
        self.ascent = widths.line_height * _ASCENT_SHARE

    def has_glyph(self, char: str) -> bool:
        """Whether the table has a character."""
        return ord(char) in self._widths.advances

    def advance(self, text: str) -> float:
        """The advances of the characters, and what is added between them."""
        advances, kerning = self._widths.advances, self._widths.kerning
        alone = [advances[ord(char)] for char in text]
        added = [kerning.get(text[at : at + 2], 0) for at in range(len(text))]
        if self._pixels is None:
            return float(sum(alone) + sum(added))
        # As HarfBuzz does it, both are rounded to 64ths of a pixel, and kerning belongs to the first character of a pair.
        scale = (self._pixels * 64 << 16) // self._widths.units_per_em
        widths = [_scaled(width, scale) + _scaled(kern, scale) for width, kern in zip(alone, added, strict=True)]
        return float(sum([(width + 32) // 64 for width in widths]))


def _scaled(units: int, scale: int) -> int:
    """Return a width in 64ths of a pixel; `scale` is the number of them to a unit, times 65536."""
    return (units * scale + (1 << 15)) >> 16


@lru_cache(maxsize=32)
def _open_font(path: Path, index: int, *_stamp: int) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)), index)
