"""Computations with colours: contrast, lightness, tints, and changes until a colour is readable on a ground.

All colours are `RRGGBB`. Contrast is that of WCAG 2.2 (ratio of relative luminances, 1 to 21). OKLab is Björn Ottosson's
perceptual colour space: `lightness` from 0 (black) to 1 (white), `chroma` from 0 (grey) to about 0.3.
"""

from __future__ import annotations

import colorsys
import math
from functools import lru_cache

_FULL = 100_000
"""100% in DrawingML."""

_DARK = 0.18
"""Relative luminance of a middle grey: white is more readable than black on a darker ground."""


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2), 0 to 1."""
    red, green, blue = _linear_channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grey_value(colour: str) -> float:
    """Return the lightness L* of CIE 1976, 0 to 100: how light a colour is when it is printed or seen in grey."""
    y = luminance(colour)
    return 116 * (y ** (1 / 3)) - 16 if y > 216 / 24389 else y * 24389 / 27


def with_grey_value(colour: str, value: float) -> str:
    """Return a colour with the same hue and saturation (HSL) and a lightness L* of `value`, as near as 8 bits allow."""
    hue, _, saturation = _to_hls(colour)
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if grey_value(_from_hls(hue, middle, saturation)) > value else (middle, high)
    return _from_hls(hue, (low + high) / 2, saturation)


def lightness_and_chroma(colour: str) -> tuple[float, float]:
    """Return the lightness and the chroma of a colour in OKLab."""
    red, green, blue = _linear_channels(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short, math.hypot(a, b)


def _linear_channels(colour: str) -> tuple[float, float, float]:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def apply_tint(colour: str, lum_mod: int, lum_off: int, sat_mod: int = _FULL) -> str:
    """Change a colour as DrawingML's lumMod, lumOff and satMod do, one after the other.

    That is: HSL lightness times `lum_mod` plus `lum_off`, then HSL saturation times `sat_mod`. All are in thousandths of a
    percent (ECMA-376 part 1, 20.1.2.3.20, .21 and .27); lightness and saturation are held between 0 and 1.
    """
    hue, lightness, saturation = _to_hls(colour)
    lightness = min(1.0, max(0.0, lightness * lum_mod / _FULL + lum_off / _FULL))
    return _from_hls(hue, lightness, min(1.0, saturation * sat_mod / _FULL))


@lru_cache(maxsize=256)
def find_tint(colour: str, lightness: float, chroma: float) -> tuple[int, int, int]:
    """Return the `lum_mod`, `lum_off` and `sat_mod` that turn a colour into a tint of a lightness and chroma in OKLab.

    The tint has at most this chroma: less where sRGB, or the hue of a grey, has no more.
    """
    hue, own_lightness, own_saturation = _to_hls(colour)
    saturation = 1.0 if own_saturation else 0.0
    low, high = 0.0, saturation
    for _ in range(12):
        saturation = (low + high) / 2
        tint = _from_hls(hue, _light_for(hue, saturation, lightness), saturation)
        low, high = (low, saturation) if lightness_and_chroma(tint)[1] > chroma else (saturation, high)
    scale = _FULL // 10
    lift = round(_FULL * (_light_for(hue, low, lightness) - own_lightness * scale / _FULL))
    return scale, lift, math.floor(_FULL * low / own_saturation) if own_saturation else _FULL


def _light_for(hue: float, saturation: float, lightness: float) -> float:
    """Return the HSL lightness with which a hue and saturation have a lightness in OKLab."""
    low, high = 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        is_light = lightness_and_chroma(_from_hls(hue, middle, saturation))[0] > lightness
        low, high = (low, middle) if is_light else (middle, high)
    return (low + high) / 2


def _to_hls(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return colorsys.rgb_to_hls(red, green, blue)


def _from_hls(hue: float, lightness: float, saturation: float) -> str:
    return "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, lightness, saturation))


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
    hue, lightness, saturation = _to_hls(colour)
    while contrast(colour, ground) < ratio and 0 < lightness + step < 1:
        lightness += step
        colour = _from_hls(hue, lightness, saturation)
    return colour
