"""The limits of the cache: entries of all projects that were not used for 60 days are deleted, and beyond 500 MB the oldest.

To look through the cache takes a while (50 ms for 10,000 entries), so it is done only when an entry was written, and then
once in six hours, or when what was written since makes it too large. A journal tells: `usage.log` in the root has the time of
the last pruning, the bytes that were left, and the bytes of every entry written since. Processes may prune and write at once:
an entry that one of them lacks is made again. Deleted is only what has the place and the name of an entry and is a regular
file; no link is followed.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from deckgen.cache.files import is_link, open_for

KINDS = {"charts": ".chart", "pictures": ".picture", "placed": ".deck", "built": ".json", "notices": ".notice"}
"""The kinds of entries: the directory of each in that of a project, and the suffix of its files."""
LIMIT = 500_000_000
"""Bytes that entries of all projects may have together."""
_LOW = 0.8
"""The part of the limit that is left after it was passed, so that not every build deletes something."""
_DAY = 24 * 3600
LONGEST = 60 * _DAY
"""Seconds after which an entry that was not used is deleted."""
INTERVAL = 6 * 3600
"""Seconds from one pruning to the next."""
_JOURNAL = "usage.log"
_LONG = 4096
"""Bytes of the journal after which the cache is looked through in any case, since the journal is read at every put."""
_PROJECT = re.compile(r"[0-9a-f]{32}")


class _Entry(Struct, frozen=True, order=True):
    """A file of the cache: when it was used last (seconds since 1970), its size in bytes, and where it lies."""

    used: float
    size: int
    path: str


def record(root: Path, size: int) -> None:
    """Note that an entry of `size` bytes was written, and prune the cache if it is time. Raises nothing."""
    journal, now = root / _JOURNAL, time.time()
    with suppress(OSError):
        with os.fdopen(open_for(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND), "r+b") as file:
            file.write(f"{size}\n".encode())
            file.seek(0)
            text = file.read(_LONG)
        if _is_due(text, now):
            prune(root, now)


def _is_due(journal: bytes, now: float) -> bool:
    """Tell whether the last pruning is long ago, or so much was written since that the cache is too large."""
    try:
        head, *sizes = journal.decode("ascii").splitlines()
        time_of_last, _ = head.split(" ")
        recent = 0 <= now - float(time_of_last) < INTERVAL
        return not recent or len(journal) >= _LONG or sum(map(int, sizes)) > LIMIT
    except ValueError:  # the first entry of all, or no journal of ours
        return True


def prune(root: Path, now: float) -> None:
    """Delete entries that were not used for long and, where the cache is too large, those whose last use is longest ago."""
    journal = root / _JOURNAL
    # First of all, so that other processes leave the work to this one.
    with os.fdopen(open_for(journal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
        file.write(f"{int(now)} pruned\n".encode())
    left = [entry for entry in _entries(root) if not (_is_old(entry, now) and _delete(entry))]
    size = _shrink(left)
    with os.fdopen(open_for(journal, os.O_WRONLY | os.O_APPEND), "wb") as file:
        file.write(f"{size}\n".encode())
    _remove_empty(root, now)


def _is_old(entry: _Entry, now: float) -> bool:
    """Tell whether an entry was not used for long; what a process that was killed left half written is old after a day.

    A time in the future, of a clock that was wrong, would keep an entry for ever.
    """
    longest = _DAY if entry.path.endswith(".tmp") else LONGEST
    return not -_DAY < now - entry.used < longest


def _shrink(entries: list[_Entry]) -> int:
    """Delete what was not used longest where entries are too large together; give the bytes that are left."""
    size = sum(entry.size for entry in entries)
    if size <= LIMIT:
        return size
    for entry in sorted(entries):
        if size <= LIMIT * _LOW:
            break
        if _delete(entry):
            size -= entry.size
    return size


def _delete(entry: _Entry) -> bool:
    try:
        Path(entry.path).unlink(missing_ok=True)
    except OSError:  # in use, on Windows
        return False
    return True


def _entries(root: Path) -> Iterator[_Entry]:
    """Give all files that have the place and the name of an entry."""
    for folder in _folders(root):
        names = re.compile(rf"\w+({re.escape(KINDS[folder.name])}|(-\d+)+\.tmp)")
        with suppress(OSError), os.scandir(folder) as files:
            for file in files:
                with suppress(OSError):
                    if names.fullmatch(file.name) and file.is_file(follow_symlinks=False):
                        found = file.stat(follow_symlinks=False)
                        yield _Entry(found.st_mtime, found.st_size, file.path)


def _folders(root: Path) -> Iterator[Path]:
    """Give the directories of entries: of each project, one per kind."""
    for project in _projects(root):
        for kind in KINDS:
            if (project / kind).is_dir() and not is_link(project / kind):
                yield project / kind


def _projects(root: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(root)):  # noqa: PTH208 -- names are all that is needed
        path = root / name
        if _PROJECT.fullmatch(name) and path.is_dir() and not is_link(path):
            yield path


def _remove_empty(root: Path, now: float) -> None:
    """Remove directories that were empty for a day, so that none goes in which another process is about to write."""
    for folder in (*_folders(root), *_projects(root)):
        with suppress(OSError):  # not empty
            if now - folder.stat().st_mtime > _DAY:
                folder.rmdir()
