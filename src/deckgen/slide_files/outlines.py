"""A shape that states what it inherits → what a deck carries of it, and what layout and checks know of it."""

from __future__ import annotations

from lxml import etree

from deckgen.ir.carried import CarriedShape
from deckgen.ir.carried_outline import ShapeOutline
from deckgen.ir.frames import Box
from deckgen.ooxml.opc import A, P, R, read_number
from deckgen.package.slides import IMAGE_FILE_NAME
from deckgen.slide_files.fallbacks import box_of
from deckgen.slide_files.texts import text_facts
from deckgen.slide_files.xml import identity, name_of, parse

_QUARTER = 5_400_000
"""A right angle, in 60,000ths of a degree."""
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
"""The element that marks a shape as decorative."""
_DECORATION = (
    f'<a:ext xmlns:a="{A[1:-1]}" uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
).encode()


def carried_shape(shape: etree._Element, known: set[str]) -> CarriedShape:
    """Return a shape with its outline; references to relationships that are not carried are removed."""
    for element in [
        e for e in shape.iter() if any(str(n).startswith(R) and v not in known for n, v in e.attrib.items())
    ]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    _drop_file_names(shape)
    _mark_decorations(shape)
    facts = text_facts(shape)
    box = box_of_shape(shape)
    place = (box.x, box.y, box.width, box.height)
    outline = ShapeOutline(name_of(shape), place, facts.text, facts.smallest, _needs_alt(shape))
    xml = etree.tostring(shape, with_tail=False, exclusive=True)
    return CarriedShape(outline, xml, sum(1 for _ in shape.iter(f"{P}cNvPr")))


def _drop_file_names(shape: etree._Element) -> None:
    """Remove alt texts that are names of files, which programs write: they describe nothing."""
    for own in shape.iter(f"{P}cNvPr"):
        if IMAGE_FILE_NAME.search(own.get("descr", "")):
            del own.attrib["descr"]


def _mark_decorations(shape: etree._Element) -> None:
    """Mark lines and plain shapes without text as decorative: without alt text they say nothing to those who do not see them."""
    for each in shape.iter(f"{P}cxnSp", f"{P}sp"):
        own = identity(each)
        if own is None or (own.get("descr") or "").strip() or own.find(f".//{DECORATIVE}") is not None:
            continue
        if each.tag == f"{P}cxnSp" or (each.find(f"{P}spPr/{A}prstGeom") is not None and not text_facts(each).text):
            extensions = own.find(f"{A}extLst")
            if extensions is None:
                extensions = etree.SubElement(own, f"{A}extLst")
            extensions.append(parse(_DECORATION))


def _needs_alt(shape: etree._Element) -> bool:
    """Whether a picture, chart, table or group of shapes without text has neither alt text nor the mark of a decoration."""
    own = identity(shape)
    if own is None or (own.get("descr") or "").strip() or own.find(f".//{DECORATIVE}[@val='1']") is not None:
        return False
    if shape.tag == f"{P}grpSp":
        return not text_facts(shape).text
    is_drawn = shape.tag == f"{P}sp" and shape.find(f"{P}spPr/{A}custGeom") is not None
    return shape.tag in (f"{P}pic", f"{P}graphicFrame") or (is_drawn and not text_facts(shape).text)


def shows_something(shape: etree._Element) -> bool:
    """Whether a placeholder has content: an empty one is not shown."""
    return shape.tag != f"{P}sp" or bool(text_facts(shape).text)


def box_of_shape(shape: etree._Element) -> Box:
    """Return the box of a shape on its slide, or in its group, turned as it is. Raises BadNumberError."""
    place = next(
        (
            found
            for path in ("spPr/" + A + "xfrm", "grpSpPr/" + A + "xfrm", "xfrm")
            if (found := shape.find(f"{P}{path}")) is not None
        ),
        None,
    )
    if place is None:
        return Box(0, 0, 0, 0)
    x, y, width, height = box_of(place)
    turn = read_number(place, "rot", 0, (-(1 << 31), 1 << 31)) % (2 * _QUARTER)
    if _QUARTER // 2 < turn < _QUARTER * 3 // 2:
        return Box(x + (width - height) // 2, y + (height - width) // 2, height, width)
    return Box(x, y, width, height)


def is_flat(box: Box) -> bool:
    """Whether a box is that of an upright or level line."""
    return box.width == 0 or box.height == 0
