"""Many names and a text → which of the names stand in it as whole words, in a time that does not grow with their number.

Names and texts are cut into words and single other characters; the text is followed through a tree of the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

LONGEST = 100
"""Characters of a name that is sought; longer ones are found nowhere."""
_TOKEN = re.compile(r"\w+|\W")
_WORD = re.compile(r"\w")
_NAME = object()
"""The key under which a node of the tree has the name that ends there."""

Whole = Callable[[Sequence[str], int, int], bool]
"""Tells of some tokens, and of those from one index up to another, whether they stand there as a whole."""


class NameFinder:
    """Names to be found in texts, where they stand as `whole` asks."""

    def __init__(self, names: Iterable[str], whole: Whole) -> None:
        self._tree: dict[Any, Any] = {}
        self._whole = whole
        for name in names:
            if len(name) <= LONGEST:
                node = self._tree
                for token in _TOKEN.findall(name):
                    node = node.setdefault(token, {})
                node[_NAME] = name

    def found(self, text: str) -> Iterator[tuple[int, str]]:
        """Give the offset and the name of each place where a name stands, from left to right."""
        tokens, at = _TOKEN.findall(text), 0
        for first, token in enumerate(tokens):
            if token in self._tree:
                yield from ((at, name) for name in self._from(tokens, first))
            at += len(token)

    def _from(self, tokens: Sequence[str], first: int) -> Iterator[str]:
        node: dict[Any, Any] = self._tree
        for index in range(first, len(tokens)):
            if (inner := node.get(tokens[index])) is None:
                return
            node = inner
            if (name := node.get(_NAME)) is not None and self._whole(tokens, first, index + 1):
                yield name


def between_boundaries(tokens: Sequence[str], first: int, end: int) -> bool:
    r"""Ask for what `\b` asks on both sides."""
    return all(is_word(tokens, at - 1) != is_word(tokens, at) for at in (first, end))


def is_word(tokens: Sequence[str], index: int) -> bool:
    """Tell whether the token of an index is a word; where there is none, it is not."""
    return 0 <= index < len(tokens) and _WORD.match(tokens[index]) is not None
