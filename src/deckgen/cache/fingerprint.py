"""Files, folders and programs → digests that change when they do: a cache entry is valid only while its digests are the same."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from deckgen.cache.files import is_link
from deckgen.io.confined import RefusedFileError, open_descriptor
from deckgen.io.project import installed_packages, packaged_folder

MAX_BYTES = 512 << 20
"""Maximum bytes of a folder, and of a file, that are digested: that takes a second, in which a deck can be built again."""
MAX_FILES = 100_000
"""Maximum number of files and folders in a folder that is digested."""
_CHUNK = 1 << 16
"""The bytes of a file that are read at once: memory for more is requested from the system each time."""


class UncertainDigestError(Exception):
    """A folder has no reliable digest: it is or contains a link, a pipe or a device, or it contains too much."""


def folder_digest(folder: Path) -> str:
    """Return a digest of the names and bytes of all files in and under a folder, and of the names of its folders.

    A file whose size and times are unchanged is digested once: a build asks for the folders of brands three times. Of the brands
    that come with deckgen only sizes and times are read, as of its code (`program_digest`): there are 100 files.
    Raises UncertainDigestError, and OSError where something cannot be read.
    """
    if is_link(folder):
        raise UncertainDigestError
    names_and_digests: list[str] = []
    bytes_left = MAX_BYTES
    root = os.path.join(folder, "")  # noqa: PTH118 -- as text: paths as objects take twice as long
    digest = _stamp if folder == packaged_folder("layouts") else _digest_once
    try:
        for number, (path, status) in enumerate(_entries_below(root)):
            is_folder = stat.S_ISDIR(status.st_mode)
            bytes_left -= 0 if is_folder else status.st_size
            if number >= MAX_FILES or bytes_left < 0 or not (is_folder or stat.S_ISREG(status.st_mode)):
                raise UncertainDigestError
            names_and_digests += path.removeprefix(root), "" if is_folder else digest(path, status)
    except RecursionError:  # too many folders inside each other
        raise UncertainDigestError from None
    return hashlib.sha256(os.fsencode("\0".join(names_and_digests))).hexdigest()


def _entries_below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path and status of all files and folders in and under a folder; links are not followed."""
    with os.scandir(folder) as found:
        entries = sorted((entry.path, entry.stat(follow_symlinks=False)) for entry in found)
    for path, status in entries:
        yield path, status
        if stat.S_ISDIR(status.st_mode):
            yield from _entries_below(path)


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return a digest of the versions of deckgen, Python and all installed packages.

    It is computed from sizes and times of deckgen's files and from names that contain versions. It is computed once, because
    the code of a running process does not change with its files.
    """
    paths = [os.path.realpath(path) for path in sys.path]
    versions = sys.version, paths, sorted(file_stamps(Path(__file__).parents[1])), installed_packages()
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def file_stamps(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time (ns) of all files in and under a folder, without byte code; `Path` takes four times as long."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from file_stamps(entry.path)
            else:
                # A link is not followed, since its target may not exist: editors create such links next to open files.
                status = entry.stat(follow_symlinks=False)
                yield entry.path, status.st_size, status.st_mtime_ns


def file_digests(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Return the names of files with the digests of their bytes; a file whose size and times are unchanged is digested once."""
    return tuple((str(path), _digest_once(str(path), path.stat())) for path in sorted(set(paths)))


def readable_file_digests(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Return what `file_digests` returns; nothing if one of the files cannot be read."""
    try:
        return file_digests(paths)
    except (OSError, ValueError):
        return ()


def _stamp(_: str, status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns}"


def _digest_once(path: str, status: os.stat_result) -> str:
    return _digest_of_state(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@lru_cache(maxsize=1024)
def _digest_of_state(path: str, *_state: int) -> str:
    return file_digest(path)


def file_digest(path: Path | str) -> str:
    """Return the SHA-256 digest of a file, also through a symbolic link.

    Raises OSError, also if it is not a regular file or has more than `MAX_BYTES` bytes.
    """
    digest = hashlib.sha256()
    try:
        descriptor = open_descriptor(path, MAX_BYTES)
    except RefusedFileError as error:
        raise OSError(errno.EINVAL, error.reason, str(path)) from error
    try:
        while chunk := os.read(descriptor, _CHUNK):
            digest.update(chunk)
    finally:
        os.close(descriptor)
    return digest.hexdigest()


def entry_name(folder: Path, *options: object) -> str:
    """Return the name of the cache entry of the deck in `folder`, built with these options."""
    return hashlib.sha256(repr((str(folder), *map(repr, options))).encode()).hexdigest()[:32]
