"""A project's folder → the git repository that contains it: the folder of its objects, and the commit that is checked out.

The repository may come from a stranger, so its configuration is not read, here or by git: some forty of its keys name commands
that git runs. Only `.git` in the project's folder or a folder above it counts, never one below: a folder of content can look
like a repository without being one. Symbolic links, pipes and devices inside `.git` are refused, and so are objects borrowed
from another repository (`objects/info/alternates`).

Formats: gitrepository-layout(5), git-worktree(1) under DETAILS, git-check-ref-format(1).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

_OBJECT_NAME = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
"""The name of an object: SHA-1 or SHA-256, in hexadecimal digits."""
_REF = re.compile(r"refs(?:/(?!\.)[^\x00-\x20\x7f~^:?*\[\\/]+)+")
_PACKED_REF = re.compile(rb"^([0-9a-f]{40,64}) (refs/\S+)$", re.MULTILINE)
_MAX_REFS = 20_000
"""Maximum number of branches and tags that are not packed."""
_MAX_SYMBOLIC_REFS = 5
"""Maximum number of symbolic refs in a row; git itself follows five."""
_MAX_LINE_FILE_BYTES, _MAX_LIST_FILE_BYTES = 4096, 64_000_000
"""Maximum size of a file with one line, and of a file with a list of refs or commits."""
_MAX_OBJECT_FILES = 20_000
"""Maximum number of folders and packs of objects; git itself repacks at 6,700 loose objects or 50 packs."""
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")


class Repository(Struct, frozen=True):
    """A repository: `root` contains `.git`, `head` is the commit checked out, `shallow` the ends of a shallow history."""

    root: Path
    objects: Path
    head: str
    shallow: bytes = b""

    @property
    def hash_name(self) -> str:
        """The hash function from which objects get their names."""
        return "sha1" if len(self.head) == 40 else "sha256"


class RepositoryError(Exception):
    """A repository that is refused; the message is the reason, as a clause without a full stop."""


def find_repository(project: Path) -> Repository | None:
    """Return the repository of a project; None if there is none, or only one without commits. Raises RepositoryError."""
    project = project.resolve()
    root = next((folder for folder in (project, *project.parents) if os.path.lexists(folder / ".git")), None)
    if root is None:
        return None
    try:
        git_folder, common = _find_git_folders(root)
        head = _read_head(git_folder, common)
        if head is None:
            return None
        _check_objects(common)
        return Repository(root, common / "objects", head, _read_shallow(common))
    except OSError as error:
        raise RepositoryError(f"{root / '.git'} cannot be read: {error.strerror or error}") from error


def _find_git_folders(root: Path) -> tuple[Path, Path]:
    """Return the git folder of a checkout, and the one that linked worktrees share; they differ only in a linked worktree."""
    entry = root / ".git"
    if _is_link(entry):
        raise RepositoryError(f"{entry} is a symbolic link")
    if stat.S_ISDIR(entry.lstat().st_mode):
        return entry, entry
    text = _read(root, ".git", _MAX_LINE_FILE_BYTES)
    target = os.fsdecode(text.strip().removeprefix(b"gitdir:").strip()) if text else ""
    if not _is_local(target):
        raise RepositoryError(f"{entry} names no local folder")
    folder = Path(os.path.normpath(root / target))
    module_folders = {parent / ".git" / "modules" for parent in root.parents}
    if module_folders.intersection(folder.parents) and folder.resolve() == folder:
        return folder, folder  # a submodule, stored in the repository around it
    if folder.parent.name == "worktrees" and _points_back(folder, entry):
        return folder, folder.parent.parent
    raise RepositoryError(f"{entry} names a folder that is not the repository of this one")


def _points_back(folder: Path, entry: Path) -> bool:
    """Whether a folder of `worktrees` points back to the file `entry`; a stranger who made only `entry` cannot write there."""
    text = _read(folder, "gitdir", _MAX_LINE_FILE_BYTES)
    target = os.fsdecode(text.strip()) if text else ""
    return _is_local(target) and Path(os.path.normpath(folder / target)).resolve() == entry


def _is_local(path: str) -> bool:
    """Whether a path is safe to open: a UNC path of Windows connects to a server, and `//./` is a device."""
    return bool(path) and "\0" not in path and not re.match(r"[\\/]{2}", path)


def _read_head(git_folder: Path, common: Path) -> str | None:
    """Return the name of the commit that is checked out; None on a branch without commits."""
    text = _read(git_folder, "HEAD", _MAX_LINE_FILE_BYTES)
    for _ in range(_MAX_SYMBOLIC_REFS):
        if text is None:
            return None
        text = text.strip()
        if _OBJECT_NAME.fullmatch(text):
            return text.decode()
        name = text.removeprefix(b"ref:").strip().decode("utf-8", "replace")
        if not text.startswith(b"ref:") or not _REF.fullmatch(name) or ".." in name:
            break
        text = _read(common, name, _MAX_LINE_FILE_BYTES) or _read_packed_ref(common, name)
    raise RepositoryError(f"{git_folder / 'HEAD'} names no commit")


def _read_packed_ref(common: Path, name: str) -> bytes | None:
    line = re.search(
        rb"^([0-9a-f]{40,64}) %s$" % re.escape(name.encode()),
        _read(common, "packed-refs", _MAX_LIST_FILE_BYTES) or b"",
        re.M,
    )
    return line[1] if line else None


def read_refs(repository: Repository) -> dict[str, str]:
    """Return the branches and tags of a repository with the objects that they name. Raises RepositoryError.

    Those that are refs to other refs (the `HEAD` of a remote) are left out.
    """
    common = repository.objects.parent
    packed = _read(common, "packed-refs", _MAX_LIST_FILE_BYTES) or b""
    refs = {name.decode("utf-8", "replace"): found.decode() for found, name in _PACKED_REF.findall(packed)}
    for path in islice(_files_below(common / "refs"), _MAX_REFS):
        name = path.relative_to(common).as_posix()
        text = (_read(common, name, _MAX_LINE_FILE_BYTES) or b"").strip()
        if _OBJECT_NAME.fullmatch(text):
            refs[name] = text.decode()
    return {name: found for name, found in refs.items() if _REF.fullmatch(name) and ".." not in name}


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in sorted(names))


def _read_shallow(common: Path) -> bytes:
    """Return the commits whose parents were not fetched, one per line."""
    lines = (_read(common, "shallow", _MAX_LIST_FILE_BYTES) or b"").split()
    return b"".join(line + b"\n" for line in lines if _OBJECT_NAME.fullmatch(line))


def _check_objects(common: Path) -> None:
    """Raise RepositoryError if something in the folder of objects would lead git out of it."""
    objects = common / "objects"
    if _is_link(objects) or _is_link(objects / "info") or os.path.lexists(objects / "info" / "alternates"):
        raise RepositoryError(f"{objects} borrows objects from elsewhere")
    for number, entry in enumerate(chain.from_iterable(map(_list_entries, (objects, objects / "pack")))):
        if number == _MAX_OBJECT_FILES:
            raise RepositoryError(f"{objects} holds more than {_MAX_OBJECT_FILES:,} files")
        if entry.is_symlink() or not (entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)):
            raise RepositoryError(f"{entry.path} is not a regular file or folder")


def _list_entries(folder: Path) -> list[os.DirEntry[str]]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        return list(islice(found, _MAX_OBJECT_FILES + 1))


def _read(folder: Path, name: str, max_bytes: int) -> bytes | None:
    """Read a file of a repository; None if it is missing. Raises RepositoryError if it is not a regular file or too large."""
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
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise RepositoryError(f"{path} is too large")
    return data


def _is_link(path: Path) -> bool:
    """Whether a path is a symbolic link or a Windows junction; its target is not opened."""
    try:
        path.readlink()
    except (OSError, ValueError):
        return False
    return True
