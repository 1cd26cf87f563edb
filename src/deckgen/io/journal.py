"""Several files replaced as one change: a command that is killed on the way can be finished by the next one that writes.

Before the first of them is moved, a journal in the deck's folder lists the files by their relative names, with the digests of
their old and new bytes; the new bytes lie beside each under a name by `atomic.staged_name`. A journal may have come with a
stranger's project: so it can do nothing but put, in the place of a content file of the deck whose bytes have the old digest,
a file beside it whose bytes have the new one. All of it is checked before anything is moved.
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
from deckgen.io.atomic import flush_folder, target_of, write_file
from deckgen.io.confined import RefusedFileError, locate, read_bytes

NAME = ".deckgen-journal.json"
"""The file, in a deck's folder."""
_MOST_BYTES, _MOST_STEPS = 1_000_000, 2_000
_MOST_CONTENT = 8_000_000
"""Bytes of a file that is compared; content files have an eighth of it at most."""
_COMMANDS = ("set", "fill", "roll")

_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class JournalError(UserFacingError):
    """A journal that cannot be followed; the message says why, and what to do."""


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One file to replace: its path from the deck's folder, the name of the file beside it, and digests (SHA-256)."""

    path: str
    staged: str
    before: _Digest
    after: _Digest


class Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """The steps of one change, and the command that made it."""

    command: str
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=_MOST_STEPS)]


class Move(Struct, frozen=True):
    """A step whose files are known: what stands beside takes the place of the target."""

    step: Step
    target: Path
    staged: Path


def digest(data: bytes) -> str:
    """Digest bytes as a step has them."""
    return hashlib.sha256(data).hexdigest()


def write(folder: Path, journal: Journal) -> None:
    """Write the journal of a deck, in place of an earlier one. Raises OSError."""
    write_file(folder / NAME, msgspec.json.encode(journal))


def close(folder: Path) -> None:
    """Take the journal away: the change is whole."""
    with contextlib.suppress(FileNotFoundError):
        (folder / NAME).unlink()
    flush_folder(folder)


def pending(folder: Path) -> bool:
    """Tell whether a command was interrupted on its way through the deck in `folder`."""
    return os.path.lexists(folder / NAME)


def finish(folder: Path, root: Path) -> Journal | None:
    """Finish what an interrupted command began in the deck in `folder`; gives its journal, None where there is none.

    `root` is the folder out of which no file may lead. Raises JournalError where it cannot be finished (nothing is moved then),
    and OSError.
    """
    if not pending(folder):
        return None
    journal = _read(folder, root)
    moves = [_move(folder, root, step) for step in journal.steps]
    for move in (move for move in moves if move is not None):
        move.staged.replace(move.target)
        flush_folder(move.target.parent)
    close(folder)
    return journal


def _read(folder: Path, root: Path) -> Journal:
    try:
        journal = msgspec.json.decode(read_bytes(folder / NAME, _MOST_BYTES, root), type=Journal)
    except (RefusedFileError, ValueError, RecursionError) as fault:
        raise _unusable(folder, "is no journal of deckgen") from fault
    if journal.command not in _COMMANDS or len({step.path for step in journal.steps}) < len(journal.steps):
        raise _unusable(folder, "is no journal of deckgen")
    return journal


def _move(folder: Path, root: Path, step: Step) -> Move | None:
    """Check a step against the files that are there; None where it was done already."""
    target = _content_file(folder, root, step)
    now = _digest_of(target, root)
    if now == step.after:
        return None
    staged = target.with_name(step.staged)
    if now != step.before:
        raise _unusable(folder, f"cannot be followed, since {step.path} was changed after the interruption")
    if staged.is_symlink() or _digest_of(staged, root) != step.after:
        raise _unusable(folder, f"cannot be followed, since the new text of {step.path} is gone")
    return Move(step, target, staged)


def _content_file(folder: Path, root: Path, step: Step) -> Path:
    way = PurePosixPath(step.path)
    plain = not way.is_absolute() and ".." not in way.parts and not set(step.path) & set("\\:\0")
    if not plain or way.suffix not in {".yaml", ".yml"}:
        raise _unusable(folder, "names a file that is no content file of this deck")
    try:
        target = locate(folder / way, root)
    except (RefusedFileError, OSError) as fault:
        raise _unusable(folder, f"names {step.path}, which is not in the project") from fault
    if target_of(step.staged) != target.name:
        raise _unusable(folder, "names a file that no command has written")
    return target


def _digest_of(path: Path, root: Path) -> str:
    """Digest a regular file; empty where there is none."""
    try:
        return digest(read_bytes(path, _MOST_CONTENT, root))
    except (RefusedFileError, OSError):
        return ""


def _unusable(folder: Path, why: str) -> JournalError:
    name = f"{folder.name}/{NAME}"
    return JournalError(
        f"{name}, left by an interrupted command, {why}; nothing was changed: look at the files of the deck (git diff shows what "
        f"was written), then delete {name}"
    )


def steps_of(folder: Path, files: Sequence[tuple[Path, Path, bytes, bytes]]) -> tuple[Step, ...]:
    """Make the steps of a change: for each file its path in `folder`, the staged file, its old and its new bytes."""
    return tuple(
        Step(path.relative_to(folder).as_posix(), staged.name, digest(before), digest(after))
        for path, staged, before, after in files
    )
