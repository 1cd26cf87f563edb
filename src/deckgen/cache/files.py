"""How files are opened without following a link, waiting for a pipe or reading without end, and what counts as a link."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_GUARDS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")
"""As far as the system has them: no link is followed, no pipe waited for, no line end changed."""


def open_for(path: Path, mode: int) -> int:
    """Open a file as `os.open` does, but neither through a symbolic link nor waiting for a pipe; private where it is made."""
    return os.open(path, mode | sum(getattr(os, guard, 0) for guard in _GUARDS), 0o600)


def open_regular(path: Path, most: int) -> int:
    """Open a regular file to read, also through a symbolic link.

    Raises OSError for what is none, such as a pipe or a device, which could be read for ever, and for more than `most` bytes.
    """
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, guard, 0) for guard in _GUARDS if guard != "O_NOFOLLOW"))
    found = os.fstat(handle)
    code = errno.EINVAL if not stat.S_ISREG(found.st_mode) else errno.EFBIG if found.st_size > most else 0
    if code:
        os.close(handle)
        raise OSError(code, os.strerror(code), str(path))
    return handle


def is_link(path: Path) -> bool:
    """Tell whether a symbolic link stands at a path, or what Windows has of the kind: a junction, a mount point."""
    try:
        found = path.lstat()
    except OSError:
        return False
    reparse = getattr(found, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_REPARSE_POINT
    return stat.S_ISLNK(found.st_mode) or bool(reparse)
