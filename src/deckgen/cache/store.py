"""Bytes kept in a folder from one build to the next, by name: what was put is given back whole, or not at all.

An entry is one file. Builds that run at once write theirs whole or not at all; one that cannot be read, or is not what was
written, does not count. Without the right to write there nothing is kept, and nobody is stopped. Whoever needs it may delete
the folder at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import threading
import time
from contextlib import suppress
from pathlib import Path

_MARK = b"deckgen1"
_SEAL = hashlib.sha256().digest_size
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC")
"""As far as the system has them: no link is followed, no pipe waited for, no line end changed."""
_LARGEST = 256 << 20
_OLD = 60 * 24 * 3600
"""Seconds after which an entry that nobody asked for is dropped."""


class Store:
    """A folder of entries of one kind, which their `suffix` names; made when the first is put."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self.suffix = suffix
        self._used = time.time()

    def path(self, name: str) -> Path:
        """Say where an entry lies, or would."""
        return self.folder / f"{name}{self.suffix}"

    def get(self, name: str) -> bytes | None:
        """Give the bytes that were put under a name, if they are there, whole."""
        path = self.path(name)
        try:
            data = b"" if self._elsewhere() else _read(path)
        except OSError:
            return None
        head = len(_MARK) + _SEAL
        if data[:head] != _MARK + hashlib.sha256(data[head:]).digest():
            return None
        with suppress(OSError):
            os.utime(path)
        return data[head:]

    def put(self, name: str, data: bytes) -> None:
        """Keep bytes. A file of another name is written first, then takes its place in one step."""
        if self._elsewhere():
            return
        with suppress(OSError):
            self._make_folder()
            # One process may put from several threads at once.
            beside = self.folder / f"{name}-{os.getpid()}-{threading.get_ident()}.tmp"
            try:
                with beside.open("wb") as file:
                    file.writelines((_MARK, hashlib.sha256(data).digest(), data))
                beside.replace(self.path(name))
            except OSError:
                beside.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop what nobody asked for in two months, and what a build that was killed left behind."""
        if self._elsewhere():
            return
        ours = re.compile(rf"\w+({re.escape(self.suffix)}|(-\d+)*\.tmp)")
        with suppress(OSError):
            for path in self.folder.iterdir():
                with suppress(OSError):
                    if ours.fullmatch(path.name) and self._used - path.lstat().st_mtime > _OLD:
                        path.unlink()

    def _elsewhere(self) -> bool:
        """Tell whether the folder is a link, so that what lies there is somebody else's."""
        return self.folder.is_symlink() or self.folder.parent.is_symlink()

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # So that a project that does not know of the cache does not commit it.
        with suppress(FileExistsError), (self.folder / ".gitignore").open("x", encoding="utf-8") as file:
            file.write("*\n")


def _read(path: Path) -> bytes:
    """Read an entry; OSError for what is none: a link, a pipe, a device, or too large."""
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _FLAGS))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise OSError
        return file.read()
