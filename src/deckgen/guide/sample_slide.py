"""A sample .pptx with one slide for the example of `kind: file`: the review of three policies, as a department might draw it."""

from __future__ import annotations

import io
import zipfile

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "70AD47", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "4472C4", "hlink": "0563C1", "folHlink": "954F72",
}  # fmt: skip
_POLICIES = (  # name, text, state, whether it is through the review
    ("Terms of use", "In force since 1 December, after two votes of the board", "Approved in November", True),
    ("Privacy policy", "Eight translations are under way, the first of them in January", "Approved in December", True),
    (
        "Code of conduct",
        "The answers of four affiliates are due at the end of January",
        "In review until February",
        False,
    ),
)
_NO_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_WIDTH, _GAP, _LEFT, _TOP, _HEIGHT = 11_094_720, 182_880, 548_640, 1_600_200, 1_371_600
_MARK = 182_880
_STATE_WIDTH = 2_834_640


def sample_slide() -> bytes:
    """Return the bytes of the .pptx, always the same."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return stream.getvalue()


def _parts() -> dict[str, str]:
    lists = '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
    presentation = (
        f"<p:presentation {_NAMESPACES}>{lists}"
        '<p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": presentation,
        "ppt/_rels/presentation.xml.rels": _relationships(
            ("slideMaster", "slideMasters/slideMaster1.xml"), ("slide", "slides/slide1.xml")
        ),
        "ppt/slideMasters/slideMaster1.xml": _master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relationships(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")
        ),
        "ppt/slideLayouts/slideLayout1.xml": f'<p:sldLayout {_NAMESPACES}><p:cSld name="Title only"><p:spTree>'
        f"{_NO_GROUP}{_title()}</p:spTree></p:cSld></p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relationships(
            ("slideMaster", "../slideMasters/slideMaster1.xml")
        ),
        "ppt/theme/theme1.xml": _theme(),
        "ppt/slides/slide1.xml": _slide(),
        "ppt/slides/_rels/slide1.xml.rels": _relationships(("slideLayout", "../slideLayouts/slideLayout1.xml")),
    }


def _content_types() -> str:
    kinds = {
        "presentation.xml": "presentationml.presentation.main", "slideMasters/slideMaster1.xml": "presentationml.slideMaster",
        "slideLayouts/slideLayout1.xml": "presentationml.slideLayout", "theme/theme1.xml": "theme",
        "slides/slide1.xml": "presentationml.slide",
    }  # fmt: skip
    overrides = "".join(
        f'<Override PartName="/ppt/{n}" ContentType="{_TYPES}.{kind}+xml"/>' for n, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def _theme() -> str:
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in _COLOURS.items())
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line, effect = f'<a:ln w="6350">{fill}</a:ln>', "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {_NAMESPACES} name="Office"><a:themeElements><a:clrScheme name="Office">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Office"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Office"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def _master() -> str:
    levels = "".join(
        f'<p:{name}><a:lvl1pPr><a:defRPr sz="{size}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+{font}-lt"/></a:defRPr></a:lvl1pPr></p:{name}>'
        for name, size, font in (("titleStyle", 4000, "mj"), ("bodyStyle", 2400, "mn"), ("otherStyle", 1800, "mn"))
    )
    names = "".join(
        f' {n}="{n}"' for n in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
    )
    return (
        f"<p:sldMaster {_NAMESPACES}><p:cSld><p:spTree>{_NO_GROUP}{_title()}</p:spTree></p:cSld>"
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"{names}/><p:sldLayoutIdLst>'
        f'<p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles>{levels}</p:txStyles></p:sldMaster>'
    )


def _title(text: str = "") -> str:
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title"/><p:cNvSpPr/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>'
        '<a:xfrm><a:off x="700000" y="400000"/><a:ext cx="10800000" cy="1100000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/>'
        f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _slide() -> str:
    shapes = _title("Review of policies")
    for number, (name, text, state, is_through) in enumerate(_POLICIES):
        shapes += _panel(number, name, text) + _mark(number, is_through=is_through)
        shapes += _state(number, state, is_through=is_through)
    return f"<p:sld {_NAMESPACES}><p:cSld><p:spTree>{_NO_GROUP}{shapes}</p:spTree></p:cSld></p:sld>"


def _mark(number: int, *, is_through: bool) -> str:
    """Return the mark of a state before its words: a disc, or a ring while the review goes on."""
    colour = f'<a:solidFill><a:schemeClr val="{_colour(is_through=is_through)}"/></a:solidFill>'
    fill = colour if is_through else "<a:noFill/>"
    x = _LEFT + _WIDTH - _STATE_WIDTH - _MARK * 3 // 2
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{10 + 3 * number}" name="Mark {number + 1}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{x}" y="{_top(number) + (_HEIGHT - _MARK) // 2}"/><a:ext cx="{_MARK}" cy="{_MARK}"/></a:xfrm>'
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>{fill}<a:ln w="28575">{colour}</a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:p/></p:txBody></p:sp>"
    )


def _colour(*, is_through: bool) -> str:
    return "accent1" if is_through else "accent2"


def _panel(number: int, name: str, text: str) -> str:
    """Return a panel with a name and a sentence."""
    body = f'<a:bodyPr lIns="228600" anchor="ctr"/>{_line(2400, name, bold=True)}{_line(2000, text)}'
    place = (_LEFT, _top(number), _WIDTH)
    return _rectangle(11 + 3 * number, name, place, '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>', body)


def _state(number: int, state: str, *, is_through: bool) -> str:
    """Return the state of a policy, at the end of its panel in the colour of its mark."""
    line = _line(2000, state, bold=True, colour=_colour(is_through=is_through))
    place = (_LEFT + _WIDTH - _STATE_WIDTH, _top(number), _STATE_WIDTH)
    body = f'<a:bodyPr lIns="0" rIns="0" anchor="ctr"/>{line}'
    return _rectangle(12 + 3 * number, f"State {number + 1}", place, "<a:noFill/>", body)


def _line(size: int, text: str, *, bold: bool = False, colour: str = "tx1") -> str:
    weight = ' b="1"' if bold else ""
    return (
        f'<a:p><a:r><a:rPr lang="en-US" sz="{size}"{weight}><a:solidFill><a:schemeClr val="{colour}"/>'
        f"</a:solidFill></a:rPr><a:t>{text}</a:t></a:r></a:p>"
    )


def _top(number: int) -> int:
    return _TOP + number * (_HEIGHT + _GAP)


def _rectangle(number: int, name: str, place: tuple[int, int, int], fill: str, body: str) -> str:
    """Return a rectangle without a line; its `place` is its left and upper edge and its width in EMU."""
    x, y, width = place
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{_HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"{fill}<a:ln><a:noFill/></a:ln></p:spPr>"
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )
