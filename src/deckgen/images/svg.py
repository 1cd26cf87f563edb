"""An SVG file that anybody may have made → one that only draws, how large it is, and a PNG of it.

Kept is what is known to draw: the elements and attributes of `drawing_names`, and of styles what `drawing_styles` knows.
Scripts, event handlers, animation, links, data of editors and all that would be fetched from elsewhere go. A drawing that
shows another file is refused, since a part of it would be missing. The PNG, for programs that draw no SVG, is made in a
process of its own with a limit of time and memory: what a drawing costs cannot be told by looking at it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from deckgen.images.opening import DrawingError
from deckgen.images.rasterise import TooCostlyError, png
from deckgen.images.svg_attributes import XLINK, EmbeddedImages, kept_attributes, weight
from deckgen.images.svg_names import ELEMENTS
from deckgen.images.svg_styles import Styles

MOST_BYTES = 8 << 20
"""Of a drawing: a map of the world takes two million."""
MOST_ELEMENTS = 100_000
"""Of a drawing, each counted as often as it is drawn by `use`."""
LONGEST = 2000
"""Pixels of the longer side of its PNG."""
_STRETCHED = 100
_SVG = "http://www.w3.org/2000/svg"
_TAG = f"{{{_SVG}}}"
_TEXTS = frozenset({"text", "tspan", "textPath", "a", "style"})
"""Elements whose text is more than blanks between elements."""
_FRAGMENT = re.compile(r"#[^\s\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_POSITIVE = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(rf"[+-]?{_POSITIVE}")
_LENGTH = re.compile(rf"\s*(\+?{_POSITIVE})\s*(px|pt|pc|mm|cm|in)?\s*")
_MOST_CHARACTERS = 200
"""Of a length or a view box: what is longer is cut, and then refused or taken for what is left."""
_UNITS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class CleanSvg(Struct, frozen=True):
    """A drawing that only draws: its SVG, and its width and height in pixels of 96 to the inch."""

    svg: bytes
    width: float
    height: float


@lru_cache(maxsize=16)
def drawn(data: bytes, name: str) -> tuple[CleanSvg, bytes]:
    """Give a drawing that only draws, and its PNG; DrawingError where it cannot be shown."""
    made = cleaned(data, name)
    scale = LONGEST / max(made.width, made.height)
    try:
        return made, png(made.svg, max(1, round(made.width * scale)), max(1, round(made.height * scale)))
    except TooCostlyError as fault:
        raise DrawingError(f"the drawing {name} {fault}", "simplify it, or save it as PNG") from fault


@lru_cache(maxsize=16)
def cleaned(data: bytes, name: str) -> CleanSvg:
    """Give a drawing without all that does not draw; DrawingError where it cannot be shown."""
    root = _parsed(data, name)
    _Cleaner(name).clean(root)
    if weight(root) > MOST_ELEMENTS:
        raise DrawingError(f"the drawing {name} draws more than {MOST_ELEMENTS:,} elements", "simplify it")
    width, height = _size(root, name)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    return CleanSvg(etree.tostring(root, encoding="UTF-8", xml_declaration=True), width, height)


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


class _Cleaner:
    """Takes out of a drawing, in place, what does not draw."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.styles = Styles(name)
        self.pictures = EmbeddedImages(name)

    def clean(self, root: etree._Element) -> None:
        """Clean an element and all in it. A drawing is no deeper than 256 elements, which is as deep as it is parsed."""
        local = str(root.tag).removeprefix(_TAG)
        if local == "style":
            self._clean_sheet(root)
            return
        self._clean_attributes(root, local)
        _keep_children(root, [child for child in root if _is_drawn(child)], texts=local in _TEXTS)
        for child in root:
            self.clean(child)

    def _clean_sheet(self, element: etree._Element) -> None:
        applies = element.get("media", "all").strip().casefold() in ("", "all", "screen")
        known = element.get("type", "text/css").strip().casefold() in ("", "text/css")
        text = "".join(map(str, element.itertext()))
        _keep_children(element, [], texts=False)
        element.attrib.clear()
        element.text = self.styles.sheet(text) if applies and known else None

    def _clean_attributes(self, element: etree._Element, local: str) -> None:
        given = {str(key): str(value) for key, value in element.attrib.items()}
        target = (given.get("href") or given.get(XLINK) or "").strip()
        element.attrib.clear()
        for key, value in kept_attributes(given, self.styles).items():
            element.set(key, value)
        if local in ("a", "switch") or not target:
            return
        if _FRAGMENT.fullmatch(target):
            element.set(XLINK, target)
        elif local in ("image", "feImage") and target.startswith("data:"):
            element.set(XLINK, self.pictures.embedded(target))
        else:
            where = f"{target[:60]!r}"
            message = f"the drawing {self.name} shows another file ({where}), which would be missing from the deck"
            raise DrawingError(message, "embed that file in the drawing, or save the drawing as PNG")


def _is_drawn(element: etree._Element) -> bool:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.startswith(_TAG) and tag.removeprefix(_TAG) in ELEMENTS


def _keep_children(parent: etree._Element, kept: list[etree._Element], *, texts: bool) -> None:
    """Leave only some children in an element; what text follows the others stays, where there may be text."""
    wanted = set(kept)
    pieces: list[list[str]] = [[parent.text or ""]]
    for child in parent:
        if child in wanted:
            pieces.append([])
        pieces[-1].append(child.tail or "")
    for child in [child for child in parent if child not in wanted]:
        parent.remove(child)
    for owner, found in zip((None, *kept), pieces, strict=True):
        text = "".join(found)
        text = text if texts or not text.strip() else ""
        if owner is None:
            parent.text = text or None
        else:
            owner.tail = text or None


def _size(root: etree._Element, name: str) -> tuple[float, float]:
    """Give width and height: those that the drawing names, else those of its view box."""
    box = [float(part) for part in _NUMBER.findall((root.get("viewBox") or "")[:_MOST_CHARACTERS])]
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
    found = _LENGTH.fullmatch((value or "")[:_MOST_CHARACTERS])
    return float(found[1]) * _UNITS[found[2] or ""] if found else 0.0
