"""An editor for one content file: text in, text with changed values out, every other byte unchanged.

An edit replaces spans of the text. Each candidate text is read back by deckgen's own reader; the first one that reads as
expected becomes the text of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.edit.errors import EditError
from deckgen.edit.size import ContentSize, FileSize, is_too_deep
from deckgen.edit.splicing import (
    Splice,
    apply_splices,
    column_of,
    find_line_end,
    most_common_indent,
    replace_values,
)
from deckgen.edit.yaml_scalars import ValueStyle, double_quoted, resolves_to_string, scalar_candidates
from deckgen.reader import Document, parse
from deckgen.reader.characters import describe_unprintable

Value = str | None
"""A text, or None for an empty value."""
_CHANGE_BY_HAND = " cannot be changed by a program: change it by hand"


class EditState(Struct, frozen=True):
    """A content file as it is between two edits."""

    text: str
    document: Document
    size: ContentSize


class _ValueSpan(Struct, frozen=True):
    """The span of the text that a value replaces, and the text that must come before and after the value."""

    start: int
    end: int
    style: ValueStyle
    prefix: str = ""
    suffix: str = ""


class ContentEditor:
    """An editor for a content file; `text` and `document` are always those after the last edit.

    Paths are those of `Document`. Raises EditError if the file has errors: what is misread cannot be edited. For a part of a file
    (`document_parts`), `base_path` is its path in the file, and `file_size` the size of the complete file.
    """

    def __init__(self, text: str, display: str) -> None:
        document, issues = parse(text, display)
        if document is None or issues:
            raise EditError(f"{display} has errors that must be fixed first (`deckgen check` shows them)")
        self.text, self.document = text, document
        self.base_path: KeyPath = ()
        self.file_size = FileSize(ContentSize.of(text, document.data))
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._original_document = document

    @property
    def state(self) -> EditState:
        """The current text, to be passed to `restore`."""
        return EditState(self.text, self.document, self.file_size.current)

    def restore(self, state: EditState) -> None:
        """Undo all edits made since a state."""
        self.text, self.document, self.file_size.current = state.text, state.document, state.size

    def get(self, path: KeyPath) -> Any:
        """Return the value at a path. Raises KeyError if there is none."""
        if not self.has(path):
            raise KeyError(path)
        value = self.document.data
        for part in path:
            value = value[part]
        return value

    def has(self, path: KeyPath) -> bool:
        """Whether there is a value (perhaps an empty one) at a path."""
        return path in self.document.spans

    def line(self, path: KeyPath) -> int:
        """Return the number of the line, from 1, of the key at a path, or of the value if it has no key."""
        return line_and_column(self.text, self.document.key_span(path).start)[0]

    def set(self, path: KeyPath, value: Value) -> None:
        """Replace the text or the empty value at a path; None makes it empty.

        Raises EditError if the value is a list or a mapping, or if the text contains a character that is not allowed in content.
        """
        if isinstance(self.get(path), dict | list):
            raise self._edit_error(path, "", " is not a single text: change it by hand")
        span = self.document.span(path)
        expected = replace_values(self.document.data, {path: value})
        if value is not None:
            prefix = "" if span.end > span.start else " "
            self._write_value(value, _ValueSpan(span.start, span.end, self._style_of(path), prefix), expected, path)
            return
        after_colon = len(self.text[: span.start].rstrip(" \t"))
        # In brackets, the blank after the colon has to stay.
        if self.text[after_colon - 1] != ":" or not self._try_splices([(after_colon, span.end, "")], expected):
            self._make_splices([(span.start, span.end, "")], expected, path)

    def add(
        self, path: KeyPath, key: str, value: Value = None, *, after: str | None = None, first: bool = False
    ) -> None:
        """Add a key to the mapping (or the empty value) at `path`, formatted like the keys next to it.

        The new key follows the key `after` (by default the last one), or precedes all others if `first` is true.
        """
        mapping = self.get(path)
        if mapping is not None and not isinstance(mapping, dict):
            raise self._edit_error(path, "", " has no fields that one could be added to")
        if key in (mapping or {}):
            raise self._edit_error((*path, key), "", " is there already")
        names = list(mapping or {})
        index = 0 if first else len(names) if after is None else names.index(after) + 1
        expected = replace_values(self.document.data, {path: _with_key(mapping or {}, index, key, value)})
        span = self._span_of_new_key(path, names, after, first=first)
        span = replace(span, prefix=f"{span.prefix}{_key_text(key)}:" + (" " if value is not None else ""))
        if value is None:
            # In brackets, a colon needs a blank after it.
            text = span.prefix + " " * span.style.in_flow + span.suffix
            self._make_splices([(span.start, span.end, text)], expected, (*path, key))
        else:
            self._write_value(value, span, expected, (*path, key))

    def rename(self, path: KeyPath, key: str) -> None:
        """Give the key at `path` another name."""
        parent = self.get(path[:-1])
        renamed = {key if name == path[-1] else name: value for name, value in parent.items()}
        span = self.document.key_span(path)
        expected = replace_values(self.document.data, {path[:-1]: renamed})
        self._make_splices([(span.start, span.end, _key_text(key))], expected, path)

    def insert_above(self, paths: Iterable[KeyPath], comment: str) -> None:
        """Insert a line with `# comment` above the line of each path, with the indentation of that line."""
        self.insert_all_above([(paths, comment)])

    def insert_all_above(self, comments: Iterable[tuple[Iterable[KeyPath], str]]) -> None:
        """Insert several comments, each as `insert_above` does, in this order; the file is read back only once."""
        body = int(self.text.startswith("\ufeff"))
        splices: list[Splice] = []
        for paths, comment in comments:
            for line_start in {self.text.rfind("\n", 0, self.document.key_span(path).start) + 1 for path in paths}:
                start = max(line_start, body)
                indent = re.compile(r"[ \t]*").match(self.text, start)
                splices.append((start, start, f"{indent.group() if indent else ''}# {comment}{self.newline}"))
        self._make_splices(splices, self.document.data, ())

    def delete_lines(self, offsets: Iterable[int]) -> None:
        """Delete the complete lines (comments) that contain the offsets."""
        splices: list[Splice] = []
        for offset in set(offsets):
            start, end = self.text.rfind("\n", 0, offset) + 1, self.text.find("\n", offset) + 1
            splices.append((start, end or len(self.text), ""))
        self._make_splices(sorted(set(splices)), self.document.data, ())

    def _span_of_new_key(self, path: KeyPath, names: list[str], after: str | None, *, first: bool) -> _ValueSpan:
        """Find where a new key is inserted, and how its value is written there."""
        span = self.document.span(path)
        if self.text[span.start : span.start + 1] == "{":
            return self._span_in_braces(path, names, after, first=first)
        if not names and self._is_in_flow(path):
            blank = self.text.startswith(" ", span.end)
            start = span.end + blank
            return _ValueSpan(start, start, ValueStyle(in_flow=True), prefix="{" if blank else " {", suffix="}")
        if not names:
            return self._span_of_new_line(span.end, self._parent_column(path) + self.indent_step)
        neighbour = (*path, names[0] if first else names[-1] if after is None else after)
        key_start = self.document.key_span(neighbour).start
        indent = column_of(self.text, key_start)
        if first:
            suffix = self.newline + " " * indent
            return _ValueSpan(key_start, key_start, self._style_of_new_value(indent), suffix=suffix)
        return self._span_of_new_line(self.document.span(neighbour).end, indent)

    def _span_of_new_line(self, offset: int, indent: int) -> _ValueSpan:
        """Return the position of a new line after the line of `offset`."""
        end = find_line_end(self.text, offset)
        return _ValueSpan(end, end, self._style_of_new_value(indent), prefix=self.newline + " " * indent)

    def _span_in_braces(self, path: KeyPath, names: list[str], after: str | None, *, first: bool) -> _ValueSpan:
        style = ValueStyle(in_flow=True)
        if not names:
            start = self.document.span(path).start + 1
            return _ValueSpan(start, start, style)
        if first:
            start = self.document.key_span((*path, names[0])).start
            return _ValueSpan(start, start, style, suffix=", ")
        start = self.document.span((*path, names[-1] if after is None else after)).end
        return _ValueSpan(start, start, style, prefix=", ")

    def _style_of_new_value(self, indent: int) -> ValueStyle:
        return ValueStyle("", indent + 8, indent + self.indent_step, self.newline)

    def _style_of(self, path: KeyPath) -> ValueStyle:
        """Return how the existing value at a path is written."""
        span = self.document.span(path)
        old = self.text[span.start : span.end]
        block = re.match(r"[|>][^\n]*\n(?:[ \t]*\r?\n)*([ ]+)", old)
        indent = len(block[1]) if block else self._parent_column(path) + self.indent_step
        return ValueStyle(old, column_of(self.text, span.start), indent, self.newline, self._is_in_flow(path))

    def _is_in_flow(self, path: KeyPath) -> bool:
        """Whether the value at a path is inside brackets or braces."""
        starts = (self.document.span(path[:length]).start for length in range(len(path)))
        return any(self.text[start : start + 1] in {"{", "["} for start in starts)

    def _parent_column(self, path: KeyPath) -> int:
        """Return the column from which the value at a path is indented: that of its key, or of the dashes of its list."""
        if path in self.document.key_spans:
            return column_of(self.text, self.document.key_spans[path].start)
        return column_of(self.text, self.document.span(path[:-1]).start) if path else 0

    @cached_property
    def indent_step(self) -> int:
        """By how many columns this file indented mappings when it was opened."""
        return most_common_indent(self._original_document)

    def _write_value(self, value: str, span: _ValueSpan, expected: Any, path: KeyPath) -> None:
        """Write a value, as the first candidate scalar that reads back as expected."""
        if (char := describe_unprintable(value)) is not None:
            raise self._edit_error(path, "the text for ", f" contains an invisible character, {char}")
        for scalar in scalar_candidates(value, span.style):
            if self._try_splices([(span.start, span.end, span.prefix + scalar + span.suffix)], expected):
                return
        raise self._edit_error(path, "", _CHANGE_BY_HAND)

    def _make_splices(self, splices: Iterable[Splice], expected: Any, path: KeyPath) -> None:
        """Change the text. Raises EditError, which names `path`, if it does not read as expected afterwards."""
        if not self._try_splices(splices, expected):
            raise self._edit_error(path, "", _CHANGE_BY_HAND)

    def _try_splices(self, splices: Iterable[Splice], expected: Any) -> bool:
        """Change the text if the file does not become too large and reads as expected; return whether it was changed."""
        text = apply_splices(self.text, splices)
        before = ContentSize.of(self.text, self.document.data)
        size = self.file_size.current.with_part_resized(before, ContentSize.of(text, expected))
        if not size.is_readable or is_too_deep(expected, len(self.base_path)) or not self.try_text(text, expected):
            return False
        self.file_size.current = size
        return True

    def try_text(self, text: str, expected: Any) -> bool:
        """Replace the complete text if the new one has no errors and reads as expected; return whether it was replaced."""
        document, issues = parse(text, self.document.file)
        if document is None or issues or document.data != expected:
            return False
        self.text, self.document = text, document
        return True

    def _edit_error(self, path: KeyPath, before: str, after: str) -> EditError:
        """Make an error that names the key, the file, and the line of the nearest existing value on the path."""
        existing = next(path[:size] for size in range(len(path), -1, -1) if self.has(path[:size]))
        keys = [part for part in (*self.base_path, *path) if isinstance(part, str)]
        name = f"`{keys[-1]}` in {self.document.file}" if keys else self.document.file
        return EditError(f"{before}{name}:", after, (*self.base_path, *existing), self.line(existing))


def _key_text(key: str) -> str:
    return key if re.fullmatch(r"\w[\w/–-]*", key) and resolves_to_string(key) else double_quoted(key)


def _with_key(mapping: Mapping[str, Any], index: int, key: str, value: Value) -> dict[str, Any]:
    entries = list(mapping.items())
    return dict([*entries[:index], (key, value), *entries[index:]])
