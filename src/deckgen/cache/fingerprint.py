"""Files, folders and programs → short texts that change when they do: what caches are held against."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from deckgen.cache.files import is_link, open_regular
from deckgen.io.project import installed

MOST_BYTES = 512 << 20
"""Most bytes of a folder, and of a file, that are digested: that takes a second, in which a deck is built anew."""
MOST_FILES = 100_000
"""Most files and folders of a folder that are looked at."""


class UnsureError(Exception):
    """What a folder holds is not certain: it or a part of it is a link, or neither file nor folder, or it is too much."""


def tree(folder: Path) -> str:
    """Digest names and bytes of all files in and under a folder, and names of folders; UnsureError where that cannot be told."""
    if is_link(folder):
        raise UnsureError
    digested, left = hashlib.sha256(), MOST_BYTES
    try:
        for number, path in enumerate(_inside(folder)):
            found = path.lstat()
            is_folder = stat.S_ISDIR(found.st_mode)
            left -= 0 if is_folder else found.st_size
            if number >= MOST_FILES or left < 0 or not (is_folder or stat.S_ISREG(found.st_mode)):
                raise UnsureError
            name = os.fsencode(path.relative_to(folder))
            digested.update(name + b"\0" + (b"" if is_folder else digest(path).encode()) + b"\0")
    except RecursionError:  # os.walk of Python 3.11 calls itself for each folder in a folder
        raise UnsureError from None
    return digested.hexdigest()


def _raise(fault: OSError) -> None:
    raise fault


def _inside(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder, onerror=_raise):
        folders.sort()
        yield from (Path(at, name) for name in (*folders, *sorted(files)))


@lru_cache(maxsize=1)
def program() -> str:
    """Digest what tells deckgen, Python and all installed packages: sizes and times, and the names that have versions in them.

    As they were when the process began to work, whose code does not change with them.
    """
    paths = [os.path.realpath(path) for path in sys.path]
    told = sys.version, paths, sorted(_own(Path(__file__).parents[1])), installed()
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _own(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Give size and time of all files in and under a folder but byte code, in a quarter of the time that `Path` takes."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _own(entry.path)
            else:
                # Not what a link leads to, which may be nowhere: editors leave such links beside open files.
                found = entry.stat(follow_symlinks=False)
                yield entry.path, found.st_size, found.st_mtime_ns


def of(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Give names of files with the digests of their bytes; a file that keeps its size and times is digested once."""
    found = ((path, path.stat()) for path in sorted(set(paths)))
    return tuple((str(path), _once(path, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)) for path, s in found)


@lru_cache(maxsize=64)
def _once(path: Path, *_stamp: int) -> str:
    return digest(path)


def digest(path: Path) -> str:
    """Digest the bytes of a file; OSError for what is no regular file, or has more than `MOST_BYTES`."""
    with os.fdopen(open_regular(path, MOST_BYTES), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name(folder: Path, *options: object) -> str:
    """Name what is kept of a deck that is worked on in one way, which `options` tell."""
    return hashlib.sha256(repr((str(folder), *map(repr, options))).encode()).hexdigest()[:32]
