"""Open an untrusted picture file within limits of size.

The format is determined from the bytes, never from the name; only formats that need no other program are read (SVG: see `svg`;
AVIF and HEIC where the installed libraries read them).
The size of a picture is in its header, so a picture crafted to unpack into gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PIL import ExifTags, Image, UnidentifiedImageError

from deckgen.diagnostics import UserFacingError
from deckgen.images import other_files
from deckgen.images.metadata import scan_cost
from deckgen.images.prepared import MAX_BYTES
from deckgen.io.confined import RefusedFileError, TooLargeError, read_bytes

MAX_PIXELS = {
    "JPEG": 51_000_000, "MPO": 51_000_000, "TIFF": 25_000_000, "AVIF": 25_000_000, "HEIF": 25_000_000, "WEBP": 12_000_000,
}  # fmt: skip
"""Maximum number of pixels by format. Photos of phones have up to 50 million, as JPEG, which can be decoded at half its size. A
TIFF takes up to eight bytes per pixel while it is decoded, a WebP twenty."""
MAX_PIXELS_OTHER = 36_000_000
"""Maximum number of pixels of all other formats, which are decoded at full size with up to four bytes per pixel."""
MAX_COEFFICIENTS = 80_000_000
"""Maximum for a JPEG of several scans, which is decoded only after all have been read: each coefficient takes two bytes."""
MAX_SCANNED_PIXELS = 1_500_000_000
"""Maximum of pixels times scans of a JPEG, as each scan covers the entire picture. Cameras and programs write up to ten scans."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
# Each item before the first element can match in one way only (atomic group): otherwise the number of ways to match a run of
# comments would grow exponentially.
_DRAWING = re.compile(
    rb"(?>\s+|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:>|\[.*?\]\s*+>))*+<(?:\w++:)?+svg[\s>]", re.DOTALL
)

TRANSPOSE_TO_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The operation that makes a picture upright, by its orientation (EXIF tag 0x0112); 1 is upright already."""
_SIDEWAYS = (TRANSPOSE_TO_UPRIGHT[5], TRANSPOSE_TO_UPRIGHT[6], TRANSPOSE_TO_UPRIGHT[7], TRANSPOSE_TO_UPRIGHT[8])


class PictureError(UserFacingError):
    """The file is not a picture, is damaged, or is larger than is safe to read; the message states which."""


class UnknownFormatError(PictureError):
    """The file is no picture of a format that is read; `what` states what it is, `hint` what to do."""

    def __init__(self, name: str, file: other_files.OtherFile) -> None:
        super().__init__(f"{name} {file.what}; {file.hint}")
        self.what, self.hint = file.what, file.hint


class PictureTooLargeError(PictureError):
    """The picture is larger than is safe to read, or than a slide could need."""


class DrawingError(PictureError):
    """A drawing (SVG) cannot be shown; the message states why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "save it as “plain SVG”, or as PNG") -> None:
        super().__init__(message)
        self.hint = hint


def is_drawing(data: bytes) -> bool:
    """Return whether a file is an SVG, by its first bytes."""
    return _DRAWING.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


@contextmanager
def open_picture(path: Path) -> Iterator[tuple[Image.Image, bytes]]:
    """Open a picture file; yield the image, not yet decoded, and the bytes of the file.

    Raises PictureError, with a sentence that names the file, also for errors while the image is decoded in the context.
    """
    data = read_picture_bytes(path)
    with open_picture_bytes(data, path.name) as image:
        yield image, data


def read_picture_bytes(path: Path) -> bytes:
    """Read a picture file. Raises PictureError if it cannot be read, is not a regular file, or is too large."""
    try:
        return read_bytes(path, MAX_BYTES)
    except TooLargeError as error:
        raise PictureTooLargeError(
            f"the picture {path.name} takes {error.size >> 20} MB; more than {MAX_BYTES >> 20} are not read"
        ) from error
    except RefusedFileError as error:
        raise PictureError(f"the picture {path.name} cannot be read: it {error.reason}") from error
    except (OSError, ValueError) as error:
        raise PictureError(_unreadable_message(path.name, error)) from error


@contextmanager
def open_picture_bytes(data: bytes, name: str) -> Iterator[Image.Image]:
    """Open a picture from its bytes, as `open_picture` does; `name` is its name in messages."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_formats(data)) as image:
                _refuse_costly_picture(name, image, data)
                yield image
    except UnidentifiedImageError as error:
        raise UnknownFormatError(name, other_files.describe(data)) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError(_too_many_pixels(name, "hundreds of millions of", MAX_PIXELS_OTHER)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureError(_unreadable_message(name, error)) from error


def _formats(data: bytes) -> tuple[str, ...]:
    """Return the formats that are read; AVIF and HEIC only where Pillow or pillow-heif reads them, and no formats else there."""
    if not other_files.is_iso_media(data):
        return _FORMATS
    with suppress(ImportError):
        from pillow_heif import register_heif_opener  # noqa: PLC0415 -- may not be installed

        register_heif_opener(thumbnails=False)
    Image.init()
    return tuple(name for name in ("AVIF", "HEIF") if name in Image.OPEN) or _FORMATS


def upright_transpose(image: Image.Image) -> Image.Transpose | None:
    """Return the operation that makes a picture upright; None if it is upright."""
    return TRANSPOSE_TO_UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Return width and height in pixels of a picture as displayed (upright)."""
    width, height = image.size
    return (height, width) if upright_transpose(image) in _SIDEWAYS else (width, height)


def _refuse_costly_picture(name: str, image: Image.Image, data: bytes) -> None:
    maximum = MAX_PIXELS.get(image.format or "", MAX_PIXELS_OTHER)
    pixels = image.width * image.height
    if pixels > maximum:
        raise PictureTooLargeError(_too_many_pixels(name, f"{image.width} by {image.height}", maximum))
    if image.format in ("JPEG", "MPO"):
        coefficients, scan_count = scan_cost(data, pixels)
        if coefficients > MAX_COEFFICIENTS or scan_count * pixels > MAX_SCANNED_PIXELS:
            message = f"the picture {name} is a JPEG of {scan_count} scans, which take more memory or time than is safe"
            raise PictureTooLargeError(f"{message}; save it again without “progressive”")


def _unreadable_message(name: str, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"the picture {name} cannot be read: {reason}"


def _too_many_pixels(name: str, count: str, maximum: int) -> str:
    return f"the picture {name} has {count} pixels; more than {maximum // 1_000_000} million are not read"
