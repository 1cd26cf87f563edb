"""Clean an untrusted SVG file, determine its size, and rasterise it to a PNG.

Only what is known to be harmless is kept: the elements and attributes of `svg_names`, and the styles that `svg_styles` permits.
Scripts, event handlers, animation, links, data of editors and everything that would be fetched from elsewhere are removed. A
drawing that refers to another file is refused, because a part of it would be missing. The PNG, for programs that do not support
SVG, is made in a separate process with limits of time and memory, because the cost of a drawing cannot be predicted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from deckgen.images.opening import DrawingError
from deckgen.images.rasterise import TooCostlyError, render_png
from deckgen.images.svg_attributes import XLINK, EmbeddedImages, count_drawn_elements, safe_attributes
from deckgen.images.svg_losses import drawing_losses, shown_words, words_as_html
from deckgen.images.svg_names import ELEMENTS
from deckgen.images.svg_styles import StyleCleaner
from deckgen.images.svg_transforms import PIXELS_PER_UNIT
from deckgen.ir.media import PictureLoss

MAX_BYTES = 8 << 20
"""Maximum size of a drawing; a map of the world takes two million bytes."""
MAX_ELEMENTS = 100_000
"""Maximum number of elements of a drawing, each counted as often as `use` draws it."""
PNG_SIDE = 2000
"""Length of the longer side of the PNG in pixels."""
_MAX_ASPECT_RATIO = 100
_SVG = "http://www.w3.org/2000/svg"
_TAG = f"{{{_SVG}}}"
_TEXT_ELEMENTS = frozenset({"text", "tspan", "textPath", "a", "style"})
"""Elements whose text content is kept; in others, text between child elements is removed."""
_FRAGMENT = re.compile(r"#[^\s\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_POSITIVE = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NUMBER = re.compile(rf"[+-]?{_POSITIVE}")
_LENGTH = re.compile(rf"\s*(\+?{_POSITIVE})\s*(px|pt|pc|mm|cm|in)?\s*")
_MAX_LENGTH_CHARACTERS = 200
"""Maximum characters of a length or a view box; a longer value is cut, and what is left is used or refused."""


class CleanSvg(Struct, frozen=True):
    """A cleaned drawing: its SVG, its width and height in pixels (96 per inch), what of it was lost, and its texts."""

    svg: bytes
    width: float
    height: float
    losses: tuple[PictureLoss, ...] = ()
    words: str = ""


@lru_cache(maxsize=16)
def clean_and_rasterise(data: bytes, name: str) -> tuple[CleanSvg, bytes]:
    """Return a cleaned drawing and its PNG. Raises DrawingError if the drawing cannot be shown."""
    drawing = clean_svg(data, name)
    try:
        return drawing, render_png(drawing.svg, *size_in_pixels(drawing))
    except TooCostlyError as error:
        raise DrawingError(f"the drawing {name} {error}", "simplify it, or save it as PNG") from error


def size_in_pixels(drawing: CleanSvg, longer_side: int = PNG_SIDE) -> tuple[int, int]:
    """Return width and height of the PNG of a drawing, by the length of its longer side."""
    scale = longer_side / max(drawing.width, drawing.height)
    return max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale))


@lru_cache(maxsize=16)
def clean_svg(data: bytes, name: str) -> CleanSvg:
    """Return a cleaned drawing. Raises DrawingError if the drawing cannot be shown."""
    root = _parse(data, name)
    cleaner = _SvgCleaner(name, root)
    cleaner.clean(root)
    if count_drawn_elements(root) > MAX_ELEMENTS:
        raise DrawingError(f"the drawing {name} draws more than {MAX_ELEMENTS:,} elements", "simplify it")
    width, height = _size(root, name)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if root.get("viewBox") is None:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    etree.cleanup_namespaces(root)
    losses = drawing_losses(root, cleaner.html, cleaner.styles.unknown_variables)
    svg = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return CleanSvg(svg, width, height, losses, shown_words(root))


def _parse(data: bytes, name: str) -> etree._Element:
    if len(data) > MAX_BYTES:
        raise DrawingError(f"the drawing {name} takes {len(data) >> 20} MB; more than {MAX_BYTES >> 20} are not read")
    if b"<!ENTITY" in data or data.count(b"<") > 2 * MAX_ELEMENTS:
        raise DrawingError(f"the drawing {name} defines entities (<!ENTITY) or has more elements than are read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DrawingError(f"the drawing {name} is damaged: {error.msg}") from error
    if root.tag != f"{_TAG}svg":
        raise DrawingError(f"the drawing {name} is not SVG: its first element is {root.tag}")
    return root


class _SvgCleaner:
    """Removes from a drawing, in place, everything that is not known to be harmless."""

    def __init__(self, name: str, root: etree._Element) -> None:
        self.name = name
        sheets = ("".join(map(str, sheet.itertext())) for sheet in root.iter(f"{_TAG}style"))
        self.styles = StyleCleaner(name, (str(root.get("style") or ""), *sheets))
        self._around_html = _ancestors(root.iter(f"{_TAG}foreignObject"))
        self.html: list[str] = []
        """The words that the drawing has as HTML, which is removed."""
        self.pictures = EmbeddedImages(name)

    def clean(self, root: etree._Element) -> None:
        """Clean an element and its descendants. The parser permits at most 256 levels, which limits the recursion."""
        local = str(root.tag).removeprefix(_TAG)
        if local == "style":
            self._clean_sheet(root)
            return
        self._clean_attributes(root, local)
        known = [child for child in root if _is_known_element(child)]
        self.html += words_as_html(root, known, f"{_TAG}foreignObject")
        _retain_children(root, known, texts=local in _TEXT_ELEMENTS)
        for child in root:
            self.clean(child)

    def _clean_sheet(self, element: etree._Element) -> None:
        applies = element.get("media", "all").strip().casefold() in ("", "all", "screen")
        is_css = element.get("type", "text/css").strip().casefold() in ("", "text/css")
        text = "".join(map(str, element.itertext()))
        _retain_children(element, [], texts=False)
        element.attrib.clear()
        element.text = self.styles.clean_sheet(text) if applies and is_css else None

    def _clean_attributes(self, element: etree._Element, local: str) -> None:
        given = {str(key): str(value) for key, value in element.attrib.items()}
        target = (given.get("href") or given.get(XLINK) or "").strip()
        element.attrib.clear()
        for key, value in safe_attributes(given, self.styles).items():
            element.set(key, value)
        if "requiredFeatures" in given and element in self._around_html:
            # HTML is removed, so that what is around it lacks what it requires. All else that features name is supported
            # everywhere; resvg takes it for missing, and shows draw.io's “Text is not SVG - cannot display”.
            element.set("requiredExtensions", "unknown")
        if local in ("a", "switch") or not target:
            return
        if _FRAGMENT.fullmatch(target):
            element.set(XLINK, target)
        elif local in ("image", "feImage") and target.startswith("data:"):
            element.set(XLINK, self.pictures.clean(target))
        else:
            address = f"{target[:60]!r}"
            message = (
                f"the drawing {self.name} refers to another file ({address}), which would be missing from the deck"
            )
            raise DrawingError(message, "embed that file in the drawing, or save the drawing as PNG")


def _ancestors(elements: Iterable[etree._Element]) -> set[etree._Element]:
    """Return elements and everything that they are in."""
    found: set[etree._Element] = set()
    for element in elements:
        parent: etree._Element | None = element
        while parent is not None and parent not in found:
            found.add(parent)
            parent = parent.getparent()
    return found


def _is_known_element(element: etree._Element) -> bool:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.startswith(_TAG) and tag.removeprefix(_TAG) in ELEMENTS


def _retain_children(parent: etree._Element, children: list[etree._Element], *, texts: bool) -> None:
    """Remove all other children of an element. Text after a removed child stays if `texts`, else it is removed."""
    retained = set(children)
    pieces: list[list[str]] = [[parent.text or ""]]
    for child in parent:
        if child in retained:
            pieces.append([])
        pieces[-1].append(child.tail or "")
    for child in [child for child in parent if child not in retained]:
        parent.remove(child)
    for owner, texts_after in zip((None, *children), pieces, strict=True):
        text = "".join(texts_after)
        text = text if texts or not text.strip() else ""
        if owner is None:
            parent.text = text or None
        else:
            owner.tail = text or None


def _size(root: etree._Element, name: str) -> tuple[float, float]:
    """Return width and height in pixels: those that the drawing states, else those of its view box."""
    view_box = [float(part) for part in _NUMBER.findall((root.get("viewBox") or "")[:_MAX_LENGTH_CHARACTERS])]
    width, height = _length(root.get("width")), _length(root.get("height"))
    if not (width and height):
        width, height = (view_box[2], view_box[3]) if len(view_box) == 4 else (0.0, 0.0)
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise DrawingError(f"the drawing {name} does not state its size", "give it a width and a height, or a viewBox")
    if max(width / height, height / width) > _MAX_ASPECT_RATIO:
        raise DrawingError(f"the drawing {name} is {width:g} by {height:g}, too long for a slide", "crop it")
    return width, height


def _length(value: str | None) -> float:
    """Return a length in pixels; 0 if there is none, or if it is relative (a percentage)."""
    match = _LENGTH.fullmatch((value or "")[:_MAX_LENGTH_CHARACTERS])
    return float(match[1]) * PIXELS_PER_UNIT[match[2] or ""] if match else 0.0
