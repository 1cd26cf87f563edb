"""Drawn charts kept from one build to the next: a spec, its place and a brand in, the drawing of an earlier build out.

An entry is one file, named by the hash of all that decides what is drawn: the spec, the place, the brand's colours and
font files, the versions of the libraries, and the code of this room. Whoever needs it may delete the folder at any time;
builds that run at once write their entries whole or not at all. What cannot be read, or is not what was written, does
not count. Knows no matplotlib.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from deckgen.blocks import ChartSpec, Role
from deckgen.brand.types import Brand, FontFiles
from deckgen.frames import Drawing
from deckgen.project import installed

_LIBRARIES = ("matplotlib", "numpy", "pillow", "contourpy", "kiwisolver")
_HEAD = struct.Struct("<8s32s")
"""Mark, and SHA-256 of all that follows."""
_SIZES = struct.Struct("<IIQ")
"""Width and height in pixels, length of the PNG; then come PNG and SVG."""
_MARK = b"deckgen1"
_OLD = 60 * 24 * 3600
"""Seconds after which an entry that nobody asked for is dropped."""


def key_of(spec: ChartSpec, extent: tuple[int, int], brand: Brand, ground: Role) -> str:
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
        return hashlib.sha256(path.read_bytes()).hexdigest()
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
    """The folder of entries, made when the first is put; without the right to write there, nothing is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used = time.time()

    def get(self, key: str) -> Drawing | None:
        """Give the drawing of a key if there is one, whole."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if (drawing := _read(data)) is not None:
            with suppress(OSError):
                os.utime(path)
        return drawing

    def put(self, key: str, drawing: Drawing) -> None:
        """Keep a drawing. A file of another name is written first, then takes its place in one step."""
        body = _SIZES.pack(drawing.width, drawing.height, len(drawing.png)) + drawing.png + drawing.svg
        head = _HEAD.pack(_MARK, hashlib.sha256(body).digest())
        with suppress(OSError):
            self._make_folder()
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(head + body)
                Path(name).replace(self._path(key))
            except OSError:
                Path(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop what nobody asked for in two months, and what a build that was killed left behind."""
        with suppress(OSError):
            for path in [*self.folder.glob("*.chart"), *self.folder.glob("*.tmp")]:
                with suppress(OSError):
                    if self._used - path.stat().st_mtime > _OLD:
                        path.unlink()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.chart"

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # So that a project that does not know of the cache does not commit it.
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")


def _read(data: bytes) -> Drawing | None:
    """Read an entry; `None` where it is not what was written."""
    if len(data) < _HEAD.size + _SIZES.size:
        return None
    mark, digest = _HEAD.unpack_from(data)
    body = data[_HEAD.size :]
    if mark != _MARK or hashlib.sha256(body).digest() != digest:
        return None
    width, height, length = _SIZES.unpack_from(body)
    pictures = body[_SIZES.size :]
    return Drawing(pictures[:length], width, height, pictures[length:])
