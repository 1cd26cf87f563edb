"""Picture files → the bytes that a deck holds of them: PNG, JPEG or SVG, no larger than can be seen.

What a camera or an editor hides in a file (place, owner, software) does not reach the deck.
"""

from __future__ import annotations

import hashlib
import io
import math
from pathlib import Path

from PIL import Image

from deckgen.images import colour_profile
from deckgen.images.metadata import only_picture
from deckgen.images.opening import PictureError, contents, is_drawing, opened_bytes, orientation, upright_size
from deckgen.images.prepared import PreparedImage
from deckgen.writer.errors import WriterError

CleanedPicture = tuple[float, float, tuple[tuple[bytes, str], ...]]
"""Width, height and files of a picture, as `PreparedImage` has them."""
_PLAIN = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG"}
"""What is taken as it is. An MPO is a JPEG with more of them behind it."""
_QUALITY = 92
LONGEST = 4096
"""Pixels of the longer side: 300 to the inch over the whole width of a slide."""
_MOST_UNPACKED = 25_000_000
_BAND, _SUPPORT = 256, 2
"""Rows of a band, and how many pixels around one the bicubic filter looks at."""


def shown(path: Path) -> PreparedImage:
    """Read a picture file as what a deck holds of it: a PNG or JPEG; of a drawing, PNG and SVG.

    A picture comes without what it hides, and else as it is where it is upright; one with more pixels than a slide can show is
    made smaller. WriterError, with a sentence, where the file cannot be read or no picture can be made of it.
    """
    try:
        data = contents(path)
        return PreparedImage(
            *(_drawing if is_drawing(data) else _picture)(data, path.name), hashlib.sha256(data).hexdigest()
        )
    except PictureError as fault:
        raise WriterError(str(fault)) from fault


def _drawing(data: bytes, name: str) -> CleanedPicture:
    from deckgen.images.svg import drawn  # noqa: PLC0415 -- lxml is needed for drawings only

    made, png = drawn(data, name)
    return made.width, made.height, ((png, "PNG"), (made.svg, "SVG"))


def _picture(data: bytes, name: str) -> CleanedPicture:
    with opened_bytes(data, name) as image:
        size = upright_size(image)
        kind = _PLAIN.get(image.format or "")
        turn = orientation(image)
        if kind and turn is None and max(image.size) <= LONGEST:
            image.load()
            return *size, ((only_picture(data, kind), kind),)
        return *size, (_saved_anew(image, kind or "PNG", turn),)


def _saved_anew(image: Image.Image, kind: str, turn: Image.Transpose | None) -> tuple[bytes, str]:
    """Save an opened picture as PNG or JPEG: small enough, upright, and nothing but its colours."""
    profile = colour_profile.without_words(image.info.get("icc_profile") or b"")
    _draw_coarsely(image)
    made = _small(image)
    made = made if turn is None else made.transpose(turn)
    if kind == "PNG" and made.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        made, profile = made.convert("RGBA" if "A" in made.mode else "RGB"), None
    made.info = {k: v for k, v in made.info.items() if k == "transparency"}
    target = io.BytesIO()
    options = {"quality": _QUALITY, "subsampling": 0} if kind == "JPEG" else {}
    made.save(target, kind, icc_profile=profile, **options)
    return target.getvalue(), kind


def _draw_coarsely(image: Image.Image) -> None:
    """Let a JPEG unpack at a half, a quarter or an eighth where it would take too much memory whole."""
    part = next((n for n in (1, 2, 4) if image.width * image.height <= n * n * _MOST_UNPACKED), 8)
    image.draft(None, (image.width // part, image.height // part))


def _small(image: Image.Image) -> Image.Image:
    """Give a picture with no side longer than `LONGEST`.

    It is made smaller a band at a time: at once, Pillow would take up to three times the memory.
    """
    longest = max(image.size)
    if longest <= LONGEST:
        image.load()
        return image
    wide, high = (max(1, round(side * LONGEST / longest)) for side in image.size)
    scale = image.height / high
    around = math.ceil(_SUPPORT * scale) + 1
    made: Image.Image | None = None
    for top in range(0, high, _BAND):
        bottom = min(top + _BAND, high)
        first, last = max(math.floor(top * scale) - around, 0), min(math.ceil(bottom * scale) + around, image.height)
        band = _smooth(image.crop((0, first, image.width, last)))
        box = (0, top * scale - first, image.width, min(bottom * scale, image.height) - first)
        made = made or Image.new(band.mode, (wide, high))
        made.paste(band.resize((wide, bottom - top), Image.Resampling.BICUBIC, box), (0, top))
    return made or image


def _smooth(image: Image.Image) -> Image.Image:
    """Give a picture in a mode whose colours can be mixed: not one that counts them, nor one of black and white."""
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.convert("L") if image.mode == "1" else image
