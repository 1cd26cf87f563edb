"""Convert the roles of colours to theme colours in DrawingML.

Slides refer to colours of the theme, so that changing the theme restyles the deck. Each of the ten base roles has a theme slot
of its own, and text in the primary colour that of links. A tint is the slot of its base role with the luminance scaled (`lumMod`)
and raised (`lumOff`), and the saturation scaled (`satMod`). Only a colour that none of the slots has is written as its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deckgen.brand.types import Brand, TextStyle, Tint
from deckgen.ir.roles import ColourRole
from deckgen.writer.errors import WriterError

SLIDE_SLOTS: dict[ColourRole, str] = {
    "ink": "tx1", "white": "bg1", "muted": "tx2", "surface": "bg2", "primary": "accent1", "success": "accent2",
    "warning": "accent3", "danger": "accent4", "rule": "accent5", "neutral": "accent6",
}  # fmt: skip
"""Theme slot of each base role, by its name on slides: the master's colour map turns `dk1` into `tx1` and `lt1` into `bg1`."""

THEME_ROLES: dict[str, ColourRole] = {
    "dk1": "ink", "lt1": "white", "dk2": "muted", "lt2": "surface", "accent1": "primary", "accent2": "success",
    "accent3": "warning", "accent4": "danger", "accent5": "rule", "accent6": "neutral", "hlink": "primary-text",
    "folHlink": "primary-text",
}  # fmt: skip
"""Role from which each slot of the theme takes its colour, in the order of the theme's XML."""

_FULL = 100_000


class Colours:
    """The colours of one brand by role, each converted to XML once; `list_styles` caches the results of `text.list_style`."""

    def __init__(self, brand: Brand) -> None:
        self._colours: dict[ColourRole, str] = {
            role: f'<a:schemeClr val="{slot}"/>' for role, slot in SLIDE_SLOTS.items()
        }
        by_colour = {brand.colours[role]: xml for role, xml in reversed(self._colours.items())}
        links = {brand.colour("primary-text"): '<a:schemeClr val="hlink"/>'}
        for role, colour in brand.colours.items():
            if role not in self._colours:
                self._colours[role] = (links | by_colour).get(colour, f'<a:srgbClr val="{colour}"/>')
        for role, tint in brand.tints.items():
            self._colours[role] = _tint_xml(SLIDE_SLOTS.get(tint.base), role, tint)
        self.list_styles: dict[tuple[TextStyle, str, str], str] = {}
        self._fills = {role: f"<a:solidFill>{colour}</a:solidFill>" for role, colour in self._colours.items()}

    def colour(self, role: ColourRole) -> str:
        """Return the colour element of a role. Raises WriterError if the brand has no such colour."""
        return _colour_of(self._colours, role)

    def fill(self, role: ColourRole | None) -> str:
        """Return the fill of a role; without a role, `a:noFill`."""
        return "<a:noFill/>" if role is None else _colour_of(self._fills, role)


def invisible_fill() -> str:
    """Return a fill that is not seen, but can be clicked, as a shape without a fill cannot."""
    return '<a:solidFill><a:schemeClr val="bg1"><a:alpha val="0"/></a:schemeClr></a:solidFill>'


def theme_colours(brand: Brand) -> Iterable[tuple[str, str]]:
    """Return the twelve slots of the theme with their colours as `RRGGBB`, in order."""
    for slot, role in THEME_ROLES.items():
        yield slot, brand.colour(role)


def _tint_xml(slot: str | None, role: ColourRole, tint: Tint) -> str:
    if slot is None:
        raise WriterError(f"the brand defines the colour {role} as a tint of another tint; use a base colour")
    inner = f'<a:lumMod val="{tint.scale}"/>' if tint.scale != _FULL else ""
    inner += f'<a:lumOff val="{tint.lift}"/>' if tint.lift else ""
    inner += f'<a:satMod val="{tint.saturation}"/>' if tint.saturation != _FULL else ""
    return f'<a:schemeClr val="{slot}">{inner}</a:schemeClr>' if inner else f'<a:schemeClr val="{slot}"/>'


def _colour_of(table: Mapping[ColourRole, str], role: ColourRole) -> str:
    try:
        return table[role]
    except KeyError:
        raise WriterError(f"the brand has no colour for the role {role}") from None
