"""A sample picture for examples that name one: people with laptops around a table, in plain areas of colour."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageDraw import ImageDraw as Draw

_SIZE = (1500, 1000)
_SCALE = 2
"""It is drawn so many times larger and then reduced, for smooth edges."""
_WALL, _FLOOR, _SKIRTING = "#E6EBF2", "#C9B79C", "#F7F7F5"
_TABLE, _TABLE_EDGE = "#B98A5E", "#8F6741"
_LAPTOP, _LAPTOP_EDGE = "#D4D8DE", "#A2A9B1"
_PEOPLE = (  # middle, skin, hair, clothes
    (300, "#8D5B3E", "#2B2320", "#3366CC"),
    (600, "#E0B08C", "#6B4326", "#B5543B"),
    (900, "#C68B62", "#1F1B1A", "#2F7D6B"),
    (1200, "#6E452F", "#181513", "#E0A93B"),
)


def sample_picture() -> bytes:
    """Return the picture as a PNG of 1500 by 1000 pixels."""
    picture = Image.new("RGB", (_SIZE[0] * _SCALE, _SIZE[1] * _SCALE), _WALL)
    draw = ImageDraw.Draw(picture)
    _draw_room(draw)
    for middle, skin, hair, clothes in _PEOPLE:
        _draw_person(draw, middle, skin, hair, clothes)
    _rectangle(draw, (0, 730, 1500, 900), _TABLE)
    _rectangle(draw, (0, 890, 1500, 1000), _TABLE_EDGE)
    for middle, *_ in _PEOPLE:
        _draw_laptop(draw, middle)
    stream = BytesIO()
    picture.resize(_SIZE, Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def _draw_room(draw: Draw) -> None:
    """Draw a window with a hill behind it, and a board with lines of writing."""
    _rectangle(draw, (130, 60, 560, 430), _SKIRTING)
    _rectangle(draw, (150, 80, 540, 410), "#BBD6F0")
    draw.pieslice(_scaled((95, 290, 595, 640)), 222, 318, fill="#8DB48E")
    _rectangle(draw, (336, 80, 354, 410), _SKIRTING)
    _rectangle(draw, (760, 60, 1370, 400), _TABLE_EDGE)
    _rectangle(draw, (775, 75, 1355, 385), "#2F4A43")
    for top, right in ((130, 1180), (185, 1290), (240, 1120), (295, 1240)):
        _rectangle(draw, (830, top, right, top + 12), "#C9D6D1")


def _draw_person(draw: Draw, middle: int, skin: str, hair: str, clothes: str) -> None:
    """Draw a person behind the table, seen from the front."""
    draw.ellipse(_scaled((middle - 88, 322, middle + 88, 530)), fill=hair)
    draw.rounded_rectangle(_scaled((middle - 140, 560, middle + 140, 860)), 95 * _SCALE, fill=clothes)
    _rectangle(draw, (middle - 30, 510, middle + 30, 585), skin)
    draw.ellipse(_scaled((middle - 36, 560, middle + 36, 606)), fill=skin)
    draw.ellipse(_scaled((middle - 70, 362, middle + 70, 542)), fill=skin)
    draw.pieslice(_scaled((middle - 80, 330, middle + 80, 480)), 180, 360, fill=hair)


def _draw_laptop(draw: Draw, middle: int) -> None:
    """Draw the back of an open laptop on the table."""
    draw.rounded_rectangle(_scaled((middle - 112, 660, middle + 112, 810)), 12 * _SCALE, fill=_LAPTOP)
    draw.ellipse(_scaled((middle - 14, 720, middle + 14, 748)), fill=_LAPTOP_EDGE)
    draw.rounded_rectangle(_scaled((middle - 130, 808, middle + 130, 826)), 8 * _SCALE, fill=_LAPTOP_EDGE)


def _rectangle(draw: Draw, box: tuple[int, int, int, int], colour: str) -> None:
    draw.rectangle(_scaled(box), fill=colour)


def _scaled(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (each * _SCALE for each in box)
    return left, top, right, bottom
