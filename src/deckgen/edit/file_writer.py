"""Changed texts → files: all of them or none, each replaced in one step.

Input: the text of each file before and after. Output: files on disk. Raises FileError, with a sentence for users.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deckgen.diagnostics import UserFacingError
from deckgen.io import atomic, journal
from deckgen.io.confined import RefusedFileError, locate, read_bytes, reason_not_read
from deckgen.reader import MAX_BYTES


class FileError(UserFacingError):
    """A file that cannot be read or written; the message is a sentence for users."""


class Change(Struct, frozen=True):
    """The text of one file before and after; `display` is how messages name the file."""

    path: Path
    display: str
    before: str
    after: str


def open_file(path: Path, display: str, root: Path) -> str:
    """Read a content file with its byte order mark and line breaks. Raises FileError, also for a path outside `root`."""
    try:
        data = read_bytes(path, MAX_BYTES, root)
    except (OSError, RefusedFileError) as error:
        raise FileError(f"{display} cannot be read: {reason_not_read(error)}") from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(f"{display} is not UTF-8 (`deckgen check` shows where): save it as UTF-8") from error


def unified_diff(changes: Sequence[Change]) -> str:
    """Return changes as a unified diff."""
    parts: list[str] = []
    for change in changes:
        before, after = change.before.splitlines(keepends=True), change.after.splitlines(keepends=True)
        for line in difflib.unified_diff(before, after, f"a/{change.display}", f"b/{change.display}"):
            parts.append(line.rstrip("\r\n"))
            if not line.endswith("\n"):
                parts.append("\\ No newline at end of file")
    return "\n".join(parts)


def write_all(changes: Sequence[Change], folder: Path, root: Path, command: str) -> None:
    """Replace every file of the deck in `folder`, or none. `command` is the deckgen command that makes the changes.

    All new texts are first written to temporary files next to their targets and flushed, then moved to the targets. If a move
    fails, the files already replaced get their old text back. A file that is outside `root`, write-protected, or changed since
    it was read is a FileError before any file is touched. If the program is killed, `journal.finish` completes the change later.
    Symbolic links are followed, permissions retained.
    """
    if not changes:
        return
    staged = _stage_all(changes, folder, root, command)
    moved: list[_StagedChange] = []
    try:
        for item in staged:
            _move_to_target(item)
            moved.append(item)
    except (OSError, FileError) as error:
        _restore_after(error, moved, folder, command)
        _discard(staged)
        if isinstance(error, FileError):
            raise
        failed = staged[len(moved)].change.display
        reason = error.strerror or error
        raise FileError(f"{failed} cannot be replaced ({reason}): is it open elsewhere? Nothing was changed") from error
    journal.delete(folder)


class _StagedChange(Struct, frozen=True):
    """A change whose new text is staged next to the file that it replaces."""

    change: Change
    file: atomic.StagedFile

    @property
    def before(self) -> bytes:
        return self.change.before.encode("utf-8")

    @property
    def after(self) -> bytes:
        return self.change.after.encode("utf-8")


def _stage_all(changes: Sequence[Change], folder: Path, root: Path, command: str) -> list[_StagedChange]:
    """Write all temporary files, and the journal if there are several. Raises FileError and leaves no files behind."""
    staged: list[_StagedChange] = []
    try:
        for change in changes:
            staged.append(_stage(change, _check_target(change, root)))
        if len(staged) > 1:
            _write_journal(staged, folder, command)
    except BaseException:
        _discard(staged)
        raise
    return staged


def _check_target(change: Change, root: Path) -> Path:
    """Return the file that a change replaces. Raises FileError if it must not or cannot be replaced."""
    if open_file(change.path, change.display, root) != change.before:
        raise _changed_meanwhile(change)
    target = locate(change.path, root)
    # To replace a file, the permission of its folder is enough: without this check, a protected file would be replaced, too.
    if not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK):
        raise FileError(f"{change.display} is write-protected; nothing was written")
    return target


def _changed_meanwhile(change: Change) -> FileError:
    return FileError(f"{change.display} was changed by another program meanwhile; nothing was written: try again")


def _stage(change: Change, target: Path) -> _StagedChange:
    try:
        return _StagedChange(change, atomic.stage(target, change.after.encode("utf-8")))
    except OSError as error:
        raise FileError(
            f"{change.display} cannot be written: {error.strerror or error}; nothing was written"
        ) from error


def _write_journal(staged: Sequence[_StagedChange], folder: Path, command: str) -> None:
    files = [(item.change.path, item.file.path, item.before, item.after) for item in staged]
    try:
        journal.write(folder, journal.Journal(command, journal.build_steps(folder, files)))
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"{folder.name}/{journal.NAME} cannot be written: {reason}; nothing was written") from error


def _move_to_target(item: _StagedChange) -> None:
    """Replace a file by its new text. Raises FileError if the file was changed since it was staged.

    On a file system without locks, this check is all that protects changes by other programs, but for an instant.
    """
    try:
        is_same = read_bytes(item.file.target, MAX_BYTES) == item.before
    except RefusedFileError as error:
        raise _changed_meanwhile(item.change) from error
    if not is_same:
        raise _changed_meanwhile(item.change)
    item.file.commit()


def _restore_after(error: Exception, moved: Sequence[_StagedChange], folder: Path, command: str) -> None:
    """Give files their old text back. Raises FileError if that fails, too; the journal and its files then remain."""
    try:
        _restore(moved, folder, command)
    except (OSError, FileError) as second_error:
        message = "some files have their new text and some not yet; the next `deckgen set`, `fill` or `roll` finishes the change"
        raise FileError(f"{message} ({error}; {second_error})") from error


def _restore(moved: Sequence[_StagedChange], folder: Path, command: str) -> None:
    """Give files their old text back: a change with a journal of its own, since it may be interrupted as well."""
    if moved:
        undos = [Change(m.change.path, m.change.display, m.change.after, m.change.before) for m in moved]
        staged = [_stage(undo, item.file.target) for undo, item in zip(undos, moved, strict=True)]
        _write_journal(staged, folder, command)
        for item in staged:
            item.file.commit()
    journal.delete(folder)


def _discard(staged: Sequence[_StagedChange]) -> None:
    for item in staged:
        item.file.discard()
