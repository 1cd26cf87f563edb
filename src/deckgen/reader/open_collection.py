"""A YAML list or mapping while its events are being read."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field

from deckgen.diagnostics import Issue
from deckgen.reader.source_ranges import SourceRange


class OpenCollection(Struct):
    """A list or mapping whose end has not been read yet. All offsets are offsets in the body.

    `is_discarded`: it is the value of a duplicate key, and is left out of the data; `is_value_discarded`: its next value is.
    `is_text`: its author meant text, so its value is the text as typed. `is_rest_of_text`: its next key is the rest of a text
    that a comma splits, so its value is left out.
    """

    data: Any  # a dict or a list
    is_mapping: bool
    start: int
    is_flow: bool
    column: int
    is_discarded: bool = False
    end: int = 0
    key: str | None = None
    key_span: tuple[int, int] = (0, 0)
    is_value_discarded: bool = False
    key_starts: dict[str, int] = field(default_factory=dict)
    ranges: dict[str | int, SourceRange] = field(default_factory=dict)
    is_text: bool = False
    is_rest_of_text: bool = False
    last_item: tuple[int, int] | None = None
    split_issue: Issue | None = None
    """Of the number that commas split into `split_count` items, the last of which is the last item read."""
    split_count: int = 1
    rejoined: dict[int, tuple[int, int, Issue]] = field(default_factory=dict)
    """The start and the end of such numbers and their issues, by their index in `data`."""

    @property
    def expects_key(self) -> bool:
        """Whether the next event in it is a key."""
        return self.is_mapping and self.key is None

    @property
    def discards_next(self) -> bool:
        """Whether its next value is left out of the data."""
        return self.is_discarded or self.is_value_discarded

    def add_key(self, key: str, span: tuple[int, int], *, is_value_discarded: bool) -> None:
        """Set the key of the next value."""
        self.key, self.key_span, self.is_value_discarded = key, span, is_value_discarded
        if span[1] > self.end:  # noqa: PLR1730 -- as above
            self.end = span[1]

    def add_value(self, value: Any, start: int, end: int, ranges: dict[str | int, SourceRange] | None = None) -> None:
        """Add a finished value, that of its key or the next of a list; `ranges` are those of the values in it."""
        key = self.key
        if key is None:
            if not self.is_discarded:
                self.ranges[len(self.data)] = SourceRange(start, end, None, ranges)
                self.data.append(value)
        else:
            if not (self.is_discarded or self.is_value_discarded):
                self.ranges[key] = SourceRange(start, end, self.key_span, ranges)
                self.data[key] = value
            self.key, self.is_value_discarded = None, False
        if end > self.end:  # noqa: PLR1730 -- `max` takes ten times as long
            self.end = end

    def value(self, body: str, end: int) -> Any:
        """Its finished value, given the offset of its end: the data, or the text as typed if that was meant."""
        if self.is_text:
            return body[self.start : end]
        for index, (first, last, _) in self.rejoined.items():
            self.data[index] = body[first:last]
        return self.data
