"""Bytes → a file that is complete or not there: the only way in which deckgen writes files that others may read at any moment.

The bytes are written to a staged file in the same folder and flushed to disk; then the staged file replaces the target in one
step. `write_file` does both; with `stage`, several files can be staged before the first of them is replaced. Windows does not
replace a file that another program has open, so `commit` tries for a while.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import time
from pathlib import Path

from msgspec import Struct

from deckgen.io.confined import OPEN_FLAGS

_LEFTOVER_AGE = 3600
"""Seconds after which a staged file belongs to a killed command: a command at work has staged its files later."""
_LOCK_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait between attempts to replace a file that is open: virus scanners and indexers close a file soon."""
_OPEN_ELSEWHERE = {5, 32, 33}
"""Error codes of Windows for a file that another program has open: access denied, sharing violation, lock violation."""
_STAGED_NAME = re.compile(r"\.(?P<target>.+)\.[0-9a-f]{8}\.tmp")


class StagedFile(Struct, frozen=True):
    """The complete new content of the file `target`, in the file `path` next to it."""

    target: Path
    path: Path
    is_disposable: bool = False

    def commit(self) -> None:
        """Replace the target in one step; a link is replaced, not followed. Raises OSError; then the staged file remains.

        Where open files cannot be replaced (Windows), it waits up to 1.5 seconds for another program to close the target.
        A disposable target is missing for a moment.
        """
        if self.is_disposable:
            # A file that replaces another one is flushed to disk by ext4, which takes 0.3 ms.
            with contextlib.suppress(OSError):
                self.target.unlink(missing_ok=True)
        _replace(self.path, self.target)
        if not self.is_disposable:
            flush_folder(self.target.parent)

    def discard(self) -> None:
        """Remove the staged file, if it is still there. Raises nothing."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)


def write_file(path: Path, data: bytes, *, is_disposable: bool = False) -> None:
    """Create or replace the file at `path`, and create its folder; `is_disposable` as in `stage`. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = stage(path, data, is_disposable=is_disposable)
    try:
        staged.commit()
    finally:
        staged.discard()


def stage(target: Path, data: bytes, *, is_disposable: bool = False, permissions_of: Path | None = None) -> StagedFile:
    """Write bytes to a staged file next to `target`, flush it to disk, and give it the permissions of the old file.

    `permissions_of` is another file with the permissions for the new one.

    Files that killed commands staged for this target are removed. A disposable file, such as a cache entry, is for the user
    alone, need not survive a power cut, and somebody else removes its leftovers. Raises OSError, and leaves nothing behind then.
    """
    if not is_disposable:
        remove_leftovers(target)
    staged = StagedFile(target, target.with_name(_staged_name(target.name)), is_disposable)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | OPEN_FLAGS
    try:
        with os.fdopen(os.open(staged.path, flags, 0o600 if is_disposable else 0o666), "wb") as file:
            file.write(data)
            if not is_disposable:
                file.flush()
                os.fsync(file.fileno())
        if not is_disposable:
            _copy_mode(permissions_of or target, staged.path)
    except BaseException:
        staged.discard()
        raise
    return staged


def _staged_name(target: str) -> str:
    """Return a new name for the staged file that will replace the file `target` in the same folder."""
    return f".{target}.{secrets.token_hex(4)}.tmp"


def target_name(staged: str) -> str | None:
    """Return the name of the file that a staged file will replace; None if it is not the name of a staged file."""
    match = _STAGED_NAME.fullmatch(staged)
    return match["target"] if match else None


def _replace(staged: Path, target: Path) -> None:
    """Move a staged file to its target; waits up to 1.5 seconds for another program to close the target (Windows)."""
    for seconds in _LOCK_WAITS:
        try:
            staged.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _OPEN_ELSEWHERE:
                raise
            time.sleep(seconds)
        else:
            return
    staged.replace(target)


def _copy_mode(old: Path, new: Path) -> None:
    """Copy the permissions of the old file to the new one, if the old file exists and is not a link.

    On Windows, a mode is nothing but the read-only attribute, with which the new file could be neither moved nor deleted.
    """
    if sys.platform == "win32":
        return
    with contextlib.suppress(FileNotFoundError):
        if not old.is_symlink():
            new.chmod(old.stat().st_mode & 0o777)


def flush_folder(folder: Path) -> None:
    """Flush a folder to disk, so that renames in it survive a power cut; does nothing where the system cannot flush a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_leftovers(target: Path) -> None:
    """Remove the staged files of a target that killed commands left behind."""
    with contextlib.suppress(OSError):
        for leftover in target.parent.glob(f".{_escaped_glob(target.name)}.????????.tmp"):
            with contextlib.suppress(OSError):
                if (
                    target_name(leftover.name) == target.name
                    and time.time() - leftover.lstat().st_mtime > _LEFTOVER_AGE
                ):
                    leftover.unlink()


def _escaped_glob(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
