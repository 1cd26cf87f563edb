"""Files, folders and programs → short texts that change when they do: what caches are held against."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from deckgen.project import installed

_MOST_BYTES = 512 << 20
"""Of all files of a folder: to read a deck's raw videos at each build would take longer than to build the deck."""


class UnsureError(Exception):
    """What a folder holds is not digested: something in it is a link, or neither file nor folder, or there is too much."""


def tree(folder: Path) -> str:
    """Digest names and bytes of all files in and under a folder, and names of folders. Raises UnsureError, OSError."""
    found = hashlib.sha256()
    size = 0
    for path in _inside(folder):
        status = path.lstat()
        size += status.st_size
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)) or size > _MOST_BYTES:
            raise UnsureError
        name = os.fsencode(path.relative_to(folder))
        found.update(name + b"\0" + (b"" if path.is_dir() else digest(path).encode()) + b"\0")
    return found.hexdigest()


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
                stat = entry.stat(follow_symlinks=False)
                yield entry.path, stat.st_size, stat.st_mtime_ns


def of(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Give names of files with the digests of their bytes; a file that keeps its size and times is digested once."""
    found = ((path, path.stat()) for path in sorted(set(paths)))
    return tuple((str(path), _once(path, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)) for path, s in found)


@lru_cache(maxsize=64)
def _once(path: Path, *_stamp: int) -> str:
    return digest(path)


def digest(path: Path) -> str:
    """Digest the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name(folder: Path, *options: object) -> str:
    """Name what is kept of a deck that is worked on in one way, which `options` tell."""
    return hashlib.sha256(repr((str(folder), *map(repr, options))).encode()).hexdigest()[:32]
