import pytest
from deck_samples import BODY, BRAND, TITLE, paragraph, run
from lxml import etree
from msgspec.structs import replace
from opened_package import NS

from deckgen.brand.types import Slot
from deckgen.ir.frames import FrameParagraph
from deckgen.ooxml.inheritance import DEFAULTS, Inherited
from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.inherited import parse
from deckgen.writer.text import FREE_TEXT, TextWriter, first_style, list_style
from deckgen.writer.xml import NAMESPACES, clean

COLOURS = Colours(BRAND)


def inherited_in(slot: Slot, language: str = "en-US") -> Inherited:
    return DEFAULTS.with_list_style(parse(list_style(first_style(slot), COLOURS, language)))


def text_xml(*paragraphs: FrameParagraph, base: Inherited | None = None, language: str = "en-US", link=lambda _: ""):
    text_writer = TextWriter(COLOURS, language, link)
    return etree.fromstring(f"<x {NAMESPACES}>{text_writer.paragraphs(paragraphs, base or inherited_in(BODY))}</x>")


def values(root, path: str) -> list[str]:
    return root.xpath(path, namespaces=NS)


def test_inherited_formatting_is_not_written():
    root = text_xml(paragraph("Plain", space_before=700))
    (properties,) = values(root, "//a:rPr")
    assert dict(properties.attrib) == {"lang": "en-US"}
    assert len(properties) == 0
    assert not values(root, "//a:pPr")


def test_formatting_that_differs_from_the_layout_is_written():
    root = text_xml(FrameParagraph((run("Big", 1800, "muted", bold=True, italic=True),)))
    (properties,) = values(root, "//a:rPr")
    assert dict(properties.attrib) == {"lang": "en-US", "sz": "1800", "b": "1", "i": "1"}
    assert values(properties, "a:solidFill/a:schemeClr/@val") == ["tx2"]


def test_size_of_a_bullet_is_written_where_it_is_not_that_of_its_text():
    point = paragraph("point", bullet="▲", bullet_role="primary", margin=182880, hanging=182880)
    assert not values(text_xml(point, base=FREE_TEXT), "//a:buSzPct")
    smaller = text_xml(replace(point, bullet_size=80), base=FREE_TEXT)
    assert [etree.QName(each).localname for each in values(smaller, "//a:pPr/*")][-4:] == [
        "buClr", "buSzPct", "buFont", "buChar",
    ]  # fmt: skip
    assert values(smaller, "//a:buSzPct/@val") == ["80000"]


def test_regular_text_in_a_bold_placeholder_is_marked_regular():
    assert values(text_xml(paragraph("light", 2800), base=inherited_in(TITLE)), "//a:rPr/@b") == ["0"]


def test_text_outside_a_placeholder_has_size_and_colour():
    (properties,) = values(text_xml(paragraph("free", 1200), base=FREE_TEXT), "//a:rPr")
    assert properties.get("sz") == "1200"
    assert values(properties, ".//@val") == ["tx1"]


def test_tints_change_the_luminance_of_a_theme_colour():
    root = text_xml(paragraph("tint", 1600, "primary-tint"))
    assert values(root, "//a:schemeClr/@val") == ["accent1"]
    assert values(root, "//a:lumMod/@val | //a:lumOff/@val") == ["12000", "88000"]


def test_unknown_colour_is_reported():
    with pytest.raises(WriterError, match="no colour for the role sunset"):
        text_xml(paragraph("x", 1600, "sunset"))


def test_line_breaks_are_elements_with_the_format_of_their_run():
    root = text_xml(FrameParagraph((run("one\ntwo\r\n", 1800),)))
    assert values(root, "//a:t/text()") == ["one", "two"]
    assert values(root, "//a:br/a:rPr/@sz") == ["1800", "1800"]


def test_paragraph_without_text_keeps_its_size():
    assert values(text_xml(FrameParagraph((), end_size=1400)), "//a:endParaRPr/@sz") == ["1400"]


def test_text_without_paragraphs_has_an_empty_one():
    assert len(values(text_xml(), "//a:p")) == 1


def test_superscripts_are_raised():
    root = text_xml(FrameParagraph((run("*", superscript=True),)))
    assert values(root, "//a:rPr/@baseline") == ["30000"]


def test_bullets_have_a_hanging_indent_and_their_own_colour():
    root = text_xml(paragraph("x", bullet="•", bullet_role="primary", margin=200, hanging=150))
    assert (values(root, "//a:pPr/@marL"), values(root, "//a:pPr/@indent")) == (["200"], ["-150"])
    assert values(root, "//a:buChar/@char") == ["•"]
    assert values(root, "//a:buClr/a:schemeClr/@val") == ["accent1"]


def test_text_on_level_2_without_a_bullet_is_marked_bulletless():
    assert len(values(text_xml(paragraph("x", level=1, margin=9)), "//a:pPr[@lvl='1']/a:buNone")) == 1


@pytest.mark.parametrize(
    ("bullets", "starts"),
    [
        (("1.", "2.", "3."), [None, None, None]),
        (("3.", "4."), ["3", "3"]),
        (("1.", "2.", "5."), [None, None, "5"]),
        (("1.", None, "2."), [None, "2"]),
    ],
)
def test_items_of_a_numbered_list_have_the_same_start(bullets, starts):
    root = text_xml(*(paragraph("x", bullet=b, margin=9, hanging=9) for b in bullets))
    assert [e.get("startAt") for e in values(root, "//a:buAutoNum")] == starts


def test_numbered_list_continues_after_sub_points():
    items = [("1.", 0), ("•", 1), ("2.", 0)]
    root = text_xml(*(paragraph("x", bullet=b, level=n, margin=9, hanging=9) for b, n in items))
    assert [e.get("startAt") for e in values(root, "//a:buAutoNum")] == [None, None]


def test_numbers_with_a_bracket_keep_it():
    root = text_xml(paragraph("x", bullet="2)", margin=9, hanging=9))
    assert values(root, "//a:buAutoNum/@type") == ["arabicParenR"]


def test_links_keep_the_text_colour_unless_it_is_the_link_colour():
    white = text_xml(FrameParagraph((run("x", role="white", link="https://a.invalid"),)), link=lambda _: 'r:id="rId9"')
    blue = text_xml(FrameParagraph((run("x", role="primary", link="https://a.invalid"),)), link=lambda _: 'r:id="rId9"')
    assert b"hlinkClr" in etree.tostring(white)
    assert b"hlinkClr" not in etree.tostring(blue)
    assert values(blue, "//a:hlinkClick/@r:id") == ["rId9"]


def test_start_is_on_the_right_in_right_to_left_languages():
    root = text_xml(paragraph("שלום"), language="he")
    assert values(root, "//a:pPr/@algn") == ["r"]
    assert values(root, "//a:pPr/@rtl") == ["1"]


def test_direction_that_the_placeholder_has_is_not_written():
    root = text_xml(paragraph("שלום", space_before=700), base=inherited_in(BODY, "he"), language="he")
    assert not values(root, "//a:pPr")
    left_to_right = text_xml(paragraph("Hi", space_before=700), base=inherited_in(BODY, "he"))
    assert dict(values(left_to_right, "//a:pPr")[0].attrib) == {"algn": "l", "rtl": "0"}


def test_point_of_a_deeper_level_inherits_its_indents_and_bullet():
    deeper = {"level": 1, "bullet": "•", "bullet_role": "primary", "margin": 182880, "hanging": 182880}
    (properties,) = values(text_xml(paragraph("x", space_before=700, **deeper)), "//a:pPr")
    assert (dict(properties.attrib), len(properties)) == ({"lvl": "1"}, 0)


def test_link_states_its_colour_even_where_it_is_inherited():
    linked = FrameParagraph((run("x", link="https://a.invalid"),), space_before=700)
    assert values(text_xml(linked, link=lambda _: 'r:id="rId9"'), "//a:rPr/a:solidFill/a:schemeClr/@val") == ["tx1"]


def test_every_level_has_kerning_and_theme_fonts():
    style = BODY.styles["body"]
    root = etree.fromstring(f"<x {NAMESPACES}>{list_style(style, COLOURS, 'en-US')}</x>")
    assert values(root, "//a:defRPr/@kern") == ["100"] * 5
    assert set(values(root, "//a:latin/@typeface")) == {"+mn-lt"}


def test_slot_without_a_body_style_uses_its_first_style():
    styles = {"figure": TITLE.styles["body"], "label": BODY.styles["body"]}
    assert first_style(Slot("x", "text", BODY.box, styles)).size == 2800


@pytest.mark.parametrize(
    ("typed", "written"),
    [("a\x00b", "ab"), ("a\r\nb\x0bc", "a\nb\nc"), ("\ud800x", "x"), ("tab\t", "tab\t"), ("é\u2028ü", "é\nü")],
)
def test_text_is_cleaned(typed, written):
    assert clean(typed) == written
