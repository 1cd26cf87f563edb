"""The result of reading a file: plain data with the span of every value.

Defines `Document`, and `SourceText`, the text of one file while it is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Issue, KeyPath, Span, line_starts, make_issue
from deckgen.reader.characters import BOM, blank_unprintable

_SEPARATOR = re.compile(r",(?![0-9])")
_MAX_VALUE_LENGTH = 2000
"""Characters within which the end of a value in brackets is searched."""
_READ_PER_SHOWN = 50
"""Characters of a text that are read for each one that is shown of it."""


class Document(Struct, frozen=True):
    """One content file as plain data.

    `data` consists of dict, list, str and None only: every scalar is the text as typed, an empty value is None. `spans`
    has the span of each value by its path of keys and indices (`()` is the root), `key_spans` the span of each key by the path
    of its value. Spans are character offsets into `text`.
    """

    file: str
    text: str
    data: Any
    spans: Mapping[KeyPath, Span]
    key_spans: Mapping[KeyPath, Span]

    def value(self, path: KeyPath) -> Any:
        """The value at `path`, None if it is empty. Raises LookupError if there is none."""
        value = self.data
        for part in path:
            value = value[part]
        return value

    def span(self, path: KeyPath) -> Span:
        """The span of the value at `path`; if there is no such value, the span of its nearest existing ancestor."""
        for length in range(len(path), -1, -1):
            if (span := self.spans.get(path[:length])) is not None:
                return span
        return Span(self.file, 0, 0)

    def key_span(self, path: KeyPath) -> Span:
        """The span of the key of the value at `path`; for a value without a key (an item of a list), the same as `span`."""
        return self.key_spans.get(path) or self.span(path)

    def locate(self, issue: Issue) -> Issue:
        """Return an issue with the span of its origin in this file; one that has a span, or no origin, is returned as it is."""
        if issue.origin is None:
            return issue
        find = self.key_span if issue.origin.of_key else self.span
        return replace(issue, span=issue.span or find(issue.origin.path), origin=None)


class SourceText(Struct, frozen=True, dict=True):
    """The text of one file while it is parsed; all offsets are offsets in `body`, and `span` converts them to the file's.

    libyaml does not count a byte order mark, PyYAML's own parser does: so it is removed before parsing.
    """

    file: str
    text: str

    @cached_property
    def without_bom(self) -> str:
        """The text without its byte order mark."""
        return self.text.removeprefix(BOM)

    @cached_property
    def body(self) -> str:
        """The text that is parsed: without byte order mark, and with a space for each control character."""
        return blank_unprintable(self.without_bom)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.body)

    def span(self, start: int, end: int | None = None) -> Span:
        """Convert a range of the body (one character by default) to a span of the file; it is clipped to the end of the text."""
        shift, size = self._bom_length, self._body_length
        if end is not None and start <= end <= size:
            return Span(self.file, start + shift, end + shift)
        start = min(start, size)
        end = min(start + 1 if end is None else max(end, start), size)
        return Span(self.file, start + shift, end + shift)

    @cached_property
    def _bom_length(self) -> int:
        return len(self.text) - len(self.without_bom)

    @cached_property
    def _body_length(self) -> int:
        return len(self.body)

    def line(self, offset: int) -> int:
        """The number of the line at `offset`, from 1."""
        return bisect_right(self._line_starts, offset)

    def line_start(self, offset: int) -> int:
        """The offset at which the line of `offset` starts."""
        return self._line_starts[self.line(offset) - 1]

    def line_end(self, offset: int) -> int:
        """The offset at which the line of `offset` ends, without its line break and trailing white space."""
        end = self.body.find("\n", offset)
        stop = len(self.body) if end < 0 else end
        start = self.line_start(offset)
        return start + len(self.body[start:stop].rstrip())

    def column(self, offset: int) -> int:
        """The number of characters before `offset` on its line."""
        return offset - self.line_start(offset)

    def value_end(self, at: int) -> int:
        """The offset at which the value that starts at (or contains) `at` ends on its line, as its author sees it.

        Inside `{…}` or `[…]` a value ends before the next comma or closing bracket; brackets inside it are part of it.
        """
        end = self.line_end(at)
        before = self.body[self.line_start(at) : at]
        if before.count("{") <= before.count("}") and before.count("[") <= before.count("]"):
            return end
        depth = 0
        for offset in range(at, min(end, at + _MAX_VALUE_LENGTH)):
            char = self.body[offset]
            depth += (char in "[{") - (char in "]}")
            if depth < 0 or (depth == 0 and _SEPARATOR.match(self.body, offset)):
                return offset
        return end

    def error(self, code: str, message: str, where: tuple[int, int], hint: str | None = None) -> Issue:
        """Create an error at a range of the body."""
        return make_issue(code, message, self.span(*where), hint)


_TYPOGRAPHIC = re.compile(
    r"\s*(?:[“”„‟](?P<double>[^“”„‟]+)[“”‟]|[‘’‚‛](?P<single>[^‘’‚‛]+)[‘’‛]|«(?P<angled>[^«»]+)»)\s*"
)


def in_typographic_quotes(text: str) -> str:
    """Return what is inside the typographic quotes that a whole text is in; empty if it is in none."""
    found = None if text.isascii() else _TYPOGRAPHIC.fullmatch(text)
    return (found["double"] or found["single"] or found["angled"]).strip() if found else ""


def yaml_quoted(text: str, limit: int = 70) -> str:
    """Quote `text` as it has to be written in YAML, in the quotes that need fewer escapes; a long text is shortened.

    Typographic quotes around the whole text were meant as those of YAML.
    """
    line = shortened(in_typographic_quotes(text) or text, limit)
    if '"' not in line and "\\" not in line:
        return f'"{line}"'
    return "'" + line.replace("'", "''") + "'"


def curly_quoted(text: str, limit: int = 40) -> str:
    """Quote a piece of the author's text in a message; a long text is shortened."""
    return f"“{shortened(text, limit)}”"


def shortened(text: str, limit: int = 40) -> str:
    """Put a text on one line, cut after `limit` characters; only the beginning of a very long text is read."""
    beginning = text[: limit * _READ_PER_SHOWN]
    line = " ".join(beginning.split())
    return line if len(line) <= limit and len(beginning) == len(text) else line[: limit - 1].rstrip() + "…"
