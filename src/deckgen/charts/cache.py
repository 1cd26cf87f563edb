"""Drawn charts kept from one build to the next: a spec, its place and a brand in, the drawing of an earlier build out.

An entry of a `Store` is named by the hash of all that decides what is drawn: the spec, the place, the brand's colours and
font files, the versions of the libraries, and the code of this room. Knows no matplotlib.
"""

from __future__ import annotations

import hashlib
import struct
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from deckgen.brand.types import Brand, FontFiles
from deckgen.cache import fingerprint
from deckgen.cache.store import Store
from deckgen.io.project import installed
from deckgen.ir.blocks import ChartSpec, ColourRole
from deckgen.ir.frames import Drawing

_LIBRARIES = ("matplotlib", "numpy", "pillow", "contourpy", "kiwisolver")
_SIZES = struct.Struct("<IIQ")
"""Width and height in pixels, length of the PNG; then come PNG and SVG."""


def key_of(spec: ChartSpec, extent: tuple[int, int], brand: Brand, ground: ColourRole) -> str:
    """Name the drawing of `spec` in a place of `extent` EMU: equal for what gives the same bytes, and for nothing else."""
    faces = [*_faces(brand.font), *_faces(brand.fallback)]
    # `repr` and not `hash`: it tells 1 from 1.0 and None from "", and it is the same in every process.
    colours = (sorted(brand.colours.items()), sorted(brand.tints.items()))
    parts = (_told(spec), extent, ground, colours, faces, _versions(), _code())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _told(value: object) -> object:
    """Give a struct as nested tuples of its fields' names and values."""
    if isinstance(value, Struct):
        return tuple((name, _told(getattr(value, name))) for name in value.__struct_fields__)
    return tuple(_told(v) for v in value) if isinstance(value, tuple) else value


def _faces(font: FontFiles) -> list[str]:
    return [_digest(path, *_stamp(path)) for path in (font.regular, font.bold)]


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _changed: int) -> str:
    try:
        return fingerprint.digest(path)
    except OSError:
        return ""


def _versions() -> tuple[str, ...]:
    return tuple(name for name in installed() if name.partition("-")[0].lower() in _LIBRARIES)


@lru_cache(maxsize=1)
def _code() -> str:
    """Tell the code that draws: a change to it must show at once, not when somebody empties the cache."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


class Cache:
    """The drawings of a project, in its `directory` of the cache; without one, nothing is kept."""

    def __init__(self, directory: Path | None) -> None:
        self._store = Store(directory, "charts")

    def get(self, key: str) -> Drawing | None:
        """Give the drawing of a key if there is one, whole."""
        data = self._store.get(key)
        if data is None or len(data) < _SIZES.size:
            return None
        width, height, length = _SIZES.unpack_from(data)
        pictures = data[_SIZES.size :]
        return Drawing(pictures[:length], width, height, pictures[length:])

    def put(self, key: str, drawing: Drawing) -> None:
        """Keep a drawing."""
        head = _SIZES.pack(drawing.width, drawing.height, len(drawing.png))
        self._store.put(key, head + drawing.png + drawing.svg)
