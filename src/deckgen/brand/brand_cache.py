"""Cache of the brand: its files are read again only after one of them changed, in this process or in a later one.

A brand consists of 25 YAML files, and the models that validate them must be imported: that takes 35 ms, the stored brand 4 ms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.diagnostics import Issue

Loaded = tuple[Brand | None, list[Issue], dict[str, str]]
"""A brand (None if it has errors), its issues, and the texts of its files by file name."""
_Request = tuple[str, Sequence[Path], Path | None, str | None]
"""The arguments of `load_brand`: the name, the folders that contain brands, the project, and the size of slides."""


def load(name: str, roots: Sequence[Path], project: Path | None, size: str | None) -> Loaded:
    """Load a brand from its files."""
    from deckgen.brand.load import load_brand  # noqa: PLC0415 -- imports its models, needed only for a brand that is not stored

    return load_brand(name, roots, project, size)


class _StoredBrand(Struct, frozen=True, rename={"source_digest": "made_of"}):
    """A brand without issues, the digest of the files it was read from, and the fingerprints of its font files."""

    source_digest: str
    fonts: tuple[tuple[str, str], ...]
    brand: Brand
    sources: dict[str, str]


class BrandCache(Struct):
    """The brand that was loaded last."""

    _last: tuple[str, Loaded] | None = None
    _recalled: bytes = b""
    _kept: bytes | None = None

    def recall(self, kept: bytes) -> None:
        """Use the data that an earlier process stored."""
        self._recalled = kept

    def kept(self) -> bytes | None:
        """Return the data to store for a later process; None if the stored brand is still current, or if the brand has issues."""
        return self._kept

    def load(self, name: str, roots: Sequence[Path], project: Path | None, size: str | None) -> Loaded:
        """Load a brand as `load` does; its files are read again only after a file under `roots` changed."""
        request = name, roots, project, size
        digest = _source_digest(request)
        if self._last is None or not digest or self._last[0] != digest:
            self._last = digest, self._load(request, digest)
        return self._last[1]

    def _load(self, request: _Request, digest: str) -> Loaded:
        if digest and self._recalled and (stored := _stored_brand(self._recalled, digest)) is not None:
            return stored.brand, [], stored.sources
        brand, issues, sources = load(*request)
        self._kept = None
        if brand is not None and not issues and digest and digest == _source_digest(request):
            with suppress(OSError, ValueError):  # a font file that was deleted, a folder whose name is not valid text
                stored = _StoredBrand(digest, _font_fingerprints(brand), brand, sources)
                self._kept = msgspec.msgpack.encode(stored, enc_hook=str)
        return brand, issues, sources


def _stored_brand(recalled: bytes, digest: str) -> _StoredBrand | None:
    """Return the stored brand if neither the files that it was read from nor its fonts have changed."""
    try:
        stored = msgspec.msgpack.decode(recalled, type=_StoredBrand, dec_hook=_decode_path)
        is_current = stored.source_digest == digest and stored.fonts == _font_fingerprints(stored.brand)
        return stored if is_current else None
    except (ValueError, RecursionError, OSError):
        return None


def _decode_path(kind: type[Any], value: str) -> Any:
    return kind(value)


def _font_fingerprints(brand: Brand) -> tuple[tuple[str, str], ...]:
    return fingerprint.file_digests((*brand.font.files, *brand.fallback.files))


def _source_digest(request: _Request) -> str:
    """Return a digest of everything a brand is read from except fonts; an empty text if that cannot be determined reliably."""
    name, roots, project, size = request
    try:
        trees = [(str(root), fingerprint.folder_digest(root) if root.is_dir() else "") for root in roots]
    except (OSError, ValueError, fingerprint.UncertainDigestError):
        return ""
    return hashlib.sha256(repr((name, trees, str(project), size)).encode()).hexdigest()
