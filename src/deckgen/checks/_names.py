"""Many names and a text → the names that occur in it as whole words, in a time that does not depend on their number.

Names and text are split into tokens (a word, or one other character); the names are a tree of tokens (a trie).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

MAX_NAME_LENGTH = 100
"""Longer names, in characters, are never found."""
_TOKEN = re.compile(r"\w+|\W")
_WORD = re.compile(r"\w")
_NAME = object()
"""The key under which a node of the tree stores the name that ends there."""

IsWholeName = Callable[[Sequence[str], int, int], bool]
"""Whether the tokens from one index up to another are a whole name, given all tokens of the text."""


class NameFinder:
    """Finds names in texts, wherever `is_whole_name` accepts them."""

    def __init__(self, names: Iterable[str], is_whole_name: IsWholeName) -> None:
        self._tree: dict[Any, Any] = {}
        self._is_whole_name = is_whole_name
        for name in names:
            if len(name) <= MAX_NAME_LENGTH:
                node = self._tree
                for token in _TOKEN.findall(name):
                    node = node.setdefault(token, {})
                node[_NAME] = name

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the offset and the name of each occurrence, from left to right."""
        tokens, at, counted = _TOKEN.findall(text), 0, 0
        for first in [index for index, token in enumerate(tokens) if token in self._tree]:
            at += sum(map(len, tokens[counted:first]))
            counted = first
            yield from ((at, name) for name in self._names_at(tokens, first))

    def _names_at(self, tokens: Sequence[str], first: int) -> Iterator[str]:
        node: dict[Any, Any] = self._tree
        for index in range(first, len(tokens)):
            if (inner := node.get(tokens[index])) is None:
                return
            node = inner
            if (name := node.get(_NAME)) is not None and self._is_whole_name(tokens, first, index + 1):
                yield name


def between_boundaries(tokens: Sequence[str], first: int, end: int) -> bool:
    r"""Whether both ends are word boundaries, as `\b` defines them."""
    return all(is_word(tokens, at - 1) != is_word(tokens, at) for at in (first, end))


def is_word(tokens: Sequence[str], index: int) -> bool:
    """Whether the token at an index is a word; false outside of the text."""
    return 0 <= index < len(tokens) and _WORD.match(tokens[index]) is not None
