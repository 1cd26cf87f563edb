"""A project → sentences on its cache that its user should read."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from deckgen.cache import location
from deckgen.cache.store import Store

OLD_FOLDER = ".deckgen-cache"
"""Where earlier versions had the cache: in the project, where whoever made the project could fill it. It is never opened."""


def of(project: Path) -> Iterator[str]:
    """Say why DECKGEN_CACHE is refused, and once per project that the folder of an earlier version is no longer used."""
    if refused := location.refusal(project):
        yield refused
    if not _has_old_folder(project):
        return
    told = Store(location.directory(project), "notices")
    if told.get("old_folder") is None:
        told.put("old_folder", b"")
        yield f"the folder {OLD_FOLDER} in {project} is no longer used and can be deleted"


def _has_old_folder(project: Path) -> bool:
    try:
        return stat.S_ISDIR((project / OLD_FOLDER).lstat().st_mode)
    except (OSError, ValueError):
        return False
