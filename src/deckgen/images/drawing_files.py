"""Decide which files a deck stores of a drawing (SVG): a PNG and an SVG of plain paths, or a PNG of more pixels alone.

Every program draws a PNG right, and an SVG of nothing but paths. Other SVG is drawn wrong by some, so it is never stored: a
drawing that needs more than paths, or that looks different as paths, is stored as a PNG with enough pixels for a full slide.
"""

from __future__ import annotations

import io
import zlib
from contextlib import suppress

from PIL import Image, ImageChops

from deckgen.images.rasterise import TooCostlyError, render_png
from deckgen.images.svg import PNG_SIDE, CleanSvg, clean_and_rasterise, size_in_pixels
from deckgen.images.svg_flattening import flatten_svg

LARGE_PNG_SIZE = (2934, 1650)
"""Width and height in pixels that a PNG without an SVG fits into: 220 per inch of a full slide."""
MAX_LARGE_PNG_BYTES = 3 << 20
"""Maximum size of such a PNG; if it would be larger, the drawing has the PNG that it would have beside an SVG."""
MAX_GROWTH = 0.25
"""By how much the files of a drawing may be larger in the deck than its PNG and its cleaned SVG."""
MAX_DIFFERENCE = 12
"""By how much a square of a drawing may differ in colour or opacity (255: black against white). Rounded coordinates make a
difference of up to 8; a hairline that is missing one of 32."""
_SQUARE = 8
"""Side of such a square in pixels."""

DrawingFiles = tuple[tuple[bytes, str], ...]
"""The files of a drawing, each with its kind, as in `PreparedPicture`."""


def drawing_files(data: bytes, name: str) -> tuple[CleanSvg, DrawingFiles]:
    """Return a cleaned drawing and the files that a deck stores of it. Raises DrawingError if it cannot be shown."""
    clean, png = clean_and_rasterise(data, name)
    flat = flatten_svg(clean.svg)
    if flat is not None and _is_small(flat, clean.svg, png) and _looks_like(flat, clean, png):
        return clean, ((png, "PNG"), (flat, "SVG"))
    return clean, ((_large_png(clean, png), "PNG"),)


def _is_small(flat: bytes, svg: bytes, png: bytes) -> bool:
    after, before = len(zlib.compress(flat)), len(zlib.compress(svg))
    return after - before <= MAX_GROWTH * (before + len(png))


def _looks_like(flat: bytes, clean: CleanSvg, png: bytes) -> bool:
    try:
        drawn = render_png(flat, *size_in_pixels(clean))
    except TooCostlyError:
        return False
    return largest_difference(drawn, png) <= MAX_DIFFERENCE


def largest_difference(first: bytes, second: bytes) -> int:
    """Return by how much the squares of two PNGs of the same size differ at most, from 0 to 255."""
    pictures = []
    for png in (first, second):
        with Image.open(io.BytesIO(png)) as image:
            # Colours are multiplied by the opacity: those of transparent pixels do not count.
            pictures.append(image.convert("RGBA").convert("RGBa").reduce(_SQUARE))
    bands = ImageChops.difference(*pictures).split()
    return max(step for band in bands for step, count in enumerate(band.histogram()) if count)


def _large_png(clean: CleanSvg, png: bytes) -> bytes:
    """Return a PNG for a full slide; `png` if that is large enough, or if a larger one takes too many bytes, memory or time."""
    scale = min(LARGE_PNG_SIZE[0] / clean.width, LARGE_PNG_SIZE[1] / clean.height)
    side = round(scale * max(clean.width, clean.height))
    if side <= PNG_SIDE:
        return png
    with suppress(TooCostlyError):
        large = render_png(clean.svg, *size_in_pixels(clean, side))
        return large if len(large) <= MAX_LARGE_PNG_BYTES else png
    return png
