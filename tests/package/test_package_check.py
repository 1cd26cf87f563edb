# ruff: noqa: E501 -- one defect a line: a table, read across
"""The package check finds each defect on its own, in a deck that is otherwise sound."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from small_deck import packed, small_deck

from deckgen.package import problems

Parts = dict[str, bytes]
Break = Callable[[Parts], None]

SLIDE = "/ppt/slides/slide{}.xml"
RELS = "/ppt/slides/_rels/slide{}.xml.rels"
MAIN = "/ppt/presentation.xml"
MAIN_RELS = "/ppt/_rels/presentation.xml.rels"
MASTER = "/ppt/slideMasters/slideMaster1.xml"
TYPES = "/[Content_Types].xml"


def sub(part: str, old: str, new: str, count: int = 1) -> Break:
    """Replace a pattern in a part; fails if it does not occur, so that each test case stays valid."""

    def breaking(parts: Parts) -> None:
        text, times = re.subn(old, new, parts[part].decode(), count=count)
        assert times, f"{old!r} does not occur in {part}"
        parts[part] = text.encode()

    return breaking


def drop(*names: str) -> Break:
    def breaking(parts: Parts) -> None:
        for name in names:
            del parts[name]

    return breaking


def add(name: str, data: bytes) -> Break:
    return lambda parts: parts.update({name: data})


def both(*breakings: Break) -> Break:
    def breaking(parts: Parts) -> None:
        for one in breakings:
            one(parts)

    return breaking


def drawing(inner: str) -> Break:
    """Add an SVG picture."""
    return add("/ppt/media/image2.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode())


DEFECTS: dict[str, tuple[Break, str]] = {
    "two shapes with one id": (sub(SLIDE.format(1), 'id="3" name', 'id="2" name'), "two shapes have the id 2"),
    "two shapes with one creationId": (sub(SLIDE.format(1), "00000003-", "00000002-"), "have the creationId"),
    "two slides with one creationId": (sub(SLIDE.format(2), 'val="12"', 'val="11"'), "two slides have the creationId"),
    "a cell without a text body": (sub(SLIDE.format(2), "(<a:tc>)<a:txBody>.*?</a:txBody>", r"\1"), "no text body"),
    "a cell without a paragraph": (sub(SLIDE.format(2), "<a:p/>", ""), "no paragraph"),
    "a text without a paragraph": (sub(SLIDE.format(1), "<a:p>.*?</a:p>", ""), "no paragraph"),
    "a row with a cell too few": (sub(SLIDE.format(2), "<a:tc>.*?</a:tc>", ""), "has 2 cells, the grid 3"),
    "a span that leaves the grid": (sub(SLIDE.format(2), 'gridSpan="2"', 'gridSpan="4"'), "leaves the grid"),
    "a span of millions of rows": (sub(SLIDE.format(2), 'rowSpan="2"', 'rowSpan="2147483647"'), "leaves the grid"),
    "two spans over one cell": (sub(SLIDE.format(2), 'gridSpan="2"', 'gridSpan="3" rowSpan="2"'), "overlaps another"),
    "a span over a cell that is not hidden": (sub(SLIDE.format(2), ' hMerge="1"', ""), "is not hidden"),
    "a hidden cell without a span": (sub(SLIDE.format(2), ' rowSpan="2"', ""), "hidden without a span"),
    "a table lower than its frame": (sub(SLIDE.format(2), 'tr h="370840"', 'tr h="370000"'), "EMU high"),
    "columns wider than the frame": (sub(SLIDE.format(2), 'gridCol w="2000000"', 'gridCol w="2000001"'), "EMU wide"),
    "an empty cell that makes its row grow": (
        sub(SLIDE.format(2), "<a:tc>(.*?)<a:r>.*?</a:r>", r"<a:tc>\1"),
        "has no font size",
    ),
    "a slide out of the slide list": (sub(MAIN, '<p:sldId id="258"[^>]*>', ""), "is 0 times in the slide list"),
    "a slide twice in the slide list": (
        sub(MAIN, '(<p:sldId id="258"[^>]*>)', r'\1<p:sldId id="259" r:id="rId5"/>'),
        "is 2 times in the slide list",
    ),
    "a slide id out of range": (sub(MAIN, 'id="258"', 'id="25"', 2), "out of range"),
    "a slide in no section": (sub(MAIN, '<p14:sldId id="258"/>', ""), "not every slide is in exactly one"),
    "a slide in two sections": (sub(MAIN, '<p14:sldId id="258"/>', r"\g<0>\g<0>"), "not every slide is in exactly one"),
    "sections in another order": (sub(MAIN, '(<p14:sldId id="257"/>)(<p14:sldId id="258"/>)', r"\2\1"), "another order"),
    "two sections with one id": (sub(MAIN, "00000002-0000-4000-9000", "00000001-0000-4000-9000"), "sections: two have"),
    "no sections": (sub(MAIN, "<p:extLst>.*</p:extLst>", ""), "has no sections"),
    "a layout with the master's id": (sub(MASTER, "2147483649", "2147483648"), "the id 2147483648 is used twice"),
    "a layout id too small": (sub(MASTER, "2147483649", "300"), "is below"),
    "a relationship to a missing part": (drop("/ppt/media/image1.png"), "which does not exist"),
    "a relationship to a part of the wrong type": (
        sub(RELS.format(1), "slideLayouts/slideLayout1", "slideMasters/slideMaster1"),
        "whose type is",
    ),
    "a relationship that nothing uses": (
        sub(RELS.format(1), "</Relationships>", '<Relationship Id="rId9" Type="x/image" Target="../media/image1.png"/></Relationships>'),
        "never used",
    ),
    "a reference without a relationship": (sub(SLIDE.format(3), "rId2", "rId7"), "which does not exist"),
    "a reference to the wrong relationship": (sub(SLIDE.format(3), "rId2", "rId1"), "which is a slideLayout"),
    "two relationships with one id": (sub(RELS.format(3), "rId2", "rId1"), "2 relationships rId1"),
    "a link to a file": (
        both(
            sub(
                RELS.format(1),
                "</Relationships>",
                '<Relationship Id="rId9" Type="x/hyperlink" Target="notes.txt" TargetMode="External"/></Relationships>',
            ),
            sub(SLIDE.format(1), "</a:rPr>|/>(?=<a:t>)", '><a:hlinkClick r:id="rId9"/></a:rPr>'),
        ),
        "not a web, mail or phone address",
    ),
    "a part without a content type": (sub(TYPES, '<Default Extension="png"[^>]*>', ""), "has no content type"),
    "a content type of no part": (
        sub(TYPES, "</Types>", '<Override PartName="/ppt/x.xml" ContentType="y/z"/></Types>'),
        "has a content type but does not exist",
    ),
    "a part with two content types": (sub(TYPES, "<Override[^>]*slide1[^>]*>", r"\g<0>\g<0>"), "2 content types"),
    "a part that differs in case only": (add("/ppt/Media/IMAGE1.png", small_deck()["/ppt/media/image1.png"]), "2 parts"),
    "a part that nothing leads to": (add("/ppt/media/image2.png", small_deck()["/ppt/media/image1.png"]), "leads to it"),
    "relationships of no part": (
        add("/ppt/slides/_rels/slide9.xml.rels", small_deck()[RELS.format(2)]),
        "belongs to no part",
    ),
    "a picture that is none": (add("/ppt/media/image1.png", b"GIF89a"), "are not a png file"),
    "a placeholder of another index": (sub(SLIDE.format(1), 'idx="10"', 'idx="11"'), "body 11 is not in"),
    "a placeholder of another type": (sub(SLIDE.format(1), 'type="body"', 'type="tbl"'), "tbl 10 is not in"),
    "a notes placeholder that is not in the master": (
        sub("/ppt/notesSlides/notesSlide1.xml", 'type="body" idx="1"', 'type="dt" idx="4"'),
        "dt 4 is not in",
    ),
    "a placeholder twice": (sub(SLIDE.format(1), 'type="body" idx="10"', 'type="title"'), "placeholder title 0 is used twice"),
    "p14 outside an extension": (
        sub(SLIDE.format(1), "<p:extLst><p:ext[^>]*>(<p14.*?/>)</p:ext></p:extLst>", r"\1"),
        "outside ext and AlternateContent",
    ),
    "an escaped control character": (sub(SLIDE.format(1), "What was", "What_x000B_was"), "control character"),
    "a C1 control character in a name": (sub(SLIDE.format(1), 'name="Text"', 'name="Te\x85xt"'), "control character"),
    "a null character, which XML does not allow": (sub(SLIDE.format(1), "What was", "What&#1;was"), "not well-formed"),
    "two slides with one title": (sub(SLIDE.format(2), "<a:t>Metrics", "<a:t>OVERVIEW "), "has the title of"),
    "a slide without a title": (sub(SLIDE.format(2), '<p:ph type="title"/>', ""), "has no title"),
    "a title without text": (sub(SLIDE.format(2), "<a:t>Metrics", "<a:t> "), "has no title"),
    "a title that is read last": (
        sub(SLIDE.format(1), "(<p:sp>.*?</p:sp>)(<p:sp>.*?</p:sp>)", r"\2\1"),
        "is read before the title",
    ),
    "a picture without alt text": (sub(SLIDE.format(3), ' descr="[^"]*"', ""), "has no alt text"),
    "a file name as alt text": (sub(SLIDE.format(3), 'descr="[^"]*"', 'descr="image1.png"'), "is a file name"),
    "a table without alt text": (sub(SLIDE.format(2), ' descr="[^"]*"', ""), "has no alt text"),
    "a bare shape that is not marked decorative": (
        sub(SLIDE.format(1), '<p:ph type="body" idx="10"/>(.*?)<a:t>.*?</a:t>', r"\1<a:t></a:t>"),
        "has no alt text",
    ),
    "text without a language": (sub(SLIDE.format(1), '<a:rPr lang="en-GB"/>', ""), "no language"),
    "a literal colour": (
        sub(SLIDE.format(1), "<p:spPr></p:spPr>", '<p:spPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></p:spPr>'),
        "literal colour FF0000",
    ),
    "a font by name": (
        sub(SLIDE.format(1), '<a:rPr lang="en-GB"/>', '<a:rPr lang="en-GB"><a:latin typeface="Arial"/></a:rPr>'),
        "font by name: Arial",
    ),
    "a person as author": (sub("/docProps/core.xml", "Some Foundation", "Jo Doe"), "a person's name?"),
    "the author of a library": (sub("/docProps/core.xml", "Some Foundation", "Steve Canny"), "names Steve Canny"),
    "a path of the building machine": (sub(SLIDE.format(3), 'name="Chart"', 'name="/tmp/x/chart"'), "building machine"),
    "notes of two slides": (
        sub(RELS.format(2), "</Relationships>", r'<Relationship Id="rId2" Type="x/notesSlide" Target="../notesSlides/notesSlide1.xml"/>\g<0>'),
        "is the notes page of",
    ),
    "notes that point to another slide": (
        sub("/ppt/notesSlides/_rels/notesSlide1.xml.rels", "slide1.xml", "slide2.xml"),
        "points back to",
    ),
    "a jump to what is no slide": (
        sub(SLIDE.format(3), ' descr="([^"]*)">', r' descr="\1"><a:hlinkClick r:id="rId2" action="ppaction://hlinksldjump"/>'),
        "jumps to no slide",
    ),
    "a document type declaration": (sub(SLIDE.format(1), "<p:sld ", "<!DOCTYPE p:sld [<!ENTITY x 'y'>]><p:sld "), "document type"),
    "an embedded font that is none": (add("/ppt/fonts/font1.fntdata", b"\x00" * 99), "are not an embedded font"),
    "a script in a picture": (drawing("<script>alert(1)</script>"), "holds a script"),
    "a picture that runs a script when clicked": (drawing('<rect onclick="x()"/>'), "runs a script (onclick)"),
    "a picture that asks for another file": (drawing('<image href="http://example.org/a.png"/>'), "refers to 'http://example.org/a.png'"),
    "a style that asks for another file": (drawing("<style>@import 'http://example.org/a.css';</style>"), "may refer to something outside"),
    "a fill that asks for another file": (drawing('<rect fill="url(http://example.org/a.svg)"/>'), "refers to 'url(http"),
    "a master in no list": (sub(MAIN, "<p:sldMasterIdLst>.*?</p:sldMasterIdLst>", ""), "slideMaster1.xml is not in its list"),
    "a layout in no list": (sub(MASTER, '<p:sldLayoutId id="2147483650"[^>]*>', ""), "slideLayout2.xml is not in its list"),
    "a notes master in no list": (sub(MAIN, "<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", ""), "notesMaster1.xml is not in its list"),
    "elements in another order": (sub(SLIDE.format(1), "(?s)(<p:cSld>.*</p:cSld>)(<p:clrMapOvr>.*?</p:clrMapOvr>)", r"\2\1"), "sld holds clrMapOvr cSld"),
    "a cell that ends before it begins": (sub(SLIDE.format(2), "(?s)(<a:txBody>.*?</a:txBody>)(<a:tcPr/>)", r"\2\1"), "tc holds tcPr txBody"),
    "a text that says nothing of its box": (sub(SLIDE.format(1), "<a:bodyPr/>", ""), "txBody holds lstStyle p"),
    "a master without a colour map": (sub(MASTER, "<p:clrMap [^>]*>", ""), "sldMaster holds cSld sldLayoutIdLst"),
    "a theme with a missing colour": (sub("/ppt/theme/theme1.xml", "<a:accent3>.*?</a:accent3>", ""), "clrScheme holds"),
    "no size for notes": (sub(MAIN, "<p:notesSz[^>]*>", ""), "presentation holds"),
    "slides too small to be": (sub(MAIN, '<p:sldSz cx="12192000"', '<p:sldSz cx="100"'), "has the cx '100'"),
    "a shape of negative width": (sub(SLIDE.format(3), 'cx="4000000"', 'cx="-4000000"'), "has the cx '-4000000'"),
    "a shape id that is no number": (sub(SLIDE.format(1), 'id="3" name', 'id="x" name'), "has the id 'x'"),
    "letters smaller than any": (sub(SLIDE.format(1), '<a:rPr lang="en-GB"/>', '<a:rPr lang="en-GB" sz="50"/>'), "has the sz '50'"),
    "a span of no rows": (sub(SLIDE.format(2), 'rowSpan="2"', 'rowSpan="0"'), "has the rowSpan '0'"),
    "a colour that no theme has": (
        sub(SLIDE.format(1), "<p:spPr></p:spPr>", '<p:spPr><a:solidFill><a:schemeClr val="accent9"/></a:solidFill></p:spPr>'),
        "has the val 'accent9'",
    ),
    "a placeholder of no type": (sub(SLIDE.format(1), 'type="body"', 'type="text"'), "has the type 'text'"),
    "a section whose id is no GUID": (sub(MAIN, "{00000001-0000-4000-9000-000000000000}", "1"), "is not a GUID"),
    "a table style that is not there": (
        sub(SLIDE.format(2), '<a:tblPr firstRow="1"/>', '<a:tblPr firstRow="1"><a:tableStyleId>{0000000A-0000-4000-8000-000000000000}</a:tableStyleId></a:tblPr>'),
        "names the style",
    ),
    "a link that leads nowhere": (sub(SLIDE.format(1), '<a:rPr lang="en-GB"/>', '<a:rPr lang="en-GB"><a:hlinkClick r:id=""/></a:rPr>'), "a link leads nowhere"),
    "a prefix that is not declared": (
        sub(SLIDE.format(1), "<p:sld ", '<p:sld xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="p99" '),
        "the prefix p99",
    ),
    "alternatives of which there is none": (
        sub(SLIDE.format(1), "</p:spTree>", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/></p:spTree>'),
        "has no Choice",
    ),
    "a part with a blank in its name": (
        both(lambda parts: parts.update({"/ppt/media/ima ge1.png": parts.pop("/ppt/media/image1.png")}), sub(RELS.format(3), "image1", "ima ge1")),
        "may not have this name",
    ),
    "two parts of core properties": (
        sub("/_rels/.rels", "</Relationships>", '<Relationship Id="rId9" Type="x/core-properties" Target="docProps/app.xml"/></Relationships>'),
        "2 parts of core properties",
    ),
    "a day that is no date": (
        sub("/docProps/core.xml", "</cp:coreProperties>", '<t:created xmlns:t="http://purl.org/dc/terms/">yesterday</t:created></cp:coreProperties>'),
        "'yesterday' is not a date",
    ),
    "a slide that is no slide": (sub(SLIDE.format(1), "(?s)<p:cSld>.*</p:cSld>", ""), "sld holds clrMapOvr"),
    "two layouts of one slide": (
        sub(RELS.format(1), "</Relationships>", '<Relationship Id="rId8" Type="x/slideLayout" Target="../slideLayouts/slideLayout2.xml"/></Relationships>'),
        "2 relationships to a slideLayout",
    ),
    "no view settings": (
        both(drop("/ppt/viewProps.xml"), sub(MAIN_RELS, "<[^<>]*viewProps[^<>]*>", ""), sub(TYPES, "<[^<>]*viewProps[^<>]*>", "")),
        "has no viewProps",
    ),
}  # fmt: skip


def test_sound_deck_has_no_problems(tmp_path: Path) -> None:
    data = packed(small_deck())
    (tmp_path / "deck.pptx").write_bytes(data)
    assert problems(data) == []
    assert problems(tmp_path / "deck.pptx") == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_defect_is_found(defect: str) -> None:
    breaking, expected = DEFECTS[defect]
    parts = small_deck()
    breaking(parts)
    found = problems(packed(parts))
    assert [line for line in found if expected in line], f"expected {expected!r}, found {found}"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_part_that_is_packed_twice_is_found() -> None:
    out = BytesIO(packed(small_deck()))
    with zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr(zipfile.ZipInfo("ppt/slides/slide1.xml"), small_deck()[SLIDE.format(1)])
    assert any("2 parts of this name" in line for line in problems(out.getvalue()))


def test_part_with_another_date_than_the_others_is_found() -> None:
    out = BytesIO(packed(small_deck()))
    with zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr(zipfile.ZipInfo("ppt/media/image2.png", (2021, 1, 28, 9, 30, 0)), b"x")
    assert any("dated 2021-1-28" in line for line in problems(out.getvalue()))


@pytest.mark.parametrize("data", [b"", b"no zip at all", packed({"/a.txt": b"x"}), packed({TYPES: b"<Types/>"})])
def test_file_that_is_no_presentation_is_a_problem(data: bytes) -> None:
    assert problems(data)


@pytest.mark.parametrize("gone", sorted(small_deck()))
def test_missing_part_is_a_problem(gone: str) -> None:
    parts = small_deck()
    del parts[gone]
    assert problems(packed(parts))


def test_decorative_shape_needs_no_alt_text() -> None:
    parts = small_deck()
    extension = (
        '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
    )
    sub(SLIDE.format(3), ' descr="[^"]*"', "")(parts)
    sub(SLIDE.format(3), "(?s)(<p:pic>.*?)</a:extLst>", rf"\1{extension}")(parts)
    assert problems(packed(parts)) == []


def test_error_of_python_pptx_alone_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise KeyError("no relationship")

    assert problems(packed(small_deck())) == []
    monkeypatch.setattr("pptx.Presentation", fail)
    [problem] = problems(packed(small_deck()))
    assert "python-pptx cannot open the file" in problem
