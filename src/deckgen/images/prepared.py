"""Cache of prepared pictures: the size of a picture file and what a deck stores of it, from one build to the next.

Entries are found by the bytes of the file. Decoding a photo of 12 megapixels takes a tenth of a second, turning it upright and
encoding it again a full second; reading an entry takes 10 ms. Only pictures that can be shown are stored, so a picture with an
entry needs no check.
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
from deckgen.images.metadata import MAX_BYTES
from deckgen.io.project import installed_packages

_CODE = (
    "images/prepared.py", "images/opening.py", "images/metadata.py", "images/colour_profile.py", "images/svg.py",
    "images/svg_attributes.py", "images/svg_names.py", "images/svg_styles.py", "images/rasterise.py",
    "images/rasterise_worker.py", "writer/cleaning.py",
)  # fmt: skip
_LIBRARIES = ("pillow", "lxml", "tinycss2", "resvg_py", "fontpkg_arimo")


class PreparedImage(Struct, frozen=True, array_like=True):
    """A picture as a deck shows it: width and height in pixels, upright, and the files that the deck stores, with their kinds.

    The kinds are PNG, JPEG and SVG; a drawing has a PNG and an SVG. `digest` is the SHA-256 of the original file.
    """

    width: Annotated[float, Meta(gt=0, le=1e6)]
    height: Annotated[float, Meta(gt=0, le=1e6)]
    files: Annotated[
        tuple[tuple[bytes, Annotated[str, Meta(pattern="^(PNG|JPEG|SVG)$")]], ...], Meta(min_length=1, max_length=2)
    ]
    digest: str


def load(path: Path) -> PreparedImage | None:
    """Return the entry that an earlier build stored for a picture file of these bytes; None if there is none."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return None
        return _load_entry(path, (status.st_size, status.st_mtime_ns, status.st_ino))
    except (OSError, ValueError):
        return None


def store(path: Path, image: PreparedImage) -> None:
    """Store a prepared picture in the cache of the project that contains its file; do nothing without a project."""
    store = _store(path)
    if store is not None:
        with suppress(OSError, ValueError):
            store.put(_entry_name(image.digest), msgspec.msgpack.encode(image))
            _load_entry.cache_clear()


@lru_cache(maxsize=32)
def _load_entry(path: Path, _stamp: tuple[int, int, int]) -> PreparedImage | None:
    """Look up a picture file by its path, size, time and inode number: one build does so three times."""
    store = _store(path)
    data = store.get(_entry_name(fingerprint.file_digest(path))) if store is not None else None
    try:
        return msgspec.msgpack.decode(data, type=PreparedImage) if data is not None else None
    except (ValueError, RecursionError):
        return None


def _store(path: Path) -> Store | None:
    """Return the store of the project that contains a file; None if there is no project."""
    # A folder `content/` inside a deck does not make the deck a project.
    parents = (folder for folder in path.resolve().parents if not (folder / "deck.yaml").is_file())
    project = next((folder for folder in parents if (folder / "content").is_dir()), None)
    return None if project is None else Store(location.directory(project), "pictures")


def _entry_name(digest: str) -> str:
    """Return the name of an entry, derived from the digest of the file and from the code that prepares pictures."""
    return hashlib.sha256(f"{digest} {_producer_digest()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _producer_digest() -> str:
    """Return a digest of the code and of the library versions on which the result depends, and nothing else."""
    package = Path(__file__).parents[1]
    code = [fingerprint.file_digest(package / name) for name in _CODE]
    versions = [name for name in installed_packages() if name.partition("-")[0].lower() in _LIBRARIES]
    return hashlib.sha256(repr((code, versions)).encode()).hexdigest()
