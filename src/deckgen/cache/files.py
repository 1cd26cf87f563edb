"""Open a file without following a symbolic link or waiting for a pipe, and recognise links."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from deckgen.io.confined import OPEN_FLAGS

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NAME_SURROGATE = 0x20000000
"""The bit of a reparse tag by which Windows tells that a file or folder stands for another path (IsReparseTagNameSurrogate)."""


def open_without_links(path: Path, mode: int) -> int:
    """Open a file as `os.open` does, but do not follow a symbolic link; a new file is for the user alone. Raises OSError."""
    return os.open(path, mode | OPEN_FLAGS | _NO_FOLLOW, 0o600)


def is_link(path: Path) -> bool:
    """Whether a path is a symbolic link, or what Windows has of the kind: a junction, a mount point.

    Windows marks also files of OneDrive and compressed files as reparse points; only some of these lead to another path.
    """
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0) & _NAME_SURROGATE)
