"""Simulates how an RGB picture looks in greyscale and with colour blindness.

The matrices are those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency" (IEEE TVCG 15(6), 2009), at full severity; they apply to linear RGB. Grey is luminance (Rec. 709).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image

_GREY = (0.2126, 0.7152, 0.0722)
VISIONS: Mapping[str, tuple[tuple[float, float, float], ...]] = MappingProxyType(
    {
        "greyscale": (_GREY, _GREY, _GREY),
        "protanopia": (
            (0.152286, 1.052583, -0.204868),
            (0.114503, 0.786281, 0.099216),
            (-0.003882, -0.048116, 1.051998),
        ),
        "deuteranopia": (
            (0.367322, 0.860646, -0.227968),
            (0.280085, 0.672501, 0.047413),
            (-0.011820, 0.042940, 0.968881),
        ),
        "tritanopia": (
            (1.255528, -0.076749, -0.178779),
            (-0.078411, 0.930809, 0.147602),
            (0.004733, 0.691367, 0.303900),
        ),
    }
)


def simulate_vision(image: Image.Image, vision: str) -> Image.Image:
    """Return an RGB picture as it looks with `vision`, a key of `VISIONS`; raises KeyError for any other."""
    channels = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(linear @ np.array(VISIONS[vision]).T, 0, 1)
    coded = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    return Image.fromarray((coded * 255).round().astype(np.uint8))
