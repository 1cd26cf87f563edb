"""Widths of text in scripts that the brand's font lacks, and the fonts that a deck names for them."""

import pytest
from lxml import etree
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.fonts.scripts import SCRIPT_FONTS, script_of_language
from deckgen.layout.fonts import Fonts
from deckgen.layout.other_scripts import OtherScripts
from deckgen.layout.script_fonts import with_script_fonts
from deckgen.writer.theme import theme_xml

TEXTS = {
    "Arabic": ("زيادة عدد المحررين", 6, 8.2),
    "Hindi": ("संपादकों की संख्या", 5.5, 8.5),
    "Thai": ("เพิ่มจำนวนผู้แก้ไขใหม่", 8, 11),
    "Bengali": ("সম্পাদকের সংখ্যা", 5, 9),
    "Korean": ("새 편집자의 수", 5.5, 6.4),
    "Chinese": ("增加新编辑人数", 7, 7),
}


@pytest.fixture(scope="module")
def fonts(brand: Brand) -> Fonts:
    return Fonts(brand.font, brand.fallback)


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_as_wide_as_in_a_font_of_its_script(fonts: Fonts, name: str) -> None:
    """Before, each character counted as one em: an objective in Thai that needs five lines was refused as fifteen."""
    text, least, most = TEXTS[name]
    assert all(least <= width <= most for width in fonts.widths(text))


def test_latin_letters_stand_apart_from_chinese_characters(fonts: Fonts) -> None:
    apart, together = fonts.widths("第2四半期")[0], fonts.widths("第四半期")[0] + fonts.widths("2")[0]
    assert apart - together == pytest.approx(0.47, abs=0.02)


def test_marks_over_letters_have_no_width(fonts: Fonts) -> None:
    assert fonts.widths("กิ่")[0] == pytest.approx(fonts.widths("ก")[0], abs=0.02)
    assert OtherScripts().width("\u0301") == 0


def test_bold_text_is_wider(fonts: Fonts) -> None:
    for text, _, _ in (TEXTS["Arabic"], TEXTS["Bengali"]):
        assert fonts.widths(text, bold=True)[0] > fonts.widths(text)[0]


def test_joined_letters_are_measured_as_they_are_joined(fonts: Fonts) -> None:
    """A letter in the middle of a word is narrower than alone; a zero-width non-joiner separates them again."""
    joined, apart = (fonts.widths(text)[0] for text in ("ببب", "ب\u200cب\u200cب"))
    assert joined < apart


def test_latin_text_beside_it_has_the_width_of_the_brand(fonts: Fonts) -> None:
    latin, both = fonts.widths("Wiki")[0], fonts.widths("Wikiويكي")[0]
    assert both == pytest.approx(latin + OtherScripts().width("ويكي"), abs=0.01)


@pytest.mark.parametrize("char", ["⚑", "😀", "𒀀", "\ue000"])
def test_character_without_a_known_script_font_counts_as_one_em(fonts: Fonts, char: str) -> None:
    assert fonts.widths(char) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("language", "family"),
    [
        ("ar", "Noto Sans Arabic"), ("fa-IR", "Noto Sans Arabic"), ("he", "Arial"), ("zh-TW", "Microsoft JhengHei"),
        ("zh-Hant", "Microsoft JhengHei"), ("zh-CN", "Microsoft YaHei"), ("zh", "Microsoft YaHei"), ("ja", "Yu Gothic"),
    ],
)  # fmt: skip
def test_language_has_the_font_of_its_script(language: str, family: str) -> None:
    assert SCRIPT_FONTS[script_of_language(language)].family == family


@pytest.mark.parametrize("language", ["en", "de", "fr-CA", "ru", "x", "", "zz-Zzzz"])
def test_language_without_a_script_of_its_own_needs_no_font(language: str) -> None:
    assert script_of_language(language) not in SCRIPT_FONTS


def families(brand: Brand) -> list[tuple[str, ...]]:
    """Return the families of a theme for Latin, East Asian and complex scripts: of headings and of text."""
    root = etree.fromstring(theme_xml(brand).encode())
    fonts = root.findall(".//{*}majorFont") + root.findall(".//{*}minorFont")
    return [tuple(each.get("typeface", "") for each in font) for font in fonts]


def test_theme_names_the_font_of_the_script(brand: Brand) -> None:
    own = brand.font.family
    assert set(families(with_script_fonts(brand, ["ar"]))) == {(own, "", "Noto Sans Arabic")}
    assert set(families(with_script_fonts(brand, ["ja"]))) == {(own, "Yu Gothic", "")}
    assert set(families(with_script_fonts(brand, ["de"]))) == {(own, "", "")}


def test_theme_names_the_fonts_of_the_scripts_of_slides_too(brand: Brand) -> None:
    fonts = with_script_fonts(brand, ["en", "ar", "ja", "hi", "zh", "fa"]).theme_fonts
    assert (fonts.complex, fonts.east_asian) == ("Noto Sans Arabic", "Yu Gothic")
    assert fonts.scripts == (("Deva", "Noto Sans Devanagari"), ("Hans", "Microsoft YaHei"))
    assert '<a:font script="Deva" typeface="Noto Sans Devanagari"/>' in theme_xml(
        with_script_fonts(brand, ["ar", "hi"])
    )


def test_korean_has_the_code_of_themes(brand: Brand) -> None:
    assert with_script_fonts(brand, ["ja", "ko"]).theme_fonts.scripts == (("Hang", "Malgun Gothic"),)


def test_font_of_the_brand_is_kept_where_it_has_the_script(brand: Brand) -> None:
    """Arimo, which stands for Arial, has Hebrew."""
    assert with_script_fonts(brand, ["he"]).theme_fonts.complex == "Arial"
    assert with_script_fonts(replace(brand, font=brand.fallback), ["he"]).theme_fonts.complex == brand.fallback.family
