"""Colours of a theme as a layout shows them: the colour map of its master, its own one over it, and the changes of a colour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from deckgen.brand.colour_math import apply_tint, mix
from deckgen.ooxml.opc import A, P, read_number

SLOTS = (
    "dk1",
    "lt1",
    "dk2",
    "lt2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
"""The colours of a theme, in the order of its XML."""
_USUAL_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_PRESETS = {
    "white": "FFFFFF",
    "black": "000000",
    "red": "FF0000",
    "gray": "808080",
    "blue": "0000FF",
    "green": "008000",
}
_UNKNOWN = "808080"
_FULL = 100_000


class ColourScheme(Struct, frozen=True):
    """The colours of a theme (`RRGGBB` by slot), and which slot each name on slides (`tx1`, `accent1` …) means."""

    colours: Mapping[str, str]
    names: Mapping[str, str]

    def named(self, name: str) -> str:
        """Return the colour that a name on slides has here."""
        return self.colours.get(self.names.get(name, name), _UNKNOWN)

    def resolve(self, fill: etree._Element | None) -> tuple[str, str]:
        """Return the colour of a `solidFill` or another parent of a colour, and its name on slides if it is one unchanged.

        The colour is empty if there is none.
        """
        colour = next((child for child in fill if isinstance(child.tag, str)), None) if fill is not None else None
        if colour is None:
            return "", ""
        kind = str(colour.tag).rpartition("}")[2]
        if kind in ("gsLst", "gs"):  # a gradient has the colour of its first stop
            return self.resolve(colour)[0], ""
        value = colour.get("val", "")
        if kind == "schemeClr":
            changed = _changed(self.named(value), colour)
            return changed, value if not len(colour) else ""
        own = {"srgbClr": value, "sysClr": colour.get("lastClr", ""), "prstClr": _PRESETS.get(value, _UNKNOWN)}.get(
            kind
        )
        return _changed(own.upper() if own and len(own) == 6 else _UNKNOWN, colour), ""

    def opaque_colours(self, fill: etree._Element | None) -> Iterator[str]:
        """Yield the colours of a fill through which hardly anything is seen: those of all stops of a gradient.

        Its elements may have no namespace, as those of effective properties.
        """
        kind = str(fill.tag).rpartition("}")[2] if fill is not None else ""
        if fill is None or kind not in ("solidFill", "gradFill"):
            return
        for parent in (fill,) if kind == "solidFill" else fill.iter("{*}gs"):
            alpha = parent.find("*/{*}alpha")
            if alpha is None or read_number(alpha, "val", _FULL, (0, _FULL)) > _FULL // 2:
                yield self.resolve(parent)[0]


def theme_colours(theme: etree._Element) -> dict[str, str]:
    """Return the twelve colours of a theme by slot."""
    found: dict[str, str] = {}
    scheme = theme.find(f".//{A}clrScheme")
    empty = ColourScheme({}, {})
    for slot in SLOTS:
        element = scheme.find(f"{A}{slot}") if scheme is not None else None
        found[slot] = empty.resolve(element)[0] or _UNKNOWN
    return found


def colour_names(master: etree._Element, layout: etree._Element) -> dict[str, str]:
    """Return the slot of each name on slides: by the map of the master, or of the layout where it has its own."""
    own = layout.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    mapping = own if own is not None else master.find(f"{P}clrMap")
    return {
        **_USUAL_MAP,
        **({str(name): str(slot) for name, slot in mapping.attrib.items()} if mapping is not None else {}),
    }


def _changed(colour: str, element: etree._Element) -> str:
    """Return a colour with the changes that its element states (ECMA-376 part 1, 20.1.2.3); alpha is left out."""
    for change in element:
        if not isinstance(change.tag, str) or "val" not in change.attrib:
            continue
        value = read_number(change, "val", _FULL, (-10_000_000, 10_000_000))
        match change.tag.rpartition("}")[2]:
            case "lumMod":
                colour = apply_tint(colour, value, 0)
            case "lumOff":
                colour = apply_tint(colour, _FULL, value)
            case "satMod":
                colour = apply_tint(colour, _FULL, 0, value)
            case "tint":
                colour = mix("FFFFFF", colour, 1 - min(max(value / _FULL, 0), 1))
            case "shade":
                colour = mix("000000", colour, 1 - min(max(value / _FULL, 0), 1))
    return colour
