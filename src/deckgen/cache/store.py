"""Bytes kept in a directory from one build to the next, by name: what was put is given back whole, or not at all.

An entry is one file. Builds that run at once write theirs whole or not at all; one that cannot be read, or is not what was
written, does not count. Where nothing can be written nothing is kept, and no build fails. The directory may be deleted at any
time.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

from deckgen.cache import pruning
from deckgen.cache.files import is_link, open_for
from deckgen.cache.pruning import KINDS

_MARK = b"deckgen1"
_SEAL = hashlib.sha256().digest_size
_LARGEST = 256 << 20
"""Most bytes of an entry."""


class Store:
    """A project's entries of one kind (`pruning.KINDS`), in a directory that is made when the first is put.

    `directory` is that of the project, as `location.directory` gives it; without one, nothing is kept.
    """

    def __init__(self, directory: Path | None, kind: str) -> None:
        self.folder = None if directory is None else directory / kind
        self._suffix = KINDS[kind]

    def get(self, name: str) -> bytes | None:
        """Give the bytes that were put under a name, if they are there, whole."""
        if self.folder is None or self._is_elsewhere(self.folder):
            return None
        path = self.folder / f"{name}{self._suffix}"
        try:
            data = _read(path)
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
        if self.folder is None or self._is_elsewhere(self.folder) or len(data) > _LARGEST:
            return
        with suppress(OSError):
            for folder in (self.folder.parent, self.folder):
                with suppress(FileExistsError):
                    folder.mkdir(mode=0o700)
            # One process may put from several threads at once.
            temporary = self.folder / f"{name}-{os.getpid()}-{threading.get_ident()}.tmp"
            try:
                _write(temporary, data)
                temporary.replace(self.folder / f"{name}{self._suffix}")
            except OSError:
                temporary.unlink(missing_ok=True)
            else:
                pruning.record(self.folder.parents[1], len(data))

    @staticmethod
    def _is_elsewhere(folder: Path) -> bool:
        """Tell whether a symbolic link stands in the place of a directory, so that what lies there is not ours."""
        return is_link(folder) or is_link(folder.parent)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(open_for(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
        file.writelines((_MARK, hashlib.sha256(data).digest(), data))


def _read(path: Path) -> bytes:
    """Read an entry; OSError for what is none: a link, a pipe, a device, or too large."""
    with os.fdopen(open_for(path, os.O_RDONLY), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise OSError
        return file.read()
