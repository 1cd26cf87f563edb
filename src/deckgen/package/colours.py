"""DrawingML colours → RGB as they are displayed, and the contrast of two colours."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from lxml import etree
from msgspec import Struct

from deckgen.ooxml.opc import A, P, Package, read_number

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_NAMED = {
    "black": BLACK,
    "white": WHITE,
    "red": (1.0, 0.0, 0.0),
    "blue": (0.0, 0.0, 1.0),
    "green": (0.0, 128 / 255, 0.0),
}
_FULL = 100_000
_CHANGE_RANGE = (-100_000_000, 100_000_000)
"""Minimum and maximum value of a colour change, in thousandths of a percent; `_FULL` is 100 %."""


class Palette(Struct, frozen=True):
    """The colours of a theme by slot (`accent1`), and the master's map of names to slots (`tx1` → `dk1`)."""

    slots: Mapping[str, Rgb]
    names: Mapping[str, str]

    def colour(self, element: etree._Element | None) -> Rgb | None:
        """Return the colour of the first known colour element in a fill; `None` where there is none."""
        if element is None:
            return None
        for child in element:
            base = self._base_colour(child)
            if base is not None:
                return _with_changes(base, child)
        return None

    def named(self, name: str) -> Rgb | None:
        """Return a colour by its name in the theme or in the master's map."""
        return self.slots.get(self.names.get(name, name))

    def _base_colour(self, element: etree._Element) -> Rgb | None:
        kind, value = etree.QName(element).localname, element.get("val", "")
        if kind == "schemeClr":
            return self.named(value)
        if kind == "srgbClr":
            return _parse_hex(value)
        if kind == "sysClr":
            return _parse_hex(element.get("lastClr", ""))
        return _NAMED.get(value) if kind == "prstClr" else None


def read_palette(package: Package, master: str) -> Palette:
    """Read the theme of a master and its colour map."""
    slots: dict[str, Rgb] = {}
    for theme in package.related(master, "theme")[:1]:
        scheme = next(package.tree(theme).iter(f"{A}clrScheme"), None)
        for slot in [] if scheme is None else scheme:
            colour = Palette({}, {}).colour(slot)
            if colour is not None:
                slots[etree.QName(slot).localname] = colour
    colour_map = package.tree(master).find(f"{P}clrMap")
    return Palette(slots, {} if colour_map is None else {str(k): str(v) for k, v in colour_map.attrib.items()})


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio of WCAG 2.2 (success criterion 1.4.3), from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def hex_code(colour: Rgb) -> str:
    """Return a colour as `#RRGGBB`."""
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parse_hex(value: str) -> Rgb | None:
    try:
        red, green, blue = bytes.fromhex(value)
    except ValueError:
        return None
    return red / 255, green / 255, blue / 255


def _with_changes(colour: Rgb, element: etree._Element) -> Rgb:
    """Apply the changes inside a colour element, in their order (ISO/IEC 29500-1 §20.1.2.3)."""
    for change in element:
        part = read_number(change, "val", 0, _CHANGE_RANGE) / _FULL
        name = etree.QName(change).localname
        if name in ("lumMod", "lumOff"):
            hue, light, saturation = colorsys.rgb_to_hls(*colour)
            light = light * part if name == "lumMod" else light + part
            colour = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
        elif name == "satMod":
            hue, light, saturation = colorsys.rgb_to_hls(*colour)
            colour = colorsys.hls_to_rgb(hue, light, min(max(saturation * part, 0.0), 1.0))
        elif name == "shade":
            colour = (colour[0] * part, colour[1] * part, colour[2] * part)
        elif name == "tint":
            colour = (1 - (1 - colour[0]) * part, 1 - (1 - colour[1]) * part, 1 - (1 - colour[2]) * part)
        colour = (_clamped(colour[0]), _clamped(colour[1]), _clamped(colour[2]))
    return colour


def _clamped(part: float) -> float:
    return min(max(part, 0.0), 1.0)
