"""Brands that extend another: the folder of a brand, and those below it; a file laid over the one it extends.

A brand that says `extend: NAME` under `defaults: deckgen:` is laid over that brand: of `_brand.yml` and `master.yaml` it
says only what differs, key by key (a list is replaced whole); a layout file replaces the one of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deckgen.diagnostics import Span
from deckgen.io.confined import OutsideError, locate
from deckgen.ir.blocks import Path as Keys
from deckgen.reader import Document

BRAND_FILE = "_brand.yml"
EXTEND: Keys = ("defaults", "deckgen", "extend")
MOST_LAYERS = 10
"""How many brands may be laid over each other."""
_LONGEST = 100
"""Characters in the name of a brand."""
_PATH = re.compile(r"[/\\:]")


class RefusedBrandError(Exception):
    """A brand is not looked for, or not read; the message says why, `hint` how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def find(name: str, roots: Iterable[Path], besides: Sequence[Path] = ()) -> Path | None:
    """Look for the folder of a brand; those in `besides` are passed over, so that a brand can extend its namesake.

    Raises RefusedBrandError for a name that is no bare name of a folder, and for a folder that a symbolic link leads to out of
    the project (the folder around its root).
    """
    if not _is_bare(name):
        shown = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
        message = f"`{shown}` is not the name of a brand"
        raise RefusedBrandError(message, "write the name of its folder in layouts/, without `/`, `\\` or `:`")
    for root in roots:
        folder = root / name
        # Asked first: what lies behind a link out of the project is not looked at.
        if not _is_inside(folder, root):
            message = f"the brand `{name}` is a symbolic link that leads out of the project"
            raise RefusedBrandError(message, f"put the folder itself into layouts/ in the place of `{name}`")
        if (folder / BRAND_FILE).is_file() and folder not in besides:
            return folder
    return None


def _is_bare(name: str) -> bool:
    """Tell whether a name is that of a folder, on every system: not a path, not a drive, not a stream, nothing hidden."""
    return 0 < len(name) <= _LONGEST and name.isprintable() and not name.startswith(".") and not _PATH.search(name)


def _is_inside(folder: Path, root: Path) -> bool:
    """Tell whether a folder in `root` lies, links followed, in the folder around the root."""
    try:
        locate(folder, root.parent)
    except OutsideError:
        return False
    except OSError:  # links in a circle: no folder is found
        return True
    return True


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
