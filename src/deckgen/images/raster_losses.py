"""What a deck does not show of a picture of pixels: further frames, a size that can be seen, values that are no shades."""

from __future__ import annotations

import io
import math
from typing import cast

from PIL import Image

from deckgen.ir.media import PictureLoss

_ANIMATION = PictureLoss("is animated; the slide shows its first frame", "save the frame that says most as PNG")
_PAGES = PictureLoss("has several pages; the slide shows the first", "save the page that matters as PNG")
_MAX_PLACEHOLDER_SIDE = 2
_FULL_SCALES = (1.0, 255.0, 65535.0)
"""The values that stand for white in pictures whose pixels are fractions, or numbers of 8 or 16 bits."""
_MIN_SHARE = 1 / 16
"""A picture of which no value reaches this share of white looks black."""
_SAVE_SHADES = "if it should look otherwise, save it as PNG with 8 bits per channel"


def raster_losses(image: Image.Image, data: bytes) -> list[PictureLoss]:
    """Return what a deck does not show of an opened picture; `data` is its file."""
    losses = []
    if _has_further_frames(image, data):
        losses.append(_PAGES if image.format == "TIFF" else _ANIMATION)
    if max(image.size) <= _MAX_PLACEHOLDER_SIDE:
        count = "a single pixel" if image.size == (1, 1) else "two pixels wide or high at most"
        losses.append(PictureLoss(f"is {count}, as placeholders are", "put the picture itself in its place"))
    return losses


def _has_further_frames(image: Image.Image, data: bytes) -> bool:
    """Whether a picture has a second frame. Photos in MPO and HEIC have further ones that nobody looks at: depth, previews."""
    if image.format in ("JPEG", "MPO", "HEIF", "BMP"):
        return False
    try:
        with Image.open(io.BytesIO(data), formats=(str(image.format),)) as again:
            again.seek(1)
    except (EOFError, OSError, ValueError, SyntaxError):
        return False
    return True


def with_visible_shades(image: Image.Image) -> tuple[Image.Image, list[PictureLoss]]:
    """Return a grey picture of numbers (32 bits or fractions, or dark 16 bits) with 256 shades; any other one unchanged.

    The largest number that is white in such pictures is white; where that would make all of it black, the largest of its own is.
    """
    if image.mode not in ("F", "I", "I;16"):
        return image, []
    low, high = map(float, cast("tuple[float, float]", image.getextrema()))
    white = next((scale for scale in _FULL_SCALES if high <= scale), math.inf) if low >= 0 else math.inf
    if image.mode == "I;16":
        white = 65535.0
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high, white = 0.0, 1.0, 1.0
    is_stretched = high < white * _MIN_SHARE
    if image.mode == "I;16" and not is_stretched:
        return image, []
    black, white = (low, high) if is_stretched else (0.0, white)
    factor = 255 / (white - black) if white > black else 0.0
    shades = image.convert("F").point(lambda value: value * factor - black * factor).convert("L")
    what = "has numbers in place of shades; its smallest is shown black, its largest white"
    return shades, [PictureLoss(what, _SAVE_SHADES)] if is_stretched else []
