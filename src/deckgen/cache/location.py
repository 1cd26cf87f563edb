"""A project → the directory that holds its cache entries, outside the project; or the reason why it has none.

Below the root lies one directory per project, named by a digest of the project's real path. The root is the value of the
environment variable DECKGEN_CACHE, else deckgen's directory in the user's cache directory, which platformdirs knows. What a
cache holds goes into decks, so a root that somebody else could have filled is refused: one in the project, a symbolic link,
a directory of another user or one in which others may write. Without a usable root nothing is cached, which is no error.
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

VARIABLE = "DECKGEN_CACHE"
"""Names the environment variable: an absolute path, or `off` (the same as nothing) for no cache at all."""
_OFF = {"", "off"}
_MOST_NEW = 2
"""Directories made for a root that nobody chose: `.cache/deckgen`. Where more is missing there is no home, as for `nobody`."""
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of deckgen: see https://bford.info/cachedir/\n"
"""Content of CACHEDIR.TAG, by which backup programs know a cache."""


_State = tuple[int, int, int, int] | None


class UnusableError(Exception):
    """Why a directory cannot be the root of the cache."""


def directory(project: Path) -> Path | None:
    """Give the directory of a project's entries, which need not exist yet; None where nothing can be cached.

    Its root exists from then on: it is made if necessary. Raises nothing.
    """
    try:
        found = _usable(project)
    except (UnusableError, OSError, ValueError, RuntimeError):  # RuntimeError: no home directory, a loop of links
        return None
    return None if found is None else found / identifier(project)


def refusal(project: Path) -> str:
    """Say in one sentence why the value of DECKGEN_CACHE is refused; empty where it is not, and where none is set."""
    if VARIABLE not in os.environ:
        return ""
    try:
        _usable(project)
    except (UnusableError, OSError, ValueError, RuntimeError) as fault:
        reason = f"{fault.filename}: {fault.strerror}" if isinstance(fault, OSError) and fault.filename else fault
        return f"nothing is cached, because the value of {VARIABLE} cannot be used: {reason}"
    return ""


def identifier(project: Path) -> str:
    """Name a project: one name for its real path and for all paths that lead there by symbolic links."""
    path = os.path.normcase(os.path.realpath(project))
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]


def _usable(project: Path) -> Path | None:
    """Give the root; None where the user wants no cache. UnusableError, OSError, ValueError, RuntimeError where there is none."""
    chosen = os.environ.get(VARIABLE)
    if chosen is not None and chosen.casefold() in _OFF:
        return None
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    arguments = project.resolve(), chosen, os.environ.get("XDG_CACHE_HOME"), os.environ.get("HOME"), user
    root, checked = _root(*arguments)
    if _state(root) != checked:  # deleted, replaced, or opened to others since
        _root.cache_clear()
        root, _ = _root(*arguments)
    return root


@lru_cache(maxsize=64)
def _root(project: Path, chosen: str | None, *_: object) -> tuple[Path, _State]:
    """Find, check and, if necessary, make the root; give it with its state. It takes 0.3 ms, and a build asks ten times."""
    root = _default() if chosen is None else Path(chosen)
    if not root.is_absolute():
        raise UnusableError(f"{root} is not an absolute path")
    if is_link(root):
        raise UnusableError(f"{root} is a symbolic link")
    root = root.resolve()
    if _lies_in(root, project):
        raise UnusableError(f"{root} lies in the project {project}")
    missing = list(takewhile(lambda path: not path.exists(), (root, *root.parents)))
    _check_parents(root.parents[max(len(missing) - 1, 0) :])
    if missing:
        _make(missing, wanted=chosen is not None)
    _check_root(root)
    return root, _state(root)


def _state(root: Path) -> _State:
    """Give what changes when a directory is replaced, or gets another owner or mode; None where there is none."""
    try:
        found = root.lstat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino, found.st_uid, found.st_mode


def _default() -> Path:
    import platformdirs  # noqa: PLC0415 -- 4 ms, which a user of DECKGEN_CACHE does without

    return platformdirs.user_cache_path("deckgen", appauthor=False)


def _lies_in(root: Path, project: Path) -> bool:
    """Tell whether a root lies in a project; by the directories themselves, for file systems that ignore case."""
    there = project.stat()
    for path in (root, *root.parents):
        with suppress(FileNotFoundError, NotADirectoryError):
            if os.path.samestat(path.stat(), there):
                return True
    return False


def _make(missing: list[Path], *, wanted: bool) -> None:
    """Make the directories of a root, the deepest of which comes first; none for a home directory that does not exist."""
    highest = missing[-1]
    if not wanted and (len(missing) > _MOST_NEW or highest.parent == Path(highest.anchor)):
        raise UnusableError(f"{highest} does not exist")
    for path in reversed(missing):
        with suppress(FileExistsError):  # made by another process meanwhile; whose it is, is checked afterwards
            path.mkdir(mode=0o700)
    with suppress(OSError), (missing[0] / "CACHEDIR.TAG").open("x", encoding="ascii") as file:
        file.write(_TAG)


def _check_root(root: Path) -> None:
    """Raise UnusableError for a root that is not the user's own. Windows: directories in a profile are private by their ACL."""
    found = root.lstat()
    if not stat.S_ISDIR(found.st_mode) or is_link(root):
        raise UnusableError(f"{root} is not a directory")
    if not hasattr(os, "geteuid"):
        return
    if found.st_uid != os.geteuid():
        raise UnusableError(f"{root} belongs to another user")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise UnusableError(f"other users may write in {root}")


def _check_parents(parents: Sequence[Path]) -> None:
    """Raise UnusableError where another user could put a directory of theirs in the place of the root.

    For root, who may write everywhere, every parent must be root's own: `sudo` can leave HOME as it was, and directories made
    there would keep the user out.
    """
    if not hasattr(os, "geteuid"):
        return
    for path in parents:
        found = path.stat()
        if os.geteuid() == 0 and found.st_uid != 0:
            raise UnusableError(f"{path} belongs to another user")
        if found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX:
            raise UnusableError(f"other users may write in {path}")
