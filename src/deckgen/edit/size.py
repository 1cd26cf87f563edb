"""How much a content file holds, counted as the reader counts it, so that an edit beyond its limits is refused unread."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from deckgen.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES


class Size(Struct, frozen=True):
    """Characters of a file, and its values: scalars (keys too), lists and mappings."""

    characters: int
    values: int

    @classmethod
    def of(cls, text: str, data: Any) -> Size:
        """Count a text and its data."""
        return cls(len(text), _values(data))

    def changed(self, before: Size, after: Size) -> Size:
        """Give the size of a file of which a part changes its size."""
        return Size(self.characters + after.characters - before.characters, self.values + after.values - before.values)

    @property
    def readable(self) -> bool:
        """Whether the reader takes a file of this size."""
        return self.characters <= MAX_BYTES and self.values <= MAX_VALUES


class Total(Struct):
    """The size of a whole file, which all its parts share."""

    size: Size


def too_deep(data: Any, above: int) -> bool:
    """Tell whether data is nested deeper than the reader takes; `above` is the number of lists and mappings around it."""
    return above + _depth(data) > MAX_DEPTH


def _values(data: Any) -> int:
    if isinstance(data, dict):
        return 1 + len(data) + sum(map(_values, data.values()))
    return 1 + sum(map(_values, data)) if isinstance(data, list) else 1


def _depth(data: Any) -> int:
    if isinstance(data, dict | list):
        return 1 + max(map(_depth, data.values() if isinstance(data, dict) else data), default=0)
    return 0
