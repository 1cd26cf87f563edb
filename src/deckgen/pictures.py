"""A picture file that anybody may have made → an opened image, within bounds.

The kind is told by the bytes, never by the name; only kinds that need no other program are read. How large a picture is
stands in its header, so one crafted to unpack into gigabytes is refused before it is unpacked.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from deckgen.diagnostics import Told

MOST_BYTES = 40 << 20
"""Of a file: phones and cameras write up to half of it."""
MOST_PIXELS = {"JPEG": 51_000_000}
"""Phones take up to 50 million, as JPEG, which can be unpacked at a half or a quarter of its size."""
MOST_PIXELS_ELSE = 36_000_000
"""Of all other kinds, which are unpacked whole, at up to four bytes a pixel."""
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


class PictureError(Told):
    """The file is no picture that can be shown, is damaged, or is larger than is safe to read; the message says which."""


class PictureTooLargeError(PictureError):
    """The picture is larger than is safe to read, or than a slide could need."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[Image.Image, bytes]]:
    """Open a picture, not yet unpacked, beside the bytes of its file; faults while it is unpacked are told as well.

    Raises PictureError, whose sentence names the file.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise PictureTooLargeError(
                f"the picture {path.name} takes {size >> 20} MB; more than {MOST_BYTES >> 20} are not read"
            )
        data = path.read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                most = MOST_PIXELS.get(image.format or "", MOST_PIXELS_ELSE)
                if image.width * image.height > most:
                    raise PictureTooLargeError(_too_many(path, f"{image.width} by {image.height}", most))
                yield image, data
    except UnidentifiedImageError as fault:
        raise PictureError(f"{path.name} is not a picture that can be shown; save it as PNG or JPEG") from fault
    except Image.DecompressionBombError as fault:
        raise PictureTooLargeError(_too_many(path, "hundreds of millions of", MOST_PIXELS_ELSE)) from fault
    except (OSError, ValueError, SyntaxError, EOFError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise PictureError(f"the picture {path.name} cannot be read: {reason}") from fault


def _too_many(path: Path, many: str, most: int) -> str:
    return f"the picture {path.name} has {many} pixels; more than {most // 1_000_000} million are not read"
