"""The file of a deck in output/ → which file there was edited since it was built; only a new state of a file is looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from deckgen import package
from deckgen.records.archive import set_aside


class FileState(Struct, frozen=True):
    """A file as it was saved at one time."""

    path: Path
    saved: int
    """When, in nanoseconds since 1970."""
    size: int


class EditedFiles:
    """Finds the file that was edited; remembers what it found of each state of a file."""

    def __init__(self) -> None:
        self._known: dict[FileState, bool] = {}

    def find(self, built: Path) -> FileState | None:
        """Return the file `built` if it was edited since it was built, else the newest that builds kept; None if none was."""
        for state in _states(built):
            if state not in self._known:
                self._known[state] = _is_edited(state.path)
            if self._known[state]:
                return state
        return None


def _states(built: Path) -> Iterator[FileState]:
    own = _state(built)
    if own is not None:
        yield own
    kept = [state for path in set_aside(built) if (state := _state(path)) is not None]
    yield from sorted(kept, key=lambda state: -state.saved)[:1]


def _state(path: Path) -> FileState | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return FileState(path, status.st_mtime_ns, status.st_size)


def _is_edited(path: Path) -> bool:
    try:
        return package.edited(path)
    except OSError:
        return False
