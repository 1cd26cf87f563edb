"""The strip of the tracker on layouts with a panel that covers the foot of the slide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from deckgen.brand.types import Decoration, SlideLayout
from deckgen.ir.frames import Box, Tracker
from deckgen.ir.roles import ColourRole

GROUND_ON_PANEL: ColourRole = "primary-dark"
"""The colour of the ground of the tracker on a panel in the primary colour."""


def panel_under(tracker: Tracker | None, layout: SlideLayout) -> Box | None:
    """Return the panel in the primary colour that a layout has under a part of the tracker; None if it has none."""
    if tracker is None:
        return None
    strip = tracker.entries[0].strip
    for each in layout.decorations:
        is_panel = isinstance(each, Decoration) and (each.shape, each.fill) == ("rect", "primary")
        if is_panel and each.box.y <= strip.y and strip.bottom <= each.box.bottom:
            return each.box
    return None


def split_by_panel(strip: Box, panel: Box | None) -> Iterator[tuple[Box, bool]]:
    """Yield the parts of a segment from left to right, each with whether it is on the panel."""
    start, end = (panel.x, panel.right) if panel is not None else (strip.x, strip.x)
    cuts = [strip.x, *(min(max(x, strip.x), strip.right) for x in (start, end)), strip.right]
    for n, (left, right) in enumerate(pairwise(cuts)):
        if left < right:
            yield Box(left, strip.y, right - left, strip.height), n == 1
