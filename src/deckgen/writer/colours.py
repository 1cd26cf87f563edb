"""Role of a colour → theme colour, as DrawingML.

Slides name theme slots only, so that a change of the theme restyles the deck: the ten base roles have a slot each, and
a tint is its base role's slot with the luminance scaled and lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import ColourRole
from deckgen.writer.errors import WriterError

SLOTS: dict[ColourRole, str] = {
    "ink": "tx1", "white": "bg1", "muted": "tx2", "surface": "bg2", "primary": "accent1", "success": "accent2",
    "warning": "accent3", "danger": "accent4", "rule": "accent5", "neutral": "accent6",
}  # fmt: skip
"""The name of a base role on slides, where the master's colour map makes `tx1` of `dk1` and `bg1` of `lt1`."""

THEME: dict[str, ColourRole] = {
    "dk1": "ink", "lt1": "white", "dk2": "muted", "lt2": "surface", "accent1": "primary", "accent2": "success",
    "accent3": "warning", "accent4": "danger", "accent5": "rule", "accent6": "neutral", "hlink": "primary",
    "folHlink": "primary",
}  # fmt: skip
"""Which base role each slot of the theme takes its colour from, in the order of the theme's XML."""

_WHOLE = 100_000


class Colours:
    """The colours of one brand by role, each turned into XML once; `lists` keeps what `text.list_style` made with them."""

    def __init__(self, brand: Brand) -> None:
        self._colours: dict[ColourRole, str] = {role: f'<a:schemeClr val="{slot}"/>' for role, slot in SLOTS.items()}
        for role, (base, scale, lift) in brand.tints.items():
            self._colours[role] = _tint(SLOTS.get(base), role, scale, lift)
        self.lists: dict[tuple[TextStyle, str, str], str] = {}
        self._fills = {role: f"<a:solidFill>{colour}</a:solidFill>" for role, colour in self._colours.items()}

    def colour(self, role: ColourRole) -> str:
        """Give the `a:schemeClr` of a role; WriterError where the brand has none."""
        return _found(self._colours, role)

    def fill(self, role: ColourRole | None) -> str:
        """Give the fill of a role; `None` fills nothing."""
        return "<a:noFill/>" if role is None else _found(self._fills, role)


def theme_colours(brand: Brand) -> Iterable[tuple[str, str]]:
    """Give the twelve slots of the theme with their `RRGGBB`, in order."""
    for slot, role in THEME.items():
        yield slot, _found(brand.colours, role).removeprefix("#").upper()


def _tint(slot: str | None, role: ColourRole, scale: int, lift: int) -> str:
    if slot is None:
        raise WriterError(f"the brand makes the colour {role} of a colour that is itself a tint; use a base colour")
    inner = f'<a:lumMod val="{scale}"/>' if scale != _WHOLE else ""
    inner += f'<a:lumOff val="{lift}"/>' if lift else ""
    return f'<a:schemeClr val="{slot}">{inner}</a:schemeClr>' if inner else f'<a:schemeClr val="{slot}"/>'


def _found(table: Mapping[ColourRole, str], role: ColourRole) -> str:
    try:
        return table[role]
    except KeyError:
        raise WriterError(f"the brand has no colour for the role {role}") from None
