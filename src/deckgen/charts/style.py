"""The look of charts, derived only from the brand: colours by role, sizes in points on the slide.

A `Style` is made from a `Brand` and the ground (the background colour) of a chart. `matplotlib_style` turns it into settings for
`matplotlib.style.context`, so that matplotlib's global settings do not change.
"""

from __future__ import annotations

from msgspec import Struct

from deckgen.brand.colour_math import contrast, is_dark, mix, readable_colour
from deckgen.brand.types import Brand
from deckgen.ir.roles import ColourRole

DPI = 192
"""Pixels per inch of the PNG: twice the 96 of a slide on a screen."""

_TEXT_CONTRAST = 4.5
"""Minimum contrast of text (WCAG 2.2, 1.4.3); also used for bars and dots, as the values next to them have the same colour."""
_READ: tuple[ColourRole, ...] = ("ink", "muted", "primary-text", "success", "warning", "danger")
"""The roles of texts in charts."""


class Style(Struct, frozen=True):
    """Colours and fonts of a brand for a chart on a ground. The role `white` is the ground's colour, whatever it is."""

    brand: Brand
    ground: ColourRole = "white"

    def colour(self, role: ColourRole) -> str:
        """Return the colour of a role as `#RRGGBB`; raises KeyError for a role that the brand does not have."""
        brand_colour = self.brand.colour
        ground = brand_colour(self.ground)
        if role == "white":
            return f"#{ground}"
        if role == "primary":
            role = "primary-text"  # its bars and dots have the colour of the values next to them
        own = brand_colour(role)
        if is_dark(ground) != is_dark(brand_colour("white")):
            return f"#{self._opposite(role, own, ground)}"
        is_read = role in _READ and self.ground != "white"
        return f"#{readable_colour(own, ground, _TEXT_CONTRAST) if is_read else own}"

    def text_colour(self, role: ColourRole) -> str:
        """Return the colour of letters as `#RRGGBB`. They are shapes, which look thinner than text: muted ones are darker."""
        own = self.colour(role)
        return f"#{mix(self.colour('ink')[1:], own[1:], 0.5)}" if role == "muted" else own

    def _opposite(self, role: ColourRole, own: str, ground: str) -> str:
        """Return the counterpart, on a dark ground, of a colour meant for a light page (and the reverse)."""
        page, ink = self.brand.colour("white"), self.brand.colour("ink")
        light = page if contrast(page, ground) >= contrast(ink, ground) else ink
        if role == "ink":
            return light
        if role == "muted":
            return readable_colour(mix(light, ground, 0.75), ground, _TEXT_CONTRAST)
        if role == "rule":
            return mix(light, ground, 0.25)
        if role in ("neutral", "surface"):
            # A value may be written on the track under a bar, so it is only as light as white text on it allows.
            tracks = [mix(light, ground, share) for share in (0.25, 0.2, 0.15, 0.1, 0.07)]
            return next((track for track in tracks if contrast(light, track) >= _TEXT_CONTRAST), tracks[-1])
        if role.endswith(("-light", "-tint")):
            base: ColourRole = "primary" if role == "primary-light" else self.brand.tints[role].base
            return mix(readable_colour(self.brand.colour(base), ground, _TEXT_CONTRAST), ground, 0.45)
        return readable_colour(own, ground, _TEXT_CONTRAST)


def matplotlib_style(style: Style) -> dict[str, object]:
    """Return matplotlib's settings for a style: colours, sizes and rendering options. Fonts are chosen by file for each text."""
    from cycler import cycler  # noqa: PLC0415 -- where a chart is drawn

    ink = style.colour("ink")
    return {
        "figure.dpi": DPI,
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "axes.edgecolor": style.colour("rule"),
        "axes.labelcolor": ink,
        "axes.prop_cycle": cycler(color=[style.colour("primary"), style.colour("primary-light")]),
        "text.color": ink,
        "lines.color": ink,
        "lines.linewidth": 1.0,
        "patch.facecolor": style.colour("primary"),
        "patch.linewidth": 0.0,
        "font.size": style.brand.look.chart_sizes.text,
        "text.usetex": False,
        "text.parse_math": False,
        "text.hinting": "none",
        "text.antialiased": True,
        "path.simplify": False,
        "path.sketch": None,
    }
