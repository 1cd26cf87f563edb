"""Font files and tables of widths → advance widths and line heights, in em (1.0 = the font size).

Text is shaped by HarfBuzz with kerning on and ligatures off, which are the settings of the file, too. Widths are measured word by
word and cached, because a deck repeats the same few hundred words. `Fonts` have the exact widths that PowerPoint, Keynote and
Google Slides use; `Fonts.in_pixels` has those of LibreOffice, which rounds every advance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from deckgen.brand.types import FontFiles
from deckgen.fonts.width_table import STYLES, Style, widths_of
from deckgen.layout.other_scripts import OtherScripts, ScriptFace
from deckgen.layout.shapers import FileShaper, Shaper, TableShaper
from deckgen.layout.sizes import SMALL_SHARE

_FALLBACK_LEADING = 1.2
"""Line height in em of the fallback font: PowerPoint uses about 1.2 for Arial, though the font itself has 1.15."""
PIXEL_EMU = 914400 // 600
"""A pixel in EMU. LibreOffice lays text out for a device of 600 dpi, whatever the actual device is."""
HUNDREDTH_MM_EMU = 360
"""A hundredth of a millimetre in EMU, the unit in which LibreOffice stores sizes and positions."""


_MAX_KNOWN = 4096
"""How many widths and how many characters a face remembers: as many as the different words of a deck, often."""


class Face:
    """One face of a family: widths of text and line height. All widths are multiplied by `widening`.

    Characters that it lacks, or of scripts for which the brand names another font, are as wide as in `other_scripts`.
    """

    def __init__(self, shaper: Shaper, other_scripts: OtherScripts, widening: float = 1.0) -> None:
        self._shaper, self._other_scripts, self._widening = shaper, other_scripts, widening
        self._widths: dict[str, float] = {}
        self._part_widths: dict[tuple[str, str], float] = {}
        self._known_glyphs: dict[str, bool] = {}
        self._available: set[str] = set()
        self.line_height, self.ascent = shaper.line_height, shaper.ascent

    def has_glyph(self, char: str) -> bool:
        """Whether text has a character in this face: it has a glyph, and the brand names no other font for the script."""
        known = self._known_glyphs.get(char)
        if known is None:
            if len(self._known_glyphs) >= _MAX_KNOWN:
                self._known_glyphs.clear()
                self._available.clear()
            known = self._shaper.has_glyph(char) and not self._other_scripts.has_face_for(char)
            self._known_glyphs[char] = known
            if known:
                self._available.add(char)
        return known

    def width(self, text: str) -> float:
        """Advance width of `text` in em."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _MAX_KNOWN:
                self._widths.clear()
            between = 0.0 if text.isascii() else space_beside_latin(text)
            known = self._widths[text] = self._shape(text) + between
        return known

    def _shape(self, text: str) -> float:
        if not text:
            return 0.0
        if self._available.issuperset(text) or all(map(self.has_glyph, text)):
            return self._advance(text)
        visible = "".join(char for char in text if char not in _INVISIBLE or char in _JOINERS)
        return sum(map(self._width_of_part, self._parts(visible)))

    def _width_of_part(self, part: tuple[str, str]) -> float:
        """The width of a part as `_parts` yields it; cached: in a crafted text each mark is one, of a few."""
        known = self._part_widths.get(part)
        if known is None:
            if len(self._part_widths) >= _MAX_KNOWN:
                self._part_widths.clear()
            lacking, own = part
            known = self._part_widths[part] = self._other_scripts.width(lacking) if lacking else self._advance(own)
        return known

    def _parts(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a text as pairs: what the face lacks, with the spaces after it, or else what it has."""
        at = 0
        while at < len(text):
            start = at
            while at < len(text) and (
                text[at] in _JOINERS or not self.has_glyph(text[at]) or (at > start and text[at] == " ")
            ):
                at += 1
            if at > start:
                yield text[start:at], ""
                start = at
            while at < len(text) and text[at] not in _JOINERS and self.has_glyph(text[at]):
                at += 1
            if at > start:
                yield "", text[start:at]

    def _advance(self, text: str) -> float:
        advance = self._shaper.advance
        # Arial kerns the pair 11, Liberation Sans does not: measure without this kerning.
        units = sum(map(advance, _BETWEEN_ONES.split(text))) if "11" in text else advance(text)
        return units / self._shaper.em * self._widening


@lru_cache(maxsize=4096)
def pixels_per_em(size: int) -> int:
    """Pixels per em with which LibreOffice lays out text of a size (hundredths of a point).

    The formula was found by measuring its output: it rounds the size to hundredths of a millimetre, then to pixels.
    """
    return round(round(size * 127 / HUNDREDTH_MM_EMU) * HUNDREDTH_MM_EMU / PIXEL_EMU)


_BETWEEN_ONES = re.compile("(?<=1)(?=1)")
_EAST_ASIAN_RANGES = (
    ("\u1100", "\u11ff"), ("\u2e80", "\u9fff"), ("\uac00", "\ud7af"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"),
)  # fmt: skip
_EAST_ASIAN = "".join(f"{first}-{last}" for first, last in _EAST_ASIAN_RANGES)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the places where such letters and others meet, and of quotation marks beside such letters.

    Dashes and quotation marks are drawn in the font of such letters. To compile the patterns takes 4 ms, and few decks need them.
    """
    own, blank = f"[{_EAST_ASIAN}]", "[ \u00a0]"
    other = f"[^\\s{_EAST_ASIAN}\u2013-\u201d\u2026\u200b-\u200f\u2060-\u206f]"
    meeting = re.compile(f"(?<={own})(?={blank}?{other})|(?<={other})(?={own})|(?<={other}{blank})(?={own})")
    return meeting, re.compile(f"(?<={own})[\u2018-\u201d]|[\u2018-\u201d](?={own})")


_SPACE_BESIDE_LATIN, _WIDER_QUOTE = 0.235, 0.67
"""What LibreOffice adds where Chinese, Japanese or Korean and other characters meet, and to quotation marks, in em."""
FIRST_EAST_ASIAN = "\u1100"
"""Texts whose characters are all before this one have no such space."""
_JOINERS = "\u200c\u200d"
"""Decide which forms the letters beside them have, in scripts that join letters."""
_INVISIBLE = "\n\t\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff\ufe0e\ufe0f"


def _is_east_asian(char: str) -> bool:
    """Whether a character is in the ranges of `_EAST_ASIAN`: to compile a pattern of so many characters takes 4 ms."""
    return char >= FIRST_EAST_ASIAN and any(first <= char <= last for first, last in _EAST_ASIAN_RANGES)


def space_beside_latin(text: str) -> float:
    """Return the width in em of what programs add where East Asian and other characters of a text meet."""
    if text.isascii() or not any(map(_is_east_asian, text)):
        return 0.0
    meeting, quote = _patterns()
    return _SPACE_BESIDE_LATIN * len(meeting.findall(text)) + _WIDER_QUOTE * len(quote.findall(text))


def space_between(before: str, after: str) -> float:
    """Return how much more of it two texts have beside each other than each has alone."""
    end, start = before[-2:], after[:2]
    if end.isascii() and start.isascii():
        return 0.0
    return space_beside_latin(end + start) - space_beside_latin(end) - space_beside_latin(start)


ScriptFiles = tuple[tuple[str, FontFiles | None], ...]
"""The scripts that a brand has in fonts of their own, with the files that are found (`script_fonts.drawn_scripts`)."""


class Family:
    """The four faces of a family, and those of other `scripts` beside it."""

    def __init__(
        self, files: FontFiles, minimum_leading: float = 0.0, pixels: int | None = None, scripts: ScriptFiles = ()
    ) -> None:
        self._faces = [
            _open_face(files, style, path, pixels, scripts) for style, path in zip(STYLES, files.faces, strict=True)
        ]
        leading = max(minimum_leading, files.minimum_leading)
        self.line_height = max(leading, *(face.line_height for face in self._faces))
        self.ascent = max(face.ascent for face in self._faces)

    def face(self, bold: bool, italic: bool) -> Face:
        """The face for a weight and a slant."""
        return self._faces[bold + 2 * italic]


def _open_face(files: FontFiles, style: Style, path: Path, pixels: int | None, scripts: ScriptFiles) -> Face:
    others = OtherScripts("bold" in style, pixels, tuple(_script_face(*each, style) for each in scripts))
    if files.table is not None:
        return Face(TableShaper(widths_of(files.table, style), pixels), others)
    return _face_of_file(
        path, files.indices.get(style, 0), files.weights.get(style), others, files.widening, pixels, *_stamp(path)
    )


def _script_face(script: str, files: FontFiles | None, style: Style) -> ScriptFace:
    if files is None:
        return ScriptFace(script)
    path = files.faces[STYLES.index(style)]
    return ScriptFace(script, path, files.indices.get(style, 0), files.weights.get(style), _stamp(path))


def _stamp(path: Path) -> tuple[int, int, int]:
    """Return what changes with a file: in the preview, another version of a font may be saved under its name."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


@lru_cache(maxsize=1024)
def _face_of_file(
    path: Path,
    index: int,
    weight: float | None,
    scripts: OtherScripts,
    widening: float,
    pixels: int | None,
    *stamp: int,
) -> Face:
    return Face(FileShaper(path, index, weight, pixels, stamp), scripts, widening)


class Fonts:
    """The brand's family and its fallback. Text must fit in both, since readers of the file may not have the brand's font.

    `scripts` are in the brand's fonts for them, beside the brand's family; beside the fallback, in those of every brand.

    `unit_cache` and `kerning_cache` are caches of the module `lines`.
    """

    def __init__(
        self, font: FontFiles, fallback: FontFiles, pixels: int | None = None, scripts: ScriptFiles = ()
    ) -> None:
        self._files, self._scripts = (font, fallback), scripts
        self._in_pixels: dict[int, Fonts] = {}
        self.unit_cache: defaultdict[Any, defaultdict[str, dict[str, Any]]] = defaultdict(lambda: defaultdict(dict))
        self.kerning_cache: dict[Any, Any] = {}
        self.families = (Family(font, 0.0, pixels, scripts), Family(fallback, _FALLBACK_LEADING, pixels))
        faces = [
            [family.face(bold, italic) for italic in (False, True) for bold in (False, True)]
            for family in self.families
        ]
        self._faces = list(zip(*faces, strict=True))
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
            fonts = self._in_pixels[pixels] = Fonts(*self._files, pixels, self._scripts)
        return fonts

    def widths(self, text: str, bold: bool = False, italic: bool = False, small: bool = False) -> tuple[float, float]:
        """Width of `text` in em, in the brand's font and in the fallback; `small` text has half the size."""
        first, second = self._faces[bold + 2 * italic]
        if small:
            return first.width(text) * SMALL_SHARE, second.width(text) * SMALL_SHARE
        return first.width(text), second.width(text)

    def character_widths(self, text: str, which: int, face: tuple[bool, bool, bool]) -> dict[str, float]:
        """Width in em of each character of a text, in the brand's font (0) or in the fallback (1)."""
        bold, italic, small = face
        font, share = self._faces[bold + 2 * italic][which], SMALL_SHARE if small else 1.0
        return {char: font.width(char) * share for char in set(text)}

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
