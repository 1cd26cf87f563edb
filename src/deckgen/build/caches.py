"""The caches of a build's stages, for the next build of the same deck: the brand, slides laid out, slides written.

Everything here is a cache of a pure function, by the values that go in: a build with caches gives the same result as one
without. `StageCaches` belong to one deck and one thread at a time. What a stage can store for a later process is in the project's
directory of the cache; charts and pictures have entries of their own there (`charts.ChartCache`, `images.prepared`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

import msgspec
from msgspec import Struct, field

from deckgen.cache import fingerprint, location
from deckgen.cache.store import Store
from deckgen.io.project import project_of

StageCache = TypeVar("StageCache")


@runtime_checkable
class PersistentCache(Protocol):
    """The cache of a stage that stores data for a later process."""

    def recall(self, kept: bytes) -> None:
        """Restore the data that an earlier process stored."""

    def kept(self) -> bytes | None:
        """Return the data to store; None where it is the same as what was restored."""


class StageCaches(Struct):
    """The cache of each stage, created when it is first asked for."""

    stored: Mapping[str, bytes] = field(default_factory=dict)
    """The data that an earlier process stored, by the names of the caches' modules."""
    _caches: dict[str, Any] = field(default_factory=dict)

    def get(self, kind: type[StageCache]) -> StageCache:
        """Return the cache of a stage, by its class; the first time with the data that an earlier process stored."""
        name = kind.__module__
        if name not in self._caches:
            cache: Any = kind()
            self._caches[name] = cache
            if name in self.stored and isinstance(cache, PersistentCache):
                cache.recall(self.stored[name])
        result: StageCache = self._caches[name]
        return result

    def data_to_store(self) -> dict[str, bytes]:
        """Return the data of all caches for a later process, by their names; nothing where none has changed."""
        persistent = (
            (name, cache.kept()) for name, cache in self._caches.items() if isinstance(cache, PersistentCache)
        )
        changed = {name: data for name, data in persistent if data is not None}
        return {**self.stored, **changed} if changed else {}


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pause the collection of reference cycles, which would search a growing deck again and again in vain.

    A deck consists of values that refer to none above them. This saves a third of a build's time (4.9 to 3.2 ms a slide).
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class StoredCaches:
    """The stored `StageCaches` of a deck that is built in one way, which `options` name."""

    def __init__(self, folder: Path, options: Sequence[object]) -> None:
        folder = folder.resolve()
        self._store = Store(location.directory(project_of(folder)), "placed")
        self._name = fingerprint.entry_name(folder, *options)

    def load(self) -> StageCaches:
        """Return the caches of the last build, if the program is the same; otherwise empty ones."""
        try:
            entry = msgspec.msgpack.decode(self._store.get(self._name) or b"", type=_Entry)
            return StageCaches(entry.data) if entry.program == fingerprint.program_digest() else StageCaches()
        except (ValueError, RecursionError, OSError):
            return StageCaches()

    def save(self, caches: StageCaches) -> None:
        """Store the caches of a build for the next, where possible (a folder's name may be invalid Unicode, for example)."""
        with suppress(OSError, ValueError):
            if data := caches.data_to_store():
                self._store.put(self._name, msgspec.msgpack.encode(_Entry(fingerprint.program_digest(), data)))


class _Entry(Struct, frozen=True, rename={"data": "rooms"}):
    """The data of all caches, by their names, and the fingerprint of the program that wrote them."""

    program: str
    data: dict[str, bytes]
