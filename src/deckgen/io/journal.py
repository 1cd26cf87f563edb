"""Several files replaced as one change: if a command is killed midway, the next command that writes finishes the change.

Before the first file is replaced, a journal in the deck's folder lists all files by their relative names, with the digests of
their old and new bytes. The new bytes are in a staged file next to each (`atomic.stage`). A journal may come from a
stranger's project. So it can do only one thing: replace a content file of the deck whose bytes have the old digest by the
staged file next to it whose bytes have the new digest. All steps are checked before the first file is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from deckgen.diagnostics import UserFacingError
from deckgen.io.atomic import StagedFile, flush_folder, target_name, write_file
from deckgen.io.confined import RefusedFileError, locate, read_bytes

NAME = ".deckgen-journal.json"
"""File name of the journal, in a deck's folder."""
_MAX_JOURNAL_BYTES, _MAX_STEPS = 1_000_000, 2_000
_MAX_CONTENT_BYTES = 8_000_000
"""Maximum bytes of a file whose digest is compared; content files have at most an eighth of that."""
_COMMANDS = ("set", "fill", "roll")

_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class JournalError(UserFacingError):
    """A journal whose change cannot be finished; the message states why, and what to do."""


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One file to replace: its path from the deck's folder, the name of the staged file, and the old and new SHA-256 digests."""

    path: str
    staged: str
    before: _Digest
    after: _Digest


class Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of one change, and the command that made it."""

    command: str
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=_MAX_STEPS)]


class Move(Struct, frozen=True):
    """A checked step: the file `staged` replaces the file `target`."""

    step: Step
    target: Path
    staged: Path


def digest(data: bytes) -> str:
    """Return the SHA-256 digest of bytes in hexadecimal, as in a step."""
    return hashlib.sha256(data).hexdigest()


def write(folder: Path, journal: Journal) -> None:
    """Write the journal of a deck; it replaces an earlier one. Raises OSError."""
    write_file(folder / NAME, msgspec.json.encode(journal))


def delete(folder: Path) -> None:
    """Delete the journal, because the change is complete."""
    with contextlib.suppress(FileNotFoundError):
        (folder / NAME).unlink()
    flush_folder(folder)


def is_pending(folder: Path) -> bool:
    """Whether a command was interrupted while it changed the deck in `folder`."""
    return os.path.lexists(folder / NAME)


def finish(folder: Path, root: Path) -> Journal | None:
    """Finish the change that an interrupted command began in the deck in `folder`.

    Returns the journal; None where there is none. All files must be inside `root`. Raises JournalError where the change cannot
    be finished (no file is replaced then), and OSError.
    """
    if not is_pending(folder):
        return None
    journal = _read_journal(folder, root)
    moves = [_checked_move(folder, root, step) for step in journal.steps]
    for move in (move for move in moves if move is not None):
        StagedFile(move.target, move.staged).commit()
    delete(folder)
    return journal


def _read_journal(folder: Path, root: Path) -> Journal:
    try:
        journal = msgspec.json.decode(read_bytes(folder / NAME, _MAX_JOURNAL_BYTES, root), type=Journal)
    except (RefusedFileError, ValueError, RecursionError) as error:
        raise _unusable_error(folder, "is not a journal of deckgen") from error
    if journal.command not in _COMMANDS or len({step.path for step in journal.steps}) < len(journal.steps):
        raise _unusable_error(folder, "is not a journal of deckgen")
    return journal


def _checked_move(folder: Path, root: Path, step: Step) -> Move | None:
    """Check a step against the existing files; None if the file was already replaced."""
    target = _content_file(folder, root, step)
    current = _digest_of(target, root)
    if current == step.after:
        return None
    staged = target.with_name(step.staged)
    if current != step.before:
        raise _unusable_error(folder, f"cannot be completed, because {step.path} was changed after the interruption")
    if staged.is_symlink() or _digest_of(staged, root) != step.after:
        raise _unusable_error(folder, f"cannot be completed, because the new text of {step.path} is missing")
    return Move(step, target, staged)


def _content_file(folder: Path, root: Path, step: Step) -> Path:
    """Return the content file that a step names; JournalError unless it is one of this deck and the staged name belongs to it."""
    path = PurePosixPath(step.path)
    is_plain = not path.is_absolute() and ".." not in path.parts and not set(step.path) & set("\\:\0")
    if not is_plain or path.suffix not in {".yaml", ".yml"}:
        raise _unusable_error(folder, "names a file that is not a content file of this deck")
    try:
        target = locate(folder / path, root)
    except (RefusedFileError, OSError) as error:
        raise _unusable_error(folder, f"names {step.path}, which is not in the project") from error
    if target_name(step.staged) != target.name:
        raise _unusable_error(folder, "names a staged file that deckgen did not write")
    return target


def _digest_of(path: Path, root: Path) -> str:
    """Return the digest of a regular file; empty where there is none."""
    try:
        return digest(read_bytes(path, _MAX_CONTENT_BYTES, root))
    except (RefusedFileError, OSError):
        return ""


def _unusable_error(folder: Path, reason: str) -> JournalError:
    name = f"{folder.name}/{NAME}"
    return JournalError(
        f"{name}, left by an interrupted command, {reason}; nothing was changed: check the files of the deck (git diff shows "
        f"what was written), then delete {name}"
    )


def build_steps(folder: Path, files: Sequence[tuple[Path, Path, bytes, bytes]]) -> tuple[Step, ...]:
    """Return the steps of a change. `files` holds for each file its path in `folder`, the staged file, its old and new bytes."""
    return tuple(
        Step(path.relative_to(folder).as_posix(), staged.name, digest(before), digest(after))
        for path, staged, before, after in files
    )
