"""Keep the cache within its limits: delete entries that were not used for 60 days and, beyond 500 MB, the least recently used.

Listing the cache takes time (50 ms for 10,000 entries). So it is pruned only after an entry was written, and then once in six
hours or when the entries written since the last pruning make it too large. The journal `usage.log` in the root has the time of
the last pruning, the bytes that were left, and the bytes of every entry written since. Processes may prune and write at the same
time: a deleted entry is computed again. Only regular files with the location and name of an entry are deleted, and no link is
followed.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from deckgen.cache.files import is_link, open_without_links
from deckgen.io.atomic import target_name

KINDS = {
    "charts": ".chart", "pictures": ".picture", "brands": ".brand", "readings": ".readings", "placed": ".deck",
    "file-slides": ".fileslides", "divided-words": ".words", "widths": ".widths", "parsed-texts": ".parsed",
    "slides": ".slides", "layouts": ".layouts", "deflated": ".deflated", "built": ".build", "notices": ".notice",
    "pulls": ".pull",
}  # fmt: skip
"""The kinds of entries: the name of each kind's directory in that of a project → the suffix of its files."""
SIZE_LIMIT = 500_000_000
"""Maximum bytes of the entries of all projects together."""
_FRACTION_AFTER_PRUNING = 0.8
"""Once the limit is exceeded, the cache shrinks to this fraction of it, so that not every build deletes something."""
_DAY = 24 * 3600
MAX_AGE = 60 * _DAY
"""Seconds after which an entry that was not used is deleted."""
INTERVAL = 6 * 3600
"""Seconds from one pruning to the next."""
JOURNAL_NAME = "usage.log"
_MAX_JOURNAL_BYTES = 4096
"""Bytes of the journal at which the cache is pruned in any case, since the journal is read each time an entry is written."""
_PROJECT_NAME = re.compile(r"[0-9a-f]{32}")


class _Entry(Struct, frozen=True, order=True):
    """A file of the cache: when it was last used (seconds since 1970), its size in bytes, and its path."""

    last_used: float
    size: int
    path: str


def record_entry(root: Path, size: int) -> None:
    """Record in the journal that an entry of `size` bytes was written, and prune the cache if that is due. Raises nothing."""
    journal, now = root / JOURNAL_NAME, time.time()
    with suppress(OSError):
        with os.fdopen(open_without_links(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND), "r+b") as file:
            file.write(f"{size}\n".encode())
            file.seek(0)
            text = file.read(_MAX_JOURNAL_BYTES)
        if _is_due(text, now):
            prune(root, now)


def _is_due(journal: bytes, now: float) -> bool:
    """Whether the last pruning was too long ago, or so much was written since that the cache is too large."""
    try:
        head, *sizes = journal.decode("ascii").splitlines()
        time_of_last, _ = head.split(" ")
        is_recent = 0 <= now - float(time_of_last) < INTERVAL
        return not is_recent or len(journal) >= _MAX_JOURNAL_BYTES or sum(map(int, sizes)) > SIZE_LIMIT
    except ValueError:  # there is no journal yet, or it was not written by deckgen
        return True


def prune(root: Path, now: float) -> None:
    """Delete entries not used for `MAX_AGE` and, where the cache is too large, the least recently used ones. Raises OSError."""
    journal = root / JOURNAL_NAME
    # Written first, so that other processes leave the pruning to this one.
    with os.fdopen(open_without_links(journal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
        file.write(f"{int(now)} pruned\n".encode())
    remaining = [entry for entry in _find_entries(root) if not (_is_old(entry, now) and _delete(entry))]
    size = _delete_oldest(remaining)
    with os.fdopen(open_without_links(journal, os.O_WRONLY | os.O_APPEND), "wb") as file:
        file.write(f"{size}\n".encode())
    _remove_empty(root, now)


def _is_old(entry: _Entry, now: float) -> bool:
    """Whether an entry was not used for too long: one day for a file that a killed process left half written.

    A time more than a day in the future, from a wrong clock, counts as old: the entry would never be deleted otherwise.
    """
    max_age = _DAY if entry.path.endswith(".tmp") else MAX_AGE
    return not -_DAY < now - entry.last_used < max_age


def _delete_oldest(entries: list[_Entry]) -> int:
    """Delete the least recently used entries if all together exceed the limit; return the bytes that are left."""
    size = sum(entry.size for entry in entries)
    if size <= SIZE_LIMIT:
        return size
    for entry in sorted(entries):
        if size <= SIZE_LIMIT * _FRACTION_AFTER_PRUNING:
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


def _find_entries(root: Path) -> Iterator[_Entry]:
    """Yield all files that have the location and name of an entry."""
    for folder in _entry_directories(root):
        names = re.compile(rf"\w+{re.escape(KINDS[folder.name])}")
        with suppress(OSError), os.scandir(folder) as files:
            for file in files:
                with suppress(OSError):
                    if names.fullmatch(target_name(file.name) or file.name) and file.is_file(follow_symlinks=False):
                        status = file.stat(follow_symlinks=False)
                        yield _Entry(status.st_mtime, status.st_size, file.path)


def _entry_directories(root: Path) -> Iterator[Path]:
    """Yield the directories of entries: one per kind in each project."""
    for project in _project_directories(root):
        for kind in KINDS:
            if (project / kind).is_dir() and not is_link(project / kind):
                yield project / kind


def _project_directories(root: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(root)):  # noqa: PTH208 -- only names are needed
        path = root / name
        if _PROJECT_NAME.fullmatch(name) and path.is_dir() and not is_link(path):
            yield path


def _remove_empty(root: Path, now: float) -> None:
    """Remove directories that were empty for a day; another process may be about to write into a newer one."""
    for folder in (*_entry_directories(root), *_project_directories(root)):
        with suppress(OSError):  # not empty
            if now - folder.stat().st_mtime > _DAY:
                folder.rmdir()
