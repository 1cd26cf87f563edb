"""Installed fonts → the table of their widths, with which every machine measures text (`fonts.width_table`).

Text is measured as in `layout.fonts`: shaped with kerning and without ligatures. The table has the widths of single characters
and the kerning of pairs; so it has no characters of scripts whose letters join or change their order (Arabic, Devanagari …),
which are measured like those that the font lacks. Kerning is stored for the letters of Latin, Greek and Cyrillic, with
punctuation.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import uharfbuzz as hb

from deckgen.brand.types import FontFiles
from deckgen.cache import fingerprint
from deckgen.fonts.face_tables import describe_faces
from deckgen.fonts.width_table import SHAPING, STYLES, Style, StyleWidths, WidthTable, as_ranges

_SHAPED_SCRIPTS = (
    (0x0600, 0x0DFF), (0x0F00, 0x109F), (0x1700, 0x1CFF), (0xA800, 0xABFF), (0xD800, 0xDFFF), (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE), (0x10000, 0x1CFFF), (0xE0000, 0x10FFFF),
)  # fmt: skip
"""Code points of scripts in which the width of a text is not that of its characters, and of no characters."""
_COMMON = ((0x20, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0xA0, 0xBF), (0x2010, 0x203A), (0x20A0, 0x20BF), (0x2122, 0x2122))
_LETTERS = (
    ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x17F), (0x218, 0x21B), (0x1E9E, 0x1E9E)),
    ((0x370, 0x3FF),),
    ((0x400, 0x45F), (0x490, 0x491)),
)
"""Code points between which kerning is stored: with punctuation and digits, each script by itself."""


def make_table(family: str, files: FontFiles) -> WidthTable:
    """Measure the four styles of installed fonts. Raises OSError if one of the files cannot be read."""
    digests = dict(fingerprint.file_digests(files.faces))
    styles: dict[Style, StyleWidths] = {}
    for style, path in zip(STYLES, files.faces, strict=True):
        index = files.indices.get(style)
        described = next(face for face in describe_faces(path) if face.index == index)
        measured = _MeasuredFont(path, index or 0, files.weights.get(style))
        styles[style] = measured.style_widths(described.version[:300], digests[str(path)])
    return WidthTable(family, files.design or family, styles)


class _MeasuredFont:
    """One face, opened with HarfBuzz at its own units."""

    def __init__(self, path: Path, index: int, weight: float | None) -> None:
        self._path = path
        self._face = hb.Face(hb.Blob.from_file_path(str(path)), index)
        self._font = hb.Font(self._face)
        if weight is not None:
            self._font.set_variations({"wght": weight})

    def style_widths(self, version: str, digest: str) -> StyleWidths:
        """Return the widths of the characters that the font has, and the kerning of the pairs of them."""
        points = [point for point in sorted(self._face.unicodes) if not _contains(_SHAPED_SCRIPTS, point)]
        advances = {point: self._advance(point) for point in points}
        if 0x20 in advances:  # every program takes the space of a font for a no-break space that it lacks
            advances.setdefault(0xA0, advances[0x20])
        by_width: dict[int, list[int]] = defaultdict(list)
        for point, width in advances.items():
            by_width[width].append(point)
        extents = self._font.get_font_extents("ltr")
        return StyleWidths(
            self._path.name[:300], version, digest, self._face.upem, extents.ascender, extents.descender, extents.line_gap,
            {str(width): as_ranges(same) for width, same in sorted(by_width.items())}, self._kerning(advances),
        )  # fmt: skip

    def _advance(self, point: int) -> int:
        # A combining mark takes no room after its letter, whatever its own width is.
        if unicodedata.category(chr(point)) in {"Mn", "Me"}:
            return 0
        return max(0, int(self._font.get_glyph_h_advance(self._font.get_nominal_glyph(point))))

    def _kerning(self, advances: Mapping[int, int]) -> dict[str, dict[str, str]]:
        kerning: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        common = [chr(point) for point in _points(_COMMON) if point in advances]
        pairs: set[str] = set()
        for ranges in _LETTERS:
            chars = common + [chr(point) for point in _points(ranges) if point in advances]
            for before in chars:
                for pair, added in self._added_after(before, chars, advances):
                    if added and pair not in pairs:
                        pairs.add(pair)
                        kerning[pair[0]][added].append(pair[1])
        return {
            before: {str(added): "".join(sorted(after)) for added, after in sorted(by_width.items())}
            for before, by_width in sorted(kerning.items())
        }

    def _added_after(self, before: str, chars: Sequence[str], advances: Mapping[int, int]) -> Iterable[tuple[str, int]]:
        """Return what the font adds between a character and each of `chars`: all pairs are shaped as one text."""
        text = "".join(before + char for char in chars)
        positions = self._shape(text)
        if len(positions) == len(text):
            return [(text[at : at + 2], positions[at] - advances[ord(before)]) for at in range(0, len(text), 2)]
        # The font replaces several characters by one: the pairs are shaped one by one.
        alone = advances[ord(before)]
        return [(before + char, sum(self._shape(before + char)) - alone - advances[ord(char)]) for char in chars]

    def _shape(self, text: str) -> list[int]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, SHAPING)
        return [position.x_advance for position in buffer.glyph_positions]


def _points(ranges: Iterable[tuple[int, int]]) -> Iterable[int]:
    return (point for first, last in ranges for point in range(first, last + 1))


def _contains(ranges: Iterable[tuple[int, int]], point: int) -> bool:
    return any(first <= point <= last for first, last in ranges)
