"""The content at hand with recorded values laid over it → the content as it was when the file was built, as far as it is known.

Entries and keys that were added since are left out, those that were removed are there again, and lists are in the order of then:
so what changed in the content is no edit of the deck. Removed mappings (rows, slides) are not known whole and stay away.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.edit import ContentEditor, EditError
from deckgen.edit.yaml_values import Content
from deckgen.pull.overlay import Overlay
from deckgen.pull.places import ValueKey

Order = tuple[int | None, ...]
"""For each entry of a list as it was, its index in the content at hand; None if it is gone."""
_SLIDE = 2
"""Length of the path of a slide in its file."""
NO_ORDERS: Mapping[ValueKey, Order] = {}


class ContentAsBuilt(Struct, frozen=True):
    """The texts of the files as they were, and how lists differ at hand: by file and path in the content at hand."""

    texts: Mapping[str, str]
    orders: Mapping[ValueKey, Order] = NO_ORDERS

    def path_at_hand(self, file: str, path: KeyPath) -> KeyPath | None:
        """Return where a value of the content as it was is in the content at hand; None if its entry is gone."""
        now: KeyPath = ()
        for part in path:
            order = self.orders.get((file, now))
            index = order[part] if order is not None and isinstance(part, int) and part < len(order) else part
            if index is None:
                return None
            now = (*now, index)
        return now

    def is_reordered(self, file: str, path: KeyPath) -> bool:
        """Whether the list at a path of the content as it was has other entries, or another order, at hand."""
        now = self.path_at_hand(file, path)
        return now is not None and (file, now) in self.orders


class Hidden(Struct, frozen=True):
    """Entries of slides that were hidden since (`hidden`), or are shown since (`shown`), by file and path."""

    hidden: tuple[ValueKey, ...] = ()
    shown: tuple[ValueKey, ...] = ()


def content_as_built(
    overlay: Overlay, values: Mapping[ValueKey, str], added: Iterable[ValueKey], hidden: Hidden
) -> ContentAsBuilt:
    """Return the content as it was, of recorded `values`; `added` are shown values of the overlaid content that are new."""
    texts = dict(overlay.texts)
    orders: dict[ValueKey, Order] = {}
    added = list(added)
    for file in overlay.texts:
        rebuilding = _Rebuilding(file, overlay, values, [path for of, path in added if of == file])
        try:
            found = rebuilding.run(hidden)
        except (EditError, LookupError):
            continue
        if found is not None:
            texts[file] = rebuilding.editing.text
            orders |= {(file, path): order for path, order in found.items()}
    return ContentAsBuilt(texts, orders)


class _Rebuilding:
    """Changes one file. All paths are those of the content at hand; lists inside others are changed first."""

    def __init__(self, file: str, overlay: Overlay, values: Mapping[ValueKey, str], added: Iterable[KeyPath]) -> None:
        self.file, self.added = file, set(added)
        self.editing = ContentEditor(overlay.texts[file], file)
        self.data = self.editing.document.data
        self.values = {path: value for (of, path), value in values.items() if of == file}
        self.places = {path: now for (of, path), now in overlay.places.items() if of == file}
        self.entries = {path: now for (of, path), now in overlay.entries.items() if of == file}
        self.ids = {path: name for (of, path), name in overlay.ids.items() if of == file}
        self.tree = overlay.trees.get(file, {})
        found = [now for now in (*self.places.values(), *self.entries.values()) if now is not None]
        self.kept = {now[:length] for now in found for length in range(len(now) + 1)}

    def run(self, hidden: Hidden) -> dict[KeyPath, Order] | None:
        """Change the file; returns the order of the lists that changed, None if nothing is to be changed."""
        removed = set(filter(None, map(self._removable, self.added)))
        gone = {path for path, now in {**self.entries, **self.places}.items() if now is None}
        lists = self._lists()
        changed = {path for path, order in lists.items() if self._differs(path, order, removed, gone)}
        if not (removed or gone or changed or self._of_file(hidden.hidden) or self._of_file(hidden.shown)):
            return None
        self._restore_keys(gone)
        for path in sorted(removed, key=len, reverse=True):
            if not isinstance(path[-1], int):
                self.editing.remove(path)
        self._show_and_hide(hidden)
        return {
            path: self._restore(path, lists[path], removed, gone) for path in sorted(changed, key=len, reverse=True)
        }

    def _of_file(self, keys: Iterable[ValueKey]) -> list[KeyPath]:
        return [path for file, path in keys if file == self.file]

    def _show_and_hide(self, hidden: Hidden) -> None:
        for path in self._of_file(hidden.hidden):
            if self.editing.has((*path, "hidden")):
                self.editing.remove((*path, "hidden"))
        for path in self._of_file(hidden.shown):
            self.editing.add(path, "hidden", "yes")

    def _removable(self, path: KeyPath) -> KeyPath | None:
        """Return the largest part of the file that has an added value, and nothing that was there before."""
        for length in range(1, len(path) + 1):
            if isinstance(path[length - 1], int) and path[:length] not in self.kept:
                return path[:length]
        for length in range(1, len(path)):
            if all(leaf in self.added for leaf in _leaves(self.editing.get(path[:length]), path[:length])):
                return path[:length]
        return path if self.editing.has(path) else None

    def _lists(self) -> dict[KeyPath, list[tuple[int, int]]]:
        """Return the lists that have recorded entries: the recorded index of each, and its index at hand."""
        lists: dict[KeyPath, dict[int, int]] = {}
        for path, now in self.entries.items():
            if now is not None and isinstance(path[-1], int) and isinstance(now[-1], int):
                lists.setdefault(now[:-1], {})[path[-1]] = now[-1]
        return {path: sorted(found.items()) for path, found in lists.items()}

    def _recorded_path(self, path: KeyPath) -> KeyPath | None:
        """Return the path that a list at hand had when it was recorded."""
        return next((was[:-1] for was, now in self.entries.items() if now is not None and now[:-1] == path), None)

    def _now(self, path: KeyPath) -> KeyPath | None:
        """Return where a recorded mapping is at hand."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.entries:
                entry = self.entries[path[:length]]
                return None if entry is None else (*entry, *path[length:])
        return path

    def _differs(self, path: KeyPath, order: list[tuple[int, int]], removed: set[KeyPath], gone: set[KeyPath]) -> bool:
        indices = [index for _, index in order]
        was = self._recorded_path(path)
        return (
            indices != sorted(indices)
            or any(each[:-1] == path and isinstance(each[-1], int) for each in removed)
            or any(each[:-1] == was and isinstance(each[-1], int) for each in gone)
        )

    def _restore(self, path: KeyPath, order: list[tuple[int, int]], removed: set[KeyPath], gone: set[KeyPath]) -> Order:
        """Bring a list into the order of then, without added entries and with removed texts."""
        count = len(self.editing.get(path) or ())
        survivors = [index for index in range(count) if (*path, index) not in removed]
        for index in reversed(range(count)):
            if index not in survivors:
                self.editing.remove((*path, index))
        wanted = _in_order_of_then(survivors, order)
        present = list(survivors)
        for at, index in enumerate(wanted):
            if present[at] != index:
                was = present.index(index)
                self.editing.move((*path, was), at)
                present.insert(at, present.pop(was))
        result: list[int | None] = list(wanted)
        keys = {index: was for was, index in order}
        recorded_path = self._recorded_path(path)
        for each in sorted(each for each in gone if each[:-1] == recorded_path):
            recorded, value = each[-1], self._entry(each)
            if isinstance(recorded, int) and value is not None:
                later = (n for n, now in enumerate(result) if now is not None and keys.get(now, -1) > recorded)
                at = next(later, len(result))
                self.editing.insert(path, at, value)
                result.insert(at, None)
        return tuple(result)

    def _entry(self, path: KeyPath) -> Content | None:
        """Return a removed entry as far as it was recorded; None for a slide, of which too little is known."""
        if path in self.values:
            return self.values[path]
        if len(path) == _SLIDE and path[0] == "slides":
            return None
        node: Any = self.tree
        for part in path:
            node = node[part]
        name = self.ids.get(path, "")
        return _content({"metric": name, **node} if name and "name" not in node else node)

    def _restore_keys(self, gone: Iterable[KeyPath]) -> None:
        """Add the keys that were removed from mappings which are still there."""
        for path in gone:
            parent = self._now(path[:-1])
            if isinstance(path[-1], str) and parent is not None and self.editing.has(parent):
                mapping = self.editing.get(parent)
                if isinstance(mapping, dict) and path[-1] not in mapping:
                    self.editing.add(parent, path[-1], self.values[path])


def _content(node: Any) -> Content:
    """Return recorded values as content: mappings with indices become lists."""
    if isinstance(node, str):
        return node
    if node and all(isinstance(part, int) for part in node):
        return [_content(node[part]) for part in sorted(node)]
    return {str(part): _content(inner) for part, inner in node.items()}


def _leaves(node: Any, path: KeyPath) -> Iterator[KeyPath]:
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _leaves(inner, (*path, index))
    else:
        yield path


def _in_order_of_then(survivors: list[int], order: list[tuple[int, int]]) -> list[int]:
    """Return entries in the recorded order; one that was not recorded stays behind the one that it is behind now."""
    recorded = {index: was for was, index in order}
    keys: dict[int, tuple[int, int]] = {}
    last = -1
    for index in survivors:
        last = recorded.get(index, last)
        keys[index] = (last, 0 if index in recorded else index + 1)
    return sorted(survivors, key=lambda index: keys[index])
