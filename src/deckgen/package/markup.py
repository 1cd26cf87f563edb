"""Rules for the markup itself: the order of child elements, and the allowed numbers and names in attributes.

They follow ECMA-376 part 1 (PresentationML and DrawingML) and cover the most common elements of decks. Validators know all
elements, but are not always installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from deckgen.ooxml.opc import COORDINATES, MC, A, P, Package

_FILL = "(?:noFill |solidFill |gradFill |blipFill |pattFill |grpFill )?"
_EFFECT = "(?:effectLst |effectDag )?"
_END = "(?:extLst )?"
_TIMED = "(?:transition )?(?:timing )?"
_SHAPES = "(?:sp |pic |graphicFrame |grpSp |cxnSp |contentPart )*"
_RUN = (
    f"(?:ln )?{_FILL}{_EFFECT}(?:highlight )?(?:uLnTx |uLn )?(?:uFillTx |uFill )?(?:latin )?(?:ea )?(?:cs )?(?:sym )?"
    f"(?:hlinkClick )?(?:hlinkMouseOver )?(?:rtl )?{_END}"
)
_PARAGRAPH = (
    "(?:lnSpc )?(?:spcBef )?(?:spcAft )?(?:buClrTx |buClr )?(?:buSzTx |buSzPct |buSzPts )?(?:buFontTx |buFont )?"
    f"(?:buNone |buAutoNum |buChar |buBlip )?(?:tabLst )?(?:defRPr )?{_END}"
)
_LEVELS = "(?:defPPr )?" + "".join(f"(?:lvl{n}pPr )?" for n in range(1, 10)) + _END
_SLOTS = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)))
_THEME = "".join(f"{slot} " for slot in _SLOTS)
_PRESENTATION = (
    "(?:sldMasterIdLst )?(?:notesMasterIdLst )?(?:handoutMasterIdLst )?(?:sldIdLst )?(?:sldSz )?notesSz (?:smartTags )?"
    "(?:embeddedFontLst )?(?:custShowLst )?(?:photoAlbum )?(?:custDataLst )?(?:kinsoku )?(?:defaultTextStyle )?"
    f"(?:modifyVerifier )?{_END}"
)
_LINES = "(?:lnL )?(?:lnR )?(?:lnT )?(?:lnB )?(?:lnTlToBr )?(?:lnBlToTr )?"

CHILD_ORDER = {
    f"{P}presentation": _PRESENTATION,
    f"{P}sld": f"cSld (?:clrMapOvr )?{_TIMED}{_END}",
    f"{P}sldLayout": f"cSld (?:clrMapOvr )?{_TIMED}(?:hf )?{_END}",
    f"{P}sldMaster": f"cSld clrMap (?:sldLayoutIdLst )?{_TIMED}(?:hf )?(?:txStyles )?{_END}",
    f"{P}notes": f"cSld (?:clrMapOvr )?{_END}",
    f"{P}notesMaster": f"cSld clrMap (?:hf )?(?:notesStyle )?{_END}",
    f"{P}cSld": f"(?:bg )?spTree (?:custDataLst )?(?:controls )?{_END}",
    f"{P}spTree": f"nvGrpSpPr grpSpPr {_SHAPES}{_END}",
    f"{P}grpSp": f"nvGrpSpPr grpSpPr {_SHAPES}{_END}",
    f"{P}sp": f"nvSpPr spPr (?:style )?(?:txBody )?{_END}",
    f"{P}pic": f"nvPicPr blipFill spPr (?:style )?{_END}",
    f"{P}cxnSp": f"nvCxnSpPr spPr (?:style )?{_END}",
    f"{P}graphicFrame": f"nvGraphicFramePr xfrm graphic {_END}",
    f"{P}nvSpPr": "cNvPr cNvSpPr nvPr ",
    f"{P}nvPicPr": "cNvPr cNvPicPr nvPr ",
    f"{P}nvGraphicFramePr": "cNvPr cNvGraphicFramePr nvPr ",
    f"{P}nvGrpSpPr": "cNvPr cNvGrpSpPr nvPr ",
    f"{P}spPr": f"(?:xfrm )?(?:custGeom |prstGeom )?{_FILL}(?:ln )?{_EFFECT}(?:scene3d )?(?:sp3d )?{_END}",
    f"{P}blipFill": "(?:blip )?(?:srcRect )?(?:tile |stretch )?",
    f"{P}txBody": "bodyPr (?:lstStyle )?(?:p )+",
    f"{P}embeddedFont": "font (?:regular )?(?:bold )?(?:italic )?(?:boldItalic )?",
    f"{A}txBody": "bodyPr (?:lstStyle )?(?:p )+",
    f"{A}lstStyle": _LEVELS,
    f"{A}p": "(?:pPr )?(?:r |br |fld |m )*(?:endParaRPr )?",
    f"{A}r": "(?:rPr )?t ",
    f"{A}br": "(?:rPr )?",
    f"{A}fld": "(?:rPr )?(?:pPr )?(?:t )?",
    **{f"{A}{name}": _RUN for name in ("rPr", "endParaRPr", "defRPr")},
    **{f"{A}{name}": _PARAGRAPH for name in ("pPr", *(f"lvl{n}pPr" for n in range(1, 10)))},
    f"{A}tbl": "(?:tblPr )?tblGrid (?:tr )*",
    f"{A}tr": f"(?:tc )*{_END}",
    f"{A}tc": f"(?:txBody )?(?:tcPr )?{_END}",
    f"{A}tcPr": f"{_LINES}(?:cell3D )?{_FILL}(?:headers )?{_END}",
    f"{A}xfrm": "(?:off )?(?:ext )?(?:chOff )?(?:chExt )?",
    f"{A}theme": f"themeElements (?:objectDefaults )?(?:extraClrSchemeLst )?(?:custClrLst )?{_END}",
    f"{A}themeElements": f"clrScheme fontScheme fmtScheme {_END}",
    f"{A}clrScheme": f"{_THEME}hlink folHlink {_END}",
}
"""Element → a regular expression for the names of its children, each followed by a space."""

_MAX_LENGTH = 51_206_400
"""EMU (56 inches): the longest side of a slide, and the largest indent."""
NUMBER_RANGES = {
    (f"{P}cNvPr", "id"): (0, 2**32 - 1),
    (f"{P}sldSz", "cx"): (914_400, _MAX_LENGTH),
    (f"{P}sldSz", "cy"): (914_400, _MAX_LENGTH),
    **{(f"{A}off", name): COORDINATES for name in "xy"},
    **{(f"{A}ext", name): (0, COORDINATES[1]) for name in ("cx", "cy")},
    (f"{A}gridCol", "w"): COORDINATES,
    (f"{A}tr", "h"): COORDINATES,
    **{(f"{A}tc", name): (1, 2**31 - 1) for name in ("gridSpan", "rowSpan")},
    **{(f"{A}{name}", "sz"): (100, 400_000) for name in ("rPr", "endParaRPr", "defRPr")},
    (f"{A}pPr", "lvl"): (0, 8),
    (f"{A}pPr", "marL"): (0, _MAX_LENGTH),
    (f"{A}pPr", "indent"): (-_MAX_LENGTH, _MAX_LENGTH),
}
"""Element and attribute → the minimum and maximum of its number."""

_ALTERNATIVES, _CHOICE, _IGNORABLE = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Ignorable"
_NUMBER = re.compile(r"-?\d{1,15}")
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_COLOUR_NAMES = frozenset((*_SLOTS, "hlink", "folHlink", "phClr", "bg1", "tx1", "bg2", "tx2"))
_PLACEHOLDER_TYPES = frozenset(
    {"title", "body", "ctrTitle", "subTitle", "dt", "sldNum", "ftr", "hdr"}
    | {"obj", "chart", "tbl", "clipArt", "dgm", "media", "sldImg", "pic"}
)
_ALIGNMENTS = frozenset(("l", "ctr", "r", "just", "justLow", "dist", "thaiDist"))
_ANCHORS = frozenset(("t", "ctr", "b", "just", "dist"))
ALLOWED_NAMES = {
    (f"{A}schemeClr", "val"): _COLOUR_NAMES,
    (f"{P}ph", "type"): _PLACEHOLDER_TYPES,
    (f"{A}pPr", "algn"): _ALIGNMENTS,
    (f"{A}bodyPr", "anchor"): _ANCHORS,
    (f"{A}tcPr", "anchor"): _ANCHORS,
}
"""Element and attribute → the values that it may have."""
_CHECKED_TAGS = (
    *{tag for tag, _ in (*NUMBER_RANGES, *ALLOWED_NAMES)},
    f"{A}tableStyleId",
    "{http://schemas.microsoft.com/office/powerpoint/2010/main}section",
)


def elements_stand_in_their_order(package: Package) -> Iterator[str]:
    """Each element has the children that the schema requires, in the schema's order, and no others."""
    patterns = {tag: re.compile(pattern) for tag, pattern in CHILD_ORDER.items()}
    for part in _presentation_parts(package):
        for element in package.tree(part).iter(*patterns):
            tags = [str(child.tag) for child in element.iterchildren(etree.Element)]
            if _ALTERNATIVES in tags:
                continue
            children = "".join([f"{tag.rpartition('}')[2]} " for tag in tags])
            if not patterns[str(element.tag)].fullmatch(children):
                names = children.strip() or "nothing"
                yield f"{part}: {_name(element)} holds {names[:120]}, which is not allowed in this order"


def numbers_and_names_are_allowed(package: Package) -> Iterator[str]:
    """Ids, sizes and coordinates are numbers in their range; colours, placeholders and alignments are known; GUIDs are valid."""
    for part in _presentation_parts(package):
        for element in package.tree(part).iter(*_CHECKED_TAGS):
            yield from (f"{part}: {issue}" for issue in _value_issues(element))


def alternatives_are_whole(package: Package) -> Iterator[str]:
    """Prefixes named by markup compatibility are declared, and an AlternateContent has at least one alternative."""
    for part in _presentation_parts(package):
        for element in package.tree(part).iter(etree.Element):
            named = element.get("Requires" if element.tag == _CHOICE else _IGNORABLE)
            if named:
                yield from (f"{part}: {issue}" for issue in _prefix_issues(package, element, named.split()))
            if element.tag == _ALTERNATIVES and element.find(_CHOICE) is None:
                yield f"{part}: an AlternateContent has no Choice"


def _prefix_issues(package: Package, element: etree._Element, prefixes: Iterable[str]) -> Iterator[str]:
    declared = element.nsmap
    package.count_steps(len(declared))
    for prefix in sorted(set(prefixes)):
        if prefix not in declared:
            yield f"{_name(element)} names the prefix {prefix}, which is not declared"


def _presentation_parts(package: Package) -> Iterator[str]:
    """Yield every XML part under /ppt/; parts outside have rules of their own."""
    return (part for part in package.content_parts() if part.startswith("/ppt/") and part.casefold().endswith(".xml"))


def _value_issues(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    for key, value in element.attrib.items():
        allowed = ALLOWED_NAMES.get((tag, str(key)))
        if allowed is not None and value not in allowed:
            yield f"{_name(element)} has the {key!s} {str(value)!r}, which is not an allowed value"
        bounds = NUMBER_RANGES.get((tag, str(key)))
        if bounds is not None and not (_NUMBER.fullmatch(str(value)) and bounds[0] <= int(value) <= bounds[1]):
            shown = f"{_name(element)} has the {key!s} {str(value)!r}"
            yield f"{shown}, which is not a number from {bounds[0]} to {bounds[1]}"
    guid = element.text if tag.endswith("}tableStyleId") else element.get("id") if tag.endswith("}section") else None
    if guid is not None and not _GUID.fullmatch(guid):
        yield f"{_name(element)} has {guid!r}, which is not a GUID"


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


REPAIR_RULES = (elements_stand_in_their_order, numbers_and_names_are_allowed, alternatives_are_whole)
"""If one of these is broken, PowerPoint offers a repair or refuses to open the file."""
