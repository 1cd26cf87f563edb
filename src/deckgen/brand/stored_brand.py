"""A brand by its name, from its files or from a cache: its files are read again only after one of them changed.

A brand consists of 100 YAML files, and the models that validate them must be imported: that takes 135 ms, the cached brand 13 ms.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.brand.font_state import FontState, font_state
from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import NO_CACHE, BuildCache, digest_of
from deckgen.diagnostics import Issue

if TYPE_CHECKING:
    from deckgen.model.files import Density

KIND = "brands"
"""The kind of these results in a `BuildCache`."""

RECENT = BuildCache({KIND})
"""The brands that this process used last: decks of a brand are often built in turn, in one project or in several."""
_RECENT_COUNT = 4
_RECENT_LOCK = Lock()
"""Decks may be built in several threads, on a Dask cluster for example."""

LoadedBrand = tuple[Brand | None, list[Issue], dict[str, str]]
"""A brand (None if it has errors), its issues, and the texts of its files by file name."""


class _CachedBrand(Struct, frozen=True):
    """A brand with the state of its fonts, which need not be in the folders of brands, and its issues."""

    brand: Brand
    fonts: FontState
    issues: list[Issue]

    @property
    def loaded(self) -> LoadedBrand:
        """The brand as `load_brand` returns it."""
        return self.brand, self.issues, dict(self.brand.sources)


def load(
    name: str, roots: Sequence[Path], project: Path | None, size: str | None, cache: BuildCache = NO_CACHE,
    density: Density = "present",
) -> LoadedBrand:  # fmt: skip
    """Return a brand and its issues as `brand.load.load_brand` does."""
    form = size, density
    key = _key(name, roots, project, form)
    cached = _current(cache, key)
    if cached is not None:
        return cached.loaded
    cached = _recent(key)
    if cached is None:
        from deckgen.brand.load import load_brand  # noqa: PLC0415 -- imports its models, needed only for a brand that is not cached

        brand, issues, sources = load_brand(name, roots, project, size, density=density)
        fonts = font_state(brand) if brand is not None else ()
        if brand is None or not fonts or key != _key(name, roots, project, form):
            return brand, issues, sources
        cached = _CachedBrand(brand, fonts, issues)
        with _RECENT_LOCK:
            RECENT.put(KIND, key, cached)
    if cache.retains(KIND):
        cache.put(KIND, key, cached)
    return cached.loaded


def _recent(key: bytes) -> _CachedBrand | None:
    with _RECENT_LOCK:
        RECENT.drop_unused(KIND, spare=_RECENT_COUNT)
        return _current(RECENT, key)


def _current(cache: BuildCache, key: bytes) -> _CachedBrand | None:
    """Return a cached brand whose fonts are in the state in which they were."""
    cached = cache.get(KIND, key, _CachedBrand)
    return cached if cached is not None and cached.fonts == font_state(cached.brand) else None


def _key(name: str, roots: Sequence[Path], project: Path | None, form: tuple[str | None, str]) -> bytes:
    """Return a digest of everything a brand is read from except fonts; empty if that cannot be determined reliably.

    `form` is the size and the density. A project without brands of its own has those of deckgen, as other projects have, unless
    Python searches its folder for packages of fonts.
    """
    roots = [root for root in roots if root.is_dir()]
    try:
        folders = [(root, fingerprint.folder_digest(root)) for root in roots]
    except (OSError, ValueError, fingerprint.UncertainDigestError):
        return b""
    is_own = project is not None and (
        any(root.is_relative_to(project) for root in roots)
        or os.path.realpath(project) in {os.path.realpath(entry) for entry in sys.path}
    )
    return digest_of(name, folders, project if is_own else project is not None, form)
