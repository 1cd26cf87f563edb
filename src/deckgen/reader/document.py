"""What the reader hands on: plain data that still knows where every value stands.

Input: nothing. Output: `Document`, and `SourceText`, the text of one file on its way there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import Diagnostic, Span, error, line_starts
from deckgen.ir.blocks import Path
from deckgen.reader.characters import BOM, blanked

_SEPARATOR = re.compile(r",(?![0-9])")
_FAR = 2000
"""As far as anyone looks for the end of a value in brackets."""
_BLANKS = 50
"""Characters of a text that are looked at for each one that is shown of it."""


class Document(Struct, frozen=True):
    """One content file as plain data.

    `data` is made of dict, list, str and None only: every scalar is the text as typed, an empty value is None. `spans`
    holds the span of each value by its path of keys and indices (`()` is the whole), `keys` the span of each key by the
    path of its value; both are character offsets into `text`.
    """

    file: str
    text: str
    data: Any
    spans: Mapping[Path, Span]
    keys: Mapping[Path, Span]

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands; if there is none, where its nearest existing ancestor stands."""
        for length in range(len(path), -1, -1):
            if (found := self.spans.get(path[:length])) is not None:
                return found
        return Span(self.file, 0, 0)

    def key(self, path: Path) -> Span:
        """Where the key of the value at `path` stands; for what has no key (an item of a list), the same as `span`."""
        return self.keys.get(path) or self.span(path)


class SourceText(Struct, frozen=True, dict=True):
    """The text of one file on its way through YAML; offsets are those in `body` until `span` turns them outward.

    libyaml drops a byte order mark without counting it, PyYAML's own parser counts it: so neither gets to see it.
    """

    file: str
    text: str

    @cached_property
    def unmarked(self) -> str:
        """The text without its byte order mark."""
        return self.text.removeprefix(BOM)

    @cached_property
    def body(self) -> str:
        """The text that is parsed: without byte order mark, and with a blank for each control character."""
        return blanked(self.unmarked)

    @cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.body)

    def span(self, start: int, end: int | None = None) -> Span:
        """Give a stretch of the body (one character by default) as a span of the text as given; it never leaves that."""
        shift, size = self._shift, self._size
        if end is not None and start <= end <= size:
            return Span(self.file, start + shift, end + shift)
        start = min(start, size)
        end = min(start + 1 if end is None else max(end, start), size)
        return Span(self.file, start + shift, end + shift)

    @cached_property
    def _shift(self) -> int:
        return len(self.text) - len(self.unmarked)

    @cached_property
    def _size(self) -> int:
        return len(self.body)

    def line(self, offset: int) -> int:
        """Give the number of the line at `offset`, from 1."""
        return bisect_right(self._starts, offset)

    def line_start(self, offset: int) -> int:
        """Where the line at `offset` starts."""
        return self._starts[self.line(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Where the line at `offset` ends, its line break and trailing blanks not included."""
        end = self.body.find("\n", offset)
        stop = len(self.body) if end < 0 else end
        start = self.line_start(offset)
        return start + len(self.body[start:stop].rstrip())

    def column(self, offset: int) -> int:
        """How many characters stand before `offset` on its line."""
        return offset - self.line_start(offset)

    def value_end(self, at: int) -> int:
        """Where the value that starts at (or holds) `at` ends on its line, as its author sees it.

        Inside `{…}` or `[…]` that is before the next comma or closing bracket; brackets of its own belong to it.
        """
        end = self.line_end(at)
        before = self.body[self.line_start(at) : at]
        if before.count("{") <= before.count("}") and before.count("[") <= before.count("]"):
            return end
        depth = 0
        for offset in range(at, min(end, at + _FAR)):
            char = self.body[offset]
            depth += (char in "[{") - (char in "]}")
            if depth < 0 or (depth == 0 and _SEPARATOR.match(self.body, offset)):
                return offset
        return end

    def fault(self, code: str, message: str, where: tuple[int, int], hint: str | None = None) -> Diagnostic:
        """Make an error at a stretch of the body."""
        return error(code, message, self.span(*where), hint)


def quoted(text: str, limit: int = 70) -> str:
    """Show `text` as it would have to be written in YAML, in the quotes that need least; a long one is cut short."""
    line = shortened(text, limit)
    if '"' not in line and "\\" not in line:
        return f'"{line}"'
    return "'" + line.replace("'", "''") + "'"


def shown(text: str, limit: int = 40) -> str:
    """Name a piece of the author's text in a message, cut short if it is long."""
    return f"“{shortened(text, limit)}”"


def shortened(text: str, limit: int = 40) -> str:
    """Put a text on one line, cut short if it is long; of a very long one, only the beginning is looked at."""
    beginning = text[: limit * _BLANKS]
    line = " ".join(beginning.split())
    return line if len(line) <= limit and len(beginning) == len(text) else line[: limit - 1].rstrip() + "…"
