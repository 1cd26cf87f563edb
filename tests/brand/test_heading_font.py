"""Headings have a family of their own where the brand names one: in layout, in the file, and in pictures of slides."""

import re
import zipfile
from pathlib import Path

import pytest
from test_font_families import LAYOUTS, STYLES, install, load, machine, package_files, source_sans, write_brand

from deckgen.brand.font_listing import accept_installed_font, list_fonts
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, TextStyle
from deckgen.build import pipeline
from deckgen.ir.blocks import Paragraph, Run
from deckgen.kinds import objective
from deckgen.layout.fonts import Fonts
from deckgen.layout.measure import Measurer
from deckgen.package import problems
from deckgen.render.fonts import faces
from sample_projects import make_project

__all__ = ["machine"]
TWO_FAMILIES = "{base: Arimo, headings: {family: Source Sans Pro}}"
INCH = 914400


def brand_of(root: Path) -> Brand:
    brand, _, messages = load(root)
    assert brand is not None, messages
    return brand


def make_brand(root: Path, typography: str = TWO_FAMILIES) -> Brand:
    write_brand(root, typography, *source_sans(*STYLES))
    return brand_of(root)


def parts(path: Path, pattern: str) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if re.fullmatch(pattern, name))


def test_family_of_headings_is_found_like_that_of_text(tmp_path: Path) -> None:
    brand = make_brand(tmp_path)
    assert [font.family for font in brand.own_fonts] == ["Arimo", "Source Sans Pro"]
    assert brand.own_fonts[1].source == "folder"
    assert load(tmp_path)[1] == []


@pytest.mark.parametrize(
    ("typography", "families"),
    [
        ("{headings: Arimo}", ["Source Sans Pro", "Arimo"]),
        ("{base: Arimo}", ["Arimo"]),
        ("{base: Arimo, headings: arimo}", ["Arimo"]),
    ],
)
def test_family_of_headings_counts_if_named_as_near_as_that_of_text(
    tmp_path: Path, typography: str, families: list[str]
) -> None:
    assert [font.family for font in make_brand(tmp_path, typography).own_fonts] == families


def test_missing_family_of_headings_is_reported_at_its_line(tmp_path: Path, machine: Path) -> None:
    write_brand(tmp_path, "{base: Arimo, headings: {family: House Serif}}")
    assert "own/_brand.yml:1:46: warning: the font `House Serif` is not on this machine" in load(tmp_path)[2]
    heading_font = brand_of(tmp_path).heading_font
    assert heading_font is not None
    assert heading_font.widening == 1.3


def test_titles_and_the_style_heading_are_headings(tmp_path: Path) -> None:
    layouts = make_brand(tmp_path).layouts
    assert {layout.slots["title"].styles["body"].font for layout in layouts.values()} == {"heading"}
    assert {key: style.font for key, style in layouts["bullets"].slots["bullets"].styles.items()} == {
        "body": "text", "point": "text", "lead": "text", "heading": "heading", "small": "text", "group": "text",
    }  # fmt: skip


def test_styles_say_that_they_are_headings_or_not(tmp_path: Path) -> None:
    folder = write_brand(tmp_path, TWO_FAMILIES, *source_sans(*STYLES))
    styles = "styles:\n  title: {body: {font: text}}\n  text: {lead: {font: heading}}\n"
    (folder / "master.yaml").write_text(styles, encoding="utf-8")
    slots = brand_of(tmp_path).layouts["bullets"].slots
    assert (slots["title"].styles["body"].font, slots["bullets"].styles["lead"].font) == ("text", "heading")


def test_headings_are_measured_with_their_family(tmp_path: Path) -> None:
    brand = make_brand(tmp_path)
    measurer = Measurer(brand)
    paragraph, text, heading = (
        Paragraph((Run("Wider words " * 9),)), TextStyle(1600, 1600), TextStyle(1600, 1600, font="heading")
    )  # fmt: skip
    one = measurer.segments(paragraph.runs, font="heading")
    assert brand.heading_font is not None
    alone = Fonts(brand.heading_font, brand.fallback)
    assert one[0].widths == alone.widths("Wider")
    # Source Sans Pro is narrower than Arimo, but text also has to fit in the fallback.
    widths = [measurer.measure(paragraph, {"body": style}, 3 * INCH, 0).line_counts for style in (text, heading)]
    assert (widths[0][0] > widths[1][0], widths[0][1]) == (True, widths[1][1])


def test_theme_and_styles_of_the_file_name_both_families(tmp_path: Path) -> None:
    make_brand(tmp_path)
    built = pipeline.build(make_project(tmp_path, f"{objective.EXAMPLE}variant: standard\n", brand="own"))
    assert built.path is not None
    assert problems(built.path) == []
    theme = parts(built.path, "ppt/theme/theme1.xml")
    assert re.findall('m(?:ajor|inor)Font><a:latin typeface="([^"]*)"', theme) == ["Source Sans Pro", "Arimo"]
    title, body = (
        re.findall(f"<p:{name}Style>.*</p:{name}Style>", parts(built.path, "ppt/slideMasters/.*xml"))[0]
        for name in ("title", "body")
    )
    assert ("+mj-lt" in title, '<a:latin typeface="+mn-lt"' in title) == (True, False)
    assert '<a:latin typeface="+mj-lt"' not in body
    slide = parts(built.path, "ppt/slides/.*xml")
    # A heading in a text is another font than that of its placeholder, so it says so itself.
    assert re.findall(r'<a:latin typeface="\+mj-lt"/></a:rPr><a:t>([^<]*)', slide) == ["Objective"]


def test_same_family_for_headings_and_text_changes_nothing(tmp_path: Path) -> None:
    decks = []
    for name, typography in (("a", "{base: Arimo}"), ("b", "{base: Arimo, headings: Arimo}")):
        write_brand(tmp_path / name, typography)
        decks.append(pipeline.build_bytes(make_project(tmp_path / name, objective.EXAMPLE, brand="own")))
    assert decks[0].data is not None
    assert decks[0].data == decks[1].data


def test_both_families_are_embedded_and_drawn(tmp_path: Path) -> None:
    # Lato has a file for each face: making those of Arimo, a variable font, would take seconds.
    brand = make_brand(tmp_path, "{base: Lato, headings: {family: Source Sans Pro}}")
    assert [face.family for face in faces(brand)] == ["Lato"] * 4 + ["Source Sans Pro"] * 4
    built = pipeline.build(make_project(tmp_path, objective.EXAMPLE, brand="own", embed_fonts=True))
    assert built.path is not None
    assert problems(built.path) == []
    found = re.findall(r'<p:embeddedFont><p:font typeface="([^"]*)"/>(.*?)</p:emb', parts(built.path, "ppt/pres.*xml"))
    assert [(family, entry.count("r:id")) for family, entry in found] == [("Lato", 4), ("Source Sans Pro", 4)]


def test_installed_family_of_headings_has_a_table_of_its_own(tmp_path: Path, machine: Path) -> None:
    install(machine)
    write_brand(tmp_path, "{base: Arimo, headings: House Sans}", *package_files("fontpkg_arimo"))
    brand, _, _ = load_brand("own", [tmp_path / "layouts", LAYOUTS], tmp_path, use_table=False)
    assert brand is not None
    assert brand.heading_font is not None
    assert accept_installed_font(brand, brand.heading_font).name == "_heading-fonts.json"
    assert load(tmp_path)[1] == []
    assert [listing.measured_with for listing in list_fonts(brand_of(tmp_path))][1] == (
        "by the table layouts/own/_heading-fonts.json"
    )
