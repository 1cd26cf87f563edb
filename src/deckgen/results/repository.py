"""A project's folder → the git repository that it belongs to: where its objects lie, and which commit is checked out.

The repository may come from a stranger, so no configuration of it is read, here or by git: some forty keys of it name commands
that git starts. Only `.git` in the project's folder or a folder above counts, never one below: a folder of content may
look like a repository and is none. Symbolic links, pipes and devices inside `.git` are refused, and so are objects that are
borrowed from elsewhere (`objects/info/alternates`).

Formats: gitrepository-layout(5), git-worktree(1) under DETAILS, git-check-ref-format(1).
"""

from __future__ import annotations

import os
import re
import stat
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

_ID = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""An object: SHA-1 or SHA-256, in hexadecimal digits."""
_REF = re.compile(r"refs(?:/(?!\.)[^\x00-\x20\x7f~^:?*\[\\/]+)+")
_LINK_DEPTH = 5
"""As many symbolic refs in a row; git itself follows five."""
_SMALL, _LARGE = 4096, 64_000_000
"""Bytes of a file with one line, and of a list of refs or of the ends of a shallow history."""
_MOST_FILES = 20_000
"""Folders and packs of objects; git itself packs again at 6,700 loose objects or 50 packs."""
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")


class Repository(Struct, frozen=True):
    """A repository: `root` is the folder that holds `.git`, `head` the commit checked out, `shallow` where history is cut off."""

    root: Path
    objects: Path
    head: str
    shallow: bytes = b""

    @property
    def hash_name(self) -> str:
        """The hash by which objects are named."""
        return "sha1" if len(self.head) == 40 else "sha256"


class RepositoryError(Exception):
    """A repository that is not read; the message says why, as a clause without a full stop."""


def find_repository(project: Path) -> Repository | None:
    """Give the repository of a project; None where there is none, or one without commits. Raises RepositoryError."""
    project = project.resolve()
    root = next((folder for folder in (project, *project.parents) if os.path.lexists(folder / ".git")), None)
    if root is None:
        return None
    try:
        own, common = _folders(root)
        head = _head(own, common)
        if head is None:
            return None
        _check_objects(common)
        return Repository(root, common / "objects", head, _shallow(common))
    except OSError as fault:
        raise RepositoryError(f"{root / '.git'} cannot be read: {fault.strerror or fault}") from fault


def _folders(root: Path) -> tuple[Path, Path]:
    """Give the folder of a checkout and the one that it shares with others: the same but for a linked worktree."""
    entry = root / ".git"
    if _is_link(entry):
        raise RepositoryError(f"{entry} is a symbolic link")
    if stat.S_ISDIR(entry.lstat().st_mode):
        return entry, entry
    text = _read(root, ".git", _SMALL)
    named = os.fsdecode(text.strip().removeprefix(b"gitdir:").strip()) if text else ""
    if not _is_local(named):
        raise RepositoryError(f"{entry} names no local folder")
    folder = Path(os.path.normpath(root / named))
    above = {parent / ".git" / "modules" for parent in root.parents}
    if above.intersection(folder.parents) and folder.resolve() == folder:
        return folder, folder  # a submodule, kept in the repository around it
    if folder.parent.name == "worktrees" and _names_back(folder, entry):
        return folder, folder.parent.parent
    raise RepositoryError(f"{entry} names a folder that is not the repository of this one")


def _names_back(folder: Path, entry: Path) -> bool:
    """Tell whether a folder of `worktrees` is that of `entry`: whoever only made `entry` cannot have written there."""
    text = _read(folder, "gitdir", _SMALL)
    named = os.fsdecode(text.strip()) if text else ""
    return _is_local(named) and Path(os.path.normpath(folder / named)).resolve() == entry


def _is_local(path: str) -> bool:
    """Tell whether a path may be looked at: a UNC path of Windows would already connect to a server, `//./` is a device."""
    return bool(path) and "\0" not in path and not re.match(r"[\\/]{2}", path)


def _head(own: Path, common: Path) -> str | None:
    """Give the commit that is checked out; None on a branch without commits."""
    text = _read(own, "HEAD", _SMALL)
    for _ in range(_LINK_DEPTH):
        if text is None:
            return None
        text = text.strip()
        if _ID.fullmatch(text):
            return text.decode()
        name = text.removeprefix(b"ref:").strip().decode("utf-8", "replace")
        if not text.startswith(b"ref:") or not _REF.fullmatch(name) or ".." in name:
            break
        text = _read(common, name, _SMALL) or _packed(common, name)
    raise RepositoryError(f"{own / 'HEAD'} names no commit")


def _packed(common: Path, name: str) -> bytes | None:
    listed = re.search(
        rb"^([0-9a-f]{40,64}) %s$" % re.escape(name.encode()), _read(common, "packed-refs", _LARGE) or b"", re.M
    )
    return listed[1] if listed else None


def _shallow(common: Path) -> bytes:
    """Give the commits whose parents were not fetched, one a line."""
    lines = (_read(common, "shallow", _LARGE) or b"").split()
    return b"".join(line + b"\n" for line in lines if _ID.fullmatch(line))


def _check_objects(common: Path) -> None:
    """Refuse what would lead git out of the folder of objects."""
    objects = common / "objects"
    if _is_link(objects) or _is_link(objects / "info") or os.path.lexists(objects / "info" / "alternates"):
        raise RepositoryError(f"{objects} borrows objects from elsewhere")
    for number, entry in enumerate(chain.from_iterable(map(_entries, (objects, objects / "pack")))):
        if number == _MOST_FILES:
            raise RepositoryError(f"{objects} holds more than {_MOST_FILES:,} files")
        if entry.is_symlink() or not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
            raise RepositoryError(f"{entry.path} is not a regular file or folder")


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return list(islice(found, _MOST_FILES + 1))


def _read(folder: Path, name: str, most: int) -> bytes | None:
    """Read a file of a repository; None where there is none. Raises RepositoryError for what is not a regular file in it."""
    path = folder
    for part in name.split("/"):
        path /= part
        if _is_link(path):
            raise RepositoryError(f"{path} is a symbolic link")
    try:
        handle = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise RepositoryError(f"{path} is not a regular file")
        data = file.read(most + 1)
    if len(data) > most:
        raise RepositoryError(f"{path} is too large")
    return data


def _is_link(path: Path) -> bool:
    """Tell whether a path is a symbolic link, or a junction of Windows, without looking at what it leads to."""
    try:
        path.readlink()
    except (OSError, ValueError):
        return False
    return True
