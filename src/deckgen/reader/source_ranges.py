"""The positions of all values of a file, as a tree parallel to the data.

Input: the ranges that the reader collects. Output: `Spans`, a mapping from paths to spans. Paths and spans are created on
access, which happens only for values with issues: a dict of all of them took a quarter of the time of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import KeyPath, Span
from deckgen.reader.document import Document, SourceText


class SourceRange(Struct, array_like=True):
    """The offsets of a value and of its key in the body of a source, and the ranges of the values in it, by key or index."""

    start: int
    end: int
    key: tuple[int, int] | None = None
    children: Mapping[Any, SourceRange] | None = None


class Spans(Mapping[KeyPath, Span]):
    """The span of every value of a file by its path, or that of every key by the path of its value."""

    def __init__(self, source: SourceText, root: SourceRange, *, of_keys: bool = False) -> None:
        self._source = source
        self.root = root
        self._of_keys = of_keys

    def __getitem__(self, path: KeyPath) -> Span:
        node: SourceRange | None = self.root
        for part in path:
            node = node.children.get(part) if node is not None and node.children is not None else None
        offsets = None if node is None else self._offsets(node)
        if offsets is None:
            raise KeyError(path)
        return self._source.span(*offsets)

    def __iter__(self) -> Iterator[KeyPath]:
        pending: list[tuple[KeyPath, SourceRange]] = [((), self.root)]
        while pending:
            path, node = pending.pop()
            if self._offsets(node) is not None:
                yield path
            pending += [((*path, part), child) for part, child in (node.children or {}).items()]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _offsets(self, node: SourceRange) -> tuple[int, int] | None:
        return node.key if self._of_keys else (node.start, node.end)


def document_of(source: SourceText, data: Any, ranges: SourceRange) -> Document:
    """Return the document of a source, of its data and of the ranges of all values in it."""
    spans, key_spans = Spans(source, ranges), Spans(source, ranges, of_keys=True)
    return Document(source.file, source.text, data, spans, key_spans)
