"""Bytes → a file: whole or not at all, the folder made if need be, every fault a sentence."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from deckgen.writer.errors import WriterError


def save(data: bytes, path: str | os.PathLike[str]) -> None:
    """Put `data` at `path`, replacing what stands there in one step.

    It is written beside its place, flushed to the disk and then moved: whatever goes wrong, the old file stays whole
    and nothing half-written is left. A link is followed, so that the file it leads to is replaced. WriterError, with a
    sentence that names the file, where the folder or the file cannot be written or another program holds the file open.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(beside, data)
        _keep_mode(target, beside)
        beside.replace(target)
    except OSError as fault:
        raise WriterError(_told(fault, Path(path))) from fault
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_mode(old: Path, new: Path) -> None:
    """Give the new file the permissions that somebody gave the old one."""
    with contextlib.suppress(FileNotFoundError):
        new.chmod(old.stat().st_mode & 0o777)


def _told(fault: OSError, path: Path) -> str:
    if isinstance(fault, PermissionError) and path.is_file() and os.access(path.parent, os.W_OK):
        return f"{path} cannot be replaced: it is open in another program or protected; close it there and build again"
    if isinstance(fault, PermissionError):
        return f"{path} cannot be written: there is no permission to write in its folder"
    if path.is_dir():
        return f"{path} cannot be written: it is a folder"
    if isinstance(fault, (FileExistsError, NotADirectoryError)):
        return f"{path} cannot be written: a part of its path is a file, not a folder"
    return f"{path} cannot be written: {fault.strerror or fault}"
