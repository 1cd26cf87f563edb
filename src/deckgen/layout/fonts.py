"""Font files → advance widths and line heights, in em (1.0 = the font size).

Text is shaped by HarfBuzz with kerning on and ligatures off, which are the settings of the file, too. Widths are measured word by
word and cached, because a deck repeats the same few hundred words. `Fonts` have the exact widths that PowerPoint, Keynote and
Google Slides use; `Fonts.in_pixels` has those of LibreOffice, which rounds every advance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from deckgen.brand.types import FontFiles

_FEATURES = {"kern": True, "liga": False, "clig": False, "dlig": False}
_FALLBACK_LEADING = 1.2
"""Line height in em of the fallback font: PowerPoint uses about 1.2 for Arial, though the font itself has 1.15."""
PIXEL_EMU = 914400 // 600
"""A pixel in EMU. LibreOffice lays text out for a device of 600 dpi, whatever the actual device is."""
HUNDREDTH_MM_EMU = 360
"""A hundredth of a millimetre in EMU, the unit in which LibreOffice stores sizes and positions."""


_MAX_KNOWN = 4096
"""How many widths and how many characters a face remembers: as many as the different words of a deck, often."""


class Face:
    """One face of a family: widths of text and line height. With `pixels` per em, every advance is a whole number of pixels."""

    def __init__(self, path: Path, weight: float | None = None, pixels: int | None = None) -> None:
        face = _open_font(path)
        self._font = hb.Font(face)
        if weight is not None:
            self._font.set_variations({"wght": weight})
        self._grid = 1
        if pixels is not None:
            self._grid = 64
            self._font.scale = (pixels * 64, pixels * 64)
        self._em = float(pixels or face.upem)
        self._widths: dict[str, float] = {}
        self._known_glyphs: dict[str, bool] = {}
        self._available: set[str] = set()
        extents = self._font.get_font_extents("ltr")
        self.line_height = (extents.ascender - extents.descender + extents.line_gap) / self._em

    def has_glyph(self, char: str) -> bool:
        """Whether the face has a glyph for a character."""
        known = self._known_glyphs.get(char)
        if known is None:
            if len(self._known_glyphs) >= _MAX_KNOWN:
                self._known_glyphs.clear()
                self._available.clear()
            known = self._known_glyphs[char] = bool(self._font.get_nominal_glyph(ord(char)))
            if known:
                self._available.add(char)
        return known

    def width(self, text: str) -> float:
        """Advance width of `text` in em; a character without a glyph counts as one em."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _MAX_KNOWN:
                self._widths.clear()
            known = self._widths[text] = self._shape(text)
        return known

    def _shape(self, text: str) -> float:
        missing, present = 0, text
        if not (self._available.issuperset(text) or all(map(self.has_glyph, text))):
            missing = sum(1 for char in text if not self.has_glyph(char) and char not in _INVISIBLE)
            present = "".join(char for char in text if self.has_glyph(char)) if missing else text
        if not present:
            return float(missing)
        # Arial kerns the pair 11, Liberation Sans does not: measure without this kerning.
        parts = _BETWEEN_ONES.split(present) if "11" in present else (present,)
        return sum(map(self._advance, parts)) / self._em + missing

    def _advance(self, text: str) -> float:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, _FEATURES)
        if self._grid == 1:
            return float(sum([p.x_advance for p in buffer.glyph_positions]))
        # FreeType rounds halves up, HarfBuzz does not: at 12 pt this concerns the width of every l.
        return float(sum([(p.x_advance + 32) // 64 for p in buffer.glyph_positions]))


@lru_cache(maxsize=4096)
def pixels_per_em(size: int) -> int:
    """Pixels per em with which LibreOffice lays out text of a size (hundredths of a point).

    The formula was found by measuring its output: it rounds the size to hundredths of a millimetre, then to pixels.
    """
    return round(round(size * 127 / HUNDREDTH_MM_EMU) * HUNDREDTH_MM_EMU / PIXEL_EMU)


_BETWEEN_ONES = re.compile("(?<=1)(?=1)")
_INVISIBLE = "\n\t\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff\ufe0e\ufe0f"


class Family:
    """The four faces of a family."""

    def __init__(self, files: FontFiles, minimum_leading: float = 0.0, pixels: int | None = None) -> None:
        names = ("regular", "bold", "italic", "bold-italic")
        paths = (files.regular, files.bold, files.italic, files.bold_italic)
        self._faces = [
            _open_face(path, files.weights.get(name), pixels) for path, name in zip(paths, names, strict=True)
        ]
        self.line_height = max(minimum_leading, *(face.line_height for face in self._faces))

    def face(self, bold: bool, italic: bool) -> Face:
        """The face for a weight and a slant."""
        return self._faces[bold + 2 * italic]


@lru_cache(maxsize=32)
def _open_font(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


@lru_cache(maxsize=1024)
def _open_face(path: Path, weight: float | None, pixels: int | None) -> Face:
    return Face(path, weight, pixels)


class Fonts:
    """The brand's family and its fallback. Text must fit in both, since readers of the file may not have the brand's font.

    `unit_cache` and `kerning_cache` are caches of the module `lines`.
    """

    def __init__(self, font: FontFiles, fallback: FontFiles, pixels: int | None = None) -> None:
        self._files = font, fallback
        self._in_pixels: dict[int, Fonts] = {}
        self.unit_cache: defaultdict[Any, defaultdict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.kerning_cache: dict[Any, Any] = {}
        self.families = (Family(font, 0.0, pixels), Family(fallback, _FALLBACK_LEADING, pixels))
        self.line_heights = tuple(family.line_height for family in self.families)

    @property
    def cached_results(self) -> int:
        """The number of results that `lines` has cached here, also for numbers of pixels."""
        units = sum(len(known) for by_character in self.unit_cache.values() for known in by_character.values())
        return units + len(self.kerning_cache) + sum(fonts.cached_results for fonts in self._in_pixels.values())

    def in_pixels(self, pixels: int) -> Fonts:
        """The same fonts as LibreOffice uses them at so many pixels per em (see `pixels_per_em`)."""
        fonts = self._in_pixels.get(pixels)
        if fonts is None:
            fonts = self._in_pixels[pixels] = Fonts(*self._files, pixels)
        return fonts

    def widths(self, text: str, bold: bool = False, italic: bool = False) -> tuple[float, float]:
        """Width of `text` in em, in the brand's font and in the fallback."""
        first, second = self.families
        return first.face(bold, italic).width(text), second.face(bold, italic).width(text)

    def has_missing_glyphs(self, text: str) -> bool:
        """Whether some character of a text has no glyph in the brand's family or none in the fallback."""
        if text.isascii():
            return False
        chars = set(text).difference(_INVISIBLE)
        return not all(family.face(False, False).has_glyph(c) for family in self.families for c in chars)

    def is_missing_in_both(self, text: str) -> bool:
        """Whether some character of a text has a glyph neither in the brand's family nor in the fallback."""
        if text.isascii():
            return False
        faces = [family.face(False, False) for family in self.families]
        return not all(any(face.has_glyph(c) for face in faces) for c in set(text).difference(_INVISIBLE))

    def has_glyph(self, char: str) -> bool:
        """Whether both families have a character in every face."""
        return all(
            family.face(b, i).has_glyph(char) for family in self.families for b in (False, True) for i in (False, True)
        )
