"""Helpers of an edit: replace spans of a text, replace values in data, find columns and ends of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deckgen.diagnostics import KeyPath
from deckgen.reader import Document

Splice = tuple[int, int, str]
"""Start and end of a span of a text, and the text that replaces it."""
_MAX_INDENT_STEP = 8


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Replace spans of a text that do not overlap; insertions at the same offset keep the given order."""
    pieces, done = [], 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def replace_values(data: Any, values: Mapping[KeyPath, Any]) -> Any:
    """Return a copy of the data with other values at some paths; no path may lead into the value of another."""
    if () in values:
        return values[()]
    by_head: dict[Any, dict[KeyPath, Any]] = {}
    for path, value in values.items():
        by_head.setdefault(path[0], {})[path[1:]] = value
    if isinstance(data, list):
        return [replace_values(item, by_head[i]) if i in by_head else item for i, item in enumerate(data)]
    return {key: replace_values(item, by_head[key]) if key in by_head else item for key, item in data.items()}


def entry_names(entries: Sequence[Any] | Mapping[str, Any]) -> Iterable[Any]:
    """Return the keys of a mapping, or the indices of a list."""
    return entries if isinstance(entries, Mapping) else range(len(entries))


def without_entry(entries: Any, name: Any) -> Any:
    """Return a copy of a list or mapping without one entry."""
    if isinstance(entries, list):
        return [item for index, item in enumerate(entries) if index != name]
    return {key: item for key, item in entries.items() if key != name}


def column_of(text: str, offset: int) -> int:
    """Count the characters before an offset on its line, without a byte order mark."""
    start = text.rfind("\n", 0, offset) + 1
    return offset - start - text.startswith("\ufeff", start)


def find_line_end(text: str, offset: int) -> int:
    """Return the offset at which the line of an offset ends, before its line break."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def most_common_indent(document: Document) -> int:
    """Return by how many columns a file indents most of its mappings; 2 for a file without nested mappings."""
    keys = document.key_spans
    steps = Counter(
        column_of(document.text, span.start) - column_of(document.text, keys[path[:-1]].start)
        for path, span in keys.items()
        if path[:-1] in keys
    )
    step = steps.most_common(1)[0][0] if steps else 2
    return step if 0 < step <= _MAX_INDENT_STEP else 2


def most_common_list_indent(document: Document) -> int:
    """Return by how many columns a file indents most of its block lists below their keys; 2 for a file without any."""
    text, keys = document.text, document.key_spans
    columns = Counter(
        column_of(text, document.span(path[:-1]).start) - column_of(text, keys[path[:-1]].start)
        for path in document.spans
        if path[-1:] == (0,) and path[:-1] in keys and text.startswith("-", document.span(path[:-1]).start)
    )
    step = columns.most_common(1)[0][0] if columns else 2
    return step if 0 <= step <= _MAX_INDENT_STEP else 2
