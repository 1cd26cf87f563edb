"""Decks of which nothing changed since they were built: what came of the build is kept beside all that it was made of.

A deck is made of files: its folder, the brands, the fonts of its brand, and deckgen with the packages it works with. While all of
these are as they were and the file that was built is, too, a build would give the same bytes and say the same; so what it said is
said again. What cannot be told for certain is not kept: a deck with links in its folder, with pictures that are not there yet or
lie elsewhere, with characters that no font of this machine has, and one that was edited while it was built. Whoever needs it may
delete the folder of entries at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from deckgen.cache import fingerprint, location
from deckgen.cache.store import Store
from deckgen.diagnostics import Diagnostic
from deckgen.io.confined import OutsideError
from deckgen.io.project import brand_roots, project_of

_ELSEWHERE = {"chart-font", "missing-picture"}
"""What is told of the machine, or of a file that may be looked for elsewhere, rather than of the files looked at."""


class CachedResult(Struct, frozen=True):
    """What a build came to: what was found (with the texts it is shown in), and what the summary says.

    `path` is the file as it was asked for, `digest` that of the bytes written into it.
    """

    path: str
    digest: str
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    pages: int
    smallest: Mapping[str, int]
    fonts: int


class _Entry(Struct, frozen=True):
    """A build: a digest of what went in, where the file that came out really lies, the fingerprints of its fonts."""

    made_of: str
    file: str
    faces: tuple[tuple[str, str], ...]
    said: CachedResult


class DeckRecord:
    """A deck to build in one way, which `options` name, and what it is made of at this moment.

    `brands` keeps the digests of the folders of brands for other decks that are built with this one.
    """

    def __init__(self, folder: Path, options: Sequence[object], brands: dict[Path, str]) -> None:
        self._folder = folder = folder.resolve()
        self._project = project_of(folder)
        self._name = fingerprint.name(folder, *options)
        self._made_of = made_of(folder, self._project, brands)

    @property
    def _store(self) -> Store:
        """Looked for at each use: a deck may have come from another process, even from another machine of a cluster."""
        return Store(location.directory(self._project), "built")

    def said(self) -> CachedResult | None:
        """Give what the last build said, if this one could only do the same."""
        if self._made_of is None:
            return None
        try:
            entry = msgspec.json.decode(self._store.get(self._name) or b"", type=_Entry)
            same = entry.made_of == self._made_of and entry.faces == fingerprint.of(
                Path(name) for name, _ in entry.faces
            )
            there = same and os.path.realpath(entry.said.path) == entry.file
            return entry.said if there and fingerprint.digest(Path(entry.file)) == entry.said.digest else None
        except (OSError, ValueError, RecursionError):
            return None

    def keep(self, said: CachedResult, faces: Iterable[Path]) -> None:
        """Keep what a build said that began and ended with what this deck was made of; an entry is whole or not there."""
        if self._made_of is None or any(d.code in _ELSEWHERE for d in said.diagnostics):
            return
        if made_of(self._folder, self._project, {}) != self._made_of:
            return
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            entry = _Entry(self._made_of, os.path.realpath(said.path), fingerprint.of(faces), said)
            self._store.put(self._name, msgspec.json.encode(entry))


def made_of(folder: Path, project: Path, brands: dict[Path, str]) -> str | None:
    """Give a digest of all files that a deck is made of but its fonts; None where that cannot be told for certain."""
    try:
        for root in brand_roots(project):
            if root not in brands:
                brands[root] = fingerprint.tree(root) if root.is_dir() else ""
        parts = [fingerprint.tree(folder), *(brands[root] for root in brand_roots(project)), fingerprint.program()]
    except (OSError, ValueError, RuntimeError, fingerprint.UnsureError, OutsideError):
        return None
    parts.append(os.environ.get("SOURCE_DATE_EPOCH", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
