"""A brand by its name, from its files or from a cache: its files are read again only after one of them changed.

A brand consists of 100 YAML files, and the models that validate them must be imported: that takes 135 ms, the cached brand 13 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.brand.font_state import FontState, font_state
from deckgen.brand.types import Brand
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.diagnostics import Issue

if TYPE_CHECKING:
    from deckgen.model.files import Density

KIND = "brands"
"""The kind of these results in a `BuildCache`."""

_RECENT = BuildCache({KIND})
"""The brands that this process used last, for builds without a cache of their own: decks of a brand are often built in turn."""
_RECENT_COUNT = 4

LoadedBrand = tuple[Brand | None, list[Issue], dict[str, str]]
"""A brand (None if it has errors), its issues, and the texts of its files by file name."""


class _CachedBrand(Struct, frozen=True):
    """A brand with the state of its fonts, which need not be in the folders of brands; the rest as in `LoadedBrand`."""

    brand: Brand
    fonts: FontState
    issues: list[Issue]
    sources: dict[str, str]


def load(
    name: str, roots: Sequence[Path], project: Path | None, size: str | None, cache: BuildCache = NO_CACHE,
    density: Density = "present",
) -> LoadedBrand:  # fmt: skip
    """Return a brand and its issues as `brand.load.load_brand` does."""
    cache = _RECENT if cache is NO_CACHE else cache
    _RECENT.drop_unused(KIND, spare=_RECENT_COUNT)
    key = _key(name, roots, project, (size, density), cache)
    cached = cache.get(KIND, key, _CachedBrand)
    if cached is not None and cached.fonts == font_state(cached.brand):
        return cached.brand, cached.issues, cached.sources
    from deckgen.brand.load import load_brand  # noqa: PLC0415 -- imports its models, needed only for a brand that is not cached

    brand, issues, sources = load_brand(name, roots, project, size, density=density)
    fonts = font_state(brand) if brand is not None else ()
    if brand is not None and fonts and key == _key(name, roots, project, (size, density), cache):
        cache.put(KIND, key, _CachedBrand(brand, fonts, issues, sources))
    return brand, issues, sources


def _key(
    name: str, roots: Sequence[Path], project: Path | None, form: tuple[str | None, str], cache: BuildCache
) -> bytes:
    """Return a digest of everything a brand is read from except fonts; empty if that cannot be determined reliably.

    `form` is the size and the density.
    """
    if not cache.retains(KIND):
        return b""
    try:
        folders = [(root, fingerprint.folder_digest(root) if root.is_dir() else "") for root in roots]
    except (OSError, ValueError, fingerprint.UncertainDigestError):
        return b""
    return cache.key(KIND, name, folders, project, form)
