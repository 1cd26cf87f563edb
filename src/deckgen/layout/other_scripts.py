"""Text in scripts that the brand's font and its fallback lack → its width, as in the fonts that programs then use.

A script for which the brand names a font is shaped with that. Arabic, Hebrew, Devanagari, Tamil and Thai are else shaped with the
fonts of packages that deckgen depends on (`fonts/scripts.py`), so that every machine lays out the same deck. Other scripts have
the average width of their characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from deckgen.fonts.packages import font_files, package_folder
from deckgen.fonts.scripts import SCRIPT_FONTS, by_script, script_of
from deckgen.layout.shapers import FileShaper

# Each of these packages has one variable font for both weights.
_WEIGHTS = {False: 400.0, True: 700.0}
_AVERAGES = {
    "Arab": 0.41, "Armn": 0.64, "Beng": 0.51, "Cyrl": 0.59, "Deva": 0.47, "Ethi": 0.62, "Geor": 0.66, "Grek": 0.56, "Gujr": 0.48,
    "Guru": 0.54, "Hang": 0.92, "Hebr": 0.48, "Khmr": 0.56, "Knda": 0.71, "Laoo": 0.53, "Latn": 0.56, "Mlym": 0.8, "Mymr": 0.71,
    "Orya": 0.59, "Sinh": 0.78, "Taml": 0.8, "Telu": 0.72, "Thai": 0.52, "Tibt": 0.48,
}  # fmt: skip
"""The average width in em of a character that is no mark, in the regular Noto Sans of each script (Noto Serif for Tibetan), over
the names of countries, languages, currencies and months in CLDR. `tests/rendering/measure_scripts.py` compares them with what is
drawn."""
_BOLD = 1.06
"""How much wider bold text of these fonts is."""
_SPACE = 0.26
"""The width of a space in these fonts."""
_WITHOUT_WIDTH = ("Mn", "Me", "Cf")


class ScriptFace(Struct, frozen=True):
    """The face in which the brand has a script; `stamp` changes when the file does. Without a path, it is not found."""

    script: str
    path: Path | None = None
    index: int = 0
    weight: float | None = None
    stamp: tuple[int, ...] = ()


class OtherScripts(Struct, frozen=True):
    """Widths of text in other scripts, bold or regular; with `pixels` per em, advances are whole pixels.

    `faces` are those in which the brand has scripts.
    """

    bold: bool = False
    pixels: int | None = None
    faces: tuple[ScriptFace, ...] = ()

    def has_face_for(self, char: str) -> bool:
        """Whether the brand names a font for the script of a character."""
        return bool(self.faces) and not char.isascii() and any(script_of(char) == face.script for face in self.faces)

    def width(self, text: str) -> float:
        """The width of a text in em."""
        return sum(self._width_of_part(script, part) for script, part in by_script(text))

    def _width_of_part(self, script: str, text: str) -> float:
        face = next((face for face in self.faces if face.script == script and face.path is not None), None)
        shaper = _shaper(face or script, self.bold, self.pixels)
        if shaper is None:
            return sum(map(self._average, text))
        return sum(
            shaper.advance("".join(part)) / shaper.em if has_glyphs else sum(map(self._average, part))
            for has_glyphs, part in groupby(text, shaper.has_glyph)
        )

    def _average(self, char: str) -> float:
        """The usual width of a character; a full-width one, a symbol and one of a script without an average count as one em."""
        if unicodedata.category(char) in _WITHOUT_WIDTH:
            return 0.0
        if char == " ":
            return _SPACE
        average = _AVERAGES.get(script_of(char))
        return 1.0 if average is None else average * (_BOLD if self.bold else 1)


@cache
def _shaper(script: str | ScriptFace, bold: bool, pixels: int | None) -> FileShaper | None:
    """The font of a script, or the one that the brand has for it; None without a package."""
    if isinstance(script, ScriptFace):
        assert script.path is not None
        return FileShaper(script.path, script.index, script.weight, pixels, script.stamp)
    font = SCRIPT_FONTS.get(script)
    folder = package_folder(font.package) if font is not None and font.package else None
    upright = [file for file in font_files(folder) if "Italic" not in file.name] if folder is not None else []
    return FileShaper(upright[0], 0, _WEIGHTS[bold], pixels, ()) if upright else None
