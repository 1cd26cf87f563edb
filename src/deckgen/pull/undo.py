"""The last change that a pull made of a deck, kept in the user's cache so that it can be undone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from deckgen.cache import location
from deckgen.cache.store import Store
from deckgen.diagnostics import UserFacingError
from deckgen.edit import Change
from deckgen.io.project import project_of

_KIND = "pulls"


class UndoError(UserFacingError):
    """There is nothing to undo; the message says why."""


class _StoredChange(Struct, frozen=True):
    path: str
    display: str
    before: str
    after: str


def store(folder: Path, changes: Sequence[Change]) -> bool:
    """Keep changes of a deck's files that were written; returns whether there is a cache to keep them in."""
    directory = location.directory(project_of(folder))
    if directory is None:
        return False
    stored = [_StoredChange(str(each.path), each.display, each.before, each.after) for each in changes]
    Store(directory, _KIND).put(_name(folder), msgspec.msgpack.encode(stored))
    return True


def undo_changes(folder: Path) -> list[Change]:
    """Return the changes that undo the last pull. Raises UndoError."""
    data = Store(location.directory(project_of(folder)), _KIND).get(_name(folder))
    try:
        stored = msgspec.msgpack.decode(data or b"", type=list[_StoredChange])
    except (ValueError, msgspec.MsgspecError):
        stored = []
    if not stored:
        raise UndoError(f"nothing that `deckgen pull` wrote in {folder.name} is known here")
    return [Change(Path(each.path), each.display, each.after, each.before) for each in stored]


def forget(folder: Path) -> None:
    """Forget the last pull, once it is undone."""
    Store(location.directory(project_of(folder)), _KIND).put(_name(folder), msgspec.msgpack.encode([]))


def _name(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:32]
