"""Brands that extend another brand: finding their folders, and merging a file with the one that it extends.

A brand with `extend: NAME` under `defaults: deckgen:` extends that brand. Its `_brand.yml` and `master.yaml` contain only what
differs, key by key (a list is replaced entirely); a layout file replaces the one of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deckgen.diagnostics import KeyPath as Keys
from deckgen.diagnostics import Span
from deckgen.io.confined import OutsideError, locate
from deckgen.io.spelling import is_reserved, is_spelled
from deckgen.reader import Document

BRAND_FILE = "_brand.yml"
EXTEND_KEY: Keys = ("defaults", "deckgen", "extend")
MAX_LAYERS = 10
"""The maximum number of brands in a chain in which each extends the next."""
_MAX_NAME_LENGTH = 100
"""Of the name of a brand, in characters."""
_PATH_CHARACTERS = re.compile(r"[/\\:]")


class RefusedBrandError(Exception):
    """The name or folder of a brand is not allowed; the message states why, `hint` how to fix it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def find_brand_folder(name: str, roots: Iterable[Path], excluded: Sequence[Path] = ()) -> Path | None:
    """Return the folder of a brand, or None; folders in `excluded` are skipped, so that a brand can extend its namesake.

    Raises RefusedBrandError for a name that is not the bare name of a folder, and for a symbolic link to a folder outside the
    project (the parent folder of its root).
    """
    if not _is_folder_name(name):
        shown = name if len(name) <= _MAX_NAME_LENGTH else f"{name[:_MAX_NAME_LENGTH]}…"
        message = f"`{shown}` is not the name of a brand"
        raise RefusedBrandError(message, "write the name of its folder in layouts/, without `/`, `\\` or `:`")
    for root in roots:
        folder = root / name
        # Checked first: nothing outside the project may be accessed through a link.
        if not _is_inside(folder, root):
            message = f"the brand `{name}` is a symbolic link that leads out of the project"
            raise RefusedBrandError(message, f"replace the link `{name}` in layouts/ by the folder itself")
        if is_spelled(folder) and (folder / BRAND_FILE).is_file() and folder not in excluded:
            return folder
    return None


def _is_folder_name(name: str) -> bool:
    """Whether a name is valid as a folder name on every system: no path, drive or stream, and not hidden."""
    return (
        0 < len(name) <= _MAX_NAME_LENGTH
        and name.isprintable()
        and not name.startswith(".")
        and not is_reserved(name)
        and not _PATH_CHARACTERS.search(name)
    )


def _is_inside(folder: Path, root: Path) -> bool:
    """Whether a folder in `root`, with links resolved, is inside the parent folder of the root."""
    try:
        locate(folder, root.parent)
    except OutsideError:
        return False
    except OSError:  # circular links: no folder will be found
        return True
    return True


def brand_names(roots: Iterable[Path]) -> list[str]:
    """Return the names of all brands in alphabetical order."""
    return sorted({path.parent.name for root in roots if root.is_dir() for path in root.glob(f"*/{BRAND_FILE}")})


def extended_brand_name(document: Document) -> str | None:
    """Return the name of the brand that a `_brand.yml` extends, or None."""
    value = document.data
    for key in EXTEND_KEY:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value else None


def misplaced_extend(document: Document) -> Keys | None:
    """Return the path of an `extend` (or `extends`) that is not where it is read; None if there is none, or no doubt."""
    if extended_brand_name(document) is not None:
        return None
    paths = (path for path in document.key_spans if path[-1:] in {("extend",), ("extends",)} and path != EXTEND_KEY)
    return next((path for path in paths if path[0] != "color"), None)


def overlay(upper: Document, lower: Document) -> Document:
    """Merge a file with the one that it extends; the spans of the result still refer to the file that each value is from."""
    replaced = [path for path in upper.spans if path and not isinstance(_value_at(upper.data, path), dict)]
    return Document(
        upper.file, upper.text, _merge(upper.data, lower.data),
        _overlay_spans(upper.spans, lower.spans, replaced), _overlay_spans(upper.key_spans, lower.key_spans, replaced),
    )  # fmt: skip


def _merge(upper: Any, lower: Any) -> Any:
    if not isinstance(upper, dict) or not isinstance(lower, dict):
        return upper
    return {**lower, **{key: _merge(value, lower[key]) if key in lower else value for key, value in upper.items()}}


def _overlay_spans(upper: Mapping[Keys, Span], lower: Mapping[Keys, Span], replaced: list[Keys]) -> dict[Keys, Span]:
    """Merge the spans of two files, without those of values of the lower file at or under a path in `replaced`."""
    hidden = set(replaced)
    visible = {
        path: span for path, span in lower.items() if not any(path[:n] in hidden for n in range(1, len(path) + 1))
    }
    return {**visible, **upper}


def _value_at(data: Any, path: Keys) -> Any:
    for key in path:
        data = data[key]
    return data
