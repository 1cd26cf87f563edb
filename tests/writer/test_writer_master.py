import io

from deck_samples import BODY, BRAND, FOOTER, INCH, NUMBER, PANEL, TITLE, deck, layout, page, title
from msgspec.structs import replace
from opened_package import NS, OpenedPackage
from pptx import Presentation

from deckgen.ooxml.inheritance import Layout, Master, placeholder_key
from deckgen.writer import write
from deckgen.writer.placeholders import placeholders

MASTER = "ppt/slideMasters/slideMaster1.xml"
TEXT = "ppt/slideLayouts/slideLayout2.xml"


def shape(root, idx):
    return root.xpath(f"//p:sp[p:nvSpPr/p:nvPr/p:ph/@idx='{idx}']", namespaces=NS)[0]


def test_layouts_have_the_names_and_placeholders_of_the_brand(rich_bytes):
    opened = Presentation(io.BytesIO(rich_bytes))
    assert [x.name for x in opened.slide_layouts] == ["Cover", "Text & panel", "Table", "Chart and photo"]
    kinds = [str(p.placeholder_format.type).split(" ")[0] for p in opened.slide_layouts[2].placeholders]
    assert kinds == ["TITLE", "BODY", "TABLE", "FOOTER", "SLIDE_NUMBER"]


def test_theme_has_the_colours_and_the_font_of_the_brand(rich):
    theme = "ppt/theme/theme1.xml"
    assert rich.find(theme, "@name") == ["Sample & Sons"]
    assert rich.find(theme, "//a:clrScheme/*/a:srgbClr/@val") == [
        "202122", "FFFFFF", "54595D", "F8F9FA", "3366CC", "0F6E5A", "8A5200", "B32424", "C8CCD1", "EAECF0",
        "3366CC", "3366CC",
    ]  # fmt: skip
    assert set(rich.find(theme, "//a:majorFont/a:latin/@typeface | //a:minorFont/a:latin/@typeface")) == {
        "Source Sans Pro"
    }


def test_placeholders_have_the_positions_of_their_slots(rich):
    position = shape(rich.xml(TEXT), PANEL.index).xpath("p:spPr/a:xfrm/*", namespaces=NS)
    assert [int(v) for e in position for v in e.values()] == [
        PANEL.box.x, PANEL.box.y, PANEL.box.width, PANEL.box.height,
    ]  # fmt: skip


def test_placeholders_have_autofit_insets_and_fill(rich):
    panel = shape(rich.xml(TEXT), PANEL.index)
    assert panel.xpath("p:txBody/a:bodyPr/@lIns", namespaces=NS) == [str(PANEL.insets.left)]
    assert panel.xpath("p:spPr/a:solidFill/a:schemeClr/@val", namespaces=NS) == ["accent1"]
    layout = Layout(rich.xml(TEXT), Master(rich.xml(MASTER)))
    keys = [key for s in rich.find(TEXT, "//p:sp") if (key := placeholder_key(s))]
    assert {layout.placeholder(*key).body["autofit"] for key in keys} == {"<normAutofit/>"}


def test_title_of_a_layout_states_nothing_that_the_master_states(rich):
    [title_shape] = rich.find(TEXT, "//p:sp[p:nvSpPr/p:nvPr/p:ph/@type='title']")
    assert [len(title_shape.xpath(f"{part}/*", namespaces=NS)) for part in ("p:spPr", "p:txBody/a:lstStyle")] == [0, 0]
    assert len(rich.find(MASTER, "//p:titleStyle/a:lvl1pPr/a:defRPr[@sz='2800']")) == 1


def test_level_styles_are_those_of_the_slot(rich):
    level = Layout(rich.xml(TEXT), Master(rich.xml(MASTER))).placeholder("body", str(BODY.index)).levels[0]
    assert level.run["sz"] == "1600"
    assert level.paragraph["spcBef"] == '<spcBef><spcPts val="700"/></spcBef>'
    assert level.paragraph["bullet"] == "<buNone/>"


def test_prompts_are_those_of_the_brand_or_the_defaults(rich):
    body = shape(rich.xml(TEXT), BODY.index)
    assert body.xpath(".//a:t/text()", namespaces=NS) == ["Points"]
    assert body.xpath(".//p:ph/@hasCustomPrompt", namespaces=NS) == ["1"]
    assert shape(rich.xml(TEXT), PANEL.index).xpath(".//a:t/text()", namespaces=NS) == ["Click to add text"]


def test_footer_and_number_are_placeholders_of_master_and_layout(rich):
    for name in (MASTER, TEXT):
        assert {"ftr", "sldNum"} <= set(rich.find(name, "//p:ph/@type"))
        assert rich.find(name, "//a:fld/@type") == ["slidenum"]


def test_master_has_one_placeholder_of_each_permitted_kind(rich):
    assert rich.find(MASTER, "//p:ph/@type") == ["title", "body", "ftr", "sldNum"]


def test_layout_with_its_own_background_hides_the_master_shapes(rich):
    cover = rich.xml("ppt/slideLayouts/slideLayout1.xml")
    assert cover.get("showMasterSp") == "0"
    assert cover.xpath("//p:bg//a:schemeClr/@val", namespaces=NS) == ["accent1"]
    assert rich.xml(TEXT).get("showMasterSp") is None


def test_motifs_are_decorative_shapes_behind_the_placeholders(rich):
    cover = rich.xml("ppt/slideLayouts/slideLayout1.xml")
    names = cover.xpath("//p:sp/p:nvSpPr/p:cNvPr/@name", namespaces=NS)
    assert names == ["Motif 1", "Motif 2", "Motif 3", "Title"]
    assert cover.xpath("//p:sp/p:nvSpPr/p:nvPr/@userDrawn", namespaces=NS) == ["1"] * 4
    assert cover.xpath("count(//*[local-name()='decorative'])") == 3


def test_rule_of_a_slot_is_on_the_layout_at_the_top_edge(rich):
    (rule,) = rich.find(TEXT, "//p:sp[p:nvSpPr/p:cNvPr/@name='panel rule']")
    top, height = rule.xpath(".//a:off/@y | .//a:ext/@cy", namespaces=NS)
    assert int(top) == PANEL.box.y - 38100
    assert PANEL.box.y <= int(top) + int(height) < PANEL.box.y + INCH // 20


def test_fill_of_a_picture_slot_is_a_shape_of_the_layout(rich):
    names = rich.find("ppt/slideLayouts/slideLayout4.xml", "//p:cNvPr/@name")
    assert "photo ground" in names


def test_brand_can_define_the_text_slot_of_the_master():
    brand = replace(BRAND, master=layout("master", "Master", TITLE, BODY, FOOTER, NUMBER))
    opened = OpenedPackage(write(deck(page("x", "text", title("x"))), brand, {}))
    assert shape(opened.xml(MASTER), BODY.index) is not None


def test_slots_without_a_unique_index_get_free_ones():
    sheet = layout("x", "X", TITLE, *(replace(BODY, name=n, index=i) for n, i in (("a", 0), ("b", 10), ("c", 10))))
    indexes = [p.index for p in placeholders(sheet).values()]
    assert indexes[0] is None
    assert len(set(indexes)) == 4
    assert placeholders(sheet)["b"].index == 10


def test_placeholders_start_with_the_title_and_end_with_the_number():
    sheet = layout("x", "X", NUMBER, FOOTER, BODY, TITLE)
    assert list(placeholders(sheet)) == ["title", "body", "footer", "number"]
