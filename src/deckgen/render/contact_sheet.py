"""Pictures of slides → a contact sheet; and the difference between two pictures of a slide."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_GAP = 12
_CAPTION = 22
_BACKGROUND = "#e4e6ea"
_INK = "#202122"
MAX_PIXELS = 80_000_000
"""Maximum pixels of a contact sheet, at three bytes a pixel: 500 slides at full width."""
_MIN_WIDTH = 60
DIFFERENCE_THRESHOLD = 48
"""Two blurred pixels differ if their values (0 to 255) differ by this; slightly different edges stay below it."""


def contact_sheet(pictures: Sequence[tuple[str, bytes]], columns: int = 4, width: int = 480) -> bytes:
    """Return a PNG of all pictures with their captions on one sheet; each picture is `width` pixels wide.

    The pictures are narrower if the sheet would have more than `MAX_PIXELS`. Raises ValueError if there is no picture, or if
    there are too many to be recognisable.
    """
    if not pictures:
        raise ValueError("a contact sheet needs a picture")
    columns = min(columns, len(pictures))
    tallest = max((_size(png) for _, png in pictures), key=lambda size: size[1] / size[0])
    width = _width_within_limit(len(pictures), columns, width, tallest)
    rows, height = math.ceil(len(pictures) / columns), round(tallest[1] * width / tallest[0])
    step_x, step_y = width + _GAP, height + _CAPTION + _GAP
    sheet = Image.new("RGB", (columns * step_x + _GAP, rows * step_y + _GAP), _BACKGROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for i, (caption, png) in enumerate(pictures):
        picture = _open(png)
        x, y = _GAP + i % columns * step_x, _GAP + i // columns * step_y
        own_height = round(picture.height * width / picture.width)
        sheet.paste(picture.resize((width, own_height), Image.Resampling.LANCZOS), (x, y))
        pen.text((x, y + height + 3), caption, fill=_INK, font=font)
    return _png(sheet)


def _width_within_limit(count: int, columns: int, width: int, tallest: tuple[int, int]) -> int:
    """Return a width at which a sheet of `count` pictures has at most `MAX_PIXELS`; ValueError if there is none."""
    rows = math.ceil(count / columns)
    while columns * (width + _GAP) * rows * (round(tallest[1] * width / tallest[0]) + _CAPTION + _GAP) > MAX_PIXELS:
        width = width * 9 // 10
        if width < _MIN_WIDTH:
            raise ValueError(f"{count} slides are too many for one contact sheet; name some with --slides")
    return width


def difference(one: bytes, other: bytes) -> float:
    """Return the share (0 to 1) of pixels in which two pictures of a slide differ after blurring."""
    first, second = (_open(png).convert("L") for png in (one, other))
    second = second.resize(first.size, Image.Resampling.LANCZOS)
    radius = first.width / 960 * 1.5
    differences = ImageChops.difference(*(p.filter(ImageFilter.GaussianBlur(radius)) for p in (first, second)))
    return sum(differences.histogram()[DIFFERENCE_THRESHOLD:]) / (first.width * first.height)


def _size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


def _open(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
