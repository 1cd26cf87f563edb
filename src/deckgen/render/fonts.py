"""The fonts of a brand → faces that a renderer registers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from deckgen.brand.types import FontFiles
from deckgen.render.types import Face


def faces(files: FontFiles) -> list[Face]:
    """Give the four faces of a family, each with its place on the weight axis where one file serves several."""
    found = (
        ("regular", files.regular, False, False),
        ("bold", files.bold, True, False),
        ("italic", files.italic, False, True),
        ("bold-italic", files.bold_italic, True, True),
    )
    return [Face(files.family, path, bold, italic, files.weights.get(name)) for name, path, bold, italic in found]


def lacking(faces: Iterable[Face], text: str) -> str:
    """Give the characters of a text that the first of `faces` lacks, each once: the embedded renderer draws them as boxes."""
    if text.isascii():
        return ""
    known = _characters(next(iter(faces)).path)
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and c.isprintable() and not c.isspace()))


@lru_cache(maxsize=8)
def _characters(path: Path) -> frozenset[int]:
    import logging  # noqa: PLC0415 -- fontTools imports it, too

    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- it takes 0.1 s to import

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # what it warns of keeps nothing from being drawn
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or {})
