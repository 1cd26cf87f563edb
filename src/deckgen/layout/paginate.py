"""Heights → pages: as few as possible, then as even as possible.

Input: a stack of `Item`s that must not be split. Output: the number of items on each page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

PIECE_SHARES = (1.0, 0.88, 0.76, 0.64, 0.52, 0.4)
"""Content taller than a page is cut into pieces of one of these shares of a page: the greatest that gives few and even pages."""


_SPLIT_COST = 0.2
"""A page may be so much emptier or fuller than an even part, as a share of that, before a group is split for it."""


class Item(Struct, frozen=True):
    """Content that is not split: its height, and the space before it if it is not the first on its page (EMU).

    A page that begins with it repeats something above it, such as the name of its group, that is `lead` EMU high.
    """

    height: int
    space: int = 0
    lead: int = 0

    @property
    def first_height(self) -> int:
        """What it takes as the first on its page."""
        return self.height + self.lead


def fill(items: Sequence[Item], capacity: int) -> list[int]:
    """Fill pages of `capacity` EMU; returns the number of items on each. An item that is too tall gets a page for itself."""
    counts: list[int] = []
    used = 0
    for item in items:
        if counts and used + item.space + item.height <= capacity:
            counts[-1] += 1
            used += item.space + item.height
        else:
            counts.append(1)
            used = item.first_height
    return counts or [0]


def balance(items: Sequence[Item], capacity: int, first: int | None = None) -> list[int]:
    """Fill as many pages as `fill` needs, but evenly; returns the number of items on each.

    The first page may have less room than the others (`first`). Then all are about equally full, and the first is empty only if
    no item fits it.
    """
    if first is not None and first < capacity:
        return _balance_small_first(items, capacity, first)
    pages = len(fill(items, capacity))
    low, high = max((item.first_height for item in items), default=0), capacity
    while low < high:
        middle = (low + high) // 2
        if len(fill(items, middle)) <= pages:
            high = middle
        else:
            low = middle + 1
    return _even_counts(items, max(low, high), pages)


def unevenness(items: Sequence[Item], counts: Sequence[int], capacity: int, first: int | None = None) -> float:
    """How much fuller the fullest page is than the emptiest, as a share of a page; an empty first page does not count."""
    filled: list[float] = []
    at = 0
    for n, count in enumerate(counts):
        room = capacity if n or first is None else first
        if count or n:
            filled.append(_height(items[at : at + count]) / max(room, 1))
        at += count
    return max(filled, default=0.0) - min(filled, default=0.0)


def _balance_small_first(items: Sequence[Item], capacity: int, first: int) -> list[int]:
    """Balance pages of which the first has only `first` EMU of room."""
    maximum = _fitting_count(items, first)
    if maximum == len(items):
        return [maximum]
    choices = [[count, *balance(items[count:], capacity)] for count in range(maximum, min(maximum, 1) - 1, -1)]
    page_count = min(map(len, choices))
    shortest = [counts for counts in choices if len(counts) == page_count]
    return min(shortest, key=lambda counts: unevenness(items, counts, capacity, first))


def _even_counts(items: Sequence[Item], capacity: int, pages: int) -> list[int]:
    """Fill each page as close as possible to an even part of the remaining height; the rest must fit the pages after it.

    A group is split only if the page would else be far from that.
    """
    counts: list[int] = []
    ends, needed = _page_ends(items, capacity)
    heights = [0, *accumulate(item.height + item.space for item in items)]
    at = 0

    def height(end: int) -> int:
        """Height of the items from `at` to before `end` on a page of their own."""
        return heights[end] - heights[at] - items[at].space + items[at].lead

    while at < len(items) and len(counts) < pages - 1:
        left = pages - len(counts)
        part = height(len(items)) / left
        possible = [end for end in range(at + 1, ends[at] + 1) if end < len(items) and needed[end] <= left - 1]
        cost = part * _SPLIT_COST
        end = min(
            possible, key=lambda end: abs(height(end) - part) + (cost if items[end].lead else 0), default=ends[at]
        )
        counts.append(end - at)
        at = end
    return [*counts, len(items) - at] if at < len(items) or not counts else counts


def _page_ends(items: Sequence[Item], capacity: int) -> tuple[list[int], list[int]]:
    """For each item, if a page begins with it: the index of the first item of the next page, and the number of pages needed.

    This takes linear time, since a page that begins later does not end sooner.
    """
    ends: list[int] = []
    end = used = 0
    for at, item in enumerate(items):
        if end <= at:
            end, used = at + 1, item.first_height
        while end < len(items) and used + items[end].space + items[end].height <= capacity:
            used += items[end].space + items[end].height
            end += 1
        ends.append(end)
        if at + 1 < len(items):
            following = items[at + 1]
            used -= item.first_height + following.space - following.lead
    needed = [0] * (len(items) + 1)
    for at in range(len(items) - 1, -1, -1):
        needed[at] = needed[ends[at]] + 1
    return ends, needed


def _height(items: Sequence[Item]) -> int:
    return sum(item.height + (item.space if number else item.lead) for number, item in enumerate(items))


def _fitting_count(items: Sequence[Item], capacity: int) -> int:
    """The number of items that fit a page of `capacity` EMU."""
    used = 0
    for number, item in enumerate(items):
        used += item.height + (item.space if number else item.lead)
        if used > capacity:
            return number
    return len(items)
