"""Results of pure functions from one build of a deck to the next: in memory and, with a store, in later processes, too.

A key is a digest of everything on which a result depends. So a build with a cache gives the same result as one without it, and
whoever asks for a result need not know where it was stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, cast

from msgspec import Raw, Struct, field

from deckgen.cache import fingerprint
from deckgen.cache.encoding import decode, encode
from deckgen.cache.store import Store

T = TypeVar("T")


class BuildCache:
    """Results by kind and key. It belongs to one deck, and to one thread at a time.

    `kinds` are the kinds of results that are retained; without them (None), all are. A kind for which `stores` has a `Store` is
    also stored by `save`, under `name`, and read from there unless it is one of the `fresh` kinds.
    """

    def __init__(
        self,
        kinds: Collection[str] | None = None,
        stores: Mapping[str, Store] | None = None,
        name: str = "",
        *,
        fresh: Collection[str] = (),
    ) -> None:
        self._kinds = kinds
        self._stores = stores or {}
        self._name = name
        self._fresh = fresh
        self._results: dict[str, _Results] = {}

    def retains(self, kind: str) -> bool:
        """Whether results of a kind are retained at all."""
        return self._kinds is None or kind in self._kinds

    def key(self, kind: str, *inputs: object) -> bytes:
        """Return the key of a result of a kind: the digest of its inputs; empty where results of this kind are not retained."""
        return digest_of(*inputs) if self.retains(kind) else b""

    def get(self, kind: str, key: bytes, result_type: type[T]) -> T | None:
        """Return the result with a key; None if there is none, or if the stored bytes are no result of this type."""
        if not key:
            return None
        results = self._of_kind(kind)
        entry = results.entries.pop(key, None)
        if entry is None:
            return None
        if entry.value is None and entry.raw is not None:
            try:
                entry.value = decode(entry.raw, result_type)
            except (ValueError, RecursionError):
                return None
        results.add(key, entry)
        return cast("T", entry.value)

    def put(self, kind: str, key: bytes, value: object) -> None:
        """Retain a result under its key; nothing where the key is empty."""
        if key:
            results = self._of_kind(kind)
            results.entries.pop(key, None)
            results.add(key, _Entry(value))
            results.is_changed = True

    def drop_unused(self, *kinds: str, spare: int = 0) -> None:
        """Drop the results of these kinds that were not used since the last call, but for the `spare` ones used most recently."""
        for kind in kinds:
            self._of_kind(kind).drop_unused(spare)

    def save(self) -> None:
        """Store the results of each kind that has a store, if they have changed. Raises nothing."""
        for kind, store in self._stores.items():
            results = self._results.get(kind)
            if results is not None and results.is_changed:
                entries = {key: raw for key, entry in results.entries.items() if (raw := _raw(entry)) is not None}
                store.put(self._name, encode(_File(fingerprint.program_digest(), entries)))
                results.is_changed = False

    def _of_kind(self, kind: str) -> _Results:
        if kind not in self._results:
            self._results[kind] = _Results(dict(self._stored_entries(kind)))
        return self._results[kind]

    def _stored_entries(self, kind: str) -> Iterable[tuple[bytes, _Entry]]:
        """Return the entries that an earlier process stored, if it was the same program."""
        data = self._stores[kind].get(self._name) if kind in self._stores and kind not in self._fresh else None
        try:
            file = decode(data or b"", _File)
        except (ValueError, RecursionError):
            return ()
        is_current = file.program == fingerprint.program_digest()
        return ((key, _Entry(raw=raw)) for key, raw in file.entries.items()) if is_current else ()


def digest_of(*inputs: object) -> bytes:
    """Return a digest of msgspec structs, plain values and paths; empty where they cannot be encoded, such as invalid Unicode."""
    try:
        return hashlib.blake2b(encode(inputs), digest_size=16).digest()
    except (ValueError, TypeError):
        return b""


class _Entry(Struct):
    """A result, as a value, as the bytes that an earlier process stored, or both."""

    value: object = None
    raw: Raw | None = None


class _Results(Struct):
    """The results of one kind, the least recently used first, and the keys of those used since others were dropped."""

    entries: dict[bytes, _Entry]
    used: set[bytes] = field(default_factory=set)
    is_changed: bool = False

    def add(self, key: bytes, entry: _Entry) -> None:
        self.entries[key] = entry
        self.used.add(key)

    def drop_unused(self, spare: int) -> None:
        unused = [key for key in self.entries if key not in self.used]
        for key in unused[: max(len(unused) - spare, 0)]:
            del self.entries[key]
            self.is_changed = True
        self.used.clear()


class _File(Struct, frozen=True):
    """The stored results of one kind, and the digest of the program that wrote them."""

    program: str
    entries: dict[bytes, Raw]


def _raw(entry: _Entry) -> Raw | None:
    """Return a result as bytes; None where it cannot be encoded."""
    try:
        return entry.raw or Raw(encode(entry.value))
    except (ValueError, TypeError):
        return None


NO_CACHE = BuildCache(kinds=())
"""A cache that retains nothing."""
