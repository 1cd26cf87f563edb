"""The fonts of scripts that a brand's font may lack: the families that decks name, and the packages that text is measured with.

Noto is named where a package has it, since it is free for every system and one of Google Slides' fonts; else the font that Office
installs for the script. A program without the family takes its own font of the script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from deckgen.fonts.face_tables import folded
from deckgen.fonts.packages import distribution_of, family_packages, package_folder


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
OWN_FONT_SCRIPTS: Mapping[str, Literal["ea", "cs"]] = {
    **{script: font.kind for script, font in SCRIPT_FONTS.items()},
    **dict.fromkeys(("Ethi", "Laoo", "Mong", "Mymr", "Orya", "Syrc", "Thaa", "Tibt"), "cs"),
}
"""The scripts for which a theme can name a font, each with its kind there; all others are drawn in the font of Latin text."""
_THEME_CODES = {"Kore": "Hang"}
_CODE_LENGTH = 4


def theme_code(script: str) -> str:
    """Return the code under which themes have a script: they write `Hang` for Korean."""
    return _THEME_CODES.get(script, script)


def script_of_theme_code(code: str) -> str:
    """Return the script that themes have under a code."""
    return next((script for script, name in _THEME_CODES.items() if name == code), code)


@lru_cache(maxsize=64)
def script_of_language(language: str) -> str:
    """Return the code of the script in which a language (BCP 47) is usually written; empty if it is not known."""
    subtags = language.replace("_", "-").split("-")
    if subtags[0].lower() in ("", "en"):
        return "Latn" if subtags[0] else ""
    from babel.core import get_global  # noqa: PLC0415 -- its tables, for other languages than English

    stated = next((subtag.title() for subtag in subtags[1:] if len(subtag) == _CODE_LENGTH), "")
    likely = get_global("likely_subtags")
    known = likely.get("_".join([subtags[0].lower(), *map(str.upper, subtags[1:2])])) or likely.get(
        subtags[0].lower(), ""
    )
    return stated or "".join(known.split("_")[1:2])


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the code of the script of a character; empty for one that several scripts share."""
    from fontTools.unicodedata import script  # noqa: PLC0415 -- its tables, for other scripts only

    found = str(script(char))
    # What is full-width is of no script with letters, though Arabic and Chinese share some of it.
    is_wide = unicodedata.east_asian_width(char) in ("W", "F") and found == "Zyyy"
    return "Hani" if is_wide else "" if found in ("Zyyy", "Zinh") else found


def main_script(char: str) -> str:
    """Return one of the scripts that share a character, such as Arabic for its comma; empty for one of all scripts."""
    from fontTools.unicodedata import script_extension  # noqa: PLC0415 -- as `script_of`

    shared = sorted(script_extension(char) - {"Zyyy", "Zinh"})
    return next((script for script in shared if script in SCRIPT_FONTS), shared[0] if shared else "")


def by_script(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of one script each; marks and characters of no script of their own belong to what stands before them."""
    start, current = 0, ""
    for at, char in enumerate(text):
        script = script_of(char)
        if current and script and script != current:
            yield current, text[start:at]
            start = at
        current = script or current
    if text:
        yield current, text[start:]


_WRITTEN_WITH = {"Hira": "Jpan", "Kana": "Jpan", "Hang": "Kore", "Bopo": "Hant"}
_WITH_HAN = ("Hans", "Hant", "Jpan", "Kore")


def font_script(script: str, language: str) -> str:
    """Return the code under which `SCRIPT_FONTS` has a script; of Chinese characters, that of the language."""
    if script != "Hani":
        return _WRITTEN_WITH.get(script, script)
    of_language = script_of_language(language)
    return of_language if of_language in _WITH_HAN else "Hans"


_HAN = {"Hans": "SC", "Hant": "TC", "Jpan": "JP", "Kore": "KR"}
_NAMES = {"Hans": "Chinese (simplified)", "Hant": "Chinese (traditional)", "Jpan": "Japanese", "Kore": "Korean"}
_FURTHER_FAMILIES = {"Beng": ("Hind Siliguri",)}
"""Of scripts without a package of Noto."""


def script_name(script: str) -> str:
    """Return the English name of a script, such as `Bengali`; its code if it has none."""
    from fontTools.unicodedata import script_name as name_of  # noqa: PLC0415 -- as `script_of`

    return _NAMES.get(script) or str(name_of(script, default=script)).replace("_", " ")


def families_of(script: str) -> tuple[str, ...]:
    """Return the names of families that are made for a script, the one that decks name first."""
    font, han = SCRIPT_FONTS.get(script), _HAN.get(script)
    named = (font.family,) if font is not None else ()
    if han is not None:
        return (*named, f"Noto Sans CJK {han}", f"Noto Sans {han}", f"Source Han Sans {han}", f"Noto Serif CJK {han}")
    name = script_name(script)
    return (*named, f"Noto Sans {name}", f"Noto Serif {name}", *_FURTHER_FAMILIES.get(script, ()))


def default_widths(script: str) -> str:
    """Return what text of a script is measured with where a brand names no font for it: a package, or the average width."""
    font = SCRIPT_FONTS.get(script)
    has_package = font is not None and package_folder(font.package) is not None
    return f"package {distribution_of(font.package)}" if font and has_package else "average width of the script"


def where_to_get(script: str) -> str:
    """Return how a font for a script is installed, as the rest of a sentence that begins with "install"."""
    packages = (family_packages().get(folded(family)) for family in families_of(script))
    pip = [f"`pip install {package.distribution}`" for package in packages if package is not None][:1]
    debian = "fonts-noto-cjk" if script in _HAN else "fonts-noto-core"
    ways = [*pip, f"`apt install {debian}` (Debian, Ubuntu)", "from fonts.google.com/noto"]
    return f"a font for it: {', '.join(ways[:-1])}, or {ways[-1]}"
