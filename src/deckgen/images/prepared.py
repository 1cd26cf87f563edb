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

import msgspec

from deckgen.cache import fingerprint, location
from deckgen.cache.store import Store
from deckgen.io.project import installed_packages
from deckgen.ir.media import PreparedPicture

MAX_BYTES = 40 << 20
"""Maximum size of a picture file; files of phones and cameras have up to half of it."""
_CODE = (
    "images/prepared.py", "images/opening.py", "images/metadata.py", "images/colour_profile.py", "images/svg.py",
    "images/svg_attributes.py", "images/svg_names.py", "images/svg_styles.py", "images/rasterise.py",
    "images/rasterise_worker.py", "images/cleaning.py", "images/other_files.py",
    "images/raster_losses.py", "images/svg_losses.py", "images/drawing_files.py", "images/svg_flattening.py",
    "images/svg_cascade.py", "images/svg_looks.py", "images/svg_outlines.py", "images/svg_texts.py",
    "images/svg_transforms.py", "ir/media.py",
)  # fmt: skip
LIBRARIES = ("pillow", "lxml", "tinycss2", "resvg_py", "fontpkg_arimo", "fonttools", "uharfbuzz")
"""The packages on which a prepared picture depends."""
_OPTIONAL_LIBRARIES = ("pillow_heif",)


def load(path: Path) -> PreparedPicture | None:
    """Return the entry that an earlier build stored for a picture file of these bytes; None if there is none."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return None
        return _load_entry(path, (status.st_size, status.st_mtime_ns, status.st_ino))
    except (OSError, ValueError):
        return None


def store(path: Path, picture: PreparedPicture) -> None:
    """Store a prepared picture in the cache of the project that contains its file; do nothing without a project."""
    store = store_of(path)
    if store is not None:
        with suppress(OSError, ValueError):
            store.put(entry_name(picture.digest), msgspec.msgpack.encode(picture))
            forget_entries()


def forget_entries() -> None:
    """Forget the entries that this process has read, because entries in the cache have changed."""
    _load_entry.cache_clear()


@lru_cache(maxsize=32)
def _load_entry(path: Path, _stamp: tuple[int, int, int]) -> PreparedPicture | None:
    """Look up a picture file by its path, size, time and inode number: the preview does so after each save."""
    store = store_of(path)
    data = store.get(entry_name(fingerprint.file_digest(path))) if store is not None else None
    try:
        return msgspec.msgpack.decode(data, type=PreparedPicture) if data is not None else None
    except (ValueError, RecursionError):
        return None


def store_of(path: Path) -> Store | None:
    """Return the store of the project that contains a file; None if there is no project."""
    # A folder `content/` inside a deck does not make the deck a project.
    parents = (folder for folder in path.resolve().parents if not (folder / "deck.yaml").is_file())
    project = next((folder for folder in parents if (folder / "content").is_dir()), None)
    return None if project is None else Store(location.directory(project), "pictures")


def entry_name(digest: str) -> str:
    """Return the name of an entry, derived from the digest of the file and from the code that prepares pictures."""
    return hashlib.sha256(f"{digest} {producer_digest()}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def producer_digest() -> str:
    """Return a digest of the code and of the library versions on which the result depends, and nothing else."""
    package = Path(__file__).parents[1]
    code = [fingerprint.file_digest(package / name) for name in _CODE]
    versions = [
        name for name in installed_packages() if name.partition("-")[0].lower() in (*LIBRARIES, *_OPTIONAL_LIBRARIES)
    ]
    return hashlib.sha256(repr((code, versions)).encode()).hexdigest()
