"""What a placeholder inherits, from masters and layouts as other programs write them."""

import pytest
from lxml import etree
from opened_package import NS

from deckgen.ooxml.inheritance import Layout, Master, drop_inherited, properties
from deckgen.writer.inherited import parse


def shape(ph: str, place: str = "", body: str = "", levels: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}</p:spPr><p:txBody><a:bodyPr{body}/><a:lstStyle>{levels}</a:lstStyle></p:txBody></p:sp>"
    )


def tree(tag: str, *shapes: str, more: str = "") -> etree._Element:
    return parse(f"<p:{tag}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>{more}</p:{tag}>")


def place(x: int) -> str:
    return f'<a:xfrm><a:off x="{x}" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'


def size(value: int, more: str = "") -> str:
    return f'<a:lvl1pPr{more}><a:defRPr sz="{value}"/></a:lvl1pPr>'


STYLES = (
    f"<p:txStyles><p:titleStyle>{size(4400)}</p:titleStyle><p:bodyStyle>{size(2000)}"
    '<a:lvl2pPr marL="5"><a:buChar char="–"/></a:lvl2pPr></p:bodyStyle><p:otherStyle/></p:txStyles>'
)
MASTER_SHAPES = (
    shape('type="title"', place(1), ' anchor="ctr"'),
    shape('type="body" idx="1"', place(2), ' lIns="7"', size(2400)),
    shape('type="ftr" sz="quarter" idx="3"', place(3)),
)
MASTER = Master(tree("sldMaster", *MASTER_SHAPES, more=STYLES))
LAYOUT_SHAPES = (
    shape('type="ctrTitle"', "", ' wrap="none"'),
    shape('idx="7"', place(4)),
    shape('type="pic" idx="8"', place(5), "", size(1200)),
    shape('type="ftr" idx="11"'),
    shape('type="body" idx="4294967295"', place(6)),
    shape('type="body" idx="8"', place(7)),
)
LAYOUT = Layout(tree("sldLayout", *LAYOUT_SHAPES), MASTER)


def left(kind: str, index: str = "0") -> str:
    return parse(f"<a:y>{LAYOUT.placeholder(kind, index).shape['xfrm']}</a:y>").find(".//off").get("x")


@pytest.mark.parametrize(
    ("kind", "index", "x"),
    [
        ("title", "0", "1"), ("ctrTitle", "0", "1"), ("obj", "7", "4"), ("pic", "8", "5"), ("body", "8", "7"),
        ("ftr", "99", "3"), ("body", "99", "2"), ("body", "4294967295", "2"),
    ],
)  # fmt: skip
def test_place_is_that_of_the_placeholder_with_this_type_or_index(kind, index, x):
    assert left(kind, index) == x


def test_properties_come_from_the_nearest_source():
    title, object_, picture = (LAYOUT.placeholder(*key) for key in (("title", "0"), ("obj", "7"), ("pic", "8")))
    assert (title.body["anchor"], title.body["wrap"], title.body["lIns"]) == ("ctr", "none", "91440")
    assert [s.levels[0].run["sz"] for s in (title, object_, picture)] == ["4400", "2400", "1200"]
    assert object_.body["lIns"] == "7"


def test_deeper_levels_inherit_from_the_text_styles_of_the_master():
    levels = LAYOUT.placeholder("obj", "7").levels
    assert (levels[1].paragraph["marL"], levels[1].paragraph["bullet"]) == ("5", '<buChar char="–"/>')
    assert levels[2].paragraph["bullet"] == "<buNone/>"


def test_what_nothing_states_is_the_default_of_drawingml():
    footer = LAYOUT.placeholder("ftr", "11")
    assert (footer.levels[0].run["sz"], footer.levels[0].run["b"], footer.shape["fill"]) == ("1800", "0", "<noFill/>")


def test_default_text_style_of_the_presentation_is_below_the_master():
    root = tree("sldMaster", more="<p:txStyles><p:otherStyle/></p:txStyles>")
    default = parse(f"<p:defaultTextStyle>{size(1100)}</p:defaultTextStyle>")
    assert Master(root, default).placeholder("sldNum").levels[0].run["sz"] == "1100"


def test_own_properties_of_a_shape_are_over_the_inherited_ones():
    own = parse(shape('type="title"', place(9), "", size(3000)))
    effective = LAYOUT.placeholder("title").overlaid(own)
    assert (effective.levels[0].run["sz"], effective.body["anchor"]) == ("3000", "ctr")
    assert 'x="9"' in effective.shape["xfrm"]


def test_master_without_placeholders_and_styles_gives_the_defaults():
    assert Master(tree("sldMaster")).placeholder("title").levels[8].run["sz"] == "1800"


def test_equal_values_in_other_spellings_are_equal():
    one = parse('<a:pPr rtl="true"><a:lnSpc><a:spcPct val="90%"/></a:lnSpc></a:pPr>')
    other = etree.fromstring(
        f'<q xmlns="{NS["a"]}" rtl="1"><!-- a comment --><lnSpc> <spcPct val="90000"/> </lnSpc></q>'
    )
    assert properties(one) == properties(other)


def test_elements_that_exclude_each_other_are_one_property():
    inherited = properties(parse('<a:rPr b="1" sz="1800"><a:noFill/></a:rPr>'))
    run = parse('<a:rPr lang="en" b="1" sz="2000"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:rPr>')
    drop_inherited(run, inherited)
    assert (dict(run.attrib), [etree.QName(child).localname for child in run]) == (
        {"lang": "en", "sz": "2000"},
        ["solidFill"],
    )


def test_scheme_colour_and_the_same_colour_as_a_number_differ():
    blue, scheme = (
        f"<a:x><a:solidFill>{c}</a:solidFill></a:x>"
        for c in ('<a:srgbClr val="0000FF"/>', '<a:schemeClr val="accent1"/>')
    )
    assert properties(parse(blue)) != properties(parse(scheme))
