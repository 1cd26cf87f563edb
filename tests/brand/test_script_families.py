"""A brand names fonts for scripts: they are found or reported, text is measured and drawn with them, and the theme names them."""

import re
import shutil
import zipfile
from pathlib import Path

import crafted_fonts
import pytest
from lxml import etree
from test_font_families import LAYOUTS, machine, package_files, renamed

from deckgen.brand.font_listing import list_script_fonts
from deckgen.brand.font_state import font_state
from deckgen.brand.load import load_brand
from deckgen.brand.named_script_files import named_files
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.build.deck_scripts import list_scripts
from deckgen.charts.cache import cache_key
from deckgen.charts.fonts import font_for
from deckgen.diagnostics import render
from deckgen.fonts.script_files import files_for
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.layout.fonts import Fonts
from deckgen.layout.measure import Measurer
from deckgen.layout.script_fonts import with_script_fonts
from deckgen.ooxml.opc import A
from deckgen.package import problems
from deckgen.render.fonts import faces
from deckgen.render.other_scripts import OtherFonts, characters_of, named_fonts
from sample_projects import make_project

__all__ = ["machine"]
ARABIC, THAI = "زيادة عدد المحررين", "เพิ่มจำนวนผู้แก้ไข"
DEJAVU = {"Regular": "DejaVuSans.ttf", "Bold": "DejaVuSans-Bold.ttf"}


def house_arabic(folder: Path) -> None:
    """Write the Arabic letters of DejaVu Sans as the family House Arabic."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in package_files("matplotlib"):
        if path.name in DEJAVU.values():
            renamed(path, "House Arabic", folder / f"House-{path.name}")


def write_brand(root: Path, scripts: str, *lines: str) -> Path:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    settings = ["    extend: wikimedia", f"    fonts: {{scripts: {scripts}}}", *lines]
    text = "\n".join(["defaults:", "  deckgen:", *settings, ""])
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    return folder


def load(root: Path) -> tuple[Brand | None, str]:
    brand, issues, sources = load_brand("own", [root / "layouts", LAYOUTS], root)
    return brand, "\n".join(render(issue, sources) for issue in issues)


def brand_of(root: Path) -> Brand:
    brand, messages = load(root)
    assert brand is not None, messages
    return brand


@pytest.fixture(scope="module")
def plain() -> Brand:
    """The brand that `own` extends, which names no font for a script."""
    found, _, _ = load_brand("wikimedia", [LAYOUTS])
    assert found is not None
    return found


@pytest.fixture
def house(tmp_path: Path) -> Brand:
    house_arabic(write_brand(tmp_path, "{Arab: House Arabic}") / "fonts")
    return brand_of(tmp_path)


def theme_fonts(brand: Brand, *languages: str) -> tuple[str, str, dict[str, str]]:
    fonts = with_script_fonts(brand, languages).theme_fonts
    return fonts.east_asian, fonts.complex, dict(fonts.scripts)


def test_font_of_a_script_is_found_in_the_folder(house: Brand, tmp_path: Path) -> None:
    assert load(tmp_path)[1] == ""
    [(script, regular)], [(_, bold)] = named_files(house), named_files(house, bold=True)
    assert (script, regular.path.name, bold.path.name) == ("Arab", "House-DejaVuSans.ttf", "House-DejaVuSans-Bold.ttf")
    assert regular.path.parent == (tmp_path / "layouts/own/fonts").resolve()


def test_font_of_a_script_is_found_in_a_package(tmp_path: Path) -> None:
    write_brand(tmp_path, "{Thai: Noto Sans Thai, Hebr: Arial}")
    brand, messages = load(tmp_path)
    assert brand is not None
    assert messages == ""
    assert list_script_fonts(brand) == [
        "Thai: Noto Sans Thai, measured as itself (package fontpkg-noto-sans-thai)",
        "Hebrew: Arial, measured with Arimo (package fontpkg-arimo)",
    ]


def test_font_of_a_script_that_is_only_installed_is_reported(tmp_path: Path, machine: Path) -> None:
    house_arabic(machine)
    write_brand(tmp_path, "{Arab: House Arabic}")
    brand, messages = load(tmp_path)
    assert brand is not None
    assert "_brand.yml:4:29: warning: the font `House Arabic` for Arabic is only installed on this machine" in messages
    assert named_files(brand)[0][1].path.parent == machine


def test_missing_font_of_a_script_is_replaced_and_reported(tmp_path: Path, machine: Path, plain: Brand) -> None:
    write_brand(tmp_path, "{Arab: House Arabic, Jpan: House Kana}")
    own, messages = load(tmp_path)
    assert own is not None
    assert (
        "_brand.yml:4:29: warning: the font `House Arabic` for Arabic is not on this machine: text in it is measured as without "
        "that font (package fontpkg-noto-sans-arabic) [font-not-found]"
    ) in messages
    assert "put its files into the folder `fonts` of the brand" in messages
    assert Measurer(own).fonts.widths(ARABIC) == Fonts(plain.font, plain.fallback).widths(ARABIC)
    assert theme_fonts(own, "ar") == ("", "House Arabic", {"Arab": "House Arabic", "Jpan": "House Kana"})
    assert list_script_fonts(own)[1] == (
        "Japanese: House Kana, not on this machine; measured as without it (average width of the script)"
    )
    before = font_state(own)
    house_arabic(machine)
    assert font_state(own) != before, "the brand is read again once the font is installed"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("Arabic", "did you mean `Arab`?"),
        ("arab", "did you mean `Arab`?"),
        ("Kore", "did you mean `Hang`?"),
        ("Japn", "did you mean `Jpan`?"),
        ("Cyrl", "scripts with a font of their own are Arab, Beng, Deva,"),
    ],
)
def test_unknown_script_is_refused_at_its_line(tmp_path: Path, code: str, hint: str) -> None:
    write_brand(tmp_path, f"{{{code}: Arial}}")
    brand, messages = load(tmp_path)
    assert brand is None
    assert f"_brand.yml:4:23: error: `{code}` is not the code of a script with a font of its own" in messages
    assert hint in messages
    assert "all others are in the font of `typography: base`" in messages


@pytest.mark.parametrize(("value", "message"), [("+mn-lt", "not the name of a font"), ("''", "text is expected")])
def test_name_that_is_no_family_is_refused(tmp_path: Path, value: str, message: str) -> None:
    write_brand(tmp_path, f"{{Arab: {value}}}")
    brand, messages = load(tmp_path)
    assert brand is None
    assert message in messages


def test_font_without_letters_of_the_script_is_refused(tmp_path: Path) -> None:
    write_brand(tmp_path, "{Arab: Lato}")
    brand, messages = load(tmp_path)
    assert brand is None
    assert "_brand.yml:4:29: error: the font `Lato` has no Arabic letters" in messages


def test_text_in_the_script_is_measured_with_its_font(house: Brand) -> None:
    own, others = Measurer(house).fonts, Fonts(house.font, house.fallback)
    assert own.widths(ARABIC)[0] > 1.1 * others.widths(ARABIC)[0]
    assert own.widths(ARABIC, bold=True)[0] > own.widths(ARABIC)[0]
    assert own.widths(ARABIC)[1] == others.widths(ARABIC)[1], "without the brand's fonts it must fit, too"
    assert own.widths(THAI) == others.widths(THAI)
    assert own.in_pixels(100).widths(ARABIC)[0] == pytest.approx(own.widths(ARABIC)[0], rel=0.03)


def test_script_that_the_font_of_the_brand_has_is_measured_with_its_own(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{Jpan: House Kana}")
    (folder / "fonts").mkdir()
    (folder / "fonts/kana.ttf").write_bytes(crafted_fonts.with_wide_character("あ", 400))
    renamed(folder / "fonts/kana.ttf", "House Kana", folder / "fonts/kana.ttf")
    fonts = Measurer(brand_of(tmp_path)).fonts
    assert fonts.widths("あ") == (0.5, 1.0)
    assert fonts.widths("A")[0] != 0.5
    assert fonts.widths("日")[0] == 1.0, "a character that the font lacks"


def test_theme_has_the_named_fonts_where_they_are_of_the_language(tmp_path: Path) -> None:
    write_brand(tmp_path, "{Thai: Noto Sans Thai, Hang: Arial Unicode}")
    brand = brand_of(tmp_path)
    named = {"Thai": "Noto Sans Thai", "Hang": "Arial Unicode"}
    assert theme_fonts(brand, "en") == ("", "", named)
    assert theme_fonts(brand, "th") == ("", "Noto Sans Thai", named)
    assert theme_fonts(brand, "ko", "ar") == ("Arial Unicode", "Noto Sans Arabic", named)
    assert theme_fonts(brand, "ar", "th")[1] == "Noto Sans Arabic"


def test_theme_of_headings_and_of_text_name_the_font(tmp_path: Path) -> None:
    house_arabic(write_brand(tmp_path, "{Arab: House Arabic}") / "fonts")
    deck = make_project(tmp_path, f"kind: bullets\ntitle: {ARABIC}\nbullets: [{ARABIC}]", brand="own", language="ar")
    built = pipeline.build(deck)
    assert built.path is not None, [issue.message for issue in built.issues]
    assert problems(built.path) == []
    with zipfile.ZipFile(built.path) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
    for kind in ("major", "minor"):
        [fonts] = re.findall(f"<a:{kind}Font>(.*?)</a:{kind}Font>", theme)
        assert fonts.endswith('<a:cs typeface="House Arabic"/><a:font script="Arab" typeface="House Arabic"/>')


def test_deck_in_the_language_embeds_the_font_of_its_script(tmp_path: Path) -> None:
    house_arabic(write_brand(tmp_path, "{Arab: House Arabic}") / "fonts")
    embedded = []
    for language in ("ar", "en"):
        deck = make_project(tmp_path, "kind: bullets\nbullets: [One]", brand="own", language=language, embed_fonts=True)
        built = pipeline.build(deck)
        assert built.path is not None, [issue.message for issue in built.issues]
        with zipfile.ZipFile(built.path) as package:
            presentation = package.read("ppt/presentation.xml").decode()
        embedded.append(re.findall('<p:embeddedFont><p:font typeface="([^"]*)"', presentation))
    assert embedded == [["Source Sans Pro", "House Arabic"], ["Source Sans Pro"]]


def test_fonts_command_names_the_font_of_the_script(tmp_path: Path) -> None:
    house_arabic(write_brand(tmp_path, "{Arab: House Arabic}") / "fonts")
    deck = make_project(tmp_path, f"kind: bullets\ntitle: {ARABIC}\nbullets: [One]", brand="own", language="ar")
    laid_out = pipeline.lay_out(deck)
    assert laid_out.brand is not None
    [arabic] = [use for use in list_scripts(laid_out, laid_out.brand) if use.name == "Arabic"]
    assert (arabic.on_slides, arabic.measured) == ("House Arabic", "as itself (files of the brand)")
    assert arabic.in_pictures == "House Arabic (House-DejaVuSans.ttf)"


def test_charts_draw_with_the_font_of_the_script(house: Brand, plain: Brand) -> None:
    names = font_for(house, f"{ARABIC} Wiki", 12, bold=False, language="ar").get_family()
    assert [name.rpartition("/")[2] for name in names] == ["SourceSansPro-Regular.ttf", "House-DejaVuSans.ttf"]
    spec = ChartSpec("compare", (ARABIC,), (Series("One", (1.0,)),))
    keys = {cache_key(spec, (1, 1), each, "white") for each in (house, plain)}
    assert len(keys) == 2


def test_renderer_gets_runs_in_the_font_of_the_script(house: Brand) -> None:
    every = faces(house)
    own = tuple(face for face in every if not face.script)
    others = OtherFonts(characters_of(own), named_fonts(every))
    run = f'<p xmlns:a="{A[1:-1]}"><a:r><a:rPr lang="ar"/><a:t>{ARABIC} Wiki</a:t></a:r></p>'
    root = etree.fromstring(others.adapt(run.encode("utf-8")))
    runs = [(each.find(f".//{A}latin"), each.findtext(f"{A}t") or "") for each in root]
    assert [text.strip() for _, text in runs] == [ARABIC, "Wiki"]
    assert runs[0][0] is not None
    assert (runs[0][0].get("typeface") or "").startswith("deckgen House Arabic")
    assert runs[1][0] is None
    assert {face.path.name for face in others.faces} == set(map("House-{}".format, DEJAVU.values()))


def test_named_font_comes_before_those_of_this_machine(house: Brand) -> None:
    assert files_for(ARABIC, "ar", named=named_files(house))[0].name == "House Arabic"
    assert files_for(THAI, "th", named=named_files(house)) == files_for(THAI, "th")


def test_damaged_font_of_a_script_is_refused(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{Arab: House Arabic}")
    house_arabic(folder / "fonts")
    file = folder / "fonts/House-DejaVuSans.ttf"
    file.write_bytes(file.read_bytes()[:5000])
    brand, messages = load(tmp_path)
    assert brand is None
    assert "error: the font file `fonts/House-DejaVuSans.ttf`" in messages


def test_missing_italics_of_a_script_are_no_warning(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, "{Arab: House Arabic}")
    house_arabic(folder / "fonts")
    (folder / "fonts/House-DejaVuSans-Bold.ttf").unlink()
    messages = load(tmp_path)[1]
    assert messages.count("warning:") == 1
    assert "the family `House Arabic` has no style bold: regular is used" in messages


def test_brand_that_extends_one_has_its_fonts_of_scripts(tmp_path: Path) -> None:
    house_arabic(write_brand(tmp_path, "{Arab: House Arabic}") / "fonts")
    shutil.copytree(tmp_path / "layouts/own", tmp_path / "layouts/base")
    write_brand(tmp_path, "{Thai: Noto Sans Thai}")
    text = (tmp_path / "layouts/own/_brand.yml").read_text(encoding="utf-8").replace("wikimedia", "base")
    (tmp_path / "layouts/own/_brand.yml").write_text(text, encoding="utf-8")
    assert {script for script, _ in named_files(brand_of(tmp_path))} == {"Arab", "Thai"}
