"""A picture file that anybody may have made → an opened image, within bounds.

The kind is told by the bytes, never by the name; only kinds that need no other program are read (SVG: see `svg`).
How large a picture is stands in its header, so one crafted to unpack into gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from deckgen.diagnostics import UserFacingError
from deckgen.images.metadata import MOST_BYTES, scans
from deckgen.io.confined import RefusedFileError, TooLargeError, read_bytes

MOST_PIXELS = {"JPEG": 51_000_000, "MPO": 51_000_000, "TIFF": 25_000_000, "WEBP": 12_000_000}
"""Phones take up to 50 million, as JPEG, which can be unpacked at a half of its size. A TIFF takes up to eight bytes a
pixel while it is unpacked, a WebP twenty."""
MOST_PIXELS_ELSE = 36_000_000
"""Of all other kinds, which are unpacked whole, at up to four bytes a pixel."""
MOST_COEFFICIENTS = 80_000_000
"""Of a JPEG of several scans, which is unpacked only when all have been read: each takes two bytes until then."""
MOST_SCANNED = 1_500_000_000
"""Pixels times scans of a JPEG: each scan goes over the whole picture. Cameras and programs write up to ten scans."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
# Each piece before the first element is read in one way only (atomic): a run of comments could else be cut in two to the power
# of its length.
_DRAWING = re.compile(
    rb"(?>\s+|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:>|\[.*?\]\s*+>))*+<(?:\w++:)?+svg[\s>]", re.DOTALL
)

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How a camera held the picture (EXIF tag 0x0112) → what makes it upright; 1 is upright already."""
_LYING = (UPRIGHT[5], UPRIGHT[6], UPRIGHT[7], UPRIGHT[8])


class PictureError(UserFacingError):
    """The file is no picture that can be shown, is damaged, or is larger than is safe to read; the message says which."""


class PictureTooLargeError(PictureError):
    """The picture is larger than is safe to read, or than a slide could need."""


class DrawingError(PictureError):
    """A drawing (SVG) that cannot be shown; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "save it as “plain SVG”, or as PNG") -> None:
        super().__init__(message)
        self.hint = hint


def is_drawing(data: bytes) -> bool:
    """Tell whether a file is an SVG, by its first bytes."""
    return _DRAWING.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


@contextmanager
def opened(path: Path) -> Iterator[tuple[Image.Image, bytes]]:
    """Open a picture, not yet unpacked, beside the bytes of its file; faults while it is unpacked are told as well.

    Raises PictureError, whose sentence names the file.
    """
    data = contents(path)
    with opened_bytes(data, path.name) as image:
        yield image, data


def contents(path: Path) -> bytes:
    """Read a picture's file; PictureError where it cannot be read, is no regular file, or is too large."""
    try:
        return read_bytes(path, MOST_BYTES)
    except TooLargeError as fault:
        raise PictureTooLargeError(
            f"the picture {path.name} takes {fault.size >> 20} MB; more than {MOST_BYTES >> 20} are not read"
        ) from fault
    except RefusedFileError as fault:
        raise PictureError(f"the picture {path.name} cannot be read: it {fault.reason}") from fault
    except (OSError, ValueError) as fault:
        raise PictureError(_unreadable(path.name, fault)) from fault


@contextmanager
def opened_bytes(data: bytes, name: str) -> Iterator[Image.Image]:
    """Open a picture of which the bytes are given, as `opened` does; `name` is what messages call it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _refuse_what_takes_too_much(name, image, data)
                yield image
    except UnidentifiedImageError as fault:
        raise PictureError(f"{name} is not a picture that can be shown; save it as PNG or JPEG") from fault
    except Image.DecompressionBombError as fault:
        raise PictureTooLargeError(_too_many(name, "hundreds of millions of", MOST_PIXELS_ELSE)) from fault
    except (OSError, ValueError, SyntaxError, EOFError) as fault:
        raise PictureError(_unreadable(name, fault)) from fault


def orientation(image: Image.Image) -> Image.Transpose | None:
    """Tell what makes a picture upright; None where it is."""
    return UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Give width and height of a picture in pixels, as it is seen."""
    width, height = image.size
    return (height, width) if orientation(image) in _LYING else (width, height)


def _refuse_what_takes_too_much(name: str, image: Image.Image, data: bytes) -> None:
    most = MOST_PIXELS.get(image.format or "", MOST_PIXELS_ELSE)
    pixels = image.width * image.height
    if pixels > most:
        raise PictureTooLargeError(_too_many(name, f"{image.width} by {image.height}", most))
    if image.format in ("JPEG", "MPO"):
        held, times = scans(data, pixels)
        if held > MOST_COEFFICIENTS or times * pixels > MOST_SCANNED:
            message = f"the picture {name} is a JPEG of {times} scans, which take more memory or time than is safe"
            raise PictureTooLargeError(f"{message}; save it anew without “progressive”")


def _unreadable(name: str, fault: Exception) -> str:
    reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return f"the picture {name} cannot be read: {reason}"


def _too_many(name: str, many: str, most: int) -> str:
    return f"the picture {name} has {many} pixels; more than {most // 1_000_000} million are not read"
