"""Heights → pages: as few as possible, then as even as possible.

Input: what stands below each other, as `Item`s that must not be torn apart. Output: how many items each page takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

CUTS = (1.0, 0.88, 0.76, 0.64, 0.52, 0.4)
"""Into pieces of which share of a page to cut what is taller than one: the coarsest that gives few and even pages is taken."""


class Item(Struct, frozen=True):
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

    The first page may have less room than the others (`first`): then all are about as full, and it is empty only where
    nothing fits it.
    """
    if first is not None and first < capacity:
        return _with_small_first(items, capacity, first)
    pages = len(fill(items, capacity))
    low, high = max((item.height for item in items), default=0), capacity
    while low < high:
        middle = (low + high) // 2
        if len(fill(items, middle)) <= pages:
            high = middle
        else:
            low = middle + 1
    return _even(items, max(low, high), pages)


def unevenness(items: Sequence[Item], counts: Sequence[int], capacity: int, first: int | None = None) -> float:
    """How much fuller the fullest page is than the emptiest, as a share of a page; a first page without items does not count."""
    filled: list[float] = []
    at = 0
    for n, count in enumerate(counts):
        room = capacity if n or first is None else first
        if count or n:
            filled.append(_height(items[at : at + count]) / max(room, 1))
        at += count
    return max(filled, default=0.0) - min(filled, default=0.0)


def _with_small_first(items: Sequence[Item], capacity: int, first: int) -> list[int]:
    """Pages of which the first has room for `first` only."""
    most = _taken(items, first)
    if most == len(items):
        return [most]
    choices = [[taken, *balance(items[taken:], capacity)] for taken in range(most, min(most, 1) - 1, -1)]
    fewest = min(map(len, choices))
    able = [counts for counts in choices if len(counts) == fewest]
    return min(able, key=lambda counts: unevenness(items, counts, capacity, first))


def _even(items: Sequence[Item], capacity: int, pages: int) -> list[int]:
    """Give each page as near to its part of what is left as the pages after it allow."""
    counts: list[int] = []
    ends, needed = _reaches(items, capacity)
    heights = [0, *accumulate(item.height + item.space for item in items)]
    at = 0

    def height(end: int) -> int:
        """Height of the items from `at` to before `end`, less the space before the first."""
        return heights[end] - heights[at] - items[at].space

    while at < len(items) and len(counts) < pages - 1:
        left = pages - len(counts)
        part = height(len(items)) / left
        able = [end for end in range(at + 1, ends[at] + 1) if end < len(items) and needed[end] <= left - 1]
        end = min(able, key=lambda end: abs(height(end) - part), default=ends[at])
        counts.append(end - at)
        at = end
    return [*counts, len(items) - at] if at < len(items) or not counts else counts


def _reaches(items: Sequence[Item], capacity: int) -> tuple[list[int], list[int]]:
    """For a page that begins with each item: before which item it ends when it is filled, and how many pages are needed.

    Both in time in proportion to the number of items: a page that begins later does not end sooner.
    """
    ends: list[int] = []
    end = used = 0
    for at, item in enumerate(items):
        if end <= at:
            end, used = at + 1, item.height
        while end < len(items) and used + items[end].space + items[end].height <= capacity:
            used += items[end].space + items[end].height
            end += 1
        ends.append(end)
        if at + 1 < len(items):
            used -= item.height + items[at + 1].space
    needed = [0] * (len(items) + 1)
    for at in range(len(items) - 1, -1, -1):
        needed[at] = needed[ends[at]] + 1
    return ends, needed


def _height(items: Sequence[Item]) -> int:
    return sum(item.height + (item.space if number else 0) for number, item in enumerate(items))


def _taken(items: Sequence[Item], capacity: int) -> int:
    """How many items a page of `capacity` holds."""
    used = 0
    for number, item in enumerate(items):
        used += item.height + (item.space if number else 0)
        if used > capacity:
            return number
    return len(items)
