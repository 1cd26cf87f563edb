"""Steps of shrinking of every slide → the steps that slides of one layout share.

Slides shrink by half points, so two slides of one layout could differ slightly without a visible reason. A slide that shrinks
by no more than `MAX_SHARED_STEP` steps makes the others of its layout shrink as well. A slide that is far denser than the others
shrinks alone, since the others would become small for no benefit.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

MAX_SHARED_STEP = 2
"""Two steps, that is one point."""

Steps = Mapping[str, int]
"""Steps of shrinking by group of slots (or by slot, where it is in none)."""


def shared_steps(slides: Iterable[tuple[str, Steps]]) -> dict[str, dict[str, int]]:
    """The minimum step of every group for all slides of a layout, by the key of the layout.

    `slides` has the key of the layout and the steps of each slide.
    """
    minimum: dict[str, dict[str, int]] = defaultdict(dict)
    for layout, steps in slides:
        for group, step in steps.items():
            if 0 < step <= MAX_SHARED_STEP:
                minimum[layout][group] = max(step, minimum[layout].get(group, 0))
    return dict(minimum)


def would_shrink(steps: Steps, minimum_steps: Steps) -> bool:
    """Whether some text of a slide with these steps is larger than `minimum_steps` allow."""
    return any(step < minimum_steps.get(group, 0) for group, step in steps.items())
