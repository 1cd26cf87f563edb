"""A brand → the same brand with fonts for the scripts of languages that its own font lacks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.brand.types import Brand, ThemeFonts
from deckgen.fonts.scripts import SCRIPT_FONTS, script_of_language
from deckgen.layout.fonts import Family

_ARIAL = "Arial"
_WIDER_THAN_ARIAL = 1.03
"""Where Arial has no letters of a script, as Hebrew on Linux, programs take DejaVu Sans: letters and blanks are so much wider."""


def with_script_fonts(brand: Brand, languages: Sequence[str]) -> Brand:
    """Return a brand that names the fonts of the scripts of languages, or its own font where that has a script.

    The first script of each kind has the font of the theme, each further one a font by its script.
    """
    named: dict[str, str] = {}
    scripts: list[tuple[str, str]] = []
    for script in dict.fromkeys(map(script_of_language, languages)):
        if script not in SCRIPT_FONTS:
            continue
        font = SCRIPT_FONTS[script]
        has_script = Family(brand.font).face(False, False).has_glyph(font.sample)
        family = brand.font.family if has_script else font.family
        kind = "east_asian" if font.kind == "ea" else "complex"
        if named.setdefault(kind, family) != family:
            scripts.append((script, family))
    if not named:
        return brand
    fallback = brand.fallback
    if _ARIAL in (*named.values(), *(family for _, family in scripts)):
        fallback = replace(fallback, widening=max(fallback.widening, _WIDER_THAN_ARIAL))
    return replace(brand, theme_fonts=ThemeFonts(**named, scripts=tuple(scripts)), fallback=fallback)
