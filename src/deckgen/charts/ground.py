"""Colours that are readable on the ground (the background colour) of a chart.

All colours are `RRGGBB`. Contrast is that of WCAG 2.2 (ratio of relative luminances, 1 to 21).
"""

from __future__ import annotations

import colorsys
from functools import lru_cache

_DARK = 0.18
"""Relative luminance of a middle grey: white is more readable than black on a darker ground."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2), 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def is_dark(ground: str) -> bool:
    """Whether a ground is so dark that text on it must be light."""
    return luminance(ground) < _DARK


def mix(one: str, other: str, share: float) -> str:
    """Return a mixture of two colours, with `share` (0 to 1) of the first."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (0, 2, 4))
    return "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


@lru_cache(maxsize=256)
def readable_colour(colour: str, ground: str, ratio: float) -> str:
    """Change the lightness of a colour, not its hue, until its contrast is at least `ratio` (or it is almost black or white)."""
    step = 0.01 if is_dark(ground) else -0.01
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while contrast(colour, ground) < ratio and 0 < lightness + step < 1:
        lightness += step
        colour = "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour
