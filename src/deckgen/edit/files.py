"""Changed texts → files: all of them or none, each replaced in one step.

Input: what each file held and what it is to hold. Output: files on disk. Raises FileFault, with a sentence for people.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deckgen.diagnostics import Told
from deckgen.reader import MAX_BYTES


class FileFault(Told):
    """A file that cannot be read or written, in a sentence."""


class Change(Struct, frozen=True):
    """One file's new text; `display` is how messages name it. `before` is None for a file that is not there yet."""

    path: Path
    display: str
    before: str | None
    after: str


def open_file(path: Path, display: str) -> str:
    """Read a content file as it is, its byte order mark and line breaks included."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise FileFault(f"{display} cannot be read: {fault.strerror or fault}") from fault
    if len(data) > MAX_BYTES:
        raise FileFault(f"{display} is too large for a content file")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FileFault(f"{display} is not UTF-8 (deckgen check tells where): save it as UTF-8") from fault


def diff(changes: Sequence[Change]) -> str:
    """Show changes as a unified diff."""
    parts: list[str] = []
    for change in changes:
        before, after = (change.before or "").splitlines(keepends=True), change.after.splitlines(keepends=True)
        for line in difflib.unified_diff(before, after, f"a/{change.display}", f"b/{change.display}"):
            parts.append(line.rstrip("\r\n"))
            if not line.endswith("\n"):
                parts.append("\\ No newline at end of file")
    return "\n".join(parts)


def write_all(changes: Sequence[Change]) -> None:
    """Write every change, or none.

    All new texts are first written beside their files and flushed, then moved into place; should one move fail, the
    files moved before it get their old text back. A file that changed since it was read, or that is protected, is a
    FileFault before anything is touched. Links are followed, permissions kept.
    """
    staged: list[tuple[Change, Path, Path]] = []
    try:
        for change in changes:
            target = Path(os.path.realpath(change.path))
            _check(change, target)
            staged.append((change, target, _stage(change, target)))
        _move(staged)
    finally:
        for _, _, beside in staged:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _check(change: Change, target: Path) -> None:
    if change.before is None:
        if target.exists():
            raise FileFault(f"{change.display} is there already and is not overwritten")
        return
    if open_file(target, change.display) != change.before:
        raise FileFault(f"{change.display} was changed by another program meanwhile; nothing was written: try again")
    # Replacing needs the folder's permission only: without this look, a protected file would be replaced all the same.
    if not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK):
        raise FileFault(f"{change.display} is protected against writing; nothing was written")


def _stage(change: Change, target: Path) -> Path:
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            file.write(change.after.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if change.before is not None:
            beside.chmod(target.stat().st_mode & 0o777)
    except OSError as fault:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise FileFault(
            f"{change.display} cannot be written: {fault.strerror or fault}; nothing was written"
        ) from fault
    return beside


def _move(staged: Sequence[tuple[Change, Path, Path]]) -> None:
    moved: list[tuple[Change, Path]] = []
    for change, target, beside in staged:
        try:
            beside.replace(target)
        except OSError as fault:
            for done, place in moved:
                _put_back(done, place)
            why = fault.strerror or fault
            message = f"{change.display} cannot be replaced ({why}): is it open elsewhere? Nothing was changed"
            raise FileFault(message) from fault
        moved.append((change, target))


def _put_back(change: Change, target: Path) -> None:
    with contextlib.suppress(OSError):
        if change.before is None:
            target.unlink()
        else:
            target.write_bytes(change.before.encode("utf-8"))
