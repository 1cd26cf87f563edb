"""Signs in fonts of symbols, such as Wingdings: bullets that can be those of a brand, and what a machine without the font shows.

A letter in such a font is a picture: in another font, or on a machine that lacks it, it is another sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from deckgen.ooxml.opc import A, P
from deckgen.slide_files.texts import level_of, text_runs
from deckgen.slide_files.xml import child

SYMBOL_FONTS = re.compile(r"wingdings|webdings|symbol|dingbats|marlett|mt extra|fontawesome", re.IGNORECASE)
"""Families whose letters are pictures: in another font they would be other signs."""
BULLET = "•"
_PLAIN = frozenset({0x6C, 0x6E, 0x71, 0x75, 0x76, 0x77, 0x9F, 0xA7, 0xA8, 0xB7, 0xD8})
"""The letters of bullets that say nothing: squares, circles, diamonds and arrowheads of Wingdings, the dot of Symbol."""
_BULLETS, _BULLET_FONTS = ("buNone", "buAutoNum", "buChar", "buBlip"), ("buFontTx", "buFont")
_DESCRIPTIONS = ("panose", "pitchFamily", "charset")


def replace_plain_bullets(shapes: Iterable[etree._Element]) -> None:
    """Let plain bullets in fonts of symbols be round ones in the font of the text; others stay as they are."""
    found: dict[etree._Element, list[etree._Element]] = {}
    for font, sign in _symbol_bullets(shapes):
        found.setdefault(font, []).append(sign)
    for font, signs in found.items():
        if all(_is_plain(sign) for sign in signs):
            font.set("typeface", "+mn-lt")
            for name in [each for each in _DESCRIPTIONS if each in font.attrib]:
                del font.attrib[name]
            for sign in signs:
                sign.set("char", BULLET)


def symbol_families(shapes: Sequence[etree._Element]) -> list[str]:
    """Return the fonts of symbols that bullets and texts of shapes use, in order."""
    families = [font.get("typeface", "") for font, _ in _symbol_bullets(shapes)]
    for run in (run for shape in shapes for run in text_runs(shape)):
        fonts = (run.find(f"{A}rPr/{A}{name}") for name in ("sym", "latin"))
        families += [family for font in fonts if font is not None and _is_symbol(family := font.get("typeface", ""))]
    return list(dict.fromkeys(families))


def _symbol_bullets(shapes: Iterable[etree._Element]) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield the font and the sign of each bullet in a font of symbols that stands before a text."""
    for body in (body for shape in shapes for body in shape.iter(f"{P}txBody", f"{A}txBody")):
        for paragraph in body.iter(f"{A}p"):
            if next(text_runs(paragraph), None) is None:
                continue
            places = (paragraph.find(f"{A}pPr"), body.find(f"{A}lstStyle/{A}lvl{level_of(paragraph) + 1}pPr"))
            sign = next((found for place in places if (found := child(place, _BULLETS)) is not None), None)
            font = next((found for place in places if (found := child(place, _BULLET_FONTS)) is not None), None)
            if (
                sign is not None
                and font is not None
                and sign.tag == f"{A}buChar"
                and _is_symbol(font.get("typeface", ""))
            ):
                yield font, sign


def _is_symbol(family: str) -> bool:
    return SYMBOL_FONTS.search(family) is not None


def _is_plain(sign: etree._Element) -> bool:
    """Whether a bullet says nothing; files have its letter, or one of the private use area."""
    letter = sign.get("char", "")
    code = ord(letter) if len(letter) == 1 else 0
    return letter == BULLET or (code & 0xFF if 0xF000 <= code <= 0xF0FF else code) in _PLAIN
