import io

import pytest
from deck_samples import (
    BODY,
    BRAND,
    FOOTER,
    NUMBER,
    TITLE,
    box,
    chart,
    deck,
    page,
    paragraph,
    png,
    run,
    table,
    text_frame,
    title,
)  # fmt: skip
from msgspec.structs import replace
from opened_package import NS, OpenedPackage
from pptx import Presentation

from deckgen.ir.frames import Drawing, FrameParagraph, ShapeFrame, TextFrame
from deckgen.ir.links import stored_address
from deckgen.writer import write


def opened(*frames, layout_key="text", **more):
    return OpenedPackage(write(deck(page("deck/x", layout_key, *frames, **more)), BRAND, {}))


def names(root):
    return root.xpath("//p:spTree/*/*/p:cNvPr/@name", namespaces=NS)


def test_reading_order_is_title_then_frames_then_footer_and_number(rich):
    assert names(rich.slide(2)) == ["Title", "Eyebrow", "Body", "Panel", "Footer", "Number"]


def test_texts_tables_and_pictures_fill_their_placeholders(rich_bytes):
    slides = Presentation(io.BytesIO(rich_bytes)).slides
    assert slides[1].shapes.title.text == "Editors return"
    assert slides[1].placeholders[14].text_frame.paragraphs[1].text == "A point & a <tag>"
    grid = slides[2].placeholders[14].table
    assert [grid.cell(2, c).text for c in range(3)] == ["Editors & co", "+7.3%", "+8.1%"]
    assert slides[3].placeholders[14].image.size == (700, 450)


def test_slot_without_a_frame_leaves_no_empty_placeholder():
    assert opened(title("Alone")).find("ppt/slides/slide1.xml", "//p:ph/@type") == ["title", "ftr", "sldNum"]


def test_second_frame_of_a_slot_is_an_ordinary_shape():
    slide = opened(title("Two"), text_frame(BODY, paragraph("a")), text_frame(BODY, paragraph("b"))).slide(1)
    assert slide.xpath("count(//p:ph[@idx='14'])", namespaces=NS) == 1
    assert names(slide)[1:3] == ["Body", "Body 4"]


def test_frame_in_a_slot_for_other_content_is_an_ordinary_shape():
    slide = opened(title("Odd"), replace(table(), slot="body"), layout_key="text").slide(1)
    assert slide.xpath("count(//p:graphicFrame//p:ph)", namespaces=NS) == 0


def test_position_is_written_only_if_it_differs_from_the_layout():
    moved = text_frame(BODY, paragraph("x"), box=box(1, 2, 3, 4))
    slide = opened(title("Moved"), moved).slide(1)
    assert slide.xpath("//p:sp[.//p:ph/@idx='14']//a:off/@x", namespaces=NS) == ["914400"]
    assert not slide.xpath("//p:sp[.//p:ph/@type='title']//a:xfrm", namespaces=NS)


def test_fill_is_written_if_it_differs_from_the_layout():
    slide = opened(title("x"), text_frame(BODY, paragraph("x"), fill="danger-tint")).slide(1)
    assert slide.xpath("//p:sp[.//p:ph/@idx='14']/p:spPr//a:schemeClr/@val", namespaces=NS) == ["accent4"]


def test_slides_have_the_footer_and_number_of_their_layout(rich):
    for n in (2, 3, 4):
        slide = rich.slide(n)
        assert slide.xpath("//p:sp[.//p:ph/@type='ftr']//a:t/text()", namespaces=NS) == ["Thriving Movement · Q2"]
        assert slide.xpath("//a:fld[@type='slidenum']/a:t/text()", namespaces=NS) == [str(n)]
    assert not rich.slide(1).xpath("//p:ph[@type='ftr' or @type='sldNum']", namespaces=NS)


def test_footer_frames_replace_the_texts_of_the_deck_and_are_last():
    footer = text_frame(FOOTER, paragraph("Draft", 1000, "danger"))
    number = text_frame(NUMBER, paragraph("7", 1000, "muted"))
    slide = opened(title("x"), footer, number, text_frame(BODY, paragraph("y"))).slide(1)
    assert slide.xpath("//p:ph/@type", namespaces=NS) == ["title", "body", "ftr", "sldNum"]
    assert slide.xpath("//p:sp[.//p:ph/@type='ftr']//a:t/text()", namespaces=NS) == ["Draft"]
    assert slide.xpath("//a:fld/@type", namespaces=NS) == ["slidenum"]


def test_deck_without_a_footer_has_no_empty_footer():
    package = OpenedPackage(write(deck(page("x", "text", title("x")), footer=""), BRAND, {}))
    assert package.find("ppt/slides/slide1.xml", "//p:ph/@type") == ["title", "sldNum"]


def test_marks_follow_their_table_and_have_alt_text_or_are_decorative(rich):
    slide = rich.slide(3)
    assert names(slide)[1:4] == ["Table", "Status 0", "Status 1"]
    marks = slide.xpath("//p:cNvPr[starts-with(@name, 'Status')]", namespaces=NS)
    assert [m.get("descr") for m in marks if m.get("descr")] == ["At risk"]
    assert sum(bool(m.xpath(".//*[local-name()='decorative']")) for m in marks) == len(marks) - 1


@pytest.mark.parametrize(
    ("shape", "preset"), [("ellipse", "ellipse"), ("ring", "donut"), ("box", "frame"), ("square", "rect")]
)
def test_marks_are_native_presets(shape, preset):
    slide = opened(title("x"), ShapeFrame(shape, "m", box(1, 1, 1, 1), "success")).slide(1)
    assert slide.xpath("//p:sp[.//@name='m']//a:prstGeom/@prst", namespaces=NS) == [preset]


def test_tick_and_bars_have_custom_geometry():
    slide = opened(title("x"), *(ShapeFrame(s, s, box(1, 1, 1, 1), "success") for s in ("tick", "bars"))).slide(1)
    assert slide.xpath("count(//a:custGeom//a:close)", namespaces=NS) == 3


@pytest.mark.parametrize(
    ("shape", "drawn"),
    [("chevron", ["chevron"]), ("arc", ["blockArc"]), ("quotes", []), ("diamond", ["diamond"])],
)
def test_shapes_of_layouts_are_native(shape, drawn):
    slide = opened(title("x"), ShapeFrame(shape, "m", box(1, 1, 1, 1), "success")).slide(1)
    assert slide.xpath("//p:sp[.//@name='m']//a:prstGeom/@prst", namespaces=NS) == drawn
    assert slide.xpath("count(//p:sp[.//@name='m']//a:custGeom//a:close)", namespaces=NS) == (0 if drawn else 2)


def test_hidden_slides_are_hidden(rich):
    assert [rich.slide(n).get("show") for n in (3, 4)] == [None, "0"]


def test_links_target_addresses_or_slides_and_unknown_ones_are_dropped(rich):
    name = "ppt/slides/slide2.xml"
    relations = rich.relations(name)
    clicks = rich.find(name, "//a:hlinkClick")
    targets = [relations[c.get(f"{{{NS['r']}}}id")] for c in clicks]
    assert [t.target for t in targets] == ["https://example.invalid/a%20b?q=%C3%BC&x=1", "ppt/slides/slide3.xml"]
    assert clicks[1].get("action") == "ppaction://hlinksldjump"
    assert len(clicks) == 2


def test_links_to_the_same_target_share_a_relationship():
    runs = tuple(run(str(i), link="https://example.invalid/") for i in range(5))
    package = opened(title("x"), text_frame(BODY, FrameParagraph(runs)))
    kinds = [r.kind for r in package.relations("ppt/slides/slide1.xml").values()]
    assert kinds.count("hyperlink") == 1


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://example.invalid", "https://example.invalid"),
        ("mailto:a@example.invalid", "mailto:a@example.invalid"),
        ("https://münchen.invalid/ä", "https://xn--mnchen-3ya.invalid/%C3%A4"),
        ("https://example.invalid/%20", "https://example.invalid/%20"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("https://[broken", ""),
        ("https://", ""),
        ("mailto:", ""),
        ("tel:+41 22 123", "tel:+4122123"),
        ("mailto:a@x.invalid?subject=Q2 review #5 (draft)", "mailto:a@x.invalid?subject=Q2%20review%20%235%20(draft)"),
        ("MAILTO:?subject=ä", "mailto:?subject=%C3%A4"),
        ("https://x.invalid/100% done.pdf", "https://x.invalid/100%25%20done.pdf"),
        ("https://see the report", ""),
        ("https://ä..invalid", ""),
    ],
)
def test_addresses_are_encoded_or_dropped(typed, written):
    assert stored_address(typed) == written


def test_equal_pictures_are_stored_once():
    first, second = chart(), chart("Other")
    drawings = {frame: Drawing(png("green"), 40, 30) for frame in (first, second)}
    package = OpenedPackage(write(deck(page("x", "pictures", title("x"), first, second)), BRAND, drawings))
    assert package.all("media") == ["ppt/media/image1.png"]


def test_shapes_of_equal_name_get_unique_names():
    shapes = [TextFrame("", "Same", box(1, 1, 1, 1), (paragraph("x"),)) for _ in range(4)]
    shape_names = names(opened(title("x"), *shapes, title("y", TITLE)).slide(1))
    assert len(set(shape_names)) == len(shape_names)
