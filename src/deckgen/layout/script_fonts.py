"""A brand → the same with fonts for the scripts of languages: those that it names, else ones for what its own font lacks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.brand.types import Brand, FontFiles, ThemeFonts
from deckgen.fonts.scripts import OWN_FONT_SCRIPTS, SCRIPT_FONTS, script_of_language, theme_code
from deckgen.layout.fonts import Family

_CHARACTERS_OF = {"Jpan": ("Hira", "Kana"), "Kore": ("Hang",), "Hant": ("Bopo",), "Hans": ()}
"""The scripts of characters that only one East Asian language has."""
_ARIAL = "Arial"
_WIDER_THAN_ARIAL = 1.03
"""Where Arial has no letters of a script, as Hebrew on Linux, programs take DejaVu Sans: letters and blanks are so much wider."""


def with_script_fonts(brand: Brand, languages: Sequence[str]) -> Brand:
    """Return a brand whose theme has the fonts of the scripts of languages, and all that it names for scripts.

    The first script of each kind among those of the languages has the font of the theme, each further one a font by its script.
    """
    by_brand = {each.script: each.family for each in brand.script_families}
    of_languages = {
        script: by_brand.get(script) or _family(brand, script) for script in map(script_of_language, languages)
    }
    first: dict[str, str] = {}
    scripts = dict(by_brand)
    for script, family in of_languages.items():
        if family and first.setdefault(OWN_FONT_SCRIPTS[script], family) != family:
            scripts.setdefault(script, family)
    if not first and not scripts:
        return brand
    fallback = brand.fallback
    if _ARIAL in of_languages.values():
        fallback = replace(fallback, widening=max(fallback.widening, _WIDER_THAN_ARIAL))
    by_code = tuple((theme_code(script), family) for script, family in scripts.items())
    return replace(brand, theme_fonts=ThemeFonts(first.get("ea", ""), first.get("cs", ""), by_code), fallback=fallback)


def drawn_scripts(brand: Brand) -> tuple[tuple[str, FontFiles | None], ...]:
    """Return the scripts of characters (ISO 15924) that a brand has in fonts of their own, with the files that are found.

    Chinese characters are in the first font for East Asian text: that of the theme, where the deck is in such a language.
    """
    found: dict[str, FontFiles | None] = {}
    for each in brand.script_families:
        if OWN_FONT_SCRIPTS[each.script] == "cs":
            found[each.script] = each.files
            continue
        found.update(dict.fromkeys(_CHARACTERS_OF[each.script], each.files))
        if brand.theme_fonts.east_asian in ("", each.family):
            found.setdefault("Hani", each.files)
    return tuple(found.items())


def _family(brand: Brand, script: str) -> str:
    """Return the family of a script for which the brand names none: its own if that has it; empty for a script without one."""
    font = SCRIPT_FONTS.get(script)
    if font is None:
        return ""
    return brand.font.family if Family(brand.font).face(False, False).has_glyph(font.sample) else font.family
