"""The values of one content file: set, add, insert, remove; every other byte is unchanged.

An edit replaces spans of the text. Each candidate text is read back by deckgen's own reader; the first one that reads as
expected becomes the text of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from deckgen.diagnostics import KeyPath
from deckgen.edit import flow_entries as flow
from deckgen.edit.block_entries import Entry, NewEntryPlace, block_entries, place_of_new_entry, removal
from deckgen.edit.changed_words import with_changed_words
from deckgen.edit.splicing import (
    Splice,
    column_of,
    entry_names,
    find_line_end,
    most_common_indent,
    most_common_list_indent,
    replace_values,
    without_entry,
)
from deckgen.edit.verified_text import CHANGE_BY_HAND, VerifiedText
from deckgen.edit.yaml_scalars import ValueStyle, scalar_candidates
from deckgen.edit.yaml_values import Content, NewValueStyle, block_candidates, flow_candidates, flow_text, key_text
from deckgen.reader.characters import describe_unprintable

Value = str | None
"""A text, or None for an empty value."""


class ValueEditor(VerifiedText):
    """An editor for the values of a content file. A path names a value: keys of mappings, and indices of lists."""

    def set(self, path: KeyPath, value: Value) -> None:
        """Replace the text or the empty value at a path; None makes it empty, and the value that is there changes no byte.

        Of a text of several lines, only the lines with changed words change. Raises EditError if the value is a list or a
        mapping, or if the text contains a character that is not allowed in content.
        """
        before = self.get(path)
        if isinstance(before, dict | list):
            raise self.edit_error(path, "", " is not a single text: change it by hand")
        if value == before:
            return
        span = self.document.span(path)
        expected = replace_values(self.document.data, {path: value})
        if value is not None:
            prefix = "" if span.end > span.start else " "
            candidates = (prefix + scalar for scalar in self._new_scalars(path, before, value))
            self._write(value, NewEntryPlace(span.start), candidates, expected, path, end=span.end)
            return
        after_colon = len(self.text[: span.start].rstrip(" \t"))
        # In brackets, the blank after the colon has to stay.
        if self.text[after_colon - 1] != ":" or not self._try_splices([(after_colon, span.end, "")], expected):
            self.make_splices([(span.start, span.end, "")], expected, path)

    def add(
        self, path: KeyPath, key: str, value: Content = None, *, after: str | None = None, first: bool = False
    ) -> None:
        """Add a key to the mapping (or the empty value) at `path`, formatted like the keys next to it.

        The new key follows the key `after` (by default the last one), or precedes all others if `first` is true.
        """
        mapping = self.get(path)
        names = list(mapping) if isinstance(mapping, dict) else []
        index = 0 if first else len(names) if after is None else names.index(after) + 1
        expected = self._with_key(path, index, key, value)
        self._insert_entry(path, index, f"{key_text(key)}:", value, expected, (*path, key))

    def insert(self, path: KeyPath, index: int, value: Content) -> None:
        """Insert an item into the list (or the empty value) at `path`, before the item at `index` or after the last one.

        The item may be a text, a list or a mapping; it is formatted like the items next to it. Raises EditError.
        """
        self._insert_entry(path, index, "-", value, self._with_item(path, index, value), (*path, index))

    def insert_typed(self, path: KeyPath, value: Content, text_at: Callable[[int], str]) -> None:
        """Insert an entry, without brackets, at its path as it is typed; `text_at` returns its text for a column.

        The index of an item is the last part of its path; a key becomes the last one. Raises EditError.
        """
        parent, name = path[:-1], path[-1]
        index = name if isinstance(name, int) else len(self.get(parent) or {})
        is_item = isinstance(name, int)
        expected = self._with_item(parent, index, value) if is_item else self._with_key(parent, index, str(name), value)
        place, column = self._place_of_new_entry(parent, index, is_list=is_item)
        assert column is not None
        self._write(value, place, [text_at(column)], expected, path)

    def remove(self, path: KeyPath) -> None:
        """Remove an item of a list, or a key with its value, with the comments that speak of it.

        A list or mapping without brackets that had no other entry is an empty value afterwards. Raises EditError, also if the
        file would be empty.
        """
        splices = self.splices_of_removal(path)
        others = without_entry(self.get(path[:-1]), path[-1])
        if not others and not self.has_brackets(path[:-1]):
            others = None
        self.make_splices(splices, replace_values(self.document.data, {path[:-1]: others}), path)

    def _with_item(self, path: KeyPath, index: int, value: Content) -> Any:
        """Return the data of the file with a new item. Raises EditError if there is no list, IndexError."""
        items = self.get(path)
        if items is not None and not isinstance(items, list):
            raise self.edit_error(path, "", " is no list that an item could be added to")
        items = items or []
        if not 0 <= index <= len(items):
            raise IndexError(index)
        return replace_values(self.document.data, {path: [*items[:index], value, *items[index:]]})

    def _with_key(self, path: KeyPath, index: int, key: str, value: Content) -> Any:
        """Return the data of the file with a new key. Raises EditError if there is no mapping, or that key is there."""
        mapping = self.get(path)
        if mapping is not None and not isinstance(mapping, dict):
            raise self.edit_error(path, "", " has no fields that one could be added to")
        if key in (mapping or {}):
            raise self.edit_error((*path, key), "", " is there already")
        entries = list((mapping or {}).items())
        return replace_values(self.document.data, {path: dict([*entries[:index], (key, value), *entries[index:]])})

    def _insert_entry(
        self, path: KeyPath, index: int, lead: str, value: Content, expected: Any, new_path: KeyPath
    ) -> None:
        """Write a new entry at an index of the list or mapping at `path`; `lead` is its dash, or its key with the colon."""
        place, column = self._place_of_new_entry(path, index, is_list=lead == "-")
        if column is None:
            candidates = flow_candidates("" if lead == "-" else lead, value)
        elif self._neighbour_has_brackets(path, index, value):
            candidates = iter(
                [f"{lead} {flow_text(value)}", *block_candidates(lead, value, column, self.new_value_style)]
            )
        else:
            candidates = block_candidates(lead, value, column, self.new_value_style)
        self._write(value, place, candidates, expected, new_path)

    def _place_of_new_entry(self, path: KeyPath, index: int, *, is_list: bool) -> tuple[NewEntryPlace, int | None]:
        """Return where a new entry of the list or mapping at `path` is inserted, and its column; None in brackets."""
        span = self.document.span(path)
        if self.has_brackets(path):
            entries = flow.flow_entries(self.document, path)
            return flow.place_of_new_entry(self.text, span.start, entries, index, self.newline), None
        if self.get(path):
            column = column_of(self.text, span.start)
            return place_of_new_entry(self.text, self.block_entries(path), index, column, self.newline), column
        if self.is_in_flow(path):
            blank = self.text.startswith(" ", span.end)
            opening, closing = ("[", "]") if is_list else ("{", "}")
            return NewEntryPlace(span.end + blank, opening if blank else " " + opening, closing), None
        style = self.new_value_style
        step = style.list_step if is_list and path in self.document.key_spans else style.step
        column = self._parent_column(path) + step if path else 0
        end = find_line_end(self.text, span.end)
        return NewEntryPlace(end, self.newline + " " * column), column

    def splices_of_removal(self, path: KeyPath) -> list[Splice]:
        """Return the splices that remove an entry with the comments that speak of it. Raises KeyError if there is none."""
        self.get(path)
        parent = path[:-1]
        index = list(entry_names(self.get(parent))).index(path[-1])
        if self.has_brackets(parent):
            return flow.removal(self.text, flow.flow_entries(self.document, parent), index)
        return [removal(self.text, self.block_entries(parent), index)]

    def block_entries(self, path: KeyPath) -> list[Entry]:
        """Return where the entries of the list or mapping at a path are, which has no brackets."""
        return block_entries(self.document, path, is_part=bool(self.base_path), begins_inline=self.begins_inline)

    def has_brackets(self, path: KeyPath) -> bool:
        """Whether the list or mapping at a path is written in brackets or braces."""
        return self.text[(start := self.document.span(path).start) : start + 1] in {"{", "["}

    def _neighbour_has_brackets(self, path: KeyPath, index: int, value: Content) -> bool:
        """Whether the entry before a new one (else the one after it) is of the same type and is written in brackets."""
        entries = self.get(path)
        if not entries or not isinstance(value, dict | list):
            return False
        neighbour = (*path, list(entry_names(entries))[max(index - 1, 0)])
        return isinstance(self.get(neighbour), type(value)) and self.has_brackets(neighbour)

    def _new_scalars(self, path: KeyPath, before: Value, value: str) -> Iterator[str]:
        """Yield the ways to write a text in the place of an existing value."""
        style = self._style_of(path)
        if before is not None and "\n" in style.old:
            changed = with_changed_words(style.old, before, value, style.indent, self.newline)
            if changed is not None:
                yield changed
        yield from scalar_candidates(value, style)

    def _style_of(self, path: KeyPath) -> ValueStyle:
        """Return how the existing value at a path is written."""
        span = self.document.span(path)
        old = self.text[span.start : span.end]
        block = re.match(r"(?:[|>][^\n]*|[^\n]*)\n(?:[ \t]*\r?\n)*([ ]+)", old)
        indent = len(block[1]) if block else self._parent_column(path) + self.new_value_style.step
        return ValueStyle(old, column_of(self.text, span.start), indent, self.newline, self.is_in_flow(path))

    def is_in_flow(self, path: KeyPath) -> bool:
        """Whether the value at a path is inside brackets or braces."""
        starts = (self.document.span(path[:length]).start for length in range(len(path)))
        return any(self.text[start : start + 1] in {"{", "["} for start in starts)

    def _parent_column(self, path: KeyPath) -> int:
        """Return the column from which the value at a path is indented: that of its key, or of the dashes of its list."""
        if path in self.document.key_spans:
            return column_of(self.text, self.document.key_spans[path].start)
        return column_of(self.text, self.document.span(path[:-1]).start) if path else 0

    @cached_property
    def new_value_style(self) -> NewValueStyle:
        """How new values are written in this file: as most were when it was opened."""
        document = self._original_document
        return NewValueStyle(most_common_indent(document), most_common_list_indent(document), self.newline)

    def _write(
        self,
        value: Content,
        place: NewEntryPlace,
        candidates: Iterable[str],
        expected: Any,
        path: KeyPath,
        *,
        end: int | None = None,
    ) -> None:
        """Write a value, as the first candidate that reads back as expected."""
        if (char := find_unprintable_in(value)) is not None:
            raise self.edit_error(path, "the text for ", f" contains an invisible character, {char}")
        end = place.start if end is None else end
        for text in candidates:
            if self._try_splices([*place.others, (place.start, end, place.prefix + text + place.suffix)], expected):
                return
        raise self.edit_error(path, "", CHANGE_BY_HAND)


def find_unprintable_in(value: Content) -> str | None:
    """Describe the first character in a value, or in a key of it, that is not allowed in content; None if there is none."""
    if value is None or isinstance(value, str):
        return describe_unprintable(value or "")
    parts = [*value, *value.values()] if isinstance(value, dict) else value
    return next((found for part in parts if (found := find_unprintable_in(part)) is not None), None)
