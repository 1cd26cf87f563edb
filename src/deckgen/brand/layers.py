"""Brands that extend another: the folder of a brand, and those below it; a file laid over the one it extends.

A brand that says `extend: NAME` under `defaults: deckgen:` is laid over that brand: of `_brand.yml` and `master.yaml` it
says only what differs, key by key (a list is replaced whole); a layout file replaces the one of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deckgen.blocks import Path as Keys
from deckgen.diagnostics import Span
from deckgen.reader import Document

BRAND_FILE = "_brand.yml"
EXTEND: Keys = ("defaults", "deckgen", "extend")


def find(name: str, roots: Iterable[Path], besides: Sequence[Path] = ()) -> Path | None:
    """Look for the folder of a brand; those in `besides` are passed over, so that a brand can extend its namesake."""
    # A name, not a path: what lies outside is not looked at when it is asked whether a brand changed.
    folders = (root / name for root in roots if name == Path(name).name)
    return next((f for f in folders if (f / BRAND_FILE).is_file() and f not in besides), None)


def known(roots: Iterable[Path]) -> list[str]:
    """Give the names of all brands, in the order of the alphabet."""
    return sorted({path.parent.name for root in roots if root.is_dir() for path in root.glob(f"*/{BRAND_FILE}")})


def extended(document: Document) -> str | None:
    """Give the name of the brand that a `_brand.yml` extends."""
    value = document.data
    for key in EXTEND:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else None


def overlay(upper: Document, lower: Document) -> Document:
    """Lay a file over the one that it extends; every value still knows in which of the two it stands."""
    hidden = [path for path in upper.spans if path and not isinstance(_value(upper.data, path), dict)]
    return Document(
        upper.file, upper.text, _merged(upper.data, lower.data),
        _laid_over(upper.spans, lower.spans, hidden), _laid_over(upper.keys, lower.keys, hidden),
    )  # fmt: skip


def _merged(upper: Any, lower: Any) -> Any:
    if not isinstance(upper, dict) or not isinstance(lower, dict):
        return upper
    return {**lower, **{key: _merged(value, lower[key]) if key in lower else value for key, value in upper.items()}}


def _laid_over(upper: Mapping[Keys, Span], lower: Mapping[Keys, Span], hidden: list[Keys]) -> dict[Keys, Span]:
    gone = set(hidden)
    left = {path: span for path, span in lower.items() if not any(path[:n] in gone for n in range(1, len(path) + 1))}
    return {**left, **upper}


def _value(data: Any, path: Keys) -> Any:
    for key in path:
        data = data[key]
    return data
