"""A deck's folder → its project, which no other command changes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deckgen.cache import location
from deckgen.io import lock
from deckgen.io.project import allowed_root


@contextmanager
def locked_project(folder: Path) -> Iterator[Path]:
    """Lock the project of a deck; yields the folder in which its files may be written. Raises lock.LockedError."""
    root = allowed_root(folder.resolve())
    with lock.project_lock(root, location.directory(root)):
        yield root
