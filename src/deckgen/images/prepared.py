"""A picture file → how large it is and what a deck holds of it, kept from one build to the next by the bytes of the file.

To unpack a photo of 12 megapixels takes a tenth of a second, to turn it upright and save it anew a whole one; to read what was
kept, 10 ms. Only a picture that could be shown is kept, so one that is found has no flaw.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from deckgen.cache import fingerprint, location
from deckgen.cache.store import Store
from deckgen.images.metadata import MOST_BYTES
from deckgen.io.project import installed

_CODE = (
    "images/prepared.py", "images/opening.py", "images/metadata.py", "images/colour_profile.py", "images/svg.py",
    "images/svg_attributes.py", "images/svg_names.py", "images/svg_styles.py", "images/rasterise.py", "writer/cleaning.py",
)  # fmt: skip
_LIBRARIES = ("pillow", "lxml", "tinycss2", "resvg_py", "fontpkg_arimo")


class PreparedImage(Struct, frozen=True, array_like=True):
    """A picture as a deck shows it: width and height in pixels, upright, and the files that it holds of it with their kinds.

    The kinds are PNG, JPEG and SVG; a drawing has a PNG and an SVG. `digest` is the SHA-256 of the bytes that it is made of.
    """

    width: Annotated[float, Meta(gt=0, le=1e6)]
    height: Annotated[float, Meta(gt=0, le=1e6)]
    files: Annotated[
        tuple[tuple[bytes, Annotated[str, Meta(pattern="^(PNG|JPEG|SVG)$")]], ...], Meta(min_length=1, max_length=2)
    ]
    digest: str


def known(path: Path) -> PreparedImage | None:
    """Give what an earlier build made of a picture file of these bytes, if that was kept."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode) or found.st_size > MOST_BYTES:
            return None
        return _known(path, (found.st_size, found.st_mtime_ns, found.st_ino))
    except (OSError, ValueError):
        return None


def keep(path: Path, shown: PreparedImage) -> None:
    """Keep what was made of a picture file, in the cache of the project that it lies in."""
    store = _store(path)
    if store is not None:
        with suppress(OSError, ValueError):
            store.put(_name(shown.digest), msgspec.msgpack.encode(shown))
            _known.cache_clear()


@lru_cache(maxsize=32)
def _known(path: Path, _stamp: tuple[int, int, int]) -> PreparedImage | None:
    """Look a picture up that has a size, a time and a number: one build asks for it three times."""
    store = _store(path)
    data = store.get(_name(fingerprint.digest(path))) if store is not None else None
    try:
        return msgspec.msgpack.decode(data, type=PreparedImage) if data is not None else None
    except (ValueError, RecursionError):
        return None


def _store(path: Path) -> Store | None:
    """The store of the project that a file lies in; None where it lies in none."""
    # A folder `content/` inside a deck makes no project of it.
    parents = (folder for folder in path.resolve().parents if not (folder / "deck.yaml").is_file())
    project = next((folder for folder in parents if (folder / "content").is_dir()), None)
    return None if project is None else Store(location.directory(project), "pictures")


def _name(digest: str) -> str:
    """Name the entry of a file: by the digest of its bytes, and by what makes something of them."""
    return hashlib.sha256(f"{digest} {_makers()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _makers() -> str:
    """Digest the code and the versions of the libraries that read pictures: no other change makes another picture of a file."""
    here = Path(__file__).parents[1]
    code = [fingerprint.digest(here / name) for name in _CODE]
    versions = [name for name in installed() if name.partition("-")[0].lower() in _LIBRARIES]
    return hashlib.sha256(repr((code, versions)).encode()).hexdigest()
