"""The fonts of a brand → the faces that a renderer registers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from deckgen.brand.types import Brand, FontFiles
from deckgen.render.types import Face


def faces(brand: Brand) -> list[Face]:
    """Return the faces with which pictures of slides are drawn: four of the brand's family, then those of its headings."""
    return [face for font in brand.own_fonts for face in _faces_of(font.for_pictures)]


def _faces_of(files: FontFiles) -> list[Face]:
    """Return the four faces of a family, each with its position on the weight axis if one file serves several faces."""
    styles = (
        ("regular", files.regular, False, False),
        ("bold", files.bold, True, False),
        ("italic", files.italic, False, True),
        ("bold-italic", files.bold_italic, True, True),
    )
    return [
        Face(files.family, path, bold, italic, files.weights.get(name), files.indices.get(name))
        for name, path, bold, italic in styles
    ]


def characters_of_fallback_only(brand: Brand, text: str) -> str:
    """Return the characters of a text that the brand's font does not have, but its fallback has, each once.

    The embedded renderer draws boxes for them. What neither font has is an issue of the deck.
    """
    if text.isascii():
        return ""
    own, fallback = (_faces_of(font.for_pictures)[0] for font in (brand.font, brand.fallback))
    known, others = (_font_characters(face.path, face.index or 0) for face in (own, fallback))
    return "".join(dict.fromkeys(c for c in text if ord(c) in others - known and c.isprintable() and not c.isspace()))


@lru_cache(maxsize=8)
def _font_characters(path: Path, index: int) -> frozenset[int]:
    import logging  # noqa: PLC0415 -- needed only together with fontTools, which imports it, too

    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- it takes 0.1 s to import

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # its warnings do not matter for drawing
    with TTFont(path, lazy=True, fontNumber=index) as font:
        return frozenset(font.getBestCmap() or {})
