"""What a command writes beside content (guides, pictures, sheets) → files, but never in place of what is not its own."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from deckgen.io.atomic import write_file
from deckgen.io.confined import NotRegularError, RefusedFileError, kind_of

PNG, PDF = b"\x89PNG\r\n\x1a\n", b"%PDF-"
"""How files of these kinds begin."""


def require_replaceable(path: Path, *starts: bytes) -> None:
    """Raise RefusedFileError where something stands at `path` that is no regular file beginning as one of `starts` does.

    What is empty, or not there, may be replaced. Raises OSError where the file cannot be read.
    """
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(found.st_mode):
        raise NotRegularError(str(path), "is a symbolic link: delete it, or name the file that it leads to")
    if not stat.S_ISREG(found.st_mode):
        raise NotRegularError(str(path), f"is {kind_of(found.st_mode)}, and is not replaced: name another file")
    if found.st_size and not _begins(path, starts):
        raise RefusedFileError(
            str(path), "was not written by deckgen, and is not replaced: move it away, or name another file"
        )


def _begins(path: Path, starts: Sequence[bytes]) -> bool:
    with path.open("rb") as file:
        head = file.read(max(map(len, starts), default=0))
    return any(head.startswith(start) for start in starts)


def write_over(path: Path, data: bytes, *starts: bytes) -> None:
    """Write a file whole or not at all, where `require_replaceable` lets it be replaced. Raises as that does."""
    require_replaceable(path, *starts)
    write_file(path, data)
