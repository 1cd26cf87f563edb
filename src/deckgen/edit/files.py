"""Changed texts → files: all of them or none, each replaced in one step.

Input: what each file held and what it is to hold. Output: files on disk. Raises FileFault, with a sentence for people.
"""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deckgen.diagnostics import UserFacingError
from deckgen.io import atomic, journal
from deckgen.io.confined import RefusedFileError, TooLargeError, locate, read_bytes
from deckgen.reader import MAX_BYTES


class FileError(UserFacingError):
    """A file that cannot be read or written, in a sentence."""


class Change(Struct, frozen=True):
    """One file's new text; `display` is how messages name it."""

    path: Path
    display: str
    before: str
    after: str


def open_file(path: Path, display: str, root: Path) -> str:
    """Read a content file as it is, its byte order mark and line breaks included; it must not lead out of `root`."""
    try:
        data = read_bytes(path, MAX_BYTES, root)
    except TooLargeError as fault:
        raise FileError(f"{display} is too large for a content file") from fault
    except RefusedFileError as fault:
        raise FileError(f"{display} is not read: it {fault.reason}") from fault
    except OSError as fault:
        raise FileError(f"{display} cannot be read: {fault.strerror or fault}") from fault
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FileError(f"{display} is not UTF-8 (deckgen check tells where): save it as UTF-8") from fault


def diff(changes: Sequence[Change]) -> str:
    """Show changes as a unified diff."""
    parts: list[str] = []
    for change in changes:
        before, after = change.before.splitlines(keepends=True), change.after.splitlines(keepends=True)
        for line in difflib.unified_diff(before, after, f"a/{change.display}", f"b/{change.display}"):
            parts.append(line.rstrip("\r\n"))
            if not line.endswith("\n"):
                parts.append("\\ No newline at end of file")
    return "\n".join(parts)


def write_all(changes: Sequence[Change], folder: Path, root: Path, command: str) -> None:
    """Replace every file of the deck in `folder`, or none; no file may lead out of `root`. `command` is who asks for it.

    All new texts are staged beside their files and flushed, then moved into place; should one move fail, the files moved before
    it get their old text back. A file that changed since it was read, or that is protected, is a FileFault before anything is
    touched. Whatever kills the program, `journal.finish` makes the change whole. Links are followed, permissions kept.
    """
    if not changes:
        return
    staged: list[_Staged] = []
    try:
        for change in changes:
            staged.append(_stage(change, _checked(change, root)))
        if len(staged) > 1:
            _open_journal(staged, folder, command)
    except BaseException:
        _discard(staged)
        raise
    moved: list[_Staged] = []
    try:
        for one in staged:
            _move(one)
            moved.append(one)
    except (OSError, FileError) as fault:
        try:
            _put_back(moved, folder, command)
        except (OSError, FileError) as again:
            # The journal stays, and with it all that it names.
            raise FileError(f"{_WRITTEN_IN_PART} ({fault}; {again})") from fault
        _discard(staged)
        if isinstance(fault, FileError):
            raise
        why = fault.strerror or fault
        message = f"{one.change.display} cannot be replaced ({why}): is it open elsewhere? Nothing was changed"
        raise FileError(message) from fault
    journal.close(folder)


_WRITTEN_IN_PART = (
    "some files have their new text and some not yet; the next `deckgen set`, `fill` or `roll` finishes the change"
)


class _Staged(Struct, frozen=True):
    """A change whose new text lies beside its file: `target` is the file itself, `beside` the new text."""

    change: Change
    target: Path
    beside: Path

    @property
    def before(self) -> bytes:
        return self.change.before.encode("utf-8")

    @property
    def after(self) -> bytes:
        return self.change.after.encode("utf-8")


def _checked(change: Change, root: Path) -> Path:
    """Give the file that a change replaces. Raises FileFault where it must not or cannot be replaced."""
    if open_file(change.path, change.display, root) != change.before:
        raise _changed_meanwhile(change)
    target = locate(change.path, root)
    # Replacing needs the folder's permission only: without this look, a protected file would be replaced all the same.
    if not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK):
        raise FileError(f"{change.display} is protected against writing; nothing was written")
    return target


def _changed_meanwhile(change: Change) -> FileError:
    return FileError(f"{change.display} was changed by another program meanwhile; nothing was written: try again")


def _stage(change: Change, target: Path) -> _Staged:
    try:
        atomic.sweep(target)
        beside = atomic.stage(target, change.after.encode("utf-8"))
        atomic.keep_mode(target, beside)
    except OSError as fault:
        raise FileError(
            f"{change.display} cannot be written: {fault.strerror or fault}; nothing was written"
        ) from fault
    return _Staged(change, target, beside)


def _open_journal(staged: Sequence[_Staged], folder: Path, command: str) -> None:
    files = [(one.change.path, one.beside, one.before, one.after) for one in staged]
    try:
        journal.write(folder, journal.Journal(command, journal.steps_of(folder, files)))
    except OSError as fault:
        why = fault.strerror or fault
        raise FileError(f"{folder.name}/{journal.NAME} cannot be written: {why}; nothing was written") from fault


def _move(one: _Staged) -> None:
    """Put a new text in its place; where no lock keeps others out, this last look does, but for an instant."""
    try:
        same = read_bytes(one.target, MAX_BYTES) == one.before
    except RefusedFileError as fault:
        raise _changed_meanwhile(one.change) from fault
    if not same:
        raise _changed_meanwhile(one.change)
    one.beside.replace(one.target)
    atomic.flush_folder(one.target.parent)


def _put_back(moved: Sequence[_Staged], folder: Path, command: str) -> None:
    """Give files their old text back: a change of its own, with a journal, since this may be interrupted as well."""
    if moved:
        back = [Change(o.change.path, o.change.display, o.change.after, o.change.before) for o in moved]
        staged = [_stage(change, one.target) for change, one in zip(back, moved, strict=True)]
        _open_journal(staged, folder, command)
        for one in staged:
            one.beside.replace(one.target)
    journal.close(folder)


def _discard(staged: Sequence[_Staged]) -> None:
    for one in staged:
        with contextlib.suppress(OSError):
            one.beside.unlink(missing_ok=True)
