"""Pictures of slides → one contact sheet, or a PDF of pictures; and how far two pictures of a slide differ."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_GAP = 12
_CAPTION = 22
_GROUND = "#e4e6ea"
_INK = "#202122"
MOST_PIXELS = 80_000_000
"""Of a contact sheet, at three bytes a pixel: 500 slides at full width."""
_NARROWEST = 60
DIFFERENT = 48
"""Of 255: how far two blurred pixels must be apart to count as different; edges drawn a little otherwise stay below."""


def contact_sheet(pictures: Sequence[tuple[str, bytes]], columns: int = 4, width: int = 480) -> bytes:
    """Put captioned pictures on one sheet, as a PNG; each is `width` pixels wide.

    Where the sheet would have more than `MOST_PIXELS`, they are narrower. Raises ValueError where there is no picture, or
    where there are so many that nothing would be seen of them.
    """
    if not pictures:
        raise ValueError("a contact sheet needs a picture")
    columns = min(columns, len(pictures))
    tallest = max((_size(png) for _, png in pictures), key=lambda size: size[1] / size[0])
    width = _narrower(len(pictures), columns, width, tallest)
    rows, height = math.ceil(len(pictures) / columns), round(tallest[1] * width / tallest[0])
    step_x, step_y = width + _GAP, height + _CAPTION + _GAP
    sheet = Image.new("RGB", (columns * step_x + _GAP, rows * step_y + _GAP), _GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for i, (caption, png) in enumerate(pictures):
        picture = _open(png)
        x, y = _GAP + i % columns * step_x, _GAP + i // columns * step_y
        own = round(picture.height * width / picture.width)
        sheet.paste(picture.resize((width, own), Image.Resampling.LANCZOS), (x, y))
        pen.text((x, y + height + 3), caption, fill=_INK, font=font)
    return _png(sheet)


def _narrower(count: int, columns: int, width: int, tallest: tuple[int, int]) -> int:
    """Give a width at which a sheet of so many pictures has no more than `MOST_PIXELS`; ValueError where there is none."""
    rows = math.ceil(count / columns)
    while columns * (width + _GAP) * rows * (round(tallest[1] * width / tallest[0]) + _CAPTION + _GAP) > MOST_PIXELS:
        width = width * 9 // 10
        if width < _NARROWEST:
            raise ValueError(f"{count} slides are too many for one contact sheet; name some with --slides")
    return width


def picture_pdf(pictures: Sequence[bytes], size: tuple[int, int], title: str) -> bytes:
    """Make a PDF whose pages are pictures; `size` is a page in EMU."""
    pages = [_open(png) for png in pictures]
    if not pages:
        raise ValueError("a PDF needs a page")
    file = io.BytesIO()
    resolution = pages[0].width / (size[0] / 914400)
    # Pages become JPEG; at the usual 75 thin text frays.
    rest = {"save_all": True, "append_images": pages[1:], "quality": 92, "subsampling": 0}
    pages[0].save(file, "PDF", resolution=resolution, title=title, **rest)
    return file.getvalue()


def difference(one: bytes, other: bytes) -> float:
    """Give the share (0 to 1) of pixels in which two pictures of a slide differ once edges are blurred away."""
    first, second = (_open(png).convert("L") for png in (one, other))
    second = second.resize(first.size, Image.Resampling.LANCZOS)
    radius = first.width / 960 * 1.5
    apart = ImageChops.difference(*(p.filter(ImageFilter.GaussianBlur(radius)) for p in (first, second)))
    return sum(apart.histogram()[DIFFERENT:]) / (first.width * first.height)


def _size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as picture:
        return picture.size


def _open(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
