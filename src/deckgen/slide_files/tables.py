"""A table with the style of its file → one that states in its cells what the style gives them, since a deck has no such style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from deckgen.ooxml.opc import A
from deckgen.slide_files.styles import ThemeFormats
from deckgen.slide_files.table_styles import known_style
from deckgen.slide_files.xml import FILLS, child, elements, insert

_TRUE = ("1", "true")
_CELL_ORDER = (
    "lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr", "cell3D", "noFill", "solidFill", "gradFill", "blipFill", "pattFill",
    "grpFill", "headers", "extLst",
)  # fmt: skip
_RUN_ORDER = (
    "ln", "noFill", "solidFill", "gradFill", "blipFill", "pattFill", "effectLst", "effectDag", "highlight", "uLnTx", "uLn",
    "uFillTx", "uFill", "latin", "ea", "cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst",
)  # fmt: skip
_DEFAULT_SIZE = "1800"


def state_table(table: etree._Element, styles: Mapping[str, etree._Element], formats: ThemeFormats) -> bool:
    """Let the cells of a table state what its style gives them; return whether that style is known."""
    properties = table.find(f"{A}tblPr")
    named = properties.find(f"{A}tableStyleId") if properties is not None else None
    style_id = (named.text or "").strip() if named is not None else ""
    style = styles.get(style_id) if style_id in styles else known_style(style_id)
    rows = table.findall(f"{A}tr")
    for r, row in enumerate(rows):
        cells = row.findall(f"{A}tc")
        for c, cell in enumerate(cells):
            edges = (r == 0, r == len(rows) - 1, c == 0, c == len(cells) - 1)
            regions = list(_regions(properties, style, (r, c), edges)) if style is not None else []
            _state_cell(cell, regions, edges, formats)
    if properties is not None and named is not None:
        properties.remove(named)
    return style is not None or not style_id


def _regions(
    properties: etree._Element | None, style: etree._Element, at: tuple[int, int], edges: tuple[bool, bool, bool, bool]
) -> Iterator[etree._Element]:
    """Yield the parts of a style that apply to a cell, the strongest first."""
    is_on = {
        name for name in ("firstRow", "lastRow", "firstCol", "lastCol", "bandRow", "bandCol")
        if properties is not None and properties.get(name) in _TRUE
    }  # fmt: skip
    (row, column), (top, bottom, left, right) = at, edges
    names = [
        name for name, applies in (
            ("firstRow", top), ("lastRow", bottom), ("firstCol", left), ("lastCol", right),
        ) if applies and name in is_on
    ]  # fmt: skip
    if "bandRow" in is_on and not names:
        names.append("band2H" if (row - ("firstRow" in is_on)) % 2 else "band1H")
    if "bandCol" in is_on and not names:
        names.append("band2V" if (column - ("firstCol" in is_on)) % 2 else "band1V")
    for name in (*names, "wholeTbl"):
        region = style.find(f"{A}{name}")
        if region is not None:
            yield region


def _state_cell(
    cell: etree._Element,
    regions: list[etree._Element],
    edges: tuple[bool, bool, bool, bool],
    formats: ThemeFormats,
) -> None:
    _with_text(cell)
    properties = cell.find(f"{A}tcPr")
    if properties is None:
        properties = etree.SubElement(cell, f"{A}tcPr")
    if child(properties, FILLS) is None:
        fill = next((found for region in regions if (found := _fill(region, formats)) is not None), None)
        if fill is not None:
            insert(properties, fill, _CELL_ORDER)
    top, bottom, left, right = edges
    sides = (
        ("lnL", "left", "insideV", left), ("lnR", "right", "insideV", right), ("lnT", "top", "insideH", top),
        ("lnB", "bottom", "insideH", bottom),
    )  # fmt: skip
    for tag, outer, inner, is_outer in sides:
        if properties.find(f"{A}{tag}") is None:
            line = next(
                (found for region in regions if (found := _line(region, outer, inner, is_outer, formats)) is not None),
                None,
            )
            if line is not None:
                line.tag = f"{A}{tag}"
                insert(properties, line, _CELL_ORDER)
    _state_cell_text(cell, regions)


def _fill(region: etree._Element, formats: ThemeFormats) -> etree._Element | None:
    style = region.find(f"{A}tcStyle")
    stated = child(child(style, ("fill",)), FILLS)
    if stated is not None:
        return deepcopy(stated)
    return formats.fill(child(style, ("fillRef",)))


def _line(
    region: etree._Element, outer: str, inner: str, is_outer: bool, formats: ThemeFormats
) -> etree._Element | None:
    borders = region.find(f"{A}tcStyle/{A}tcBdr")
    is_whole = str(region.tag).endswith("wholeTbl")
    side = child(borders, (outer,)) if is_outer or not is_whole else child(borders, (inner,))
    if side is None:
        return None
    stated = child(side, ("ln",))
    return deepcopy(stated) if stated is not None else formats.line(child(side, ("lnRef",)))


def _with_text(cell: etree._Element) -> None:
    """Give a cell the text body that it must have."""
    if cell.find(f"{A}txBody") is None:
        body = etree.Element(f"{A}txBody")
        for name in ("bodyPr", "lstStyle", "p"):
            etree.SubElement(body, f"{A}{name}")
        cell.insert(0, body)


def _state_cell_text(cell: etree._Element, regions: list[etree._Element]) -> None:
    """Let the runs of a cell state size, weight, slant and colour."""
    attributes: dict[str, str] = {}
    colour: etree._Element | None = None
    for region in reversed(regions):
        text = region.find(f"{A}tcTxStyle")
        if text is None:
            continue
        attributes |= {n: str(int(text.get(n) in ("on", *_TRUE))) for n in ("b", "i") if text.get(n, "def") != "def"}
        stated = next((e for e in elements(text) if str(e.tag).endswith("Clr")), None)
        colour = stated if stated is not None else colour
    for paragraph in cell.iter(f"{A}p"):
        for run in [e for e in paragraph if e.tag in (f"{A}r", f"{A}fld", f"{A}br")]:
            _state_run(_properties_of(run), {"sz": _DEFAULT_SIZE, **attributes}, colour)
        end = paragraph.find(f"{A}endParaRPr")
        if end is None and not any(e.tag == f"{A}r" for e in paragraph):
            end = etree.SubElement(paragraph, f"{A}endParaRPr")
        if end is not None:
            _state_run(end, {"sz": _DEFAULT_SIZE, **attributes}, None)


def _properties_of(run: etree._Element) -> etree._Element:
    properties = run.find(f"{A}rPr")
    if properties is None:
        properties = etree.Element(f"{A}rPr")
        run.insert(0, properties)
    return properties


def _state_run(properties: etree._Element, attributes: Mapping[str, str], colour: etree._Element | None) -> None:
    for name, value in attributes.items():
        if name not in properties.attrib:
            properties.set(name, value)
    if colour is None and properties.tag == f"{A}rPr":
        colour = etree.Element(f"{A}schemeClr", val="tx1")
    if colour is not None and child(properties, FILLS) is None:
        fill = etree.Element(f"{A}solidFill")
        fill.append(deepcopy(colour))
        insert(properties, fill, _RUN_ORDER)
