"""Decks of which nothing changed since they were built: the result of the build is cached with a digest of all its inputs.

A deck is built from files: its folder, the brands, the fonts of its brand, and deckgen with the packages that it uses. While all
of these and the file that was built are unchanged, a build would give the same bytes and report the same; so the cached result
is reported again. A result is not cached where later changes might go unnoticed: for a deck with links in its folder, with
pictures that are missing or elsewhere, with characters that no font of this machine has, and for one that was edited while it
was built. The folder of entries may be deleted at any time.
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
from deckgen.diagnostics import Issue
from deckgen.io.confined import OutsideError
from deckgen.io.project import brand_roots, project_of

_CODES_OF_OTHER_INPUTS = {"chart-font", "missing-picture"}
"""Issues that depend on the machine, or on a file that may be outside the folders of which the digest is taken."""


class CachedResult(Struct, frozen=True):
    """The result of a build: the issues (with the texts in which they are shown), and what the summary shows.

    `path` is the file as the user named it, `digest` that of the bytes written into it.
    """

    path: str
    digest: str
    issues: tuple[Issue, ...]
    sources: Mapping[str, str]
    pages: int
    smallest: Mapping[str, int]
    fonts: int


class _Entry(Struct, frozen=True, rename={"inputs_digest": "made_of", "fonts": "faces", "result": "said"}):
    """A build: a digest of its inputs, the real path of the file that it wrote, the fingerprints of its fonts, its result."""

    inputs_digest: str
    file: str
    fonts: tuple[tuple[str, str], ...]
    result: CachedResult


class DeckRecord:
    """A deck to build in one way, which `options` name, and a digest of its inputs at this moment.

    `brands` keeps the digests of the folders of brands for other decks that are built with this one.
    """

    def __init__(self, folder: Path, options: Sequence[object], brands: dict[Path, str]) -> None:
        self._folder = folder = folder.resolve()
        self._project = project_of(folder)
        self._name = fingerprint.entry_name(folder, *options)
        self._inputs_digest = inputs_digest(folder, self._project, brands)

    @property
    def _store(self) -> Store:
        """Opened at each use: the record may have been created in another process, even on another machine of a cluster."""
        return Store(location.directory(self._project), "built")

    def cached_result(self) -> CachedResult | None:
        """Return the result of the last build, if this one could only have the same."""
        if self._inputs_digest is None:
            return None
        try:
            entry = msgspec.json.decode(self._store.get(self._name) or b"", type=_Entry)
            has_same_inputs = entry.inputs_digest == self._inputs_digest and entry.fonts == fingerprint.file_digests(
                Path(name) for name, _ in entry.fonts
            )
            has_same_file = has_same_inputs and os.path.realpath(entry.result.path) == entry.file
            has_same_bytes = has_same_file and fingerprint.file_digest(Path(entry.file)) == entry.result.digest
        except (OSError, ValueError, RecursionError):
            return None
        return entry.result if has_same_bytes else None

    def store(self, result: CachedResult, fonts: Iterable[Path]) -> None:
        """Store the result of a build, if its inputs are still those of this record; an entry is complete or absent."""
        if self._inputs_digest is None or any(d.code in _CODES_OF_OTHER_INPUTS for d in result.issues):
            return
        if inputs_digest(self._folder, self._project, {}) != self._inputs_digest:
            return
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            entry = _Entry(self._inputs_digest, os.path.realpath(result.path), fingerprint.file_digests(fonts), result)
            self._store.put(self._name, msgspec.json.encode(entry))


def inputs_digest(folder: Path, project: Path, brands: dict[Path, str]) -> str | None:
    """Return a digest of all files that a deck is built from, except its fonts; None where some cannot be digested reliably."""
    try:
        for root in brand_roots(project):
            if root not in brands:
                brands[root] = fingerprint.folder_digest(root) if root.is_dir() else ""
        parts = [
            fingerprint.folder_digest(folder),
            *(brands[root] for root in brand_roots(project)),
            fingerprint.program_digest(),
        ]
    except (OSError, ValueError, RuntimeError, fingerprint.UncertainDigestError, OutsideError):
        return None
    parts.append(os.environ.get("SOURCE_DATE_EPOCH", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
