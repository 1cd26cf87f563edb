"""An edit of an item, a row, a slide, notes or a status in the deck as it was built → what it is for the content at hand."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor
from deckgen.pull.base import Base
from deckgen.pull.edits import Edit
from deckgen.pull.operations import Operation

_CHANGED = "what was changed here in the deck has changed in the content since, too: choose --theirs or --ours"
_REORDERED = "the list has changed in the content since: move the entry there"


def structure_at_hand(edit: Edit, operation: Operation, base: Base, current: ContentEditor | None) -> Edit:
    """Return a proven edit with its operation on the content at hand (`current`): to be written, done already, or a conflict."""
    path = base.as_built.path_at_hand(operation.file, operation.path)
    if current is None or path is None or not current.has(path):
        done = operation.action == "remove"
        return replace(edit, outcome="done" if done else "conflict", operations=(), message=_gone(edit, is_done=done))
    here = replace(operation, path=path)
    if operation.action == "move" and base.as_built.is_reordered(operation.file, operation.path[:-1]):
        return replace(edit, outcome="proposed", operations=(), message=f"{edit.message}: {_REORDERED}")
    if operation.action == "insert":
        return _with(edit, replace(here, to=_index_at_hand(operation, base)))
    if (since := _value_since(here, operation, base, current)) is not None:
        return _already_there(edit, since, current.get(since.path))
    has_changed = operation.action in {"remove", "give-status"} and _has_changed(operation, base, current, path)
    found = _with(edit, here)
    return replace(found, outcome="conflict", message=f"{edit.message}: {_CHANGED}") if has_changed else found


def _value_since(here: Operation, operation: Operation, base: Base, current: ContentEditor) -> Operation | None:
    """Return the operation that sets a value which the content has got, or has changed, since; None if it has not."""
    if operation.action == "add" and operation.key in current.get(here.path):
        return Operation("set", operation.file, (*here.path, operation.key), operation.value)
    return here if operation.action == "set" and _has_changed(operation, base, current, here.path) else None


def _with(edit: Edit, operation: Operation) -> Edit:
    return replace(edit, operations=(operation,))


def _gone(edit: Edit, *, is_done: bool) -> str:
    return f"{edit.message}: " + ("the content says so already" if is_done else "the entry is gone from the content")


def _already_there(edit: Edit, operation: Operation, known: object) -> Edit:
    """Return an edit that adds a key which the content has got since."""
    if known == operation.value:
        return replace(edit, outcome="done", operations=(), message=f"{edit.message}: the content says so already")
    return replace(_with(edit, operation), outcome="conflict", message=f"{edit.message}: {_CHANGED}")


def _has_changed(operation: Operation, base: Base, current: ContentEditor, path: KeyPath) -> bool:
    """Whether what an operation removes or replaces has changed since the deck was built."""
    if base.texts == base.current:
        return False
    built = ContentEditor(base.texts[operation.file], operation.file)
    return not built.has(operation.path) or built.get(operation.path) != current.get(path)


def _index_at_hand(operation: Operation, base: Base) -> int:
    """Return where an item is inserted at hand: behind the nearest one before it that is still there."""
    for index in reversed(range(operation.to)):
        before = base.as_built.path_at_hand(operation.file, (*operation.path, index))
        if before is not None and isinstance(before[-1], int):
            return before[-1] + 1
    return 0
