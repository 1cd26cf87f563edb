"""Convert the roles of colours to theme colours in DrawingML.

Slides refer to colours of the theme, so that changing the theme restyles the deck. Each of the ten base roles has a theme slot
of its own, and text in the primary colour that of links. A tint is the slot of its base role with the luminance scaled (`lumMod`)
and raised (`lumOff`), and the saturation scaled (`satMod`). Only a colour that none of the slots has is written as its value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from deckgen.brand.colour_math import apply_tint
from deckgen.brand.types import Brand, Tint
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
    """The colours of one brand by role, each converted to XML once; `list_styles` caches the results of `text.list_style`.

    `link_roles` are those whose colour is that of links in the theme. With `in_template`, the slots of the theme are those of the
    brand's template.
    """

    def __init__(self, brand: Brand, *, in_template: bool = False) -> None:
        template = brand.template if in_template else None
        slots = SLIDE_SLOTS if template is None else template.colours
        self.link_roles: Collection[ColourRole] = ("primary", "primary-text") if template is None else ()
        self._colours: dict[ColourRole, str] = {role: f'<a:schemeClr val="{slot}"/>' for role, slot in slots.items()}
        by_colour = {brand.colours[role]: xml for role, xml in reversed(self._colours.items())}
        if template is None:
            by_colour = {brand.colour("primary-text"): '<a:schemeClr val="hlink"/>'} | by_colour
        bases = {slot: brand.colours[role] for role, slot in slots.items()} if template is not None else {}
        for role, colour in brand.colours.items():
            if role not in self._colours:
                self._colours[role] = by_colour.get(colour) or _variant_xml(colour, bases)
        for role, tint in brand.tints.items():
            is_fixed = template is not None and tint.base not in slots
            fixed = f'<a:srgbClr val="{brand.colour(role)}"/>'
            self._colours[role] = fixed if is_fixed else _tint_xml(slots.get(tint.base), role, tint)
        self.list_styles: dict[tuple[object, ...], str] = {}
        self._fills = {role: f"<a:solidFill>{colour}</a:solidFill>" for role, colour in self._colours.items()}
        if template is not None:
            self._colours["inherited"] = self._fills["inherited"] = ""

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


def _variant_xml(colour: str, bases: Mapping[str, str]) -> str:
    """Return a colour as one of the theme that is lighter or darker, if it is that but for rounding, else as its value.

    `bases` are the colours of slots. So greys and moved accents follow the theme of a template, too.
    """
    for slot, base in bases.items():
        for percent in range(1, 100):
            part = percent * 1000
            for scale, lift in ((_FULL - part, part), (part, 0), (_FULL, -part)):
                if _is_equal(apply_tint(base, scale, lift), colour):
                    inner = f'<a:lumMod val="{scale}"/>' if scale != _FULL else ""
                    inner += f'<a:lumOff val="{lift}"/>' if lift else ""
                    return f'<a:schemeClr val="{slot}">{inner}</a:schemeClr>'
    return f'<a:srgbClr val="{colour}"/>'


def _is_equal(one: str, other: str) -> bool:
    return all(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) <= 1 for i in (0, 2, 4))


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
