# ruff: noqa: E501 -- XML does not get clearer by being cut into short lines
"""The smallest deck that is sound by the rules of `package`, written by hand: three slides, a table with spans, a picture, notes.

Tests break one part of it at a time and run the checks. So it must share no code with the writer.
"""

import struct
import zipfile
import zlib
from io import BytesIO

EPOCH = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
OFFICE_2010 = 'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
CREATION = (
    '<a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"><a16:creationId '
    'xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" id="{0000000%d-0000-4000-8000-000000000000}"/>'
    "</a:ext></a:extLst>"
)

SPACE = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm>'
TREE = f'<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>{SPACE}</p:grpSpPr>'
MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
GROUND = '<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'


def xfrm(tag: str, x: int, y: int, width: int, height: int) -> str:
    return f'<{tag}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{tag}:xfrm>'


def paragraph(text: str) -> str:
    return f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{text}</a:t></a:r></a:p>'


def text_shape(id_: int, name: str, ph: str, text: str, place: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name="{name}">{CREATION % id_}</p:cNvPr><p:cNvSpPr/><p:nvPr>{ph}</p:nvPr>'
        f"</p:nvSpPr><p:spPr>{place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{paragraph(text)}</p:txBody></p:sp>"
    )


TITLE, BODY = '<p:ph type="title"/>', '<p:ph type="body" idx="10"/>'
TITLE_PLACE, BODY_PLACE = xfrm("a", 548640, 411480, 11094720, 600000), xfrm("a", 548640, 1200000, 11094720, 4800000)


def cell(text: str, span: str = "") -> str:
    return f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph(text) if text else '<a:p/>'}</a:txBody><a:tcPr/></a:tc>"


def row(*cells: str) -> str:
    return f'<a:tr h="370840">{"".join(cells)}</a:tr>'


TABLE = (
    f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="Table" descr="Editors by quarter">{CREATION % 3}</p:cNvPr>'
    "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>" + xfrm("p", 548640, 1200000, 6000000, 741680) + "<a:graphic>"
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>'
    + '<a:gridCol w="2000000"/>' * 3
    + "</a:tblGrid>"
    + row(cell("Both", ' gridSpan="2"'), cell("", ' hMerge="1"'), cell("Q2", ' rowSpan="2"'))
    + row(cell("One"), cell("Two"), cell("", ' vMerge="1"'))
    + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
)
PICTURE = (
    f'<p:pic><p:nvPicPr><p:cNvPr id="3" name="Chart" descr="Editors rose by 8.1%">{CREATION % 3}</p:cNvPr><p:cNvPicPr/><p:nvPr/>'
    '</p:nvPicPr><p:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
    + xfrm("a", 548640, 1200000, 4000000, 3000000)
    + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
)


def slide(number: int, *shapes: str) -> str:
    extension = f'<p:extLst><p:ext uri="{{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}}"><p14:creationId {OFFICE_2010} val="{number}"/></p:ext></p:extLst>'
    return (
        f"{HEAD}<p:sld {NS}><p:cSld><p:spTree>{TREE}{''.join(shapes)}</p:spTree>{extension}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )


def layout(name: str, *shapes: str) -> str:
    return (
        f'{HEAD}<p:sldLayout {NS} userDrawn="1"><p:cSld name="{name}"><p:spTree>{TREE}{"".join(shapes)}</p:spTree></p:cSld>'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def rels(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="rId{n}" Type="{kind if "://" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'


def theme(name: str) -> str:
    slots = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    colours = "".join(f'<a:{s}><a:srgbClr val="{"FFFFFF" if s == "lt1" else "202122"}"/></a:{s}>' for s in slots)
    font = '<a:latin typeface="Source Sans Pro"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    styles = (
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>"
        f"{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
    )
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}"><a:themeElements>'
        f'<a:clrScheme name="{name}">{colours}</a:clrScheme><a:fontScheme name="{name}"><a:majorFont>{font}</a:majorFont>'
        f'<a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="{name}">{styles}</a:fmtScheme></a:themeElements></a:theme>'
    )


def presentation() -> str:
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n + 2}"/>' for n in (1, 2, 3))

    def section(name: str, number: int, *ids: int) -> str:
        inside = "".join(f'<p14:sldId id="{i}"/>' for i in ids)
        return f'<p14:section name="{name}" id="{{0000000{number}-0000-4000-9000-000000000000}}"><p14:sldIdLst>{inside}</p14:sldIdLst></p14:section>'

    sections = section("Overview", 1, 256) + section("Metrics", 2, 257, 258)
    return (
        f'{HEAD}<p:presentation {NS}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst>{listed}</p:sldIdLst>'
        '<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/><p:extLst>'
        f'<p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst {OFFICE_2010}>{sections}</p14:sectionLst></p:ext></p:extLst></p:presentation>'
    )


def master() -> str:
    layouts = "".join(f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in (1, 2))
    shapes = text_shape(2, "Title", TITLE, "Title", TITLE_PLACE)
    return (
        f"{HEAD}<p:sldMaster {NS}><p:cSld>{GROUND}<p:spTree>{TREE}{shapes}</p:spTree></p:cSld>{MAP}"
        f"<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:txStyles><p:titleStyle/><p:bodyStyle/><p:otherStyle/></p:txStyles></p:sldMaster>"
    )


def png() -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")


def content_types(parts: dict[str, str]) -> str:
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{named}</Types>'
    )


def content_type_map() -> dict[str, str]:
    slides = {f"/ppt/slides/slide{n}.xml": f"{PRESENTATION}.slide+xml" for n in (1, 2, 3)}
    layouts = {f"/ppt/slideLayouts/slideLayout{n}.xml": f"{PRESENTATION}.slideLayout+xml" for n in (1, 2)}
    themes = {f"/ppt/theme/theme{n}.xml": "application/vnd.openxmlformats-officedocument.theme+xml" for n in (1, 2)}
    return {
        "/ppt/presentation.xml": f"{PRESENTATION}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{PRESENTATION}.slideMaster+xml",
        **layouts,
        **slides,
        **themes,
        "/ppt/presProps.xml": f"{PRESENTATION}.presProps+xml",
        "/ppt/viewProps.xml": f"{PRESENTATION}.viewProps+xml",
        "/ppt/notesMasters/notesMaster1.xml": f"{PRESENTATION}.notesMaster+xml",
        "/ppt/notesSlides/notesSlide1.xml": f"{PRESENTATION}.notesSlide+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }


def _properties() -> dict[str, str]:
    core = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    app = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
    return {
        "/_rels/.rels": rels(
            ("officeDocument", "ppt/presentation.xml"),
            (f"{METADATA}/core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "/docProps/core.xml": f"{HEAD}<cp:coreProperties {core}><dc:creator>Some Foundation</dc:creator></cp:coreProperties>",
        "/docProps/app.xml": f"{HEAD}<Properties {app}><Company>Some Foundation</Company></Properties>",
    }


def _slides() -> dict[str, str]:
    title = [text_shape(2, "Title", TITLE, text) for text in ("Overview", "Metrics", "Trend")]
    up = ("slideLayout", "../slideLayouts/slideLayout1.xml")
    return {
        "/ppt/slides/slide1.xml": slide(11, title[0], text_shape(3, "Text", BODY, "What was done")),
        "/ppt/slides/slide2.xml": slide(12, title[1], TABLE),
        "/ppt/slides/slide3.xml": slide(13, title[2], PICTURE),
        "/ppt/slides/_rels/slide1.xml.rels": rels(up, ("notesSlide", "../notesSlides/notesSlide1.xml")),
        "/ppt/slides/_rels/slide2.xml.rels": rels(("slideLayout", "../slideLayouts/slideLayout2.xml")),
        "/ppt/slides/_rels/slide3.xml.rels": rels(("slideLayout", "../slideLayouts/slideLayout2.xml"), ("image", "../media/image1.png")),
    }  # fmt: skip


def _masters() -> dict[str, str]:
    notes = '<p:ph type="body" idx="1"/>'
    title, notes_place = text_shape(2, "Title", TITLE, "Title"), xfrm("a", 685800, 4400550, 5486400, 3600450)
    up = rels(("slideMaster", "../slideMasters/slideMaster1.xml"))
    return {
        "/ppt/slideMasters/slideMaster1.xml": master(),
        "/ppt/slideMasters/_rels/slideMaster1.xml.rels": rels(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("theme", "../theme/theme1.xml"),
        ),
        "/ppt/slideLayouts/slideLayout1.xml": layout("Text", title, text_shape(3, "Text", BODY, "Text", BODY_PLACE)),
        "/ppt/slideLayouts/slideLayout2.xml": layout("Title only", title),
        "/ppt/slideLayouts/_rels/slideLayout1.xml.rels": up,
        "/ppt/slideLayouts/_rels/slideLayout2.xml.rels": up,
        "/ppt/notesMasters/notesMaster1.xml": f"{HEAD}<p:notesMaster {NS}><p:cSld>{GROUND}<p:spTree>{TREE}"
        f"{text_shape(2, 'Notes', notes, 'Notes', notes_place)}</p:spTree></p:cSld>{MAP}</p:notesMaster>",
        "/ppt/notesMasters/_rels/notesMaster1.xml.rels": rels(("theme", "../theme/theme2.xml")),
        "/ppt/notesSlides/notesSlide1.xml": f"{HEAD}<p:notes {NS}><p:cSld><p:spTree>{TREE}"
        f"{text_shape(2, 'Notes', notes, 'Say hello')}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>",
        "/ppt/notesSlides/_rels/notesSlide1.xml.rels": rels(
            ("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", "../slides/slide1.xml")
        ),
    }


def small_deck() -> dict[str, bytes]:
    """Return the parts by name, as `/ppt/…`; a test breaks one and passes them to `packed`."""
    texts = {
        "/[Content_Types].xml": content_types(content_type_map()),
        **_properties(),
        "/ppt/presentation.xml": presentation(),
        "/ppt/_rels/presentation.xml.rels": rels(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("notesMaster", "notesMasters/notesMaster1.xml"),
            *(("slide", f"slides/slide{n}.xml") for n in (1, 2, 3)),
            ("theme", "theme/theme1.xml"),
            ("presProps", "presProps.xml"),
            ("viewProps", "viewProps.xml"),
        ),
        "/ppt/presProps.xml": f"{HEAD}<p:presentationPr {NS}/>",
        "/ppt/viewProps.xml": f"{HEAD}<p:viewPr {NS}/>",
        **_masters(),
        **_slides(),
        "/ppt/theme/theme1.xml": theme("Deck"),
        "/ppt/theme/theme2.xml": theme("Notes"),
    }
    return {name: text.encode() for name, text in texts.items()} | {"/ppt/media/image1.png": png()}


def packed(parts: dict[str, bytes], date: tuple[int, int, int, int, int, int] = EPOCH) -> bytes:
    """Return the bytes of a .pptx with these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(zipfile.ZipInfo(name.lstrip("/"), date), data)
    return out.getvalue()
