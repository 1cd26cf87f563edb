"""A shape of a file → the same, stating what it inherits from its layout, its master and its theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.inheritance import DEFAULTS, Inherited, Layout, Master, placeholder_key
from deckgen.ooxml.opc import A, P, Package, read_number
from deckgen.slide_files.fallbacks import box_of
from deckgen.slide_files.outlines import DECORATIVE
from deckgen.slide_files.styles import ThemeFormats
from deckgen.slide_files.tables import state_table
from deckgen.slide_files.texts import state_body, state_text
from deckgen.slide_files.xml import SCHEME_COLOUR, SHAPE_ORDER, child, insert, name_of, parse, property_element
from deckgen.template.colours import ColourScheme, colour_names, theme_colours
from deckgen.template.reading import theme_fonts

COLOUR_NAMES = (
    "bg1", "tx1", "bg2", "tx2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip
"""The names of the colours of a theme on slides."""
_LINK_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
_SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_SHAPE_PROPERTIES = (("xfrm", ("xfrm",)), ("geometry", ("custGeom", "prstGeom")),
    ("fill", ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")), ("ln", ("ln",)),
    ("effect", ("effectLst", "effectDag")))  # fmt: skip


class SourceDesign(Struct, frozen=True):
    """What a slide inherits in its file: its layout, the texts of the presentation, formats, fonts and colours of its theme.

    `names` are the names of colours on the slide by the slots of the theme, `table_styles` those of the file by id.
    """

    layout: Layout
    free_text: Inherited
    formats: ThemeFormats
    fonts: tuple[str, str]
    scheme: ColourScheme
    table_styles: Mapping[str, etree._Element]


def read_design(package: Package, part: str, root: etree._Element) -> SourceDesign:
    """Return what a slide (its part, and its root) inherits in its file. Raises IndexError if a part is missing."""
    layout = package.related(part, "slideLayout")[0]
    master = package.related(layout, "slideMaster")[0]
    theme = parse(package.parts[package.related(master, "theme")[0]])
    presentation = package.tree(package.presentation())
    default = presentation.find(f"{P}defaultTextStyle")
    source = Master(package.tree(master), default)
    own = root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    names = colour_names(package.tree(master), root if own is not None else package.tree(layout))
    styles = package.related(package.presentation(), "tableStyles")[:1]
    found = {e.get("styleId", ""): e for s in styles for e in parse(package.parts[s])}
    return SourceDesign(
        Layout(package.tree(layout), source), DEFAULTS.with_list_style(default), ThemeFormats(theme), theme_fonts(theme),
        ColourScheme(theme_colours(theme), names), found,
    )  # fmt: skip


def state_shape(shape: etree._Element, design: SourceDesign) -> Iterator[str]:
    """Let a shape, or the members of a group, state what they inherit; name colours as on slides. Yield what is changed by it."""
    for each in list(shape.iter(f"{P}sp", f"{P}pic", f"{P}cxnSp")):
        _state_one(each, design)
    for frame in list(shape.iter(f"{P}graphicFrame")):
        _state_frame(frame, design)
    for table in shape.iter(f"{A}tbl"):
        if not state_table(table, design.table_styles, design.formats):
            yield f"the table “{name_of(shape)}” has none of the lines and fills of its style, which the file does not define"
    for frame in shape.iter(f"{P}graphicFrame"):
        _state_height(frame)
    name_colours(shape, design.scheme)
    _drop_extensions(shape)


def _state_frame(frame: etree._Element, design: SourceDesign) -> None:
    """Let a table or chart in a placeholder have a place of its own."""
    key, place = placeholder_key(frame), frame.find(f"{P}xfrm")
    if key is None:
        return
    _drop_reference(frame)
    inherited = property_element(design.layout.placeholder(*key).shape.get("xfrm", ""))
    if inherited is not None and (place is None or box_of(place)[2:] == (0, 0)):
        inherited.tag = f"{P}xfrm"
        if place is not None:
            frame.replace(place, inherited)
        else:
            frame.insert(1, inherited)


def _state_height(frame: etree._Element) -> None:
    """Let the frame of a table be as high as its rows, as programs show it; rows without a height share that of the frame."""
    extent = frame.find(f"{P}xfrm/{A}ext")
    for column in frame.iter(f"{A}gridCol"):
        column.set("w", str(read_number(column, "w", 0)))
    rows = frame.findall(f"{A}graphic/{A}graphicData/{A}tbl/{A}tr")
    if extent is None or not rows:
        return
    heights = [read_number(row, "h", 0) for row in rows]
    if any(heights):
        extent.set("cy", str(sum(heights)))
        return
    share, rest = divmod(read_number(extent, "cy", 0), len(rows))
    for number, row in enumerate(rows):
        row.set("h", str(share + (rest if number == 0 else 0)))


def _drop_reference(shape: etree._Element) -> None:
    """Let a shape be in no placeholder."""
    for reference in list(shape.iterfind(f"./*/{P}nvPr/{P}ph")):
        parent = reference.getparent()
        if parent is not None:
            parent.remove(reference)


def _state_one(shape: etree._Element, design: SourceDesign) -> None:
    font = design.formats.state_on(shape)
    key = placeholder_key(shape)
    inherited = design.free_text if key is None else design.layout.placeholder(*key)
    body = shape.find(f"{P}txBody")
    if key is not None:
        properties = shape.find(f"{P}spPr")
        for name, members in _SHAPE_PROPERTIES:
            element = property_element(inherited.shape.get(name, ""))
            if properties is not None and element is not None and child(properties, members) is None:
                insert(properties, element, SHAPE_ORDER)
        if properties is not None and child(properties, ("prstGeom", "custGeom")) is None:
            insert(properties, parse(_RECTANGLE), SHAPE_ORDER)
        _drop_reference(shape)
        if body is not None:
            state_body(body, inherited.body)
    if body is not None:
        state_text(body, inherited, font)


_RECTANGLE = f'<a:prstGeom xmlns:a="{A[1:-1]}" prst="rect"><a:avLst/></a:prstGeom>'.encode()


def name_colours(root: etree._Element, scheme: ColourScheme) -> None:
    """Name the colours of a theme as slides of the usual map do: a slot (`dk1`) by the name that means it here."""
    by_slot = {slot: name for name, slot in reversed([*scheme.names.items()])}
    for each in root.iter(SCHEME_COLOUR):
        value = each.get("val", "")
        if value not in COLOUR_NAMES:
            each.set("val", by_slot.get(value, "tx1"))


def _drop_extensions(shape: etree._Element) -> None:
    """Remove extensions, except those that mark a shape as decorative or name the drawing of a picture."""
    for extension in [e for e in shape.iter(f"{A}ext", f"{P}ext") if e.get("uri")]:
        parent = extension.getparent()
        if (
            parent is not None
            and extension.find(DECORATIVE) is None
            and extension.find(_SVG) is None
            and extension.find(_LINK_COLOUR) is None
        ):
            parent.remove(extension)
    for listed in [e for e in shape.iter(f"{A}extLst", f"{P}extLst") if not len(e)]:
        parent = listed.getparent()
        if parent is not None:
            parent.remove(listed)
    for data in list(shape.iter(f"{P}custDataLst")):
        parent = data.getparent()
        if parent is not None:
            parent.remove(data)
