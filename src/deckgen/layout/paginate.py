"""Heights → pages: as few as possible, then as even as possible.

Input: what stands below each other, as `Item`s that must not be torn apart. Output: how many items each page takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stays whole: its height, and the space before it when it is not the first of its page (EMU)."""

    height: int
    space: int = 0


def fill(items: Sequence[Item], capacity: int) -> list[int]:
    """Fill pages of `capacity` from the top; returns the number of items on each. An item too tall has a page for itself."""
    counts: list[int] = []
    used = 0
    for item in items:
        if counts and used + item.space + item.height <= capacity:
            counts[-1] += 1
            used += item.space + item.height
        else:
            counts.append(1)
            used = item.height
    return counts or [0]


def balance(items: Sequence[Item], capacity: int, first: int | None = None) -> list[int]:
    """Pages of even height: the number of pages that `fill` needs, at the smallest capacity that still gives it.

    Where the first page has less room than the others (`first`), it is filled and the others are balanced; it may take none.
    """
    if first is not None and first < capacity:
        taken = _taken(items, first)
        return [taken, *(balance(items[taken:], capacity) if taken < len(items) else [])]
    counts = fill(items, capacity)
    low, high = max((item.height for item in items), default=0), capacity
    while low < high:
        middle = (low + high) // 2
        if len(fill(items, middle)) <= len(counts):
            high = middle
        else:
            low = middle + 1
    return fill(items, low) if len(fill(items, low)) == len(counts) else counts


def _taken(items: Sequence[Item], capacity: int) -> int:
    """How many items a page of `capacity` holds."""
    used = 0
    for number, item in enumerate(items):
        used += item.height + (item.space if number else 0)
        if used > capacity:
            return number
    return len(items)
