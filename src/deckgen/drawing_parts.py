"""Parts of an SVG → what of them only draws: attributes, styles, embedded pictures; and how much an element draws."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from lxml import etree

from deckgen.picture_bytes import only_picture
from deckgen.pictures import PictureError, opened_bytes

_XML = "{http://www.w3.org/XML/1998/namespace}"
_KEPT_NAMES = (f"{_XML}space", f"{_XML}lang")
_LINKS = frozenset({"href", "target", "ping", "download"})
_PAINTS = ("fill", "stroke")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|(?i:javascript:)")
_FETCHES = re.compile(r"@import[^;]*(?:;|$)|@font-face\s*\{[^}]*\}?", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g)[^,]{0,40};base64,(.*)", re.DOTALL | re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")\s]+)")
_XLINK = "{http://www.w3.org/1999/xlink}href"
_FAR = 1 << 30


def kept_attributes(given: Mapping[str, str]) -> dict[str, str]:
    """Leave out event handlers, links, data of editors, and values that ask for something outside the drawing."""
    kept: dict[str, str] = {}
    for key, value in given.items():
        harmful = key.casefold() in _LINKS or key.casefold().startswith(("on", "data-"))
        if harmful or (key.startswith("{") and key not in _KEPT_NAMES):
            continue
        if not _asks(value):
            kept[key] = value
        elif key in _PAINTS:
            kept[key] = "none"  # without it, the shape would be black
    return kept


def kept_style(text: str) -> str:
    """Leave out of a style sheet what would be fetched; all of it where that cannot be told for sure."""
    left = _FETCHES.sub("", text)
    return "" if _asks(left) or "@import" in left.casefold() or "<" in left else left


def _asks(value: str) -> bool:
    """Tell whether a value leads outside; a backslash may hide that it does."""
    return _OUTSIDE.search(value) is not None or ("\\" in value and "(" in value)


def embedded(address: str, name: str) -> str:
    """Give a picture inside a drawing anew: of a known kind, within the bounds of pictures, without what it hides."""
    found = _EMBEDDED.fullmatch(address)
    try:
        data = base64.b64decode(re.sub(r"\s", "", found[1]), validate=True) if found else b""
    except (binascii.Error, ValueError):
        data = b""
    with opened_bytes(data, f"inside {name}") as image:
        if image.format not in ("PNG", "JPEG"):
            raise PictureError(f"the picture inside {name} is neither PNG nor JPEG")
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
    named = [str(element.get(_XLINK) or "").removeprefix("#")]
    for value in element.attrib.values():
        named += _REFERENCE.findall(str(value))
    return [by_id[name] for name in named if name in by_id]
