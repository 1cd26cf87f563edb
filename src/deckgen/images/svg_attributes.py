"""Parts of an SVG → what of them only draws: attributes and embedded pictures; and how much an element draws."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from lxml import etree

from deckgen.images.metadata import only_picture
from deckgen.images.opening import PictureError, PictureTooLargeError, opened_bytes
from deckgen.images.svg_names import ATTRIBUTES
from deckgen.images.svg_styles import Styles

XLINK = "{http://www.w3.org/1999/xlink}href"
MOST_PIXELS = 51_000_000
"""Of all pictures in one drawing together, as many as one photo may have."""
_IDENTIFIER = re.compile(r"[^\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_FEATURES = re.compile(r"(?:\s*http://www\.w3\.org/TR/SVG11/feature#\w+)+\s*")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g)[^,]{0,40};base64,(.*)", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_FAR = 1 << 30


def kept_attributes(given: Mapping[str, str], styles: Styles) -> dict[str, str]:
    """Keep the attributes that are known to draw, with values in which nothing else is. `href` is not among them.

    Raises DrawingError where the drawing has more styles than are safe to parse.
    """
    kept: dict[str, str] = {}
    for key, value in given.items():
        if key in ATTRIBUTES:
            clean = styles.value(key, value)
        elif key == "style":
            clean = styles.style(value)
        elif key in ("id", "class"):
            clean = " ".join(value.split()) if _IDENTIFIER.fullmatch(value) else None
        elif key == "requiredExtensions":
            clean = "unknown"  # whatever its name, what draws decks does not have it
        else:
            clean = value if key == "requiredFeatures" and _FEATURES.fullmatch(value) else None
        if clean:
            kept[key] = clean
    return kept


class EmbeddedImages:
    """Cleans the pictures inside one drawing."""

    def __init__(self, name: str) -> None:
        self._drawing = name
        self._left = MOST_PIXELS
        self._known: dict[str, str] = {}

    def embedded(self, address: str) -> str:
        """Give a picture anew: of a known kind, within the bounds of pictures, without what it hides.

        Raises PictureError where it cannot be shown, or where all pictures together are larger than is safe to read.
        """
        if address not in self._known:
            self._known[address] = self._clean(address)
        return self._known[address]

    def _clean(self, address: str) -> str:
        found = _EMBEDDED.fullmatch(address)
        try:
            data = base64.b64decode(re.sub(r"\s", "", found[1]), validate=True) if found else b""
        except (binascii.Error, ValueError):
            data = b""
        with opened_bytes(data, f"inside {self._drawing}") as image:
            if image.format not in ("PNG", "JPEG"):
                raise PictureError(f"the picture inside {self._drawing} is neither PNG nor JPEG")
            self._left -= image.width * image.height
            if self._left < 0:
                most = MOST_PIXELS // 1_000_000
                raise PictureTooLargeError(
                    f"the pictures inside {self._drawing} have more than {most} million pixels together"
                )
            image.load()
            kind = image.format
            clean = base64.b64encode(only_picture(data, kind)).decode()
        return f"data:image/{kind.lower()};base64,{clean}"


def weight(root: etree._Element) -> int:
    """Count the elements of a drawing as often as they are drawn; very many where it refers to itself."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[etree._Element, int] = {}
    under_way: set[etree._Element] = set()

    def of(element: etree._Element) -> int:
        if element in under_way:
            return _FAR
        if element not in known:
            under_way.add(element)
            known[element] = min(1 + sum(map(of, [*element, *_referred(element, by_id)])), _FAR)
            under_way.discard(element)
        return known[element]

    try:
        return of(root)
    except RecursionError:
        return _FAR


def _referred(element: etree._Element, by_id: Mapping[str | None, etree._Element]) -> list[etree._Element]:
    """Give the elements that an element draws besides its own: by `use`, as pattern, mask, marker or filter."""
    named = [str(element.get(XLINK) or "").removeprefix("#")]
    for value in element.attrib.values():
        named += _REFERENCE.findall(str(value))
    return [by_id[name] for name in named if name in by_id]
