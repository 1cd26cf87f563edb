"""Steps of shrinking of every slide → the limits with which slides of one layout have the same size.

Sizes differ by half points, so two slides of one layout could differ slightly without a visible reason. Slides that differ by no
more than `MAX_SHARED_STEP` steps get the size of the smallest of them. A slide that shrinks by more is left alone, since
the others would become small for no benefit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

MAX_SHARED_STEP = 2
"""Two steps, that is one point."""

Steps = Mapping[str, int]
"""Steps of shrinking by group of slots (or by slot, where it is in none)."""
SharedSteps = Mapping[str, Mapping[str, tuple[int, ...]]]
"""The steps that slides of a layout share, largest first, by the key of the layout and the group of slots."""


def shared_steps(slides: Iterable[tuple[str, Steps]]) -> SharedSteps:
    """The steps that the slides of each layout share; `slides` has the key of the layout and the steps of each slide."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for layout, steps in slides:
        for group, step in steps.items():
            if step <= MAX_SHARED_STEP:
                found[layout][group].add(step)
    return {layout: {group: _anchors(steps) for group, steps in groups.items()} for layout, groups in found.items()}


def _anchors(steps: Iterable[int]) -> tuple[int, ...]:
    """The largest step, and then each that is more than `MAX_SHARED_STEP` smaller than the one before."""
    anchors: list[int] = []
    for step in sorted(steps, reverse=True):
        if not anchors or anchors[-1] - step > MAX_SHARED_STEP:
            anchors.append(step)
    return tuple(anchors)


def limits_of(steps: Steps, shared: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """The limits that shared steps set to a slide with these steps: only those of groups that become smaller."""
    limits: dict[str, int] = {}
    for group, step in steps.items():
        anchor = next((a for a in reversed(shared.get(group, ())) if a >= step), step)
        if step < anchor <= step + MAX_SHARED_STEP:
            limits[group] = anchor
    return limits
