"""Determine the size of a picture file as displayed, in pixels."""

from __future__ import annotations

from pathlib import Path

from deckgen.images.opening import is_drawing, open_picture_bytes, read_picture_bytes, upright_size


def extent(path: Path) -> tuple[float, float]:
    """Return width and height in pixels of a picture or drawing as displayed (upright). Raises PictureError."""
    data = read_picture_bytes(path)
    if is_drawing(data):
        from deckgen.images.svg import clean_svg  # noqa: PLC0415 -- lxml is needed for drawings only

        drawing = clean_svg(data, path.name)
        return drawing.width, drawing.height
    with open_picture_bytes(data, path.name) as image:
        return upright_size(image)
