"""A brand → the same brand with a font for the script of a language that its own font lacks."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.types import Brand, ThemeFonts
from deckgen.fonts.scripts import script_font_of
from deckgen.layout.fonts import Family


def with_script_font(brand: Brand, language: str) -> Brand:
    """Return a brand that names the font of the script of a language, or its own font where that has the script."""
    script = script_font_of(language)
    if script is None:
        return brand
    has_script = Family(brand.font).face(False, False).has_glyph(script.sample)
    family = brand.font.family if has_script else script.family
    return replace(brand, theme_fonts=ThemeFonts(**{"east_asian" if script.kind == "ea" else "complex": family}))
