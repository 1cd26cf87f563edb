"""The fonts of scripts that a brand's font may lack: the families that decks name, and the packages that text is measured with.

Noto is named where a package has it, since it is free for every system and one of Google Slides' fonts; else the font that Office
installs for the script. A program without the family takes its own font of the script.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct


class ScriptFont(Struct, frozen=True):
    """The family of a script, its `kind` in a theme (East Asian or complex), and a character that each of its fonts has.

    `package` has a font with the widths of the family (`fonts.packages`); empty without one.
    """

    family: str
    kind: Literal["ea", "cs"]
    sample: str
    package: str = ""


SCRIPT_FONTS: Mapping[str, ScriptFont] = {
    "Arab": ScriptFont("Noto Sans Arabic", "cs", "ا", "fontpkg_noto_sans_arabic"),
    "Beng": ScriptFont("Nirmala UI", "cs", "ক"),
    "Deva": ScriptFont("Noto Sans Devanagari", "cs", "क", "fontpkg_noto_sans_devanagari"),
    "Gujr": ScriptFont("Nirmala UI", "cs", "ક"),
    "Guru": ScriptFont("Nirmala UI", "cs", "ਕ"),
    "Hans": ScriptFont("Microsoft YaHei", "ea", "的"),
    "Hant": ScriptFont("Microsoft JhengHei", "ea", "的"),
    "Hebr": ScriptFont("Arial", "cs", "א", "fontpkg_arimo"),
    "Jpan": ScriptFont("Yu Gothic", "ea", "あ"),
    "Khmr": ScriptFont("Khmer UI", "cs", "ក"),
    "Knda": ScriptFont("Nirmala UI", "cs", "ಕ"),
    "Kore": ScriptFont("Malgun Gothic", "ea", "한"),
    "Mlym": ScriptFont("Nirmala UI", "cs", "ക"),
    "Sinh": ScriptFont("Nirmala UI", "cs", "ක"),
    "Taml": ScriptFont("Noto Sans Tamil", "cs", "க", "fontpkg_noto_sans_tamil"),
    "Telu": ScriptFont("Nirmala UI", "cs", "క"),
    "Thai": ScriptFont("Noto Sans Thai", "cs", "ก", "fontpkg_noto_sans_thai"),
}
"""By the code of the script (ISO 15924)."""


@lru_cache(maxsize=64)
def script_font_of(language: str) -> ScriptFont | None:
    """Return the font of the script in which a language (BCP 47) is usually written; None if it needs none of its own."""
    subtags = language.replace("_", "-").split("-")
    if subtags[0].lower() in ("", "en"):
        return None
    from babel.core import get_global  # noqa: PLC0415 -- its tables, for other languages than English

    stated = next((subtag.title() for subtag in subtags[1:] if len(subtag) == 4), "")
    likely = get_global("likely_subtags")
    known = likely.get("_".join([subtags[0].lower(), *map(str.upper, subtags[1:2])])) or likely.get(
        subtags[0].lower(), ""
    )
    return SCRIPT_FONTS.get(stated or "".join(known.split("_")[1:2]))
