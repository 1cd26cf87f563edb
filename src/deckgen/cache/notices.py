"""A project → messages on its cache that its user should read."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from deckgen.cache import location
from deckgen.cache.store import Store

OLD_FOLDER = ".deckgen-cache"
"""The cache of earlier versions, inside the project, where the author of the project could fill it. It is never opened."""


def cache_notices(project: Path) -> Iterator[str]:
    """Yield why DECKGEN_CACHE is refused, and once per project that the folder of an earlier version is no longer used."""
    if reason := location.refusal_reason(project):
        yield reason
    if not _has_old_folder(project):
        return
    shown_notices = Store(location.directory(project), "notices")
    if shown_notices.get("old_folder") is None:
        shown_notices.put("old_folder", b"")
        yield f"the folder {OLD_FOLDER} in {project} is no longer used and can be deleted"


def _has_old_folder(project: Path) -> bool:
    try:
        return stat.S_ISDIR((project / OLD_FOLDER).lstat().st_mode)
    except (OSError, ValueError):
        return False
