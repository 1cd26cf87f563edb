"""Matching of clauses: a pattern of word classes and figures, and the elements of a clause, in; what was matched out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from msgspec import Struct

from deckgen.quantities.figures import Element

FIGURE = "F"
MAX_ELEMENTS = 60
"""The significant elements of a clause that can be matched; a longer clause is not understood."""


class Part(Struct, frozen=True):
    """One place of a pattern: the classes that fit, and whether it may be empty."""

    classes: tuple[str, ...]
    is_optional: bool = False

    def fits(self, element: Element) -> bool:
        """Whether an element can stand in this place."""
        if element.figure is not None:
            return FIGURE in self.classes
        return element.has(*self.classes)


@lru_cache(maxsize=256)
def compile_pattern(text: str) -> tuple[Part, ...]:
    """Return the parts of a pattern such as `up|down to at-most? F`."""
    return tuple(Part(tuple(word.rstrip("?").split("|")), word.endswith("?")) for word in text.split())


def match_pattern(text: str, elements: Sequence[Element], skipped: Collection[str]) -> list[Element | None] | None:
    """Return the element at each place of a pattern (None for an empty one), or None if the pattern does not fit all elements.

    Elements that can have one of the meanings `skipped` need no place.
    """
    parts = compile_pattern(text)
    if len(elements) > MAX_ELEMENTS:
        return None
    failed: set[tuple[int, int]] = set()

    def search(part: int, at: int) -> list[Element | None] | None:
        if (part, at) in failed:
            return None
        if part == len(parts) and at == len(elements):
            return []
        if part < len(parts):
            if at < len(elements) and parts[part].fits(elements[at]) and (rest := search(part + 1, at + 1)) is not None:
                return [elements[at], *rest]
            if parts[part].is_optional and (rest := search(part + 1, at)) is not None:
                return [None, *rest]
        if at < len(elements) and elements[at].has(*skipped):
            return_skipped = search(part, at + 1)
            if return_skipped is not None:
                return return_skipped
        failed.add((part, at))
        return None

    return search(0, 0)
