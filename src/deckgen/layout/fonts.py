"""Font files and tables of widths → advance widths and line heights, in em (1.0 = the font size).

Text is shaped by HarfBuzz with kerning on and ligatures off, which are the settings of the file, too. Widths are measured word by
word and cached, because a deck repeats the same few hundred words. `Fonts` have the exact widths that PowerPoint, Keynote and
Google Slides use; `Fonts.in_pixels` has those of LibreOffice, which rounds every advance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import uharfbuzz as hb

from deckgen.brand.types import FontFiles
from deckgen.fonts.width_table import SHAPING, STYLES, CharacterWidths, Style, widths_of
from deckgen.layout.sizes import SMALL_SHARE

_FALLBACK_LEADING = 1.2
"""Line height in em of the fallback font: PowerPoint uses about 1.2 for Arial, though the font itself has 1.15."""
_ASCENT_SHARE = 0.79
"""The share of a line above its baseline where only widths are known: 0.78 in Source Sans, 0.79 in Calibri, 0.81 in Arial."""
PIXEL_EMU = 914400 // 600
"""A pixel in EMU. LibreOffice lays text out for a device of 600 dpi, whatever the actual device is."""
HUNDREDTH_MM_EMU = 360
"""A hundredth of a millimetre in EMU, the unit in which LibreOffice stores sizes and positions."""


_MAX_KNOWN = 4096
"""How many widths and how many characters a face remembers: as many as the different words of a deck, often."""


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
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, SHAPING)
        if self._grid == 1:
            return float(sum([p.x_advance for p in buffer.glyph_positions]))
        # FreeType rounds halves up, HarfBuzz does not: at 12 pt this concerns the width of every l.
        return float(sum([(p.x_advance + 32) // 64 for p in buffer.glyph_positions]))


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


class Face:
    """One face of a family: widths of text and line height. All widths are multiplied by `widening`."""

    def __init__(self, shaper: Shaper, widening: float = 1.0) -> None:
        self._shaper, self._widening = shaper, widening
        self._widths: dict[str, float] = {}
        self._known_glyphs: dict[str, bool] = {}
        self._available: set[str] = set()
        self.line_height, self.ascent = shaper.line_height, shaper.ascent

    def has_glyph(self, char: str) -> bool:
        """Whether the face has a glyph for a character."""
        known = self._known_glyphs.get(char)
        if known is None:
            if len(self._known_glyphs) >= _MAX_KNOWN:
                self._known_glyphs.clear()
                self._available.clear()
            known = self._known_glyphs[char] = self._shaper.has_glyph(char)
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
        return sum(map(self._shaper.advance, parts)) / self._shaper.em * self._widening + missing


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
        self._faces = [_open_face(files, style, path, pixels) for style, path in zip(STYLES, files.faces, strict=True)]
        leading = max(minimum_leading, files.minimum_leading)
        self.line_height = max(leading, *(face.line_height for face in self._faces))
        self.ascent = max(face.ascent for face in self._faces)

    def face(self, bold: bool, italic: bool) -> Face:
        """The face for a weight and a slant."""
        return self._faces[bold + 2 * italic]


def _open_face(files: FontFiles, style: Style, path: Path, pixels: int | None) -> Face:
    if files.table is not None:
        return _face_of_table(widths_of(files.table, style), pixels)
    status = path.stat()  # in the preview, another version of a font may be saved under its name
    stamp = status.st_size, status.st_mtime_ns, status.st_ino
    return _face_of_file(path, files.indices.get(style, 0), files.weights.get(style), files.widening, pixels, *stamp)


@lru_cache(maxsize=32)
def _open_font(path: Path, index: int, *_stamp: int) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)), index)


@lru_cache(maxsize=1024)
def _face_of_file(
    path: Path, index: int, weight: float | None, widening: float, pixels: int | None, *stamp: int
) -> Face:
    return Face(FileShaper(path, index, weight, pixels, stamp), widening)


def _face_of_table(widths: CharacterWidths, pixels: int | None) -> Face:
    return Face(TableShaper(widths, pixels))


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

    def widths(self, text: str, bold: bool = False, italic: bool = False, small: bool = False) -> tuple[float, float]:
        """Width of `text` in em, in the brand's font and in the fallback; `small` text has half the size."""
        first, second = self.families
        if small:
            return first.face(bold, italic).width(text) * SMALL_SHARE, second.face(bold, italic).width(
                text
            ) * SMALL_SHARE
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
