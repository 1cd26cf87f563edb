"""Convert the roles of colours to theme colours in DrawingML.

Slides refer to colours of the theme only, so that changing the theme restyles the deck. Each of the ten base roles has a theme
slot of its own; a tint is the slot of its base role with the luminance scaled (`lumMod`) and raised (`lumOff`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import ColourRole
from deckgen.writer.errors import WriterError

SLIDE_SLOTS: dict[ColourRole, str] = {
    "ink": "tx1", "white": "bg1", "muted": "tx2", "surface": "bg2", "primary": "accent1", "success": "accent2",
    "warning": "accent3", "danger": "accent4", "rule": "accent5", "neutral": "accent6",
}  # fmt: skip
"""Theme slot of each base role, by its name on slides: the master's colour map turns `dk1` into `tx1` and `lt1` into `bg1`."""

THEME_ROLES: dict[str, ColourRole] = {
    "dk1": "ink", "lt1": "white", "dk2": "muted", "lt2": "surface", "accent1": "primary", "accent2": "success",
    "accent3": "warning", "accent4": "danger", "accent5": "rule", "accent6": "neutral", "hlink": "primary",
    "folHlink": "primary",
}  # fmt: skip
"""Base role from which each slot of the theme takes its colour, in the order of the theme's XML."""

_FULL_LUMINANCE = 100_000


class Colours:
    """The colours of one brand by role, each converted to XML once; `list_styles` caches the results of `text.list_style`."""

    def __init__(self, brand: Brand) -> None:
        self._colours: dict[ColourRole, str] = {
            role: f'<a:schemeClr val="{slot}"/>' for role, slot in SLIDE_SLOTS.items()
        }
        for role, (base, scale, lift) in brand.tints.items():
            self._colours[role] = _tint_xml(SLIDE_SLOTS.get(base), role, scale, lift)
        self.list_styles: dict[tuple[TextStyle, str, str], str] = {}
        self._fills = {role: f"<a:solidFill>{colour}</a:solidFill>" for role, colour in self._colours.items()}

    def colour(self, role: ColourRole) -> str:
        """Return the `a:schemeClr` of a role. Raises WriterError if the brand has no such colour."""
        return _colour_of(self._colours, role)

    def fill(self, role: ColourRole | None) -> str:
        """Return the fill of a role; without a role, `a:noFill`."""
        return "<a:noFill/>" if role is None else _colour_of(self._fills, role)


def theme_colours(brand: Brand) -> Iterable[tuple[str, str]]:
    """Return the twelve slots of the theme with their colours as `RRGGBB`, in order."""
    for slot, role in THEME_ROLES.items():
        yield slot, _colour_of(brand.colours, role).removeprefix("#").upper()


def _tint_xml(slot: str | None, role: ColourRole, scale: int, lift: int) -> str:
    if slot is None:
        raise WriterError(f"the brand defines the colour {role} as a tint of another tint; use a base colour")
    inner = f'<a:lumMod val="{scale}"/>' if scale != _FULL_LUMINANCE else ""
    inner += f'<a:lumOff val="{lift}"/>' if lift else ""
    return f'<a:schemeClr val="{slot}">{inner}</a:schemeClr>' if inner else f'<a:schemeClr val="{slot}"/>'


def _colour_of(table: Mapping[ColourRole, str], role: ColourRole) -> str:
    try:
        return table[role]
    except KeyError:
        raise WriterError(f"the brand has no colour for the role {role}") from None
