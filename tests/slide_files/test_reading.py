"""Reading a slide of another file: its shapes state what they inherit, and what a deck does not carry is named."""

import io
import re
import zipfile

import pytest
from lxml import etree
from pptx.util import Inches, Pt

from deckgen.guide.sample_slide import sample_slide
from deckgen.ooxml.opc import A, P
from deckgen.slide_files.errors import SlideFileError
from deckgen.slide_files.reading import MAX_DEPTH, MAX_SHAPES, ReadSlide, read_slide
from made_slides import TITLE_AND_CONTENT, add_chart, add_everything, add_text, changed, made, png, replacing

SLIDE, RELS = "ppt/slides/slide1.xml", "ppt/slides/_rels/slide1.xml.rels"
NO_SHAPE = "a shape without a name"


def read(data: bytes, number: int | None = None) -> ReadSlide:
    return read_slide(data, "`legal.pptx`", number)


def named(found: ReadSlide) -> str:
    """All that is said to be left out or changed."""
    return "; ".join((*found.slide.left_out, *found.slide.changed))


def xml(found: ReadSlide) -> str:
    return b"".join(shape.xml for shape in found.slide.shapes).decode()


def with_shape(shape: str, **parts: bytes) -> bytes:
    """The sample slide with one more shape, and with further parts."""
    return changed(sample_slide(), {SLIDE: replacing("</p:spTree>", f"{shape}</p:spTree>"), **parts})


def relation(kind: str, target: str, *, external: bool = False) -> bytes:
    """The relationships of the sample slide with another one, `rId9`."""
    mode = ' TargetMode="External"' if external else ""
    with zipfile.ZipFile(io.BytesIO(sample_slide())) as archive:
        kept = archive.read(RELS).decode()
    return kept.replace(
        "</Relationships>", f'<Relationship Id="rId9" Type="urn:x/{kind}" Target="{target}"{mode}/></Relationships>'
    ).encode()


def picture(name: str = "Photo", reference: str = 'r:embed="rId9"') -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="90" name="{name}"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip {reference}/>'
        '<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="900000" y="2000000"/><a:ext cx="900000" '
        'cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def test_title_is_taken_over_and_other_shapes_are_carried() -> None:
    found = read(made(add_everything))
    assert found.slide.title == "Sent by Legal"
    texts = [shape.outline.text for shape in found.slide.shapes]
    assert texts[0] == "Three cases are open"
    assert texts[1] == "Case\nOpen"
    assert "In a group" in texts
    assert [shape.members for shape in found.slide.shapes] == [1, 1, 1, 1, 1, 2, 1, 1, 1]
    assert "Sent by Legal" not in xml(found)


def test_text_of_a_placeholder_states_what_its_layout_gives_it() -> None:
    def draw(slide: object) -> None:
        frame = slide.placeholders[1].text_frame  # type: ignore[attr-defined]
        frame.text = "First"
        frame.add_paragraph().text = "Below"
        frame.paragraphs[1].level = 1

    [shape] = read(made(draw, TITLE_AND_CONTENT)).slide.shapes
    root = etree.fromstring(shape.xml)
    assert root.find(f".//{P}ph") is None
    levels = [e.find(f"{A}defRPr").get("sz") for e in root.find(f"{P}txBody/{A}lstStyle")]
    assert levels == ["3200", "2800"]
    assert root.find(f".//{A}lvl1pPr/{A}buChar").get("char") == "•"
    assert root.find(f"{P}spPr/{A}xfrm/{A}ext").get("cx") == "8229600"
    assert shape.outline.smallest == 2800


def test_chart_is_carried_with_its_workbook() -> None:
    found = read(made(add_chart))
    folders = [(part.folder, part.extension) for part in found.slide.parts]
    assert folders == [("charts", "xml"), ("embeddings", "xlsx")]
    [to_workbook] = found.slide.parts[0].relations
    assert to_workbook.part == 1
    with zipfile.ZipFile(io.BytesIO(found.slide.parts[1].data)) as workbook:
        assert "xl/worksheets/sheet1.xml" in workbook.namelist()
        assert not [name for name in workbook.namelist() if name.startswith("docProps")]
    assert found.slide.shapes[0].outline.needs_alt


def test_series_without_a_colour_state_that_of_their_theme() -> None:
    chart = read(made(add_chart)).slide.parts[0].data.decode()
    assert chart.count("schemeClr") == 2
    assert 'val="accent1"' in chart
    assert 'val="accent2"' in chart


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ('Type="urn:x/externalLink" Target="x.xml"', "externalLink"),
        ('Type="urn:x/vbaProject" Target="x.bin"', "vbaProject"),
        ('Type="urn:x/hyperlink" TargetMode="External" Target="file:///C:/x"', "file:///C:/x"),
    ],
)
def test_workbook_that_may_do_harm_is_left_out_and_named(attributes: str, reason: str) -> None:
    def spoil(data: bytes) -> bytes:
        harmful = f'<Relationship Id="rIdX" {attributes}/></Relationships>'
        return changed(data, {"xl/_rels/workbook.xml.rels": replacing("</Relationships>", harmful)})

    data = made(add_chart)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [workbook] = [each for each in archive.namelist() if each.endswith(".xlsx")]
    found = read(changed(data, {workbook: spoil}))
    assert [part.folder for part in found.slide.parts] == ["charts"]
    assert b"externalData" not in found.slide.parts[0].data
    assert "workbook behind a chart" in named(found)
    assert reason in named(found)


def test_workbook_that_is_no_zip_file_is_left_out() -> None:
    data = made(add_chart)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [workbook] = [each for each in archive.namelist() if each.endswith(".xlsx")]
    assert "cannot be read" in named(read(changed(data, {workbook: b"no zip"})))


def test_hidden_shape_and_shape_beside_the_slide_are_left_out_and_named() -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Shown")
        add_text(slide, "Do not tell staff").name = "Secret"
        add_text(slide, "Parked", (20, 2)).name = "Parked"

    found = read(changed(made(draw), {SLIDE: replacing('name="Secret"', 'name="Secret" hidden="1"')}))
    assert [shape.outline.text for shape in found.slide.shapes] == ["Shown"]
    assert "the hidden shape “Secret”" in named(found)
    assert "“Parked”, which lies beside the slide" in named(found)


def test_notes_comments_and_footer_are_left_out_and_named() -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Shown")
        slide.notes_slide.notes_text_frame.text = "Say nothing of this"  # type: ignore[attr-defined]

    footer = (
        '<p:sp><p:nvSpPr><p:cNvPr id="80" name="F"/><p:cNvSpPr/><p:nvPr><p:ph type="ftr" idx="11"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>Confidential</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    found = read(changed(made(draw), {SLIDE: replacing("</p:spTree>", f"{footer}</p:spTree>")}))
    assert "speaker notes" in named(found)
    assert "its footer “Confidential”" in named(found)
    assert "Confidential" not in xml(found)


def test_what_runs_or_leads_to_files_is_removed_and_named() -> None:
    link = (
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Button">{}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="900000" y="0"/>'
        '<a:ext cx="900000" cy="900000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>Press</a:t></a:r></a:p>'
        "</p:txBody></p:sp>"
    )
    found = read(with_shape(link.format('<a:hlinkClick r:id="" action="ppaction://macro?name=Run"/>')))
    assert "ppaction" not in xml(found)
    assert "an action (ppaction://macro?name=Run)" in named(found)
    shape = link.format('<a:hlinkClick r:id="rId9"/>')
    found = read(with_shape(shape, **{RELS: relation("hyperlink", "file:///C:/Windows/x.exe", external=True)}))
    assert "hlinkClick" not in xml(found)
    assert "file:///C:/Windows/x.exe" in named(found)
    found = read(with_shape(shape, **{RELS: relation("hyperlink", "https://example.org/", external=True)}))
    assert [each.address for each in found.slide.relations] == ["https://example.org/"]


def test_picture_that_is_only_linked_or_missing_is_left_out_and_named() -> None:
    linked = relation("image", "https://example.org/x.png", external=True)
    missing = relation("image", "../media/none.png")
    for rels, reference in ((linked, 'r:link="rId9"'), (missing, 'r:embed="rId9"')):
        found = read(with_shape(picture(reference=reference), **{RELS: rels}))
        assert "the picture “Photo”, which is not in the file" in named(found)
        assert "Photo" not in xml(found)


def test_video_becomes_its_picture_and_is_named() -> None:
    data = made(lambda slide: slide.shapes.add_movie(io.BytesIO(b"movie"), *(Inches(n) for n in (1, 2, 3, 2)), png()))
    found = read(data)
    assert "video" in named(found)
    assert [part.folder for part in found.slide.parts] == ["media"]
    assert b"movie" not in b"".join(part.data for part in found.slide.parts)


def test_embedded_object_becomes_its_picture() -> None:
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="91" name="Sheet" descr="Costs by month"/>'
        "<p:cNvGraphicFramePr/><p:nvPr/>"
        '</p:nvGraphicFramePr><p:xfrm><a:off x="1000" y="2000000"/><a:ext cx="5000000" cy="3000000"/></p:xfrm>'
        "<a:graphic><a:graphicData "
        f'uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
        f'<p:oleObj r:id="rId8" progId="Excel">{picture("")}</p:oleObj>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    rels = relation("image", "../media/a.png").replace(
        b"</Relationships>",
        b'<Relationship Id="rId8" Type="urn:x/oleObject" Target="../embeddings/o.bin"/></Relationships>',
    )
    parts = {RELS: rels, "ppt/media/a.png": png().getvalue(), "ppt/embeddings/o.bin": b"object"}
    found = read(with_shape(frame, **parts))
    assert "the embedded object “Sheet” is a picture" in named(found)
    outline = found.slide.shapes[-1].outline
    assert (outline.name, outline.box, outline.needs_alt) == ("Sheet", (1000, 2000000, 5000000, 3000000), False)
    assert b"object" not in b"".join(part.data for part in found.slide.parts)


def test_smart_art_becomes_the_shapes_of_its_drawing() -> None:
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="91" name="Steps"/><p:cNvGraphicFramePr/><p:nvPr/>'
        "</p:nvGraphicFramePr><p:xfrm>"
        '<a:off x="1000" y="2000"/><a:ext cx="5000" cy="3000"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/'
        'drawingml/2006/diagram"><dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId8"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    drawing = (
        '<dsp:drawing xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram" xmlns:a="http://schemas.openxmlformats.org/'
        'drawingml/2006/main"><dsp:spTree><dsp:sp modelId="{1}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/>'
        "</dsp:nvSpPr><dsp:spPr>"
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900" cy="900"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></dsp:spPr>"
        "<dsp:txBody><a:bodyPr/><a:p><a:r><a:t>Draft</a:t></a:r></a:p></dsp:txBody></dsp:sp></dsp:spTree></dsp:drawing>"
    )
    with_drawing = {RELS: relation("diagramDrawing", "../diagrams/d.xml"), "ppt/diagrams/d.xml": drawing.encode()}
    found = read(with_shape(frame, **with_drawing))
    assert found.slide.shapes[-1].outline.text == "Draft"
    assert "the SmartArt “Steps” is a group of plain shapes" in named(found)
    assert b"modelId" not in found.slide.shapes[-1].xml
    found = read(with_shape(frame))
    assert "the SmartArt “Steps”, of which the file has no drawing" in named(found)


def test_fallback_of_newer_content_is_shown_and_charts_without_one_are_named() -> None:
    content = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice xmlns:x="urn:x" Requires="{}"/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
    )
    rels = {RELS: relation("image", "../media/a.png"), "ppt/media/a.png": png().getvalue()}
    found = read(with_shape(content.format("x", picture("Ink")), **rels))
    assert found.slide.shapes[-1].outline.name == "Ink"
    assert "“Ink” is shown as in older programs" in named(found)
    found = read(with_shape(content.format("cx1", picture("Waterfall")), **rels))
    assert "the chart “Waterfall”, of a kind that only newer programs draw" in named(found)
    assert "Waterfall" not in xml(found)


def test_table_states_the_style_that_its_file_defines() -> None:
    def draw(slide: object) -> None:
        table = slide.shapes.add_table(2, 1, 0, Inches(2), Inches(4), Inches(1)).table  # type: ignore[attr-defined]
        table.cell(0, 0).text, table.cell(1, 0).text = "Head", "Body"

    style = (
        '<a:tblStyle styleId="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}" styleName="x"><a:wholeTbl><a:tcTxStyle>'
        '<a:schemeClr val="dk1"/>'
        '</a:tcTxStyle><a:tcStyle><a:tcBdr/></a:tcStyle></a:wholeTbl><a:firstRow><a:tcTxStyle b="on">'
        '<a:schemeClr val="lt1"/></a:tcTxStyle>'
        '<a:tcStyle><a:tcBdr/><a:fill><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:fill></a:tcStyle>'
        "</a:firstRow></a:tblStyle>"
        "</a:tblStyleLst>"
    )
    data = made(draw)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.read("ppt/tableStyles.xml").decode()
    new = (
        listed.replace("</a:tblStyleLst>", style)
        if "</a:tblStyleLst>" in listed
        else listed.rstrip().removesuffix("/>") + ">" + style
    )
    root = etree.fromstring(read(changed(data, {"ppt/tableStyles.xml": new.encode()})).slide.shapes[0].xml)
    head, body = root.findall(f".//{A}tc")
    assert root.find(f".//{A}tableStyleId") is None
    assert head.find(f"{A}tcPr/{A}solidFill/{A}schemeClr").get("val") == "accent1"
    assert head.find(f".//{A}rPr").get("b") == "1"
    assert head.find(f".//{A}rPr/{A}solidFill/{A}schemeClr").get("val") == "bg1"
    assert body.find(f"{A}tcPr/{A}solidFill") is None


def test_table_states_the_usual_style_and_an_unknown_one_is_named() -> None:
    data = made(lambda slide: slide.shapes.add_table(2, 1, 0, Inches(2), Inches(4), Inches(1)))
    found = read(data)
    head, body = etree.fromstring(found.slide.shapes[0].xml).findall(f".//{A}tc")
    assert head.find(f"{A}tcPr/{A}solidFill/{A}schemeClr").get("val") == "accent1"
    assert body.find(f"{A}tcPr/{A}solidFill/{A}schemeClr/{A}tint").get("val") == "40000"
    assert body.find(f"{A}tcPr/{A}lnL").get("w") == "12700"
    assert "which the file does not define" not in named(found)
    unknown = changed(
        data, {SLIDE: replacing("{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", "{00000000-0000-0000-0000-000000000001}")}
    )
    assert "which the file does not define" in named(read(unknown))


def test_rows_without_a_height_share_that_of_their_table() -> None:
    """Files of other programs have such rows; PowerPoint makes them as high as their text."""
    data = made(lambda slide: slide.shapes.add_table(3, 1, 0, Inches(2), Inches(4), Inches(1)))
    flat = changed(data, {SLIDE: lambda xml: re.sub(rb'<a:tr h="[0-9]+"', b'<a:tr h="0"', xml)})
    frame = etree.fromstring(read(flat).slide.shapes[0].xml)
    assert [row.get("h") for row in frame.iter(f"{A}tr")] == ["304800"] * 3
    assert frame.find(f"{P}xfrm/{A}ext").get("cy") == "914400"


def test_style_of_a_shape_is_stated_in_the_formats_of_its_theme() -> None:
    def draw(slide: object) -> None:
        slide.shapes.add_shape(1, 0, Inches(2), Inches(4), Inches(1)).text_frame.text = "Styled"  # type: ignore[attr-defined]

    root = etree.fromstring(read(made(draw)).slide.shapes[0].xml)
    assert root.find(f"{P}style") is None
    assert root.find(f"{P}spPr/{A}gradFill") is not None
    assert root.find(f"{P}spPr/{A}ln") is not None
    assert root.find(f"{P}txBody/{A}lstStyle/{A}lvl1pPr/{A}defRPr/{A}solidFill/{A}schemeClr").get("val") == "bg1"


@pytest.mark.parametrize(
    ("data", "number", "message"),
    [
        (b"", None, "not a complete zip file"),
        (b"PK no zip", None, "not a complete zip file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), None, "has a password, or is a file of PowerPoint before 2007"),
        (sample_slide(), 2, "has no slide 2: it has 1 slide"),
        (sample_slide()[:-200], 1, "not a complete zip file"),
        (changed(sample_slide(), {SLIDE: None}), None, "has no slides"),
        (changed(sample_slide(), {SLIDE: b"<p:sld"}), None, "is damaged"),
        (changed(sample_slide(), {SLIDE: b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), None, "is damaged"),
        (changed(sample_slide(), {RELS: None}), None, "is damaged"),
        (changed(sample_slide(), {"ppt/theme/theme1.xml": None}), None, "is damaged"),
        (changed(sample_slide(), {"ppt/slideMasters/slideMaster1.xml": None}), None, "has no slide master"),
        (changed(sample_slide(), {SLIDE: replacing('x="700000"', 'x="99999999999999999999"')}), None, "is damaged"),
        (changed(sample_slide(), {SLIDE: replacing('sz="2000"', 'sz="large"')}), None, "is damaged"),
        (changed(sample_slide(), {SLIDE: replacing("<a:bodyPr/><a:p/>", "<a:tbl/>")}), None, "is damaged"),
        (changed(sample_slide(), {SLIDE: replacing('<a:schemeClr val="tx1"/>', '<a:srgbClr val="white"/>')}), None, "is damaged"),
    ],
)  # fmt: skip
def test_file_that_is_no_sound_presentation_is_refused(data: bytes, number: int | None, message: str) -> None:
    with pytest.raises(SlideFileError) as error:
        read(data, number)
    assert message in str(error.value)
    assert error.value.hint


def test_number_of_the_slide_is_asked_for_where_the_file_has_several() -> None:
    second = replacing(
        '<p:sldId id="256" r:id="rId2"/>', '<p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId2"/>'
    )
    data = changed(sample_slide(), {"ppt/presentation.xml": second})
    with pytest.raises(SlideFileError) as error:
        read(data)
    assert "has 2 slides, and none of them is named" in str(error.value)
    assert read(data, 2).slide.shapes


def test_bomb_and_oversized_slides_are_refused() -> None:
    bomb = changed(sample_slide(), {"ppt/media/zeros.xml": bytes(80 << 20)})
    with pytest.raises(SlideFileError, match="unpacks into more than"):
        read(bomb)
    many = made(lambda slide: [add_text(slide, "x") for _ in range(MAX_SHAPES + 1)])
    with pytest.raises(SlideFileError, match="shapes, more than"):
        read(many)

    def nest(slide: object) -> None:
        shapes = slide.shapes  # type: ignore[attr-defined]
        for _ in range(MAX_DEPTH + 2):
            shapes = shapes.add_group_shape().shapes

    with pytest.raises(SlideFileError, match="groups in each other, more than"):
        read(made(nest))


def test_slide_with_nothing_but_a_title_is_refused() -> None:
    with pytest.raises(SlideFileError, match="nothing to show besides its title"):
        read(made(lambda _: None))


def test_alt_text_is_missed_where_a_picture_has_only_a_file_name() -> None:
    def draw(slide: object) -> None:
        for alt in ("", "logo.png", "The team in Berlin"):
            shape = slide.shapes.add_picture(png(), 0, Inches(2))  # type: ignore[attr-defined]
            shape._element.nvPicPr.cNvPr.set("descr", alt)
        line = slide.shapes.add_connector(1, 0, Inches(2), Inches(3), Inches(2))  # type: ignore[attr-defined]
        line.name = "Line"

    shapes = read(made(draw)).slide.shapes
    assert [shape.outline.needs_alt for shape in shapes] == [True, True, False, False]
    assert b"logo.png" not in shapes[1].xml
    assert b"decorative" in shapes[3].xml


def test_smallest_type_counts_the_shrinking_of_the_text() -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Small", size=12)

    fit = replacing('<a:bodyPr wrap="none">', '<a:bodyPr wrap="none"><a:normAutofit fontScale="50000"/>')
    data = changed(made(draw), {SLIDE: lambda part: part.replace(b"<a:spAutoFit/>", b"")})
    assert read(data).slide.shapes[0].outline.smallest == Pt(12) // 127
    assert read(changed(data, {SLIDE: fit})).slide.shapes[0].outline.smallest == Pt(6) // 127
