"""How far text may grow: the step with the largest size at which content still has room, found with few measurements.

At a step below 0, every style of a slot is so many half points larger than its size, up to its own maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil

UNLIMITED = -1000
"""A limit that lets all text grow to its maximum."""
IMPOSSIBLE = float("inf")
"""The load of content that a size would spoil, however much room there is: a word would be broken."""
_MAX_INTERPOLATIONS = 2

Limits = Mapping[str, int]
"""The steps below which the text of a group of slots must not go; a group that is not in it may grow to its maximum."""


def smallest_step(low: int, high: int, load: Callable[[int], float]) -> int:
    """Find the smallest step from `low` to `high` at which content has room: its `load`, a share of the room, is at most 1.

    Content is known to have room at `high`. Steps are tried where the loads of the steps around suggest it, and then halfway, so
    that rarely more than three are measured.
    """
    low_load = load(low) if low < high else 1.0
    if low_load <= 1:
        return low
    high_load, tries = 0.0, 0
    while high - low > 1:
        step = (low + high) // 2
        if tries < _MAX_INTERPOLATIONS and high_load and low_load < IMPOSSIBLE:
            share = (low_load - 1) / (low_load - high_load)
            step = min(max(low + ceil(share * (high - low)), low + 1), high - 1)
        tries += 1
        found = load(step)
        if found <= 1:
            high, high_load = step, max(found, 1e-6)
        else:
            low, low_load = step, found
    return high
