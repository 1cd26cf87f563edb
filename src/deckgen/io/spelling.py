"""The spelling of file names, so that a deck means the same files on every system.

Windows and macOS find a file under a name that differs in case, and Windows also under one with a blank or full stop at its end,
or under its short name (`PROGRA~1`). A deck that relies on this cannot be built on Linux. So files that content names are found
only under the names that their folders show; another Unicode form of the same text is allowed, since macOS changes it.
"""

from __future__ import annotations

import errno
import os
import re
import string
import unicodedata
from functools import lru_cache
from pathlib import Path

_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\..*)?")

_OTHER_CASE = str.maketrans(string.ascii_letters, string.ascii_letters.swapcase())


class MisspelledError(FileNotFoundError):
    """A path exists only if case is ignored; `actual` is the name that its folder shows, or empty."""

    def __init__(self, path: Path, actual: str) -> None:
        super().__init__(errno.ENOENT, "it has another name on disk" + (f": {actual}" if actual else ""), str(path))
        self.actual = actual


def folded_name(name: str) -> str:
    """Return a text that is equal for two names of one file on a system that ignores case and Unicode form."""
    return _composed(name).casefold()


def is_reserved(name: str) -> bool:
    """Whether Windows cannot have a file of this name: it is that of a device (`aux.yaml`), or ends in a full stop or blank."""
    return _RESERVED.fullmatch(name) is not None or name.endswith((".", " "))


def spelled_name(path: Path) -> str:
    """Return the name of an existing file or folder as its folder shows it; empty if the folder shows no similar one.

    Where case matters, or the folder cannot be listed, that is the name itself. Raises nothing.
    """
    try:
        if not _is_found_in_other_case(path):
            return path.name
        names = _names_in(path.parent, path.parent.stat().st_mtime_ns)
    except (OSError, ValueError):
        return path.name
    if _composed(path.name) in names:
        return path.name
    wanted = folded_name(path.name)
    return next((actual for actual in names.values() if folded_name(actual) == wanted), "")


def _is_found_in_other_case(path: Path) -> bool:
    """Whether a file is also found under another case; true if its name has no ASCII letters, because that is then unknown."""
    other = path.name.translate(_OTHER_CASE)
    return os.path.samestat(os.lstat(f"{path.parent}{os.sep}{other}"), path.lstat())


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


@lru_cache(maxsize=64)
def _names_in(folder: Path, _modified: int) -> dict[str, str]:
    """Return the names in a folder by their composed form; `_modified` is when the folder last changed."""
    return {_composed(name): name for name in os.listdir(folder)}  # noqa: PTH208 -- only names are needed


def is_spelled(path: Path) -> bool:
    """Whether a file or folder exists under exactly this name. Raises nothing."""
    return os.path.lexists(path) and spelled_name(path) == path.name


def require_spelling(path: Path, root: Path) -> None:
    """Raise MisspelledError if a part of `path` below `root` exists, but not under this name.

    Both are real paths (`confined.locate`). Parts that do not exist are not an error.
    """
    here = root
    for part in path.relative_to(root).parts:
        here /= part
        if (actual := spelled_name(here)) != part:
            raise MisspelledError(path, actual)


def as_spelled(path: Path) -> Path:
    """Return an existing path that a user typed, with each part of it as its folder shows it."""
    if path.name in ("", "..") or not path.exists():
        return path
    return as_spelled(path.parent) / (spelled_name(path) or path.name)
