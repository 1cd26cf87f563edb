"""The XML of a slide → the same with runs in fonts that have their characters, for a renderer that draws a run in one font.

Text keeps its font where that has the characters; what it lacks becomes a run in a font of this machine that has it. So does text
in a script for which the brand names a font. In paragraphs from right to left, blanks are moved (`right_to_left`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from lxml import etree
from msgspec import Struct, field

from deckgen.fonts.script_files import FontFile, alternatives, files_for, is_shown, moves_marks, of_named_scripts
from deckgen.line_breaking.units import break_units
from deckgen.ooxml.opc import A
from deckgen.render.right_to_left import has_such_paragraphs, move_blanks
from deckgen.render.types import Face

_FONT_TAGS = tuple(f"{A}{name}" for name in ("latin", "ea", "cs"))
_AFTER_FONTS = tuple(f"{A}{name}" for name in ("sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"))

Font = tuple[FontFile, FontFile]
"""A font, regular and bold."""
NamedFonts = tuple[tuple[str, Font], ...]
"""The scripts for which the brand names a font."""
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer letters, whose words have no blanks between them."""
_CLOSING = ":.,;!?)»"
_OPEN: Any = object()
"""Stands for the font of what has no glyph."""


class OtherFonts(Struct):
    """The other fonts that a slide needs: `families` has the name of each face for the renderer.

    The brand's own have the `known` characters, and those `named` are for scripts.
    """

    known: frozenset[int]
    named: NamedFonts = ()
    families: dict[tuple[str, Path, int | None], list[Face]] = field(default_factory=dict)

    @property
    def faces(self) -> list[Face]:
        """The faces that the renderer must know to draw the slide."""
        return [face for faces in self.families.values() for face in faces]

    def adapt(self, part: bytes) -> bytes:
        """Return the XML of a slide with its runs in fonts that have their characters; most parts stay as they are."""
        text = part.decode(errors="replace")
        is_right_to_left = has_such_paragraphs(text)
        if not is_right_to_left and not _lacking(text, self.known) and (not self.named or text.isascii()):
            return part
        root = etree.fromstring(part)
        for run in list(root.iter(f"{A}r")):
            self._adapt_run(run)
        if is_right_to_left:
            move_blanks(root)
        return etree.tostring(root)

    def _adapt_run(self, run: etree._Element) -> None:
        text = run.findtext(f"{A}t") or ""
        properties, parent = run.find(f"{A}rPr"), run.getparent()
        language = "" if properties is None else properties.get("lang") or ""
        in_scripts = of_named_scripts(text, language, frozenset(script for script, _ in self.named))
        own = self.known.difference(map(ord, in_scripts)) if in_scripts else self.known
        lacking = _lacking(text, own)
        if not lacking or parent is None:
            return
        fonts = _fonts_for(lacking, language, self.named)
        parts = list(_parts(text, lambda char: _font_of(char, own, fonts)))
        for font, part in parts:
            new = deepcopy(run)
            new.tail = None
            found = new.find(f"{A}t")
            assert found is not None
            found.text = _as_drawn(part) if font is not None else part
            if font is not None:
                _set_font(new, self._name_of(font))
            run.addprevious(new)
        parent.remove(run)

    def _name_of(self, font: Font) -> str:
        regular, bold = font
        key = regular.name, regular.path, regular.index
        # Files of two places may have one name, and draw differently.
        name = f"deckgen {regular.name} {crc32(str(regular.path).encode()):08x}"
        self.families[key] = [
            Face(name, file.path, is_bold, is_italic, file.weight, file.index)
            for is_bold, file in ((False, regular), (True, bold))
            for is_italic in (False, True)
        ]
        return name


def _lacking(text: str, known: frozenset[int]) -> str:
    """Return the characters of a text that are not known, each once; empty for most texts."""
    if text.isascii():
        return ""
    return "".join(sorted(char for char in set(text) if ord(char) not in known and is_shown(char)))


def _font_of(char: str, known: frozenset[int], fonts: Sequence[Font]) -> Font | None:
    """Return the font of a character; None for one that its own font has, or that none has."""
    if ord(char) in known:
        return None
    return next((font for font in fonts if ord(char) in font[0].characters), None)


def _parts(text: str, font_of: Callable[[str], Font | None]) -> Iterator[tuple[Font | None, str]]:
    """Yield the parts of a text with their fonts.

    What has no glyph, such as a space, belongs to the part in another font beside it: a space alone between words from right to
    left would be drawn on the wrong side of one.
    """
    fonts = [font_of(char) if is_shown(char) else _OPEN for char in text]
    for at, font in enumerate(fonts):
        before = fonts[at - 1] if at else None
        if font is _OPEN:
            after = next((each for each in fonts[at:] if each is not _OPEN), None)
            fonts[at] = before or after
        elif font is None and before is not None and _closes(text, at) and ord(text[at]) in before[0].characters:
            fonts[at] = before
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or fonts[at] != fonts[start]:
            yield fonts[start], text[start:at]
            start = at


def _as_drawn(part: str) -> str:
    """Return a part with breaks between words that have no blanks between them: the renderer has no dictionary."""
    return "\u200b".join(break_units(part)) if _WITHOUT_BLANKS.search(part) else part


def _closes(text: str, at: int) -> bool:
    """Whether a mark such as a colon belongs to the word from right to left before it."""
    return text[at] in _CLOSING and unicodedata.bidirectional(text[at - 1]) in ("R", "AL")


@lru_cache(maxsize=256)
def _fonts_for(characters: str, language: str, named: NamedFonts = ()) -> Sequence[Font]:
    """Return the fonts for characters, each regular and bold; one without a bold face is drawn in its regular one.

    Those that the brand names come first.

    The renderer puts each glyph where the one before it ends: it ignores where a font moves marks over letters. So a font whose
    letters have their marks is better, if there is one; vowel signs over letters are moved in each font.
    """
    fonts = []
    bold_of = {font[0]: font[1] for _, font in named}
    for file in files_for(characters, language, named=tuple((script, font[0]) for script, font in named)):
        own = "".join(char for char in characters if ord(char) in file.characters)
        letters = "".join(char for char in own if not unicodedata.combining(char))
        chosen = (
            file
            if not moves_marks(file, own)
            else _unmoved(own, own, language) or _unmoved(own, letters, language) or file
        )
        if chosen in bold_of:
            fonts.append((chosen, bold_of[chosen]))
            continue
        bold = [each for each in alternatives(own, language, bold=True) if each.families & chosen.families]
        fonts.append((chosen, min(bold, key=lambda each: moves_marks(each, own), default=chosen)))
    return fonts


def _unmoved(characters: str, in_place: str, language: str) -> FontFile | None:
    """Return a font that has some characters, and moves no marks over those that shall be `in_place`."""
    return next((file for file in alternatives(characters, language) if not moves_marks(file, in_place)), None)


def _set_font(run: etree._Element, family: str) -> None:
    properties = run.find(f"{A}rPr")
    if properties is None:
        properties = etree.Element(f"{A}rPr")
        run.insert(0, properties)
    for old in properties.findall("*"):
        if old.tag in _FONT_TAGS:
            properties.remove(old)
    latin = etree.Element(f"{A}latin", typeface=family)
    after = next((child for child in properties if child.tag in _AFTER_FONTS), None)
    if after is None:
        properties.append(latin)
    else:
        after.addprevious(latin)


def named_fonts(faces: Sequence[Face]) -> NamedFonts:
    """Return the fonts, regular and bold, that a brand has for scripts."""
    upright = {(face.script, face.bold): _file_of(face) for face in faces if face.script and not face.italic}
    scripts = dict.fromkeys(script for script, _ in upright)
    return tuple((script, (upright[script, False], upright[script, True])) for script in scripts)


def _file_of(face: Face) -> FontFile:
    return FontFile(face.family, face.path, face.index, face.weight)


@lru_cache(maxsize=8)
def characters_of(faces: tuple[Face, ...]) -> frozenset[int]:
    """Return the characters that the regular faces of all families have."""
    regular = [face for face in faces if not face.bold and not face.italic]
    each = [FontFile(face.family, face.path, face.index, None).characters for face in regular]
    return frozenset.intersection(*each) if each else frozenset()
