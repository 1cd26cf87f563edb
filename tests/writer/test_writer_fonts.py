"""Embedded fonts become parts that the presentation lists by face."""

from pathlib import Path

import font_source_sans_pro
from deck_samples import BRAND, deck, page, title
from opened_package import OpenedPackage

from deckgen.brand.types import FontFiles
from deckgen.build.embedded_fonts import read_embedded_fonts
from deckgen.ir.media import EmbeddedFiles
from deckgen.package import problems
from deckgen.writer import write

SANS = Path(font_source_sans_pro.__file__).parent / "files"
SOURCE_SANS = FontFiles(
    "Source Sans Pro",
    *(SANS / f"SourceSansPro-{face}.ttf" for face in ("Regular", "Bold", "It", "BoldIt")),
)


def test_four_faces_are_embedded_and_listed() -> None:
    fonts = read_embedded_fonts(SOURCE_SANS)
    data = write(deck(page("x", "text", title("A"))), BRAND, {}, files=EmbeddedFiles(fonts=fonts))
    opened = OpenedPackage(data)
    root = "ppt/presentation.xml"
    (listed,) = opened.find(root, "//p:embeddedFontLst/p:embeddedFont")
    faces = [element.tag.rpartition("}")[2] for element in listed]
    assert faces == ["font", "regular", "bold", "italic", "boldItalic"]
    assert opened.find(root, "@embedTrueTypeFonts") == ["1"]
    assert not opened.find(root, "@saveSubsetFonts")
    assert listed[0].get("typeface") == BRAND.font.family
    targets = {r.id: r.target for r in opened.relations(root).values() if r.kind == "font"}
    embedded = [opened.data[targets[i]] for i in opened.find(root, "//p:embeddedFont/*/@r:id")]
    assert embedded == [font.data for font in fonts]
    assert opened.content_type("ppt/fonts/font1.fntdata") == "application/x-fontdata"
    assert [line for line in problems(data) if "font" in line] == []
