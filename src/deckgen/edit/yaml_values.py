"""A text, list or mapping → the ways to write it as a new entry of a block list or mapping, or in brackets, the best one first.

Each text in a list or mapping is written as deckgen's reader reads it back. The caller reads the complete file back, and takes
the next candidate if it does not read as expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from deckgen.edit.yaml_scalars import ValueStyle, double_quoted, resolves_to_string, scalar_candidates
from deckgen.reader import parse

Content: TypeAlias = "str | Sequence[Content] | dict[str, Content] | None"
"""What content consists of: a text, an empty value, a list or a mapping."""
_COLUMNS_OF_KEY = 8


class NewValueStyle(Struct, frozen=True):
    """How new values are written in a file: by how much mappings and lists are indented, and the line break."""

    step: int = 2
    list_step: int = 2
    newline: str = "\n"


def key_text(key: str) -> str:
    """Write a key."""
    return key if re.fullmatch(r"\w[\w/–-]*", key) and resolves_to_string(key) else double_quoted(key)


def block_candidates(lead: str, value: Content, column: int, style: NewValueStyle) -> Iterator[str]:
    """Yield the ways to write an entry of a block list or mapping in a column; `lead` is its dash, or its key with the colon."""
    if isinstance(value, str):
        for scalar in scalar_candidates(value, _style_of_new_scalar(lead, column, style)):
            yield f"{lead} {scalar}"
        return
    yield _BlockText(style).entry(lead, value, column)
    if value:
        yield _BlockText(style, only_quoted=True).entry(lead, value, column)


def flow_candidates(lead: str, value: Content) -> Iterator[str]:
    """Yield the ways to write an entry in brackets; `lead` is its key with the colon, or nothing."""
    lead = f"{lead} " if lead else ""
    if isinstance(value, str):
        for scalar in scalar_candidates(value, ValueStyle(in_flow=True)):
            yield lead + scalar
        return
    yield lead + flow_text(value)
    if value:
        yield lead + flow_text(value, only_quoted=True)


def flow_text(value: Content, *, only_quoted: bool = False) -> str:
    """Write a value on one line, with brackets and braces."""
    if value is None:
        return ""
    if isinstance(value, str):
        return double_quoted(value) if only_quoted else _readable_scalar(value, ValueStyle(in_flow=True))
    if isinstance(value, dict):
        fields = (f"{key_text(key)}: {flow_text(item, only_quoted=only_quoted)}" for key, item in value.items())
        return "{" + ", ".join(fields) + "}"
    return "[" + ", ".join(flow_text(item, only_quoted=only_quoted) for item in value) + "]"


class _BlockText(Struct, frozen=True):
    """Writes values as block lists and mappings."""

    style: NewValueStyle
    only_quoted: bool = False

    def entry(self, lead: str, value: Content, column: int) -> str:
        if value is None:
            return lead
        if isinstance(value, str):
            style = _style_of_new_scalar(lead, column, self.style)
            return f"{lead} {double_quoted(value) if self.only_quoted else _readable_scalar(value, style)}"
        if not value:
            return f"{lead} {flow_text(value)}"
        if lead == "-":
            return f"{lead} {self.collection(value, column + 2)}"
        inner = column + (self.style.step if isinstance(value, dict) else self.style.list_step)
        return f"{lead}{self.style.newline}{' ' * inner}{self.collection(value, inner)}"

    def collection(self, value: Sequence[Content] | dict[str, Content], column: int) -> str:
        """Write a list or mapping; its first line has no indentation."""
        if isinstance(value, dict):
            entries = [self.entry(f"{key_text(key)}:", item, column) for key, item in value.items()]
        else:
            entries = [self.entry("-", item, column) for item in value]
        return (self.style.newline + " " * column).join(entries)


def _style_of_new_scalar(lead: str, column: int, style: NewValueStyle) -> ValueStyle:
    if lead == "-":
        return ValueStyle("", column + 2, column + 2, style.newline)
    return ValueStyle("", column + _COLUMNS_OF_KEY, column + style.step, style.newline)


def _readable_scalar(text: str, style: ValueStyle) -> str:
    """Return the first way to write a text that the reader reads back by itself."""
    for scalar in scalar_candidates(text, style):
        sample, expected = (f"[{scalar}]", [text]) if style.in_flow else (f"k: {scalar}", {"k": text})
        document, issues = parse(sample, "")
        if document is not None and not issues and document.data == expected:
            return scalar
    return double_quoted(text)
