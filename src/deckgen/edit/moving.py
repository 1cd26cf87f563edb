"""An entry of a list or mapping → the same entry at another place of its file, with the comments that speak of it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from deckgen.diagnostics import KeyPath
from deckgen.edit import flow_entries as flow
from deckgen.edit.block_entries import Entry, place_of_new_entry, reindent, removal
from deckgen.edit.errors import EditError
from deckgen.edit.splicing import Splice, column_of, entry_names, replace_values
from deckgen.edit.value_editor import ValueEditor

_COMMENT = re.compile(r"(?:^|[ \t])#", re.MULTILINE)
_MOVE_BY_HAND = " cannot be moved by a program, because of the comments at it: move it by hand"


def path_before_removal(path: KeyPath, to: KeyPath) -> KeyPath:
    """Return the path that an entry will have in terms of the file as it is: with the entry at `path` still in its list."""
    depth = len(path) - 1
    index = path[depth]
    # Of the list itself, only the lists around it are looked for in the file as it is.
    if len(to) - 1 <= depth or to[:depth] != path[:depth] or not isinstance(index, int):
        return to
    other = to[depth]
    assert isinstance(other, int)
    return (*to[:depth], other + (other >= index), *to[depth + 1 :])


def move_inside(editing: ValueEditor, path: KeyPath, to: int) -> None:
    """Move an entry to another index of its list or mapping."""
    parent = path[:-1]
    names = list(entry_names(editing.get(parent)))
    index = names.index(path[-1])
    if not 0 <= to < len(names):
        raise IndexError(to)
    if to == index:
        return
    order = [number for number in range(len(names)) if number != index]
    order.insert(to, index)
    splices = _splices_inside(editing, parent, index, to, order)
    values = editing.get(parent)
    moved: Any = [values[names[old]] for old in order]
    if isinstance(values, dict):
        moved = {names[old]: values[names[old]] for old in order}
    editing.make_splices(splices, replace_values(editing.document.data, {parent: moved}), path)


def _splices_inside(editing: ValueEditor, parent: KeyPath, index: int, to: int, order: list[int]) -> list[Splice]:
    text = editing.text
    if editing.has_brackets(parent):
        span = editing.document.span(parent)
        if _COMMENT.search(text[span.start : span.end]):
            raise editing.edit_error(parent, "", _MOVE_BY_HAND)
        return flow.reordering(text, flow.flow_entries(editing.document, parent), order)
    entries = editing.block_entries(parent)
    column = column_of(text, editing.document.span(parent).start)
    place = place_of_new_entry(text, entries, to if to < index else to + 1, column, editing.newline)
    moved = place.prefix + _text_of(text, entries[index]) + place.suffix
    return [removal(text, entries, index), (place.start, place.start, moved)]


def move_elsewhere(editing: ValueEditor, path: KeyPath, to: KeyPath) -> None:
    """Move an entry into another list or mapping; `to` is its new path in terms of the file as it is."""
    if to[: len(path)] == path:
        raise editing.edit_error(path, "", " cannot be moved into itself")
    before = editing.state
    try:
        _insert_copy(editing, path, to)
        editing.remove(_shifted(path, to))
    except (EditError, IndexError):
        editing.restore(before)
        raise


def _insert_copy(editing: ValueEditor, path: KeyPath, to: KeyPath) -> None:
    """Insert an entry at its new place as it is typed with its comments, or written anew if that place needs another form."""
    value, target, name = editing.get(path), to[:-1], to[-1]
    is_same_form = isinstance(name, int) or path[-1] == name
    is_block = not (editing.has_brackets(path[:-1]) or editing.has_brackets(target) or editing.is_in_flow(target))
    if is_block and is_same_form and isinstance(path[-1], type(name)):
        editing.insert_typed(to, value, partial(_text_at_column, editing, path))
    elif _COMMENT.search("".join(editing.text[start:end] for start, end, _ in editing.splices_of_removal(path))):
        raise editing.edit_error(path, "", _MOVE_BY_HAND)
    elif isinstance(name, int):
        editing.insert(target, name, value)
    else:
        editing.add(target, name, value)


def _text_at_column(editing: ValueEditor, path: KeyPath, column: int) -> str:
    """Return the text of an entry with its comments, for another column."""
    entry = editing.block_entries(path[:-1])[list(entry_names(editing.get(path[:-1]))).index(path[-1])]
    by = column - column_of(editing.text, editing.document.span(path[:-1]).start)
    return reindent(_text_of(editing.text, entry), by)


def _shifted(path: KeyPath, to: KeyPath) -> KeyPath:
    """Return the path of an entry after another one was inserted at `to`."""
    depth, index = len(to) - 1, to[-1]
    part = path[depth] if len(path) > depth and path[:depth] == to[:-1] else None
    if isinstance(part, int) and isinstance(index, int) and part >= index:
        return (*to[:-1], part + 1, *path[depth + 1 :])
    return path


def _text_of(text: str, entry: Entry) -> str:
    return text[entry.top : entry.end]
