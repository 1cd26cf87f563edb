"""The size of a content file, counted as the reader counts it, so that an edit beyond the reader's limits is refused early."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from deckgen.reader import MAX_BYTES, MAX_DEPTH, MAX_VALUES


class ContentSize(Struct, frozen=True):
    """The size of a content file: its characters and its values (scalars, keys, lists and mappings)."""

    characters: int
    values: int

    @classmethod
    def of(cls, text: str, data: Any) -> ContentSize:
        """Count the characters of a text and the values of its data."""
        return cls(len(text), _count_values(data))

    def with_part_resized(self, before: ContentSize, after: ContentSize) -> ContentSize:
        """Return the size of the file once a part of it has changed from size `before` to size `after`."""
        return ContentSize(
            self.characters + after.characters - before.characters, self.values + after.values - before.values
        )

    @property
    def is_readable(self) -> bool:
        """Whether the reader accepts a file of this size."""
        return self.characters <= MAX_BYTES and self.values <= MAX_VALUES


class FileSize(Struct):
    """The current size of a complete file. All parts of the file share one such object."""

    current: ContentSize


def is_too_deep(data: Any, outer_levels: int) -> bool:
    """Whether data is nested deeper than the reader accepts, inside `outer_levels` other lists and mappings."""
    return outer_levels + _depth(data) > MAX_DEPTH


def _count_values(data: Any) -> int:
    if isinstance(data, dict):
        return 1 + len(data) + sum(map(_count_values, data.values()))
    return 1 + sum(map(_count_values, data)) if isinstance(data, list) else 1


def _depth(data: Any) -> int:
    if isinstance(data, dict | list):
        return 1 + max(map(_depth, data.values() if isinstance(data, dict) else data), default=0)
    return 0
