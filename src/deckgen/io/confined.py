r"""A path that a stranger may have chosen → the bytes of a regular file inside a folder, or a refusal.

What content, brands and folders name must be a regular file inside the project. Symbolic links (and junctions of Windows) are
followed one by one, and each is looked at before anything behind it is touched: a path that leads out is refused without
asking the system about it, since on Windows the question alone (`\\server\share`) sends the user's credentials.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from pathlib import Path, PurePath

from deckgen.diagnostics import UserFacingError

_MOST_LINKS = 40
"""Links on the way to one file, as Linux has it (path_resolution(7))."""
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
_FLAGS = ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY")
"""As far as the system has them: no pipe is waited for, no line end changed, no terminal taken."""
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class RefusedFileError(UserFacingError):
    """A file that is not read or written; the message is a sentence that names it, `reason` its end (“is a pipe”)."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.reason = reason


class OutsideError(RefusedFileError):
    """The path leads out of the folder that it must stay in."""


class NotRegularError(RefusedFileError):
    """What stands there is no regular file: a folder, a pipe, a device."""


class TooLargeError(RefusedFileError):
    """The file has more bytes than are read; `size` is how many, as far as they were counted."""

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name, f"has {size:,} bytes; more than {most:,} are not read")
        self.size = size


def locate(path: Path, root: Path) -> Path:
    """Give the real path of what `path` names, which need not exist; OutsideError where it leads out of `root`, the project.

    `root` itself may be reached by links. Raises OSError where links lead in a circle.
    """
    real = Path(os.path.realpath(root))
    bases = (real, Path(os.path.abspath(root)))  # noqa: PTH100 -- links stay, which `Path.resolve` would follow
    rest = _inside(path if path.is_absolute() else Path.cwd() / path, bases)
    if rest is None:
        raise _outside(path)
    left, here, links = deque(rest), real, 0
    while left:
        part = left.popleft()
        if part == "..":
            if here == real:
                raise _outside(path, linked=links > 0)
            here = here.parent
            continue
        here /= part
        target = _link(here)
        if target is None:
            continue
        links += 1
        if links > _MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        here, ahead = _follow(target, here, bases)
        if ahead is None:
            raise _outside(path, linked=True)
        left.extendleft(reversed(ahead))
    return here


def _inside(path: PurePath, bases: tuple[Path, ...]) -> tuple[str, ...] | None:
    """Give the parts of a path below one of the folders, by its letters alone; None where it lies below none."""
    return next((path.relative_to(base).parts for base in bases if path.is_relative_to(base)), None)


def _follow(target: str, link: Path, bases: tuple[Path, ...]) -> tuple[Path, tuple[str, ...] | None]:
    """Give where a link leads from, and the parts of the way; None for a way that begins outside."""
    way = Path(target.removeprefix("\\\\?\\"))
    if way.is_absolute() or way.drive or way.root:
        return bases[0], _inside(way, bases)
    return link.parent, way.parts


def _link(path: Path) -> str | None:
    """Give what a link leads to; None for what is no link, or not there."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    junction = _JUNCTION is not None and getattr(found, "st_reparse_tag", 0) == _JUNCTION
    return str(path.readlink()) if stat.S_ISLNK(found.st_mode) or junction else None


def _outside(path: Path, *, linked: bool = False) -> OutsideError:
    return OutsideError(
        str(path), "is a symbolic link that leads out of the project" if linked else "lies outside the project"
    )


def read_bytes(path: Path, most: int, root: Path | None = None) -> bytes:
    """Read a regular file of at most `most` bytes, inside `root` where that is given.

    Raises OutsideError, NotRegularError, TooLargeError (also for a file that grows while it is read), and OSError.
    """
    path = path if root is None else locate(path, root)
    _require_regular(path, path.stat().st_mode)
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        _require_regular(path, found.st_mode)
        if found.st_size > most:
            raise TooLargeError(str(path), found.st_size, most)
        data = file.read(most + 1)
    if len(data) > most:
        raise TooLargeError(str(path), len(data), most)
    return data


def _require_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotRegularError(str(path), f"is {kind_of(mode)}, not a regular file")


def kind_of(mode: int) -> str:
    """Name what a file mode (`st_mode`) stands for, where it is no regular file."""
    return next((name for test, name in _KINDS if test(mode)), "something else")
