"""The look of charts, derived only from the brand: colours by role, sizes in points on the slide.

A `Style` is made from a `Brand` and the ground (the background colour) of a chart. `matplotlib_style` turns it into settings for
`matplotlib.style.context`, so that matplotlib's global settings do not change.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

from cycler import cycler
from msgspec import Struct

from deckgen.brand.types import Brand
from deckgen.charts.ground import contrast, is_dark, mix, readable_colour
from deckgen.ir.blocks import ColourRole

DPI = 192
"""Pixels per inch of the PNG: twice the 96 of a slide on a screen."""

_LIGHT: Mapping[ColourRole, tuple[ColourRole, int, int]] = {"primary-light": ("primary", 40000, 60000)}


def apply_tint(colour: str, lum_mod: int, lum_off: int) -> str:
    """Lighten or darken `RRGGBB` as DrawingML's lumMod and lumOff do: HSL lightness times `lum_mod` plus `lum_off`.

    Both are in thousandths of a percent (ECMA-376 part 1, 20.1.2.3.20 and .21); lightness is held between 0 and 1.
    """
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = min(1.0, max(0.0, lightness * lum_mod / 100_000 + lum_off / 100_000))
    return "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))


_TEXT_CONTRAST = 4.5
"""Minimum contrast of text (WCAG 2.2, 1.4.3); also used for bars and dots, as the values next to them have the same colour."""


class Style(Struct, frozen=True):
    """Colours and fonts of a brand for a chart on a ground. The role `white` is the ground's colour, whatever it is."""

    brand: Brand
    ground: ColourRole = "white"

    def colour(self, role: ColourRole) -> str:
        """Return the colour of a role as `#RRGGBB`; raises KeyError for a role that the brand does not have."""
        ground = self._on_white(self.ground)
        if role == "white":
            return f"#{ground}"
        own = self._on_white(role)
        return f"#{self._on_dark(role, own, ground) if is_dark(ground) else own}"

    def _on_white(self, role: ColourRole) -> str:
        """Return the colour that a role has in the brand, which is meant for a white ground."""
        colours = self.brand.colours
        if role in colours:
            return colours[role]
        base, lum_mod, lum_off = (self.brand.tints if role in self.brand.tints else _LIGHT)[role]
        return apply_tint(colours[base], lum_mod, lum_off)

    def _on_dark(self, role: ColourRole, own: str, ground: str) -> str:
        """Return the counterpart, on a dark ground, of a colour meant for a white one."""
        light = self._on_white("white")
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
            base: ColourRole = "primary" if role == "primary-light" else self.brand.tints[role][0]
            return mix(readable_colour(self._on_white(base), ground, _TEXT_CONTRAST), ground, 0.45)
        return readable_colour(own, ground, _TEXT_CONTRAST)


def matplotlib_style(style: Style) -> dict[str, object]:
    """Return matplotlib's settings for a style: colours, sizes and rendering options. Fonts are chosen by file for each text."""
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
