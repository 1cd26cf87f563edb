"""The styles of a slot and a step → the size of each text.

The styles of a slot change together: at *step* n every style is n half points smaller, down to its own minimum; at step -n it is
n half points larger, up to its own maximum.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph, Run

STEP_SIZE = 50
"""One step in hundredths of a point."""
SMALL_SHARE = 0.5
"""The size of a run that is `small`, as a share of the size of its paragraph."""

Styles = Mapping[str, TextStyle]


def style_of(paragraph: Paragraph, styles: Styles) -> TextStyle:
    """The style that a paragraph names, otherwise `body`, otherwise the first style of the slot."""
    style = styles.get(paragraph.style) or styles.get("body")
    return style or next(iter(styles.values()))


@lru_cache(maxsize=1024)
def size_at(style: TextStyle, step: int) -> int:
    """Size of a style (hundredths of a point) at a step."""
    if step > 0:
        return max(min(style.minimum, style.size), style.size - STEP_SIZE * step)
    return min(max(style.maximum, style.size), style.size - STEP_SIZE * step) if step else style.size


def max_step(styles: Styles) -> int:
    """The step at which every style has its minimum size."""
    return _max_step(*styles.values())


@lru_cache(maxsize=1024)
def _max_step(*styles: TextStyle) -> int:
    return max((-(-(style.size - style.minimum) // STEP_SIZE) for style in styles), default=0)


def min_step(styles: Styles) -> int:
    """The step at which every style has its maximum size: 0 if none may grow, otherwise negative."""
    return _min_step(*styles.values())


@lru_cache(maxsize=1024)
def _min_step(*styles: TextStyle) -> int:
    return min([0, *((style.size - style.maximum) // STEP_SIZE for style in styles if style.maximum)])


def size_of_run(size: int, run: Run) -> int:
    """Size of a run (hundredths of a point) in a paragraph of a size; a `small` one is rounded down to a step."""
    return int(size * SMALL_SHARE) // STEP_SIZE * STEP_SIZE if run.small else size
