"""Convert picture files to the bytes that a deck stores: PNG, JPEG or SVG, with no more pixels than a slide can show.

Metadata that a camera or an editor adds to a file (location, owner, software) is not stored in the deck.
"""

from __future__ import annotations

import hashlib
import io
import math
from pathlib import Path

from PIL import Image

from deckgen.images import colour_profile
from deckgen.images.metadata import strip_metadata
from deckgen.images.opening import (
    is_drawing,
    open_picture_bytes,
    read_picture_bytes,
    upright_size,
    upright_transpose,
)
from deckgen.images.raster_losses import raster_losses, with_visible_shades
from deckgen.ir.media import PictureLoss, PreparedPicture

CleanedPicture = tuple[float, float, tuple[tuple[bytes, str], ...], list[PictureLoss], str]
"""Width, height, files, losses and words of a picture, as in `PreparedPicture`."""
_STORED_FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG"}
"""Formats that are stored unchanged, as which kind. An MPO is a JPEG followed by further JPEGs."""
_FORMATS_OF_PHOTOS = ("AVIF", "HEIF")
"""Formats that are converted to JPEG unless they are transparent; others are converted to PNG."""
_JPEG_QUALITY = 92
MAX_SIDE = 4096
"""Maximum length of a picture's longer side in pixels: 300 per inch over the full width of a slide."""
_MAX_DECODED_PIXELS = 25_000_000
_BAND_ROWS, _FILTER_RADIUS = 256, 2
"""Rows of a band, and how many pixels on each side of a pixel the bicubic filter reads."""


def prepare_picture(path: Path) -> PreparedPicture:
    """Read a picture file and return what a deck stores of it: a PNG or JPEG; for a drawing (SVG) also an SVG.

    Metadata is removed. The pixels of an upright picture stay as they are; a rotated one is turned upright, and one with more
    pixels than a slide can show is scaled down. Raises PictureError, whose message is a sentence, if the file cannot be read or
    is not a picture.
    """
    data = read_picture_bytes(path)
    prepare = _prepare_drawing if is_drawing(data) else _prepare_raster
    width, height, files, losses, words = prepare(data, path.name)
    # The cache returns numbers with a fraction, from which layout computes another key than from whole ones.
    digest = hashlib.sha256(data).hexdigest()
    return PreparedPicture(float(width), float(height), files, digest, tuple(losses), words)


def _prepare_drawing(data: bytes, name: str) -> CleanedPicture:
    from deckgen.images.drawing_files import drawing_files  # noqa: PLC0415 -- lxml is needed for drawings only

    clean, files = drawing_files(data, name)
    return clean.width, clean.height, files, list(clean.losses), clean.words


def _prepare_raster(data: bytes, name: str) -> CleanedPicture:
    with open_picture_bytes(data, name) as image:
        size = upright_size(image)
        losses = raster_losses(image, data)
        kind = _STORED_FORMATS.get(image.format or "")
        transpose = upright_transpose(image)
        if kind and transpose is None and max(image.size) <= MAX_SIDE:
            image.load()
            return *size, ((strip_metadata(data, kind), kind),), losses, ""
        is_photo = image.format in _FORMATS_OF_PHOTOS and image.mode in ("RGB", "L")
        file, more = _reencode(image, kind or ("JPEG" if is_photo else "PNG"), transpose)
        return *size, (file,), losses + more, ""


def _reencode(
    image: Image.Image, kind: str, transpose: Image.Transpose | None
) -> tuple[tuple[bytes, str], list[PictureLoss]]:
    """Encode an opened picture again as PNG or JPEG: small enough, upright, without metadata; also return what is lost."""
    profile = colour_profile.strip_texts(image.info.get("icc_profile") or b"")
    _decode_at_reduced_size(image)
    result = _scale_down(image)
    result = result if transpose is None else result.transpose(transpose)
    result, losses = with_visible_shades(result)
    if kind == "PNG" and result.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        result, profile = result.convert("RGBA" if "A" in result.mode else "RGB"), None
    result.info = {k: v for k, v in result.info.items() if k == "transparency"}
    target = io.BytesIO()
    options = {"quality": _JPEG_QUALITY, "subsampling": 0} if kind == "JPEG" else {}
    result.save(target, kind, icc_profile=profile, **options)
    return (target.getvalue(), kind), losses


def _decode_at_reduced_size(image: Image.Image) -> None:
    """Have a JPEG decoded at 1/2, 1/4 or 1/8 of its size if decoding it at full size would take too much memory."""
    divisor = next((n for n in (1, 2, 4) if image.width * image.height <= n * n * _MAX_DECODED_PIXELS), 8)
    image.draft(None, (image.width // divisor, image.height // divisor))


def _scale_down(image: Image.Image) -> Image.Image:
    """Return the picture with no side longer than `MAX_SIDE`.

    It is scaled one band of rows at a time: for the complete picture at once, Pillow would take up to three times the memory.
    """
    longer_side = max(image.size)
    if longer_side <= MAX_SIDE:
        image.load()
        return image
    width, height = (max(1, round(side * MAX_SIDE / longer_side)) for side in image.size)
    scale = image.height / height
    margin = math.ceil(_FILTER_RADIUS * scale) + 1
    result: Image.Image | None = None
    for top in range(0, height, _BAND_ROWS):
        bottom = min(top + _BAND_ROWS, height)
        first, last = max(math.floor(top * scale) - margin, 0), min(math.ceil(bottom * scale) + margin, image.height)
        band = _with_blendable_colours(image.crop((0, first, image.width, last)))
        box = (0, top * scale - first, image.width, min(bottom * scale, image.height) - first)
        result = result or Image.new(band.mode, (width, height))
        result.paste(band.resize((width, bottom - top), Image.Resampling.BICUBIC, box), (0, top))
    return result or image


def _with_blendable_colours(image: Image.Image) -> Image.Image:
    """Return the picture in a mode whose colours can be interpolated: neither a palette nor black and white."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image
