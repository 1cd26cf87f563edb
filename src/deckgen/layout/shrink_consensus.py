"""Steps of shrinking of every slide → those that slides of one layout share.

Slides shrink by half points, so that two of a kind could differ by a hair for no reason that anyone sees. What needs to
shrink by no more than `NEAR` steps takes its like with it; a slide far denser than the others shrinks alone, since they
would lose more by it than they win.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

NEAR = 2
"""A point."""

Steps = Mapping[str, int]
"""Steps of shrinking by group of slots (or by slot, where it is in none)."""


def shared(found: Iterable[tuple[str, Steps]]) -> dict[str, dict[str, int]]:
    """The least step of every group for all slides of a layout, by the key of the layout."""
    least: dict[str, dict[str, int]] = defaultdict(dict)
    for layout, steps in found:
        for group, step in steps.items():
            if 0 < step <= NEAR:
                least[layout][group] = max(step, least[layout].get(group, 0))
    return dict(least)


def moves(steps: Steps, least: Steps) -> bool:
    """Tell whether a slide with these steps would be set smaller."""
    return any(step < least.get(group, 0) for group, step in steps.items())
