"""Bytes → a file that is complete or not there.

The bytes are written to a staged file in the same folder and flushed to disk; then the staged file replaces the target in one
step. Windows does not replace a file that another program has open, so `replace_file` tries for a while.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import time
from pathlib import Path

_LEFTOVER_AGE = 3600
"""Seconds after which a staged file belongs to a killed command: a command at work has staged its files later."""
_LOCK_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait between attempts to replace a file that is open: virus scanners and indexers close a file soon."""
_OPEN_ELSEWHERE = {5, 32, 33}
"""Error codes of Windows for a file that another program has open: access denied, sharing violation, lock violation."""
_STAGED_NAME = re.compile(r"\.(?P<target>.+)\.[0-9a-f]{8}\.tmp")


def write_file(path: Path, data: bytes) -> None:
    """Create or replace the file at `path`, and create its folder; a link is replaced, not followed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path)
    staged = stage(path, data)
    try:
        copy_mode(path, staged)
        replace_file(staged, path)
    finally:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
    flush_folder(path.parent)


def staged_name(target: str) -> str:
    """Return a new name for the staged file that will replace the file `target` in the same folder."""
    return f".{target}.{secrets.token_hex(4)}.tmp"


def target_name(staged: str) -> str | None:
    """Return the name of the file that a staged file will replace; None if `staged_name` did not make the name `staged`."""
    match = _STAGED_NAME.fullmatch(staged)
    return match["target"] if match else None


def stage(target: Path, data: bytes) -> Path:
    """Write bytes to a staged file next to `target`, flush it to disk and return it.

    Raises OSError, and removes the staged file then.
    """
    staged = target.with_name(staged_name(target.name))
    try:
        with staged.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
    return staged


def replace_file(staged: Path, target: Path) -> None:
    """Move a staged file to its target in one step, which replaces the file that is there.

    Waits up to 1.5 seconds for another program to close the target, where open files cannot be replaced (Windows). Raises
    PermissionError after that, and OSError at once for any other reason.
    """
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


def copy_mode(old: Path, new: Path) -> None:
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
