"""Cache of drawn charts, so that a later build need not draw them again.

An entry of the `Store` is named by the hash of everything that decides what a drawing looks like: the spec, its size, the brand's
colours, font files and look, the versions of the libraries, and the code of this room. This module does not import matplotlib.
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
from deckgen.fonts.script_files import state_of_fonts
from deckgen.io.project import installed_packages
from deckgen.ir.blocks import ChartSpec
from deckgen.ir.frames import Drawing
from deckgen.ir.roles import ColourRole

_LIBRARIES = ("matplotlib", "numpy", "pillow", "contourpy", "kiwisolver")
_FONT_PACKAGES = ("font-", "font_", "fontpkg")
_LATIN_CODES = (range(0x370), range(0x1E00, 0x1F00), range(0x2000, 0x2300), range(0xFB00, 0xFB07))
"""The codes of Latin letters, signs of arithmetic and punctuation; a pattern of them takes 1 ms to compile."""
_HEADER = struct.Struct("<IIQ")
"""Width and height in pixels, length of the PNG; the PNG and the SVG follow."""


def cache_key(
    spec: ChartSpec, size: tuple[int, int], brand: Brand, ground: ColourRole, *, is_mirrored: bool = False
) -> str:
    """Return the key of the drawing of `spec` at `size` (EMU): keys are equal if and only if the inputs are the same."""
    fonts = [*(_font_key(font) for font in (brand.font, brand.fallback)), *_other_fonts(spec, brand)]
    # `repr` and not `hash`: it distinguishes 1 from 1.0 and None from "", and gives the same result in every process.
    colours = (sorted(brand.colours.items()), sorted(brand.tints.items()))
    look = sorted(brand.look.marks.items()), brand.look.chart_sizes
    parts = (_as_tuples(spec), size, ground, is_mirrored, colours, look, fonts, library_versions(), code_digest())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _as_tuples(value: object) -> object:
    """Convert a struct into nested tuples of field names and values."""
    if isinstance(value, Struct):
        return tuple((name, _as_tuples(getattr(value, name))) for name in value.__struct_fields__)
    return tuple(_as_tuples(v) for v in value) if isinstance(value, tuple) else value


def _other_fonts(spec: ChartSpec, brand: Brand) -> tuple[object, ...]:
    """Return the fonts of scripts and the state of all fonts here, for a chart with characters that the brand's font may lack."""
    if all(any(ord(char) in codes for codes in _LATIN_CODES) for char in set(repr(spec))):
        return ()
    packages = (name for name in installed_packages() if name.startswith(_FONT_PACKAGES))
    of_scripts = ((each.script, _font_key(each.files)) for each in brand.script_families if each.files is not None)
    return (*of_scripts, state_of_fonts(), *packages)


def _font_key(font: FontFiles) -> tuple[object, ...]:
    digests = [_file_digest(path, *_file_stamp(path)) for path in (font.regular, font.bold)]
    return digests, sorted(font.indices.items()), sorted(font.weights.items())


def _file_stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=64)
def _file_digest(path: Path, _size: int, _changed: int) -> str:
    try:
        return fingerprint.file_digest(path)
    except OSError:
        return ""


def library_versions() -> tuple[str, ...]:
    """Return names and versions of the installed libraries that influence a drawing."""
    return tuple(name for name in installed_packages() if name.partition("-")[0].lower() in _LIBRARIES)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a digest of the code of this room, so that a change to it takes effect without emptying the cache."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


class ChartCache:
    """The drawings of a project, in its `directory` of the cache; with None, nothing is stored."""

    def __init__(self, directory: Path | None) -> None:
        self._store = Store(directory, "charts")

    def get(self, key: str) -> Drawing | None:
        """Return the drawing stored under `key`, or None if there is none or it is damaged."""
        data = self._store.get(key)
        if data is None or len(data) < _HEADER.size:
            return None
        width, height, length = _HEADER.unpack_from(data)
        pictures = data[_HEADER.size :]
        return Drawing(pictures[:length], width, height, pictures[length:])

    def put(self, key: str, drawing: Drawing) -> None:
        """Store a drawing under `key`."""
        header = _HEADER.pack(drawing.width, drawing.height, len(drawing.png))
        self._store.put(key, header + drawing.png + drawing.svg)
