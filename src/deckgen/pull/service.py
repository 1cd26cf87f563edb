"""`pull` for a program that must not wait: a process that finds the edits of a file, and writes those that are chosen.

`python -m deckgen.pull.service FOLDER FILE` prints lines of JSON: `{"progress": [3, 10]}` while it proves, then
`{"found": …}`, or `{"failed": "why"}` and ends. Each line of its input is then a list of choices (`Choice`), which it answers by
`{"written": 2, "can_undo": true}` or `{"refused": "why"}`. Without FILE it undoes the last pull, and prints the number of files:
`{"undone": 1}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
from msgspec import Struct

from deckgen.diagnostics import UserFacingError, describe_error
from deckgen.diagnostics.wording import counted
from deckgen.edit import EditError
from deckgen.edit.locking import locked_project
from deckgen.io import journal
from deckgen.io.confined import read_bytes
from deckgen.model import RichText
from deckgen.pull import report_lines, undo
from deckgen.pull.edits import Care, Edit
from deckgen.pull.finding import resolved
from deckgen.pull.session import MAX_FILE_BYTES, Pull, find_pull
from deckgen.pull.writing import changes_of
from deckgen.results import OpenDeck, open_deck

_PROGRESS_INTERVAL = 0.25
"""Seconds between two lines of progress."""
_NICENESS = 10
"""How much this process gives way to others: a preview that builds and draws goes first."""
_NOUNS: dict[Care, tuple[str, str]] = {
    "words": ("text", "texts"),
    "figure": ("figure", "figures"),
    "status": ("status", "statuses"),
    "hiding": ("hidden slide or row", "hidden slides or rows"),
    "removal": ("deletion", "deletions"),
}


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """An edit to write, by its number; `takes_deck` settles a conflict with what the deck has."""

    number: int
    takes_deck: bool = False


class ServiceError(UserFacingError):
    """Something that cannot be done for the program that asked; the message says why."""


def opened_deck(folder: Path) -> OpenDeck:
    """Load the deck in a folder. Raises ServiceError if it has errors."""
    opened = open_deck(folder)
    if isinstance(opened, OpenDeck) and not opened.is_broken:
        return opened
    raise ServiceError("the content has errors: mend them first, then the edits can be looked for")


def described(pull: Pull) -> dict[str, Any]:
    """Return what was found, as plain data."""
    comments = sum(comment.is_open for comment in pull.comments)
    parts = (counts(pull.edits), counted(comments, "comment") if comments else "")
    return {
        **pull.data(),
        "remarks": [*pull.remarks(), *pull.problems],
        "counts": ", ".join(filter(None, parts)),
        "left": sum(edit.outcome != "done" for edit in pull.edits) + comments,
        "edits": [_edit_data(pull, number, edit) for number, edit in enumerate(pull.edits)],
    }


def counts(edits: Sequence[Edit]) -> str:
    """Return how many edits of which sort there are that are not in the content: "3 texts, 1 figure"."""
    found = Counter(edit.care for edit in edits if edit.is_writable)
    parts = [counted(found[care], *nouns) for care, nouns in _NOUNS.items() if found[care]]
    conflicts = sum(edit.outcome == "conflict" for edit in edits)
    others = sum(edit.outcome in {"proposed", "reported"} for edit in edits)
    parts += [counted(conflicts, "conflict")] if conflicts else []
    parts += (
        [f"{others} left to you" if parts else counted(others, "edit left to you", "edits left to you")]
        if others
        else []
    )
    return ", ".join(parts)


def _edit_data(pull: Pull, number: int, edit: Edit) -> dict[str, Any]:
    return {
        **report_lines.data_of(edit),
        "number": number,
        "is_writable": edit.is_writable,
        "can_take_deck": edit.outcome == "conflict" and bool(edit.values) and resolved(edit, "theirs").is_writable,
        "is_text": bool(edit.values),
        "about": _about(pull, edit) if edit.care in {"figure", "status"} or edit.outcome == "conflict" else "",
        "consequences": report_lines.consequences(edit, pull.base),
    }


def _about(pull: Pull, edit: Edit) -> str:
    """Return whose figure or status an edit changes, and of which period: "Active editors, Q2"; empty where that has no name."""
    if not edit.values:
        return ""
    value, name = edit.values[0], ""
    data: Any = pull.opened.deck.documents[value.file].data
    for part in value.path:
        name = data["name"] if isinstance(data, dict) and isinstance(data.get("name"), str) else name
        data = data[part] if value.current is not None else None
    periods = [part for part in value.path if part in pull.opened.deck.period.calendar.names]
    return ", ".join([RichText(name).plain, *map(str, periods)]) if name else ""


def write(pull: Pull, choices: Sequence[Choice]) -> dict[str, Any]:
    """Write chosen edits into the content, all or none. Raises UserFacingError or EditError."""
    edits = [_chosen(pull, choice) for choice in choices]
    folder = pull.opened.deck.folder
    with locked_project(folder) as root:
        journal.finish(folder, root)
        changes = changes_of(pull.base, edits, pull.opened.project)
        pull.opened.write(changes, "pull")
    return {"written": len(edits), "can_undo": undo.store(folder.resolve(), changes)}


def _chosen(pull: Pull, choice: Choice) -> Edit:
    if not 0 <= choice.number < len(pull.edits):
        raise ServiceError("there is no such edit")
    edit = pull.edits[choice.number]
    edit = resolved(edit, "theirs") if choice.takes_deck and edit.values else edit
    if not edit.is_writable:
        raise ServiceError("one of these edits cannot be written: choose others")
    return edit


def undo_last(folder: Path) -> dict[str, Any]:
    """Undo the last pull that was written. Raises UserFacingError."""
    opened = opened_deck(folder)
    with locked_project(folder) as root:
        journal.finish(folder.resolve(), root)
        changes = undo.undo_changes(folder.resolve())
        opened.write(changes, "pull")
        undo.forget(folder.resolve())
    return {"undone": len(changes)}


def _find(folder: Path, file: Path) -> Pull:
    last = monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last > _PROGRESS_INTERVAL:
            last = monotonic()
            _say({"progress": [done, total]})

    return find_pull(opened_deck(folder), read_bytes(file, MAX_FILE_BYTES), file.name, progress=progress)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n")
    sys.stdout.buffer.flush()


def _answer(pull: Pull, line: bytes) -> None:
    try:
        _say(write(pull, msgspec.json.decode(line, type=list[Choice])))
    except (UserFacingError, EditError, msgspec.MsgspecError) as error:
        _say({"refused": str(error)})
    except Exception as error:
        _say({"refused": describe_error(error, pull.name)})


def main(arguments: Sequence[str]) -> None:
    """Serve until the input ends."""
    folder = Path(arguments[0])
    with suppress(AttributeError, OSError):  # Windows has none
        os.nice(_NICENESS)
    try:
        if len(arguments) == 1:
            _say(undo_last(folder))
            return
        pull = _find(folder, Path(arguments[1]))
        _say({"found": described(pull)})
    except Exception as error:
        _say({"failed": describe_error(error, folder.name)})
        return
    for line in sys.stdin.buffer:
        _answer(pull, line)


if __name__ == "__main__":
    main(sys.argv[1:])
