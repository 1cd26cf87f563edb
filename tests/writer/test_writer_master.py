import io

from deck_samples import BODY, BRAND, FOOTER, INCH, NUMBER, PANEL, TITLE, deck, layout, page, title
from msgspec.structs import replace
from opened_package import NS, Opened
from pptx import Presentation

from deckgen.writer import write
from deckgen.writer.placeholders import placeholders

MASTER = "ppt/slideMasters/slideMaster1.xml"
TEXT = "ppt/slideLayouts/slideLayout2.xml"


def shape(root, idx):
    return root.xpath(f"//p:sp[p:nvSpPr/p:nvPr/p:ph/@idx='{idx}']", namespaces=NS)[0]


def test_layouts_are_the_brands_with_their_names(rich_bytes):
    opened = Presentation(io.BytesIO(rich_bytes))
    assert [x.name for x in opened.slide_layouts] == ["Cover", "Text & panel", "Table", "Chart and photo"]
    kinds = [str(p.placeholder_format.type).split(" ")[0] for p in opened.slide_layouts[2].placeholders]
    assert kinds == ["TITLE", "BODY", "TABLE", "FOOTER", "SLIDE_NUMBER"]


def test_the_theme_has_the_brands_colours_and_font(rich):
    theme = "ppt/theme/theme1.xml"
    assert rich.find(theme, "@name") == ["Sample & Sons"]
    assert rich.find(theme, "//a:clrScheme/*/a:srgbClr/@val") == [
        "202122", "FFFFFF", "54595D", "F8F9FA", "3366CC", "0F6E5A", "8A5200", "B32424", "C8CCD1", "EAECF0",
        "3366CC", "3366CC",
    ]  # fmt: skip
    assert set(rich.find(theme, "//a:majorFont/a:latin/@typeface | //a:minorFont/a:latin/@typeface")) == {
        "Source Sans Pro"
    }


def test_placeholders_stand_where_their_slots_are(rich):
    place = shape(rich.xml(TEXT), PANEL.index).xpath("p:spPr/a:xfrm/*", namespaces=NS)
    assert [int(v) for e in place for v in e.values()] == [
        PANEL.box.x, PANEL.box.y, PANEL.box.width, PANEL.box.height,
    ]  # fmt: skip


def test_placeholders_shrink_what_is_typed_and_carry_insets_and_ground(rich):
    panel = shape(rich.xml(TEXT), PANEL.index)
    assert panel.xpath("p:txBody/a:bodyPr/@lIns", namespaces=NS) == [str(PANEL.insets.left)]
    assert panel.xpath("p:spPr/a:solidFill/a:schemeClr/@val", namespaces=NS) == ["accent1"]
    boxes = rich.find(TEXT, "//p:sp[p:nvSpPr/p:nvPr/p:ph]/p:txBody/a:bodyPr")
    assert all(b.xpath("a:normAutofit", namespaces=NS) for b in boxes)


def test_level_styles_are_those_of_the_slot(rich):
    (level,) = shape(rich.xml(TEXT), BODY.index).xpath("p:txBody/a:lstStyle/a:lvl1pPr", namespaces=NS)
    assert level.xpath("a:defRPr/@sz", namespaces=NS) == ["1600"]
    assert level.xpath("a:spcBef/a:spcPts/@val", namespaces=NS) == ["700"]
    assert level.xpath("boolean(a:buNone)", namespaces=NS)


def test_prompts_are_the_brands_or_plain_words(rich):
    body = shape(rich.xml(TEXT), BODY.index)
    assert body.xpath(".//a:t/text()", namespaces=NS) == ["Points"]
    assert body.xpath(".//p:ph/@hasCustomPrompt", namespaces=NS) == ["1"]
    assert shape(rich.xml(TEXT), PANEL.index).xpath(".//a:t/text()", namespaces=NS) == ["Click to add text"]


def test_footer_and_number_are_placeholders_of_master_and_layout(rich):
    for name in (MASTER, TEXT):
        assert {"ftr", "sldNum"} <= set(rich.find(name, "//p:ph/@type"))
        assert rich.find(name, "//a:fld/@type") == ["slidenum"]


def test_the_master_has_one_placeholder_of_each_kind_it_may_have(rich):
    assert rich.find(MASTER, "//p:ph/@type") == ["title", "body", "ftr", "sldNum"]


def test_a_layout_on_its_own_ground_hides_the_masters_shapes(rich):
    cover = rich.xml("ppt/slideLayouts/slideLayout1.xml")
    assert cover.get("showMasterSp") == "0"
    assert cover.xpath("//p:bg//a:schemeClr/@val", namespaces=NS) == ["accent1"]
    assert rich.xml(TEXT).get("showMasterSp") is None


def test_motifs_are_native_shapes_behind_the_placeholders_and_decorative(rich):
    cover = rich.xml("ppt/slideLayouts/slideLayout1.xml")
    names = cover.xpath("//p:sp/p:nvSpPr/p:cNvPr/@name", namespaces=NS)
    assert names == ["Motif 1", "Motif 2", "Motif 3", "Title"]
    assert cover.xpath("//p:sp/p:nvSpPr/p:nvPr/@userDrawn", namespaces=NS) == ["1"] * 4
    assert cover.xpath("count(//*[local-name()='decorative'])") == 3


def test_a_rule_of_a_slot_is_drawn_by_the_layout_at_its_top_edge(rich):
    (rule,) = rich.find(TEXT, "//p:sp[p:nvSpPr/p:cNvPr/@name='panel rule']")
    top, height = rule.xpath(".//a:off/@y | .//a:ext/@cy", namespaces=NS)
    assert int(top) == PANEL.box.y - 38100
    assert PANEL.box.y <= int(top) + int(height) < PANEL.box.y + INCH // 20


def test_the_ground_of_a_picture_slot_is_a_shape_of_the_layout(rich):
    names = rich.find("ppt/slideLayouts/slideLayout4.xml", "//p:cNvPr/@name")
    assert "photo ground" in names


def test_a_brand_may_name_the_masters_text_itself():
    brand = replace(BRAND, master=layout("master", "Master", TITLE, BODY, FOOTER, NUMBER))
    opened = Opened(write(deck(page("x", "text", title("x"))), brand, {}))
    assert shape(opened.xml(MASTER), BODY.index) is not None


def test_slots_without_an_index_of_their_own_get_free_ones():
    sheet = layout("x", "X", TITLE, *(replace(BODY, name=n, index=i) for n, i in (("a", 0), ("b", 10), ("c", 10))))
    indexes = [p.index for p in placeholders(sheet).values()]
    assert indexes[0] is None
    assert len(set(indexes)) == 4
    assert placeholders(sheet)["b"].index == 10


def test_footer_and_number_come_last_and_the_title_first():
    sheet = layout("x", "X", NUMBER, FOOTER, BODY, TITLE)
    assert list(placeholders(sheet)) == ["title", "body", "footer", "number"]
