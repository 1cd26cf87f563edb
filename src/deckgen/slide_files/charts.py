"""A chart → one that states what programs else take from its file: colours of series, and what is off in PowerPoint 2007.

A series without a colour has one of the theme, by its number and the style of the chart. Files of PowerPoint 2007 leave out what
is off; programs that read a newer file take it to be on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from deckgen.ooxml.opc import A, read_number
from deckgen.template.colours import ColourScheme, theme_colours

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_GREY, _COLOURFUL, _STYLES = 1, 2, 8
_ACCENTS = 6
_LINE_WIDTH = "28575"
_LABELS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_LABEL_ORDER = (
    "idx", "delete", "layout", "tx", "numFmt", "spPr", "txPr", "dLblPos", *_LABELS, "separator", "showLeaderLines", "leaderLines",
    "extLst",
)  # fmt: skip
_SERIES_ORDER = (
    "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion", "dPt", "dLbls", "trendline",
    "errBars", "cat", "val", "xVal", "yVal", "smooth", "bubbleSize", "bubble3D", "shape", "extLst",
)  # fmt: skip
_AXES = ("catAx", "valAx", "dateAx", "serAx")
_OFF_IN_2007: Mapping[str, tuple[str, Sequence[str]]] = {
    "chartSpace": ("roundedCorners", ("date1904", "lang")),
    "chart": ("autoTitleDeleted", ("title",)),
    **dict.fromkeys(_AXES, ("delete", ("axId", "scaling"))),
    "legend": ("overlay", ("legendPos", "legendEntry", "layout")),
    "title": ("overlay", ("tx", "layout")),
    **dict.fromkeys(
        (
            "barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart", "scatterChart", "radarChart",
            "bubbleChart",
        ),
        ("varyColors", ("barDir", "grouping", "scatterStyle", "radarStyle")),
    ),
}  # fmt: skip
"""By element: what is off where it is not stated, and the children that come before it."""
_POINTS = ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart")
_MAX_POINTS = 100
_OF_LABELS = ("datalabelsRange", "dlblFieldTable", "showDataLabelsRange")
_USUAL_NAMES = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}


def state_chart(root: etree._Element, *, is_of_2007: bool) -> None:
    """State on a chart (its root) what it leaves to the program. Raises BadNumberError."""
    if is_of_2007:
        for element in list(root.iter()):
            if isinstance(element.tag, str) and element.tag.startswith(C):
                _state_defaults(element)
    _number_axes(root)
    _drop_extensions(root)
    style = root.find(f".//{C}style")
    number = 2 if style is None else read_number(style, "val", 2, (0, 200))
    plot = root.find(f"{C}chart/{C}plotArea")
    groups = [] if plot is None else [each for each in plot if str(each.tag).endswith("Chart")]
    for group in groups:
        for series in group.findall(f"{C}ser"):
            _state_colours(series, str(group.tag).rpartition("}")[2], number)


def recoloured(root: etree._Element, theme: etree._Element) -> None:
    """Let a chart with the colours of a theme of its own, as after pasting it, state their values."""
    scheme = ColourScheme(theme_colours(theme), _USUAL_NAMES)
    for each in root.iter(f"{A}schemeClr"):
        each.set("val", scheme.named(each.get("val", "")))
        each.tag = f"{A}srgbClr"
    for override in root.findall(f"{C}clrMapOvr"):
        root.remove(override)


def _number_axes(root: etree._Element) -> None:
    """Number the axes from 1: some programs write numbers that others refuse."""
    numbers: dict[str, str] = {}
    for each in root.iter(f"{C}axId", f"{C}crossAx"):
        each.set("val", numbers.setdefault(each.get("val", ""), str(len(numbers) + 1)))


def _drop_extensions(root: etree._Element) -> None:
    """Remove what only newer programs read, such as series that are filtered out; labels that come from cells stay."""
    for extension in list(root.iter(f"{C}ext")):
        parent = extension.getparent()
        if parent is not None and not any(str(each.tag).endswith(_OF_LABELS) for each in extension):
            parent.remove(extension)
    for extensions in [each for each in root.iter(f"{C}extLst") if not len(each)]:
        parent = extensions.getparent()
        if parent is not None:
            parent.remove(extensions)


def _state_defaults(element: etree._Element) -> None:
    name = str(element.tag).removeprefix(C)
    if name in _OFF_IN_2007:
        off, before = _OFF_IN_2007[name]
        if element.find(f"{C}{off}") is None:
            at = max((i + 1 for i, each in enumerate(element) if str(each.tag).removeprefix(C) in before), default=0)
            element.insert(at, etree.Element(f"{C}{off}", val="0"))
    if name in ("dLbls", "dLbl") and element.find(f"{C}delete") is None:
        for each in _LABELS:
            if element.find(f"{C}{each}") is None:
                _insert(element, etree.Element(f"{C}{each}", val="0"), _LABEL_ORDER)
    if (
        name == "ser"
        and str(_parent_name(element)) in ("lineChart", "scatterChart")
        and element.find(f"{C}smooth") is None
    ):
        _insert(element, etree.Element(f"{C}smooth", val="0"), _SERIES_ORDER)


def _parent_name(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag).removeprefix(C)


def _state_colours(series: etree._Element, group: str, style: int) -> None:
    if group in _POINTS:
        _state_points(series, style)
        return
    number = series.find(f"{C}idx")
    index = 0 if number is None else read_number(number, "val", 0, (0, 1 << 20))
    is_line = group in ("lineChart", "line3DChart", "scatterChart", "radarChart", "stockChart")
    own = series.find(f"{C}spPr")
    if own is None:
        own = etree.Element(f"{C}spPr")
        _insert(series, own, _SERIES_ORDER)
    if is_line:
        if own.find(f"{A}ln") is None:
            line = etree.SubElement(own, f"{A}ln", w=_LINE_WIDTH)
            line.append(_fill(index, style))
        marker = series.find(f"{C}marker")
        if marker is None:
            marker = etree.Element(f"{C}marker")
            _insert(series, marker, _SERIES_ORDER)
        if marker.find(f"{C}spPr") is None and group != "stockChart":
            etree.SubElement(marker, f"{C}spPr").append(_fill(index, style))
    elif not _has_fill(own):
        own.insert(0, _fill(index, style))


def _state_points(series: etree._Element, style: int) -> None:
    """State the colours of the parts of a pie, each of which has one of its own."""
    own = series.find(f"{C}spPr")
    if own is not None and _has_fill(own):
        return
    count = series.find(f"{C}val//{C}ptCount")
    stated = {read_number(e, "val", 0, (0, 1 << 20)): e.getparent() for e in series.iterfind(f"{C}dPt/{C}idx")}
    for index in range(min(0 if count is None else read_number(count, "val", 0, (0, 1 << 20)), _MAX_POINTS)):
        point = stated.get(index)
        if point is None:
            point = etree.Element(f"{C}dPt")
            etree.SubElement(point, f"{C}idx", val=str(index))
            etree.SubElement(point, f"{C}bubble3D", val="0")
            _insert(series, point, _SERIES_ORDER)
        properties = point.find(f"{C}spPr")
        if properties is None:
            properties = etree.SubElement(point, f"{C}spPr")
            extension = point.find(f"{C}extLst")
            if extension is not None:
                extension.addprevious(properties)
        if not _has_fill(properties):
            properties.insert(0, _fill(index, style))


def _fill(index: int, style: int) -> etree._Element:
    """Return the colour of a series or point by its number (from 0) in a style of charts (1 to 48)."""
    row = (style - 1) % _STYLES + 1
    fill = etree.Element(f"{A}solidFill")
    if row == _COLOURFUL:
        colour = etree.SubElement(fill, f"{A}schemeClr", val=f"accent{index % _ACCENTS + 1}")
        for change in _changes(index // _ACCENTS):
            colour.append(change)
        return fill
    name = "tx1" if row == _GREY else f"accent{row - _COLOURFUL}"
    colour = etree.SubElement(fill, f"{A}schemeClr", val=name)
    for change in _changes(index % _ACCENTS, grey=row == _GREY):
        colour.append(change)
    return fill


def _changes(step: int, *, grey: bool = False) -> Iterator[etree._Element]:
    """Yield the changes of a colour that has been used `step` times: lighter each time."""
    if step or grey:
        part = min(step, _ACCENTS) * 12 + (20 if grey else 0)
        yield etree.Element(f"{A}lumMod", val=str((100 - part) * 1000))
        yield etree.Element(f"{A}lumOff", val=str(part * 1000))


def _has_fill(properties: etree._Element) -> bool:
    return any(str(each.tag).endswith("Fill") for each in properties)


def _insert(parent: etree._Element, new: etree._Element, order: Sequence[str]) -> None:
    followers = set(order[order.index(str(new.tag).removeprefix(C)) + 1 :])
    at = next((i for i, each in enumerate(parent) if str(each.tag).removeprefix(C) in followers), len(parent))
    parent.insert(at, new)
