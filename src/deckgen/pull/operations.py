"""Changes of content as values, and how several of them are made in one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor, EditError
from deckgen.pull.places import ValueKey

Action = Literal["set", "give-status", "add", "insert", "remove", "move"]
_IN_PLACE = frozenset({"set", "give-status", "add"})


class Operation(Struct, frozen=True):
    """One change of a file.

    `set` gives the value at `path` another text, `add` adds `key` to the mapping there, `insert` puts `value` into the list there
    at the index `to`, `remove` takes the entry away, `move` moves it to the index `to` of its list. `give-status` lets the result
    at `path` state the status `value`.
    """

    action: Action
    file: str
    path: KeyPath
    value: Any = None
    key: str = ""
    to: int = 0

    @property
    def parent(self) -> tuple[str, KeyPath]:
        """The list or mapping that it changes."""
        return self.file, self.path if self.action in {"insert", "add"} else self.path[:-1]


def settings(values: Mapping[ValueKey, str]) -> tuple[Operation, ...]:
    """Return the operations that set values."""
    return tuple(Operation("set", file, path, value) for (file, path), value in values.items())


def changed_texts(texts: Mapping[str, str], operations: Sequence[Operation]) -> dict[str, str] | None:
    """Return the texts of the files that operations change; None if one cannot be made."""
    try:
        return applied(texts, operations)
    except (EditError, LookupError):
        return None


def applied(texts: Mapping[str, str], operations: Sequence[Operation]) -> dict[str, str]:
    """Return the texts of the files that operations change; paths are those before all of them.

    Raises EditError or LookupError if one cannot be made.
    """
    result = {}
    for file in dict.fromkeys(each.file for each in operations):
        editing = ContentEditor(texts[file], file)
        for operation in _in_order([each for each in operations if each.file == file]):
            _apply(editing, operation)
        result[file] = editing.text
    return result


def lists_with_moves(operations: Iterable[Operation]) -> set[tuple[str, KeyPath]]:
    """Return the lists in which an entry moves while another is moved, added or removed: their indices say nothing together."""
    others = [each for each in operations if each.action not in _IN_PLACE]
    return {
        each.parent
        for each in others
        if each.action == "move" and sum(other.parent == each.parent for other in others) > 1
    }


def _in_order(operations: Iterable[Operation]) -> list[Operation]:
    """Return operations such that none moves what a later one is about: inner lists come first, in each its end."""
    ordered = list(operations)
    in_place = [each for each in ordered if each.action in _IN_PLACE]
    # A status comes last: it may make a mapping of the text that another operation sets.
    in_place.sort(key=lambda each: each.action == "give-status")
    others = [each for each in ordered if each.action not in _IN_PLACE]
    others.reverse()  # of two items that are inserted at one place, the first is to be the first
    others.sort(key=_position_of, reverse=True)
    return in_place + others


def _position_of(operation: Operation) -> tuple[int, tuple[tuple[int, int, str], ...], bool]:
    """Return where an operation is made; of an item that is removed and one that comes into its place, the first is first."""
    path = (*operation.path, operation.to) if operation.action == "insert" else operation.path
    return len(operation.parent[1]), _position(path), operation.action != "insert"


def _position(path: KeyPath) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in path)


def _apply(editing: ContentEditor, operation: Operation) -> None:
    path = operation.path
    if operation.action == "set":
        editing.set(path, operation.value)
    elif operation.action == "add":
        editing.add(path, operation.key, operation.value)
    elif operation.action == "insert":
        editing.insert(path, operation.to, operation.value)
    elif operation.action == "remove":
        editing.remove(path)
    elif operation.action == "move":
        editing.move(path, operation.to)
    else:
        _give_status(editing, path, operation.value)


def _give_status(editing: ContentEditor, path: KeyPath, status: str) -> None:
    """Let the result at a path, a text or a mapping, state a status."""
    value = editing.get(path)
    if isinstance(value, dict):
        if "status" in value:
            editing.set((*path, "status"), status)
        else:
            editing.add(path, "status", status)
        return
    keys = list(editing.get(path[:-1]))
    index = keys.index(path[-1])
    editing.remove(path)
    new = {"text": value, "status": status}
    after = keys[index - 1] if index else None
    editing.add(path[:-1], str(path[-1]), new, after=after, first=index == 0 and len(keys) > 1)
