"""Shapes of another file at another size: places, type sizes, lines, insets and tables are scaled alike.

Coordinates inside of groups and of freeform paths are relative, so that they scale with the group or the shape; what is stated
in points or EMU does not.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from deckgen.ooxml.opc import A, P

FULL = 100_000
"""The scale of shapes that keep their size."""
_LENGTHS: Mapping[str, tuple[str, ...]] = {
    "rPr": ("sz", "spc"), "defRPr": ("sz", "spc"), "endParaRPr": ("sz", "spc"), "spcPts": ("val",), "buSzPts": ("val",),
    "bodyPr": ("lIns", "tIns", "rIns", "bIns", "spcCol"), "tab": ("pos",), "ln": ("w",), "lnL": ("w",), "lnR": ("w",),
    "lnT": ("w",), "lnB": ("w",), "lnTlToBr": ("w",), "lnBlToTr": ("w",), "tcPr": ("marL", "marR", "marT", "marB"),
    "gridCol": ("w",), "tr": ("h",), "outerShdw": ("blurRad", "dist"), "innerShdw": ("blurRad", "dist"), "glow": ("rad",),
    "softEdge": ("rad",), "reflection": ("blurRad", "dist"), "blur": ("rad",), "bevelT": ("w", "h"), "bevelB": ("w", "h"),
}  # fmt: skip
"""Attributes in EMU or in hundredths of a point, by the local names of their elements."""
_OF_PARAGRAPHS = ("marL", "marR", "indent", "defTabSz")
_DEFAULTS: Mapping[str, Mapping[str, int]] = {
    "bodyPr": {"lIns": 91_440, "tIns": 45_720, "rIns": 91_440, "bIns": 45_720},
    "tcPr": {"marL": 91_440, "marR": 91_440, "marT": 45_720, "marB": 45_720},
}
"""Lengths that hold where an element states none."""
_SMALLEST_TYPE = 100
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHART_TYPE = 1_800
"""The type size of a chart that states none, in hundredths of a point."""


def place_shape(shape: etree._Element, scale: int, offset: tuple[int, int]) -> None:
    """Scale a shape (hundred-thousandths) and move it by an offset in EMU."""
    for path in (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm"):
        place = shape.find(path)
        if place is None:
            continue
        start, extent = place.find(f"{A}off"), place.find(f"{A}ext")
        if start is not None and extent is not None:
            for element, names, move in ((start, ("x", "y"), offset), (extent, ("cx", "cy"), (0, 0))):
                for name, added in zip(names, move, strict=True):
                    element.set(name, str(_scaled(int(element.get(name, "0")), scale) + added))
    if scale != FULL:
        scale_lengths(shape, scale)
        _fit_frames(shape)


def _fit_frames(shape: etree._Element) -> None:
    """Let the frame of a table be as large as its rows and columns, each of which was rounded."""
    for table in shape.iter(f"{A}tbl"):
        extent = shape.find(f"{P}xfrm/{A}ext")
        if extent is not None:
            extent.set("cx", str(sum(int(e.get("w", "0")) for e in table.iterfind(f"{A}tblGrid/{A}gridCol"))))
            extent.set("cy", str(sum(int(e.get("h", "0")) for e in table.iterfind(f"{A}tr"))))


def scale_lengths(root: etree._Element, scale: int) -> None:
    """Scale what a tree states in EMU or points, but for places and sizes of shapes."""
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
        attributes = _LENGTHS.get(name, ())
        if name == "pPr" or (name.startswith("lvl") and name.endswith("pPr")):
            attributes = _OF_PARAGRAPHS
        for attribute, default in _DEFAULTS.get(name, {}).items():
            if attribute not in element.attrib:
                element.set(attribute, str(default))
        for attribute in attributes:
            value = element.get(attribute, "")
            if value.isascii() and value.lstrip("-").isdigit():
                scaled = _scaled(int(value), scale)
                element.set(attribute, str(max(scaled, _SMALLEST_TYPE) if attribute == "sz" else scaled))


def scaled_chart(data: bytes, scale: int) -> bytes:
    """Return the part of a chart with its text and its lines scaled."""
    root = etree.fromstring(data)
    texts = root.find(f"{_CHART}txPr")
    if texts is None:
        texts = etree.fromstring(_TEXTS)
        following = [
            e for n in ("externalData", "printSettings", "userShapes", "extLst") for e in root.findall(f"{_CHART}{n}")
        ]
        root.insert(list(root).index(following[0]) if following else len(root), texts)
    for paragraph in texts.iter(f"{A}p"):
        defaults = paragraph.find(f"{A}pPr/{A}defRPr")
        if defaults is not None and "sz" not in defaults.attrib:
            defaults.set("sz", str(_CHART_TYPE))
    scale_lengths(root, scale)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_TEXTS = (
    f'<c:txPr xmlns:c="{_CHART[1:-1]}" xmlns:a="{A[1:-1]}"><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr/></a:pPr>'
    '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
)


def _scaled(value: int, scale: int) -> int:
    return (value * scale + FULL // 2) // FULL
