"""Write files next to content (guides, pictures, sheets), and replace only files that deckgen wrote."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from deckgen.io.atomic import write_file
from deckgen.io.confined import NotRegularError, RefusedFileError, file_kind

PNG, PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-"
"""The first bytes of PNG and PDF files."""


def require_replaceable(path: Path, *starts: bytes) -> None:
    """Raise RefusedFileError unless the file at `path` may be replaced.

    It may be if it does not exist, is empty, or is a regular file that begins with one of `starts`. Raises OSError if it cannot
    be read.
    """
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(status.st_mode):
        raise NotRegularError(str(path), "is a symbolic link: delete it, or name the file to which it leads")
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(str(path), f"is {file_kind(status.st_mode)}, and is not replaced: name another file")
    if status.st_size and not _starts_with_any(path, starts):
        raise RefusedFileError(
            str(path), "was not written by deckgen, and is not replaced: move it away, or name another file"
        )


def _starts_with_any(path: Path, starts: Sequence[bytes]) -> bool:
    with path.open("rb") as file:
        head = file.read(max(map(len, starts), default=0))
    return any(head.startswith(start) for start in starts)


def write_over(path: Path, data: bytes, *starts: bytes) -> None:
    """Write a file completely or not at all, if it may be replaced. Raises the errors of `require_replaceable`, and OSError."""
    require_replaceable(path, *starts)
    write_file(path, data)
