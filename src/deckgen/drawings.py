"""An SVG file that anybody may have made → one that only draws, how large it is, and a PNG of it.

Kept is what is known to draw; scripts, event handlers, animation, links, data of editors and all that would be fetched
from elsewhere go. A drawing that shows another file is refused, since a part of it would be missing. The PNG, for programs
that draw no SVG, is made in a process of its own with a limit of time and memory: what a drawing costs cannot be told by
looking at it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from deckgen.drawing_parts import embedded, kept_attributes, kept_style, weight
from deckgen.pictures import DrawingError
from deckgen.rasterise import TooCostlyError, png

MOST_BYTES = 8 << 20
"""Of a drawing: a map of the world takes two million."""
MOST_ELEMENTS = 100_000
"""Of a drawing, each counted as often as it is drawn by `use`."""
LONGEST = 2000
"""Pixels of the longer side of its PNG."""
_STRETCHED = 100
_SVG = "http://www.w3.org/2000/svg"
_TAG = f"{{{_SVG}}}"
_DRAWS = frozenset(
    {"svg", "g", "defs", "symbol", "use", "a", "switch", "style", "image", "text", "tspan", "textPath"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "clipPath", "mask", "marker", "filter"}
    | {"linearGradient", "radialGradient", "stop", "pattern"}
)
_LENGTH = re.compile(r"\s*([+]?[\d.]+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")
_UNITS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class Drawing(Struct, frozen=True):
    """A drawing that only draws: its SVG, and its width and height in pixels of 96 to the inch."""

    svg: bytes
    width: float
    height: float


@lru_cache(maxsize=16)
def drawn(data: bytes, name: str) -> tuple[Drawing, bytes]:
    """Give a drawing that only draws, and its PNG; DrawingError where it cannot be shown."""
    made = cleaned(data, name)
    scale = LONGEST / max(made.width, made.height)
    try:
        return made, png(made.svg, max(1, round(made.width * scale)), max(1, round(made.height * scale)))
    except TooCostlyError as fault:
        raise DrawingError(f"the drawing {name} {fault}", "simplify it, or save it as PNG") from fault


@lru_cache(maxsize=16)
def cleaned(data: bytes, name: str) -> Drawing:
    """Give a drawing without all that does not draw; DrawingError where it cannot be shown."""
    root = _parsed(data, name)
    _clean(root, name)
    if weight(root) > MOST_ELEMENTS:
        raise DrawingError(f"the drawing {name} draws more than {MOST_ELEMENTS:,} elements", "simplify it")
    width, height = _size(root, name)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    return Drawing(etree.tostring(root, encoding="UTF-8", xml_declaration=True), width, height)


def _parsed(data: bytes, name: str) -> etree._Element:
    if len(data) > MOST_BYTES:
        raise DrawingError(f"the drawing {name} takes {len(data) >> 20} MB; more than {MOST_BYTES >> 20} are not read")
    if b"<!ENTITY" in data or data.count(b"<") > 2 * MOST_ELEMENTS:
        raise DrawingError(f"the drawing {name} defines abbreviations (ENTITY) or has more elements than are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise DrawingError(f"the drawing {name} is damaged: {fault.msg}") from fault
    if root.tag != f"{_TAG}svg":
        raise DrawingError(f"the drawing {name} is not SVG: its first element is {root.tag}")
    return root


def _clean(root: etree._Element, name: str) -> None:
    """Take out of a drawing, in place, what does not draw."""
    for element in list(root.iter()):
        local = element.tag.removeprefix(_TAG) if isinstance(element.tag, str) else ""
        if not (local in _DRAWS or (local.startswith("fe") and element.tag != local)):
            _drop(element)
        elif local == "style":
            element.text = kept_style(element.text or "")
            element.attrib.clear()
        else:
            _clean_attributes(element, local, name)


def _clean_attributes(element: etree._Element, local: str, name: str) -> None:
    given = {str(key): str(value) for key, value in element.attrib.items()}
    target = (given.get("href") or given.get("{http://www.w3.org/1999/xlink}href") or "").strip()
    element.attrib.clear()
    for key, value in kept_attributes(given).items():
        element.set(key, value)
    if local in ("a", "switch") or not target:
        return
    if target.startswith("#"):
        element.set("{http://www.w3.org/1999/xlink}href", target)
    elif local in ("image", "feImage") and target.startswith("data:"):
        element.set("{http://www.w3.org/1999/xlink}href", embedded(target, name))
    else:
        where = f"{target[:60]!r}"
        message = f"the drawing {name} shows another file ({where}), which would be missing from the deck"
        raise DrawingError(message, "embed that file in the drawing, or save the drawing as PNG")


def _drop(element: etree._Element) -> None:
    """Take out an element with all in it; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _size(root: etree._Element, name: str) -> tuple[float, float]:
    """Give width and height: those that the drawing names, else those of its view box."""
    box = [
        float(part) for part in re.findall(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?", root.get("viewBox") or "") if part != "."
    ]
    seen = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    width, height = _length(root.get("width")), _length(root.get("height"))
    if not (width and height):
        width, height = seen
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise DrawingError(
            f"the drawing {name} does not say how large it is", "give it a width and a height, or a viewBox"
        )
    if max(width / height, height / width) > _STRETCHED:
        raise DrawingError(f"the drawing {name} is {width:g} by {height:g}, too long for a slide", "crop it")
    return width, height


def _length(value: str | None) -> float:
    """Read a length in pixels; 0 where there is none that stands for itself."""
    found = _LENGTH.fullmatch(value or "")
    try:
        return float(found[1]) * _UNITS[found[2] or ""] if found else 0.0
    except ValueError:
        return 0.0
