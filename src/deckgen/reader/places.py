"""Where the values of a file stand, as a tree beside the data.

Input: places put in by the reader. Output: `Spans`, a mapping from paths to spans. Paths and spans are made when they are asked
for, which happens where something is wrong: a dict of them took a quarter of the time of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import Span
from deckgen.ir.blocks import Path
from deckgen.reader.document import SourceText


class SourceRange(Struct):
    """Where a value starts and ends in the body of a source, where its key does, and the places in it by key or index."""

    start: int
    end: int
    key: tuple[int, int] | None = None
    inner: Mapping[Any, SourceRange] | None = None


class Spans(Mapping[Path, Span]):
    """The span of every value of a file by its path, or that of every key by the path of its value."""

    def __init__(self, source: SourceText, root: SourceRange, *, of_keys: bool = False) -> None:
        self._source = source
        self._root = root
        self._of_keys = of_keys

    def __getitem__(self, path: Path) -> Span:
        place: SourceRange | None = self._root
        for part in path:
            place = place.inner.get(part) if place is not None and place.inner is not None else None
        where = None if place is None else self._where(place)
        if where is None:
            raise KeyError(path)
        return self._source.span(*where)

    def __iter__(self) -> Iterator[Path]:
        left: list[tuple[Path, SourceRange]] = [((), self._root)]
        while left:
            path, place = left.pop()
            if self._where(place) is not None:
                yield path
            left += [((*path, part), inside) for part, inside in (place.inner or {}).items()]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _where(self, place: SourceRange) -> tuple[int, int] | None:
        return place.key if self._of_keys else (place.start, place.end)
