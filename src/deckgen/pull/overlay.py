"""The record of a file and the content at hand → where each recorded value stands now, and the content with these values.

Entries of lists are found by their `id` or `metric`, else by their texts. What has no place any more is named, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor, EditError
from deckgen.line_breaking.hyphenation import SOFT_HYPHEN
from deckgen.pull.alignment import text_likeness
from deckgen.pull.places import ValueKey
from deckgen.pull.record import Record

_LIKE_ENTRY = 0.4
"""Likeness from which entries without ids are the same."""
Entries = dict[str | int, Any]
"""Recorded values as a tree: keys and indices lead to further ones, or to the text of a value."""


class Overlay(Struct, frozen=True):
    """The content with the values of a record: the texts of its files; where each value is in them, or None if it is gone.

    Paths are those of the content at hand, in `places` by the file and path that were recorded. `entries` has the same for the
    recorded entries of lists, `ids` their names, `trees` the recorded values of each file.
    """

    texts: Mapping[str, str]
    places: Mapping[ValueKey, KeyPath | None]
    entries: Mapping[ValueKey, KeyPath | None] = {}
    ids: Mapping[ValueKey, str] = {}
    trees: Mapping[str, Entries] = {}

    @property
    def unplaced(self) -> tuple[ValueKey, ...]:
        """The values that have no place any more."""
        return tuple(key for key, path in self.places.items() if path is None)


def overlay(texts: Mapping[str, str], record: Record, inside: str) -> Overlay:
    """Return the content of the files in the folder `inside` with the values of a record."""
    result: dict[str, str] = dict(texts)
    places: dict[ValueKey, KeyPath | None] = {}
    entries: dict[ValueKey, KeyPath | None] = {}
    trees: dict[str, Entries] = {}
    by_file: dict[str, dict[KeyPath, str]] = {}
    for (name, path), value in record.values.items():
        by_file.setdefault(name, {})[path] = value
    for name, values in by_file.items():
        file = inside + name
        editing = _editor(texts, file)
        ids = {path: each for (of, path), each in record.ids.items() if of == name}
        tree = trees[file] = _tree(values, ids)
        found = {} if editing is None else dict(_placed(tree, editing.document.data, (), (), ids))
        entries |= {(file, path): found.get(path) for path in _entries(tree, ())}
        for path, value in values.items():
            now = found.get(path)
            is_set = now is not None and editing is not None and _set(editing, now, value)
            places[file, path] = now if is_set else None
        if editing is not None:
            result[file] = editing.text
    ids_of_files = {(inside + name, path): each for (name, path), each in record.ids.items()}
    return Overlay(result, places, entries, ids_of_files, trees)


def _editor(texts: Mapping[str, str], file: str) -> ContentEditor | None:
    try:
        return ContentEditor(texts[file], file) if file in texts else None
    except EditError:
        return None


def _set(editing: ContentEditor, path: KeyPath, value: str) -> bool:
    """Give a value the text that was recorded; returns whether that can be."""
    if (editing.get(path) or "").replace(SOFT_HYPHEN, "") == value:
        return True
    try:
        editing.set(path, value)
    except EditError:
        return False
    return True


def _tree(values: Mapping[KeyPath, str], ids: Mapping[KeyPath, str]) -> Entries:
    root: Entries = {}
    for path, value in (*values.items(), *((path, None) for path in ids)):
        inner = root
        for part in path[:-1]:
            inner = inner.setdefault(part, {})
        if value is None:
            inner.setdefault(path[-1], {})
        else:
            inner[path[-1]] = value
    return root


def _entries(tree: Entries, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the paths of recorded entries of lists."""
    for part, inner in tree.items():
        if isinstance(part, int):
            yield (*path, part)
        if isinstance(inner, dict):
            yield from _entries(inner, (*path, part))


def _placed(
    recorded: Any, data: Any, path: KeyPath, now: KeyPath, ids: Mapping[KeyPath, str]
) -> Iterator[tuple[KeyPath, KeyPath]]:
    """Yield the recorded paths of entries and values with their present ones; where a value was, is one or an empty one."""
    if isinstance(recorded, str):
        yield from ((path, each) for each in _place_of_text(data, now))
    elif isinstance(data, list):
        names = {part: ids.get((*path, part), "") for part in recorded}
        for part, index in matched_entries(recorded, names, data).items():
            if not isinstance(recorded[part], str):
                yield (*path, part), (*now, index)
            yield from _placed(recorded[part], data[index], (*path, part), (*now, index), ids)
    elif isinstance(data, dict):
        for part in [each for each in recorded if each in data]:
            yield from _placed(recorded[part], data[part], (*path, part), (*now, part), ids)
    elif isinstance(data, str) and isinstance(recorded.get("text"), str):
        yield (*path, "text"), now


def _place_of_text(data: Any, now: KeyPath) -> Iterator[KeyPath]:
    """Yield where a recorded text is, at the path `now` or in it."""
    if isinstance(data, dict) and isinstance(data.get("text"), str):  # a result that has got a status since
        yield (*now, "text")
    elif not isinstance(data, dict | list):
        yield now


def matched_entries(recorded: Entries, names: Mapping[str | int, str], data: list[Any]) -> dict[int, int]:
    """Return the index that each recorded entry of a list has now, as far as it is found."""
    indices = sorted(each for each in recorded if isinstance(each, int))
    found = _named(indices, names, data)
    texts = {i: " ".join(_texts(recorded[i])) for i in indices if i not in found}
    now = {j: " ".join(_texts(each)) for j, each in enumerate(data) if j not in found.values()}
    for i, text in texts.items():
        equal = [
            j for j, other in now.items() if other == text or (isinstance(data[j], dict) and _has(data[j], recorded[i]))
        ]
        if equal:
            found[i] = min(equal, key=lambda j, i=i: abs(i - j))  # type: ignore[misc]
            del now[found[i]]
    open_ = [i for i in texts if i not in found and not (names.get(i) and _is_named(data))]
    scores = sorted(
        ((text_likeness(texts[i], text), -abs(i - j), i, j) for i in open_ for j, text in now.items()), reverse=True
    )
    for score, _, i, j in scores:
        if score >= _LIKE_ENTRY and i not in found and j in now:
            found[i] = j
            del now[j]
    for i in open_:  # a text that was written anew, where its neighbours have stayed
        if i not in found and i in now and len(data) > indices[-1] and all(found.get(k, k) == k for k in indices):
            found[i] = i
            del now[i]
    return found


def _named(indices: list[int], names: Mapping[str | int, str], data: list[Any]) -> dict[int, int]:
    by_name: dict[str, int] = {}
    for j, entry in enumerate(data):
        for key in ("id", "metric"):
            if isinstance(entry, dict) and isinstance(entry.get(key), str):
                by_name.setdefault(entry[key], j)
    return {i: by_name[names[i]] for i in indices if names.get(i) in by_name}


def _is_named(data: list[Any]) -> bool:
    """Whether all entries of a list have names, so that one that is not found by its name is gone."""
    return all(isinstance(each, dict) and ("id" in each or "metric" in each) for each in data)


def _has(data: dict[str, Any], recorded: Any) -> bool:
    """Whether an entry has all recorded texts, each at its place."""
    if isinstance(recorded, str):
        return False
    return all(
        data.get(key) == inner if isinstance(inner, str) else isinstance(data.get(key), dict) and _has(data[key], inner)
        for key, inner in recorded.items()
        if isinstance(key, str)
    ) and all(isinstance(key, str) for key in recorded)


def _texts(node: Any) -> Iterator[str]:
    """Yield the texts of a part of a file, or of recorded values."""
    if isinstance(node, str):
        yield node.replace(SOFT_HYPHEN, "")
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)
