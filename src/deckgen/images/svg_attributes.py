"""Clean the attributes and the embedded pictures of an SVG, and count how many elements it draws."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from lxml import etree

from deckgen.images.metadata import strip_metadata
from deckgen.images.opening import DrawingError, PictureTooLargeError, UnknownFormatError, open_picture_bytes
from deckgen.images.svg_names import ATTRIBUTES
from deckgen.images.svg_styles import StyleCleaner

XLINK = "{http://www.w3.org/1999/xlink}href"
MAX_PIXELS = 51_000_000
"""Maximum for all pictures in one drawing together: the same as for one photo."""
_IDENTIFIER = re.compile(r"[^\"'()<>\\\x00-\x1f\x7f-\x9f]+")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g)[^,]{0,40};base64,(.*)", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_TOO_MANY = 1 << 30


def safe_attributes(given: Mapping[str, str], styles: StyleCleaner) -> dict[str, str]:
    """Return the attributes that are known to be harmless, with cleaned values. `href` is not among them.

    Raises DrawingError if the drawing has more styles than are safe to parse.
    """
    safe: dict[str, str] = {}
    for key, value in given.items():
        if key in ATTRIBUTES:
            clean = styles.clean_value(key, value)
        elif key == "style":
            clean = styles.clean_style(value)
        elif key in ("id", "class"):
            clean = " ".join(value.split()) if _IDENTIFIER.fullmatch(value) else None
        else:
            # No program that shows decks supports any extension.
            clean = "unknown" if key == "requiredExtensions" else None
        if clean:
            safe[key] = clean
    return safe


class EmbeddedImages:
    """Cleans the pictures inside one drawing."""

    def __init__(self, name: str) -> None:
        self._drawing_name = name
        self._pixels_left = MAX_PIXELS
        self._clean_addresses: dict[str, str] = {}

    def clean(self, address: str) -> str:
        """Return the `data:` address of a picture with its metadata removed.

        Raises PictureError if the picture is neither a PNG nor a JPEG, is damaged or too large, or if all pictures of the
        drawing together are larger than is safe to read.
        """
        if address not in self._clean_addresses:
            try:
                self._clean_addresses[address] = self._reencode(address)
            except UnknownFormatError as error:
                raise self._neither_png_nor_jpeg() from error
        return self._clean_addresses[address]

    def _reencode(self, address: str) -> str:
        match = _EMBEDDED.fullmatch(address)
        try:
            data = base64.b64decode(re.sub(r"\s", "", match[1]), validate=True) if match else b""
        except (binascii.Error, ValueError):
            data = b""
        with open_picture_bytes(data, f"inside {self._drawing_name}") as image:
            if image.format not in ("PNG", "JPEG"):
                raise self._neither_png_nor_jpeg()
            self._pixels_left -= image.width * image.height
            if self._pixels_left < 0:
                maximum = MAX_PIXELS // 1_000_000
                raise PictureTooLargeError(
                    f"the pictures inside {self._drawing_name} have more than {maximum} million pixels together"
                )
            image.load()
            kind = image.format
            clean = base64.b64encode(strip_metadata(data, kind)).decode()
        return f"data:image/{kind.lower()};base64,{clean}"

    def _neither_png_nor_jpeg(self) -> DrawingError:
        message = f"the picture inside {self._drawing_name} is neither PNG nor JPEG"
        return DrawingError(message, "embed it as PNG or JPEG, or save the drawing as PNG")


def count_drawn_elements(root: etree._Element) -> int:
    """Count the elements of a drawing, each as often as it is drawn; 2**30 at most, and if the drawing refers to itself."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    counts: dict[etree._Element, int] = {}
    being_counted: set[etree._Element] = set()

    def count(element: etree._Element) -> int:
        if element in being_counted:
            return _TOO_MANY
        if element not in counts:
            being_counted.add(element)
            counts[element] = min(1 + sum(map(count, [*element, *_referenced_elements(element, by_id)])), _TOO_MANY)
            being_counted.discard(element)
        return counts[element]

    try:
        return count(root)
    except RecursionError:
        return _TOO_MANY


def _referenced_elements(element: etree._Element, by_id: Mapping[str | None, etree._Element]) -> list[etree._Element]:
    """Return the elements that an element draws by reference: by `use`, or as pattern, mask, marker or filter."""
    names = [str(element.get(XLINK) or "").removeprefix("#")]
    for value in element.attrib.values():
        names += _REFERENCE.findall(str(value))
    return [by_id[name] for name in names if name in by_id]
