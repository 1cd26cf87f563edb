"""Lists and mappings of a content file, each edited as a text of its own and then merged back into the file.

To read such a part back after an edit costs a few lines, and not the complete file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from deckgen.diagnostics import KeyPath
from deckgen.edit.block_entries import Entry, block_entries, end_with_comments
from deckgen.edit.content_editor import ContentEditor
from deckgen.edit.errors import EditError
from deckgen.edit.splicing import Splice, apply_splices, column_of, replace_values

_TRAILING_LINES = re.compile(r"(?:\r?\n[ \t]*+(?:#[^\r\n]*+)?(?=\r?\n|\Z))*+(?:\r?\n)?")
"""Blank lines and comments between a value and what follows it: a new block scalar before them could swallow them."""


class DocumentPart(ContentEditor):
    """A list or mapping at `path` of `parent`, as a text of its own, with the same columns as in the file.

    Raises EditError if the text does not read by itself as it does in the file.
    """

    def __init__(self, parent: ContentEditor, path: KeyPath) -> None:
        start, end = _find_extent(parent, path)
        body = parent.text[start:end]
        trailing_lines = _TRAILING_LINES.match(parent.text, end) if body[:1] not in {"{", "["} else None
        self.parent, self.path, self.original_body = parent, path, body
        self._parent_document = parent.document
        self._leading_blanks = column_of(parent.text, start)
        self._trailing_length = len(trailing_lines.group()) if trailing_lines else 0
        text = " " * self._leading_blanks + parent.text[start : end + self._trailing_length]
        super().__init__(text, parent.document.file)
        if self.document.data != parent.get(path):
            raise EditError(f"a part of {parent.document.file} cannot be read by itself")
        self.base_path, self.file_size = (*parent.base_path, *path), parent.file_size
        self.begins_inline = body[:1] not in {"{", "["} and _first_entry(parent, path).is_inline
        self.newline, self.new_value_style = parent.newline, parent.new_value_style

    @property
    def body(self) -> str:
        """The current text of the list or mapping, without the blanks before and the lines after it."""
        return self.text[self._leading_blanks : len(self.text) - self._trailing_length]

    @property
    def is_outdated(self) -> bool:
        """Whether an edit of the parent has changed this part as well, or added something after it."""
        start, end = _find_extent(self.parent, self.path)
        before, now = self._parent_document, self.parent.document
        return (
            self.parent.text[start:end] != self.original_body
            or not self.parent.has(self.path)
            or (now is not before and _entries_after(now.data, self.path) != _entries_after(before.data, self.path))
        )


class PartTree:
    """The parts of a file at `paths`. Each is cut out of the smallest part around it, as soon as an edit needs it."""

    def __init__(self, file: ContentEditor, paths: Collection[KeyPath]) -> None:
        self._file, self._paths = file, paths
        self._parts: dict[KeyPath, DocumentPart | None] = {}

    def smallest_part(self, path: KeyPath) -> ContentEditor:
        """Return the smallest part that contains the list or mapping at `path`; the file if no part does."""
        editing = self._file
        for size in range(1, len(path) + 1):
            part_path = path[:size]
            if part_path not in self._paths:
                continue
            if part_path not in self._parts:
                self._parts[part_path] = _cut_out(editing, part_path[len(editing.base_path) :])
            editing = self._parts[part_path] or editing
        return editing

    def merge(self) -> bool:
        """Put the texts of all parts back into the file, innermost first; return whether it reads as expected."""
        by_parent: dict[KeyPath, list[DocumentPart]] = {}
        for part in self._parts.values():
            if part is not None:
                by_parent.setdefault(part.parent.base_path, []).append(part)
        return all(_merge_into_parent(by_parent[path]) for path in sorted(by_parent, key=len, reverse=True))


def _cut_out(parent: ContentEditor, path: KeyPath) -> DocumentPart | None:
    """Make a part of the list or mapping at `path`; None if there is none, or if it cannot be read by itself."""
    if not parent.has(path) or not isinstance(parent.get(path), dict | list):
        return None
    try:
        return DocumentPart(parent, path)
    except EditError:
        return None


def _merge_into_parent(parts: Sequence[DocumentPart]) -> bool:
    """Put the texts of parts that have the same parent into its text; return whether it reads as expected."""
    parent = parts[0].parent
    if any(part.is_outdated for part in parts):
        return False
    changed = [part for part in parts if part.body != part.original_body]
    if not changed:
        return True
    splices: list[Splice] = [(*_find_extent(parent, part.path), part.body) for part in changed]
    expected = replace_values(parent.document.data, {part.path: part.document.data for part in changed})
    return parent.try_text(apply_splices(parent.text, splices), expected)


def _find_extent(editing: ContentEditor, path: KeyPath) -> tuple[int, int]:
    """Return where a list or mapping starts and ends; one without brackets with the comments of its first and last entry."""
    span = editing.document.span(path)
    if editing.has_brackets(path):
        return span.start, span.end
    column = column_of(editing.text, span.start)
    return _first_entry(editing, path).top, end_with_comments(editing.text, span.end, column)


def _first_entry(editing: ContentEditor, path: KeyPath) -> Entry:
    is_part = bool(editing.base_path)
    [first] = block_entries(
        editing.document, path, only_first=True, is_part=is_part, begins_inline=editing.begins_inline
    )
    return first


def _entries_after(data: Any, path: KeyPath) -> list[int]:
    """Count, in each list and mapping on a path, the entries from the one on the path to the last one."""
    counts = []
    for part in path:
        entries = list(range(len(data))) if isinstance(data, list) else list(data)
        counts.append(len(data) - entries.index(part))
        data = data[part]
    return counts
