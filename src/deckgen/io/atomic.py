"""Bytes → a file that is whole or not there: staged beside its place, flushed, then moved over it in one step."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import time
from pathlib import Path

_HOUR = 3600
_STAGED = re.compile(r"\.(?P<target>.+)\.[0-9a-f]{8}\.tmp")


def write_file(path: Path, data: bytes) -> None:
    """Replace or make the file at `path`, its folder too; a link there is replaced, not followed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    staged = stage(path, data)
    try:
        keep_mode(path, staged)
        staged.replace(path)
    finally:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
    flush_folder(path.parent)


def staged_name(target: str) -> str:
    """Give a new name for the bytes that are to take the place of the file `target` in the same folder."""
    return f".{target}.{secrets.token_hex(4)}.tmp"


def target_of(staged: str) -> str | None:
    """Give the file name that a name by `staged_name` was made for; None for any other name."""
    match = _STAGED.fullmatch(staged)
    return match["target"] if match else None


def stage(target: Path, data: bytes) -> Path:
    """Write bytes beside their place and flush them to the disk; gives the file. Raises OSError, and leaves nothing then."""
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


def keep_mode(old: Path, new: Path) -> None:
    """Give the new file the permissions that the old one has, if there is one that is no link."""
    with contextlib.suppress(FileNotFoundError):
        if not old.is_symlink():
            new.chmod(old.stat().st_mode & 0o777)


def flush_folder(folder: Path) -> None:
    """Make the moves in a folder last through a power cut, where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(target: Path) -> None:
    """Remove what killed commands left beside a file; what a command at work has staged is younger than an hour."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{_literal(target.name)}.????????.tmp"):
            with contextlib.suppress(OSError):
                if target_of(left.name) == target.name and time.time() - left.lstat().st_mtime > _HOUR:
                    left.unlink()


def _literal(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
