"""A picture file → how large it is seen, in pixels."""

from __future__ import annotations

from pathlib import Path

from deckgen.images.opening import contents, is_drawing, opened_bytes, upright_size


def extent(path: Path) -> tuple[float, float]:
    """Give width and height of a picture or drawing as it is seen, upright, in pixels. Raises PictureError."""
    data = contents(path)
    if is_drawing(data):
        from deckgen.images.svg import cleaned  # noqa: PLC0415 -- lxml is needed for drawings only

        made = cleaned(data, path.name)
        return made.width, made.height
    with opened_bytes(data, path.name) as image:
        return upright_size(image)
