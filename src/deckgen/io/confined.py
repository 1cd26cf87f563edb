r"""A path that a stranger may have chosen → the bytes of a regular file inside the project, or a refusal.

Content, brands and folders may name only regular files inside the project. Symbolic links (and junctions of Windows) are
followed one by one, and the target of each is checked before the system is asked about it. So a path that leads out of the
project is refused without a system call: on Windows, asking about `\\server\share` already sends the user's credentials.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path, PurePath

from deckgen.diagnostics import UserFacingError
from deckgen.io.spelling import require_spelling

_MAX_LINKS = 40
"""Symbolic links on the way to one file: the limit of Linux (path_resolution(7))."""
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
OPEN_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY"))
"""Flags for `os.open`, as far as the system has them: do not wait for a pipe, change no line ends, take no terminal."""
_FILE_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class RefusedFileError(UserFacingError):
    """A file that must not be read or written; the message names it and ends with `reason` (“is a pipe”)."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} {reason}")
        self.reason = reason


class OutsideError(RefusedFileError):
    """The path leads out of the folder in which it must stay."""


class NotRegularError(RefusedFileError):
    """The path names something other than a regular file: a folder, a pipe, a device."""


class TooLargeError(RefusedFileError):
    """The file has more bytes than may be read; `size` is the number of bytes found."""

    def __init__(self, name: str, size: int, max_bytes: int) -> None:
        super().__init__(name, f"has {size:,} bytes; more than {max_bytes:,} are not read")
        self.size = size


def locate(path: Path, root: Path) -> Path:
    """Return the real path of the file or folder that `path` names; it need not exist.

    Raises OutsideError where the path leads out of `root`, the project, and OSError where links lead in a circle. `root` itself
    may be reached through links.
    """
    return _locate(path, root)[0]


def locate_spelled(path: Path, root: Path) -> Path:
    """Return the same as `locate`, for a file that content names. Raises its errors, and MisspelledError."""
    here, real = _locate(path, root)
    require_spelling(here, real)
    return here


def _locate(path: Path, root: Path) -> tuple[Path, Path]:
    """Return the real paths of a file or folder and of `root`."""
    real = Path(os.path.realpath(root))
    bases = (real, Path(os.path.abspath(root)))  # noqa: PTH100 -- `Path.resolve` would follow links
    rest = parts_below(path if path.is_absolute() else Path.cwd() / path, bases)
    if rest is None:
        raise _outside_error(path)
    pending, here, links = deque(rest), real, 0
    while pending:
        part = pending.popleft()
        if part == "..":
            if here == real:
                raise _outside_error(path, linked=links > 0)
            here = here.parent
            continue
        here /= part
        target = _link_target(here)
        if target is None:
            continue
        links += 1
        if links > _MAX_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        here, parts = _follow_link(target, here, bases)
        if parts is None:
            raise _outside_error(path, linked=True)
        pending.extendleft(reversed(parts))
    return here, real


def parts_below(path: PurePath, bases: Sequence[PurePath]) -> tuple[str, ...] | None:
    """Return the parts of a path below one of the folders, by comparing text only; None if it is below neither."""
    return next((path.relative_to(base).parts for base in bases if path.is_relative_to(base)), None)


def _follow_link(target: str, link: Path, bases: tuple[Path, ...]) -> tuple[Path, tuple[str, ...] | None]:
    """Return the folder at which the target of a link starts, and the parts of its path from there; None if it starts outside."""
    path = Path(target.removeprefix("\\\\?\\"))
    if path.is_absolute() or path.drive or path.root:
        return bases[0], parts_below(path, bases)
    return link.parent, path.parts


def _link_target(path: Path) -> str | None:
    """Return the target of a link; None if the path does not exist or is not a link."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    junction = _JUNCTION is not None and getattr(status, "st_reparse_tag", 0) == _JUNCTION
    return str(path.readlink()) if stat.S_ISLNK(status.st_mode) or junction else None


def _outside_error(path: Path, *, linked: bool = False) -> OutsideError:
    return OutsideError(
        str(path), "is a symbolic link that leads out of the project" if linked else "lies outside the project"
    )


def read_bytes(path: Path, max_bytes: int, root: Path | None = None) -> bytes:
    """Read a regular file of at most `max_bytes` bytes, inside `root` where that is given.

    Raises OutsideError, NotRegularError, TooLargeError (also for a file that grows while it is read), and OSError; with `root`,
    it may be MisspelledError.
    """
    path = path if root is None else locate_spelled(path, root)
    with open_regular(path, max_bytes) as file:
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TooLargeError(str(path), len(data), max_bytes)
    return data


def reason_not_read(error: OSError | RefusedFileError) -> str:
    """Return why `read_bytes` did not read a file, as the end of the sentence "FILE cannot be read: …"."""
    if isinstance(error, RefusedFileError):
        return f"it {error.reason}"
    return error.strerror or str(error)


def open_regular(path: Path | str, max_bytes: int) -> BufferedReader:
    """Open a regular file of at most `max_bytes` bytes for reading; symbolic links are followed.

    Raises NotRegularError for anything else, such as a pipe or a device that could be read for ever, TooLargeError, and OSError.
    """
    return os.fdopen(open_descriptor(path, max_bytes), "rb")


def open_descriptor(path: Path | str, max_bytes: int) -> int:
    """Open a file as `open_regular` does; returns its descriptor, which the caller closes: a file object takes 15 µs more."""
    _require_regular(path, os.stat(path).st_mode)  # noqa: PTH116 -- it may be a text
    descriptor = os.open(path, os.O_RDONLY | OPEN_FLAGS)
    try:
        status = os.fstat(descriptor)
        _require_regular(path, status.st_mode)
        if status.st_size > max_bytes:
            raise TooLargeError(str(path), status.st_size, max_bytes)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _require_regular(path: Path | str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NotRegularError(str(path), f"is {file_kind(mode)}, not a regular file")


def file_kind(mode: int) -> str:
    """Name the kind of a file other than a regular one, by its mode (`st_mode`): “a folder”, “a pipe”."""
    return next((name for test, name in _FILE_KINDS if test(mode)), "something else")
