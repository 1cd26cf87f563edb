"""A project → the directory of its cache entries, outside the project; or the reason why it has none.

The cache root contains one directory per project, named by a digest of the project's real path. The root is the value of the
environment variable DECKGEN_CACHE, else deckgen's directory in the user's cache directory (by platformdirs). Cached bytes go into
decks. So a root that another person could have filled is refused: one inside the project, a symbolic link, a directory of
another user, or one in which other users may write. Without a usable root nothing is cached; that is not an error.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from deckgen.cache.files import is_link

CACHE_VARIABLE = "DECKGEN_CACHE"
"""The environment variable for the cache root: an absolute path, or `off` or the empty text for no cache at all."""
_NO_CACHE_VALUES = {"", "off"}
_MAX_NEW_DIRECTORIES = 2
"""Directories that may be created for the default root: `.cache/deckgen`. If more are missing, the user has no home directory."""
_CACHEDIR_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of deckgen: see https://bford.info/cachedir/\n"
)
"""Content of CACHEDIR.TAG, by which backup programs recognise a cache."""

_State = tuple[int, int, int, int] | None
"""Device, inode, owner and mode of a directory; None if it does not exist."""


class UnusableRootError(Exception):
    """A directory cannot be the root of the cache; the message states why."""


def directory(project: Path) -> Path | None:
    """Return the directory of a project's entries, which need not exist yet; None where nothing can be cached.

    Creates the cache root if necessary. Raises nothing.
    """
    try:
        root = _cache_root(project)
    except (UnusableRootError, OSError, ValueError, RuntimeError):  # RuntimeError: no home directory, a loop of links
        return None
    return None if root is None else root / project_id(project)


def refusal_reason(project: Path) -> str:
    """Return one sentence on why the value of DECKGEN_CACHE is refused; empty if it is not refused or not set."""
    if CACHE_VARIABLE not in os.environ:
        return ""
    try:
        _cache_root(project)
    except (UnusableRootError, OSError, ValueError, RuntimeError) as error:
        reason = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else error
        return f"nothing is cached, because the value of {CACHE_VARIABLE} cannot be used: {reason}"
    return ""


def project_id(project: Path) -> str:
    """Return the identifier of a project: the same one for its real path and for all paths that lead there through links."""
    path = os.path.normcase(os.path.realpath(project))
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]


def _cache_root(project: Path) -> Path | None:
    """Return the cache root; None if the user switched the cache off.

    Raises UnusableRootError, OSError, ValueError or RuntimeError where there is no usable root.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen is not None and chosen.casefold() in _NO_CACHE_VALUES:
        return None
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    arguments = project.resolve(), chosen, os.environ.get("XDG_CACHE_HOME"), os.environ.get("HOME"), user
    root, checked_state = _checked_root(*arguments)
    if _directory_state(root) != checked_state:  # since then deleted, replaced, or made writable for others
        _checked_root.cache_clear()
        root, _ = _checked_root(*arguments)
    return root


@lru_cache(maxsize=64)
def _checked_root(project: Path, chosen: str | None, *_: object) -> tuple[Path, _State]:
    """Find, check and, if necessary, create the root; return it with its state.

    Cached, because it takes 0.3 ms and a build calls it ten times.
    """
    root = _default_root() if chosen is None else Path(chosen)
    if not root.is_absolute():
        raise UnusableRootError(f"{root} is not an absolute path")
    if is_link(root):
        raise UnusableRootError(f"{root} is a symbolic link")
    root = root.resolve()
    if _is_inside(root, project):
        raise UnusableRootError(f"{root} is inside the project {project}")
    missing = list(takewhile(lambda path: not path.exists(), (root, *root.parents)))
    _check_parents(root.parents[max(len(missing) - 1, 0) :])
    if missing:
        _create_root(missing, is_chosen=chosen is not None)
    _check_root(root)
    return root, _directory_state(root)


def _directory_state(root: Path) -> _State:
    """Return a value that changes when a directory is replaced or gets another owner or mode; None if it does not exist."""
    try:
        status = root.lstat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino, status.st_uid, status.st_mode


def _default_root() -> Path:
    import platformdirs  # noqa: PLC0415 -- it takes 4 ms, and with DECKGEN_CACHE it is not needed

    return platformdirs.user_cache_path("deckgen", appauthor=False)


def _is_inside(root: Path, project: Path) -> bool:
    """Whether a root is inside a project; compares the directories themselves, for file systems that ignore case."""
    project_status = project.stat()
    for path in (root, *root.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            if os.path.samestat(path.stat(), project_status):
                return True
    return False


def _create_root(missing: list[Path], *, is_chosen: bool) -> None:
    """Create the missing directories of a root, given the deepest first.

    Raises UnusableRootError if the user did not choose the root and the home directory does not exist.
    """
    highest = missing[-1]
    if not is_chosen and (len(missing) > _MAX_NEW_DIRECTORIES or highest.parent == Path(highest.anchor)):
        raise UnusableRootError(f"{highest} does not exist")
    for path in reversed(missing):
        with suppress(FileExistsError):  # created by another process meanwhile; its owner is checked afterwards
            path.mkdir(mode=0o700)
    with suppress(OSError), (missing[0] / "CACHEDIR.TAG").open("x", encoding="ascii") as file:
        file.write(_CACHEDIR_TAG)


def _check_root(root: Path) -> None:
    """Raise UnusableRootError unless the root belongs to the user alone. On Windows, the ACL of a user profile ensures that."""
    status = root.lstat()
    if not stat.S_ISDIR(status.st_mode) or is_link(root):
        raise UnusableRootError(f"{root} is not a directory")
    if not hasattr(os, "geteuid"):
        return
    if status.st_uid != os.geteuid():
        raise UnusableRootError(f"{root} belongs to another user")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnusableRootError(f"other users may write in {root}")


def _check_parents(parents: Sequence[Path]) -> None:
    """Raise UnusableRootError if another user could replace the cache root by a directory of theirs.

    For the superuser, who may write everywhere, every parent must belong to the superuser: `sudo` can leave HOME unchanged, and
    the user could not write to directories that are created there.
    """
    if not hasattr(os, "geteuid"):
        return
    for path in parents:
        status = path.stat()
        if os.geteuid() == 0 and status.st_uid != 0:
            raise UnusableRootError(f"{path} belongs to another user")
        if status.st_mode & stat.S_IWOTH and not status.st_mode & stat.S_ISVTX:
            raise UnusableRootError(f"other users may write in {path}")
