"""Store bytes by name in a directory, from one build to the next: `get` returns exactly the bytes that were put, or none.

An entry is one file. Builds that run at the same time write an entry completely or not at all. An entry that cannot be read, or
whose digest is wrong, is ignored. If nothing can be written, nothing is stored, and no build fails. The directory may be deleted
at any time.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from deckgen.cache import pruning
from deckgen.cache.files import is_link, open_without_links
from deckgen.cache.pruning import KINDS
from deckgen.io.atomic import write_file

_MAGIC = b"deckgen1"
_DIGEST_SIZE = hashlib.sha256().digest_size
_MAX_ENTRY_BYTES = 256 << 20
"""Maximum bytes of an entry."""


class Store:
    """A project's entries of one kind (`pruning.KINDS`), in a directory that is created with the first entry.

    `directory` is the directory of the project (`location.directory`); without one (None) nothing is stored.
    """

    def __init__(self, directory: Path | None, kind: str) -> None:
        self.folder = None if directory is None else directory / kind
        self._suffix = KINDS[kind]

    def get(self, name: str) -> bytes | None:
        """Return the bytes that were put under a name; None if they are missing or damaged."""
        if self.folder is None or self._is_behind_link(self.folder):
            return None
        path = self.folder / f"{name}{self._suffix}"
        try:
            data = read_entry(path)
        except OSError:
            return None
        start = len(_MAGIC) + _DIGEST_SIZE
        if data[:start] != _MAGIC + hashlib.sha256(memoryview(data)[start:]).digest():
            return None
        with suppress(OSError):
            os.utime(path)
        return data[start:]

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name; the entry is replaced completely, or is missing. Raises nothing."""
        if self.folder is None or self._is_behind_link(self.folder) or len(data) > _MAX_ENTRY_BYTES:
            return
        with suppress(OSError):
            for folder in (self.folder.parent, self.folder):
                with suppress(FileExistsError):
                    folder.mkdir(mode=0o700)
            entry = b"".join((_MAGIC, hashlib.sha256(data).digest(), data))
            write_file(self.folder / f"{name}{self._suffix}", entry, is_disposable=True)
            pruning.record_entry(self.folder.parents[1], len(data))

    @staticmethod
    def _is_behind_link(folder: Path) -> bool:
        """Whether one of the directories is a symbolic link, so that its content may come from others."""
        return is_link(folder) or is_link(folder.parent)


def read_entry(path: Path) -> bytes:
    """Read an entry. Raises OSError, also for a link, a pipe, a device, or a file that is too large."""
    with os.fdopen(open_without_links(path, os.O_RDONLY), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > _MAX_ENTRY_BYTES:
            raise OSError
        return file.read()
