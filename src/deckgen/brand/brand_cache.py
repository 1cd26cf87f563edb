"""The brand of the last build for the next: read again only when a file changed, in this process or in a later one.

A brand is 25 YAML files, and models to hold them against: 35 ms of a start; what was kept is read in 4.
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
from deckgen.diagnostics import Diagnostic

Loaded = tuple[Brand | None, list[Diagnostic], dict[str, str]]
"""A brand, what is wrong with it, and the texts of its files."""
_Choice = tuple[str, Sequence[Path], Path | None, str | None]
"""What `load_brand` is asked for: a name, the folders to look in, the project, the size of slides."""


def load(name: str, roots: Sequence[Path], project: Path | None, size: str | None) -> Loaded:
    """Load a brand from its files."""
    from deckgen.brand.load import load_brand  # noqa: PLC0415 -- its models, for a brand that is not known

    return load_brand(name, roots, project, size)


class _Kept(Struct, frozen=True):
    """A brand without faults, and the digest of what it was made of; `fonts` are the fingerprints of its files."""

    made_of: str
    fonts: tuple[tuple[str, str], ...]
    brand: Brand
    sources: dict[str, str]


class BrandCache(Struct):
    """The brand that was loaded last."""

    _last: tuple[str, Loaded] | None = None
    _recalled: bytes = b""
    _kept: bytes | None = None

    def recall(self, kept: bytes) -> None:
        """Take over what `kept` gave in an earlier process."""
        self._recalled = kept

    def kept(self) -> bytes | None:
        """Give the brand for a later process; None where it is the one recalled, or is at fault."""
        return self._kept

    def load(self, name: str, roots: Sequence[Path], project: Path | None, size: str | None) -> Loaded:
        """Load a brand as `load` does; it is read again once a file under `roots` is another."""
        choice = name, roots, project, size
        made_of = _made_of(choice)
        if self._last is None or not made_of or self._last[0] != made_of:
            self._last = made_of, self._loaded(choice, made_of)
        return self._last[1]

    def _loaded(self, choice: _Choice, made_of: str) -> Loaded:
        if made_of and self._recalled and (known := _known(self._recalled, made_of)) is not None:
            return known.brand, [], known.sources
        brand, found, sources = load(*choice)
        self._kept = None
        if brand is not None and not found and made_of and made_of == _made_of(choice):
            with suppress(OSError, ValueError):  # a font that is gone, a folder whose name is no text
                self._kept = msgspec.msgpack.encode(_Kept(made_of, _fonts(brand), brand, sources), enc_hook=str)
        return brand, found, sources


def _known(recalled: bytes, made_of: str) -> _Kept | None:
    """Give the brand that was kept, if it is made of the same and its fonts are there as they were."""
    try:
        known = msgspec.msgpack.decode(recalled, type=_Kept, dec_hook=_path)
        return known if known.made_of == made_of and known.fonts == _fonts(known.brand) else None
    except (ValueError, RecursionError, OSError):
        return None


def _path(kind: type[Any], value: str) -> Any:
    return kind(value)


def _fonts(brand: Brand) -> tuple[tuple[str, str], ...]:
    return fingerprint.of((*brand.font.files, *brand.fallback.files))


def _made_of(choice: _Choice) -> str:
    """Digest all that a brand is made of but fonts; nothing where that cannot be told for certain."""
    name, roots, project, size = choice
    try:
        trees = [(str(root), fingerprint.tree(root) if root.is_dir() else "") for root in roots]
    except (OSError, ValueError, fingerprint.UnsureError):
        return ""
    return hashlib.sha256(repr((name, trees, str(project), size)).encode()).hexdigest()
