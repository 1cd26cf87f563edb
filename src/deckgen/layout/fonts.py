"""Font files → advance widths and line heights, in em (1.0 = the font size).

Text is shaped by HarfBuzz with kerning on and ligatures off, as the writer asks for in the file. Widths are asked for word by
word and kept, because a deck uses the same few hundred words again and again. `Fonts` have the exact widths, with which
PowerPoint, Keynote and Google Slides set text; `Fonts.in_pixels` those of LibreOffice, which rounds every advance.
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
"""PowerPoint sets Arial about 1.2 em apart, though the font's own figures say 1.15."""
PIXEL = 914400 // 600
"""LibreOffice sets text for a device of 600 dpi, whatever it draws on: a pixel in EMU."""
HUNDREDTH = 360
"""LibreOffice keeps sizes and places in hundredths of a millimetre, in EMU."""


class Face:
    """One face of a family: widths of text and the line height; with `pixels` to the em, every advance is a whole pixel."""

    def __init__(self, path: Path, weight: float | None = None, pixels: int | None = None) -> None:
        face = _file(path)
        self._font = hb.Font(face)
        if weight is not None:
            self._font.set_variations({"wght": weight})
        self._grid = 1
        if pixels is not None:
            self._grid = 64
            self._font.scale = (pixels * 64, pixels * 64)
        self._em = float(pixels or face.upem)
        self._widths: dict[str, float] = {}
        self._has: dict[str, bool] = {}
        self._drawn: set[str] = set()
        extents = self._font.get_font_extents("ltr")
        self.line_height = (extents.ascender - extents.descender + extents.line_gap) / self._em

    def has(self, char: str) -> bool:
        """Tell whether the face has a glyph for a character."""
        known = self._has.get(char)
        if known is None:
            known = self._has[char] = bool(self._font.get_nominal_glyph(ord(char)))
            if known:
                self._drawn.add(char)
        return known

    def width(self, text: str) -> float:
        """Advance width of `text` in em; a character that the face lacks counts a full em."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = self._shape(text)
        return known

    def _shape(self, text: str) -> float:
        missing, drawn = 0, text
        if not (self._drawn.issuperset(text) or all(map(self.has, text))):
            missing = sum(1 for char in text if not self.has(char) and char not in _INVISIBLE)
            drawn = "".join(char for char in text if self.has(char)) if missing else text
        if not drawn:
            return float(missing)
        # Arial has a kern for 11, Liberation Sans has none: count as if nobody had.
        parts = _ELEVEN.split(drawn) if "11" in drawn else (drawn,)
        return sum(map(self._advance, parts)) / self._em + missing

    def _advance(self, text: str) -> float:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, _FEATURES)
        if self._grid == 1:
            return float(sum([p.x_advance for p in buffer.glyph_positions]))
        # FreeType rounds halves up, HarfBuzz would not: at 12 pt that is the width of every l.
        return float(sum([(p.x_advance + 32) // 64 for p in buffer.glyph_positions]))


@lru_cache(maxsize=4096)
def pixels_of(size: int) -> int:
    """Pixels to the em in which LibreOffice sets text of a size (hundredths of a point).

    Found by measuring what it draws: it rounds the size to hundredths of a millimetre, then to pixels.
    """
    return round(round(size * 127 / HUNDREDTH) * HUNDREDTH / PIXEL)


_ELEVEN = re.compile("(?<=1)(?=1)")
_INVISIBLE = "\n\t\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff\ufe0e\ufe0f"


class Family:
    """The four faces of a family."""

    def __init__(self, files: FontFiles, least_leading: float = 0.0, pixels: int | None = None) -> None:
        names = ("regular", "bold", "italic", "bold-italic")
        paths = (files.regular, files.bold, files.italic, files.bold_italic)
        self._faces = [_face(path, files.weights.get(name), pixels) for path, name in zip(paths, names, strict=True)]
        self.line_height = max(least_leading, *(face.line_height for face in self._faces))

    def face(self, bold: bool, italic: bool) -> Face:
        """Choose a face."""
        return self._faces[bold + 2 * italic]


@lru_cache(maxsize=32)
def _file(path: Path) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(path)))


@lru_cache(maxsize=1024)
def _face(path: Path, weight: float | None, pixels: int | None) -> Face:
    return Face(path, weight, pixels)


class Fonts:
    """The brand's family and its fallback: what fits must fit in both (who opens the file may lack the brand's).

    `units` and `kerns` are where `lines` keeps what it has measured with them.
    """

    def __init__(self, font: FontFiles, fallback: FontFiles, pixels: int | None = None) -> None:
        self._files = font, fallback
        self._in_pixels: dict[int, Fonts] = {}
        self.units: defaultdict[Any, defaultdict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.kerns: dict[Any, Any] = {}
        self.families = (Family(font, 0.0, pixels), Family(fallback, _FALLBACK_LEADING, pixels))
        self.line_heights = tuple(family.line_height for family in self.families)

    def in_pixels(self, pixels: int) -> Fonts:
        """The same fonts as LibreOffice sets them at so many pixels to the em (see `pixels_of`)."""
        found = self._in_pixels.get(pixels)
        if found is None:
            found = self._in_pixels[pixels] = Fonts(*self._files, pixels)
        return found

    def widths(self, text: str, bold: bool = False, italic: bool = False) -> tuple[float, float]:
        """Width of `text` in em, in the brand's font and in the fallback."""
        first, second = self.families
        return first.face(bold, italic).width(text), second.face(bold, italic).width(text)

    def lacks(self, text: str) -> bool:
        """Tell whether some character of a text comes from another font, be it here or where there is only the fallback."""
        if text.isascii():
            return False
        chars = set(text).difference(_INVISIBLE)
        return not all(family.face(False, False).has(c) for family in self.families for c in chars)

    def has(self, char: str) -> bool:
        """Tell whether both families have a character in every face."""
        return all(
            family.face(b, i).has(char) for family in self.families for b in (False, True) for i in (False, True)
        )
