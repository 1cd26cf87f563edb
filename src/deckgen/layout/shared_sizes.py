"""Steps of every slide → the limits with which slides of one layout have the same size.

Sizes differ by half points, so two slides of one layout could differ slightly without a visible reason. Slides that differ by no
more than `MAX_SHARED_STEP` steps get the size of the smallest of them. A slide that shrinks by more is left alone, since the
others would become small for no benefit. Where text may grow, a slide that shrinks makes none small that does not shrink itself.
Titles of one style, and panels that look alike, have one size in all layouts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from deckgen.brand.types import SlideLayout, TextStyle
from deckgen.ir.blocks import Paragraph
from deckgen.layout.pieces.base import shrink_group
from deckgen.layout.sizes import min_step, style_of

MAX_SHARED_STEP = 2
"""Two steps, that is one point."""

Steps = Mapping[str, int]
"""Steps by group of slots (or by slot, where it is in none)."""
PanelStyles = tuple[tuple[str, TextStyle], ...]
"""The styles of a panel, by their names."""
TITLE = "title"
"""The name of the limit of titles."""
Key = tuple[str, str, bool]
"""A layout, a group of its slots, and whether their text shrinks, which is kept apart in layouts whose text may grow."""


class SharedSizes:
    """The steps that slides of one layout share.

    `slides` has the key of the layout and the steps of each slide, `growing` the keys of the layouts whose text may grow.
    """

    def __init__(self, slides: Iterable[tuple[str, Steps]], growing: Collection[str] = ()) -> None:
        self._growing = growing
        found: dict[Key, set[int]] = defaultdict(set)
        for layout, steps in slides:
            for group, step in steps.items():
                if step <= MAX_SHARED_STEP:
                    found[self._key(layout, group, step)].add(step)
        self._shared = {key: _apart(steps) for key, steps in found.items()}

    def _key(self, layout: str, group: str, step: int) -> Key:
        return layout, group, step > 0 and layout in self._growing

    def limits(self, layout: str, steps: Steps) -> dict[str, int]:
        """The limits for a slide with these steps: only those of groups that become smaller, by a point at most."""
        limits: dict[str, int] = {}
        for group, step in steps.items():
            shared = self._shared.get(self._key(layout, group, step), [])
            at = bisect_left(shared, step)
            if at < len(shared) and step < shared[at] <= step + MAX_SHARED_STEP:
                limits[group] = shared[at]
        return limits


def title_limits(steps: Iterable[tuple[SlideLayout | None, int]]) -> list[dict[str, int]]:
    """The limits with which titles of one style have one size, that of the smallest.

    `steps` has the layout and the step of the title of each slide. Titles share a size where their style may shrink, and other
    text of the layout may grow: openers of one look would differ for no visible reason.
    """
    pairs = list(steps)
    styles = {key: _title_style(layout) for key, layout in _by_key(layout for layout, _ in pairs).items()}
    found = [(None if layout is None else styles[layout.key], step) for layout, step in pairs]
    largest: dict[TextStyle, int] = {}
    for style, step in found:
        if style is not None:
            largest[style] = max(step, largest.get(style, 0))
    return [{TITLE: largest[style]} if style is not None and largest[style] else {} for style, _ in found]


def panel_limits(slides: Sequence[tuple[SlideLayout | None, Steps]]) -> list[dict[str, int]]:
    """The limits with which panels that are repeated on further pages have text of one size, in all layouts with their styles.

    `slides` has the layout and the steps of each slide. The size is the smallest to which such a text grows; one that has to
    shrink is left alone.
    """
    panels_of = {key: _panels(layout) for key, layout in _by_key(layout for layout, _ in slides).items()}
    pairs = [(panels_of[layout.key] if layout is not None else {}, steps) for layout, steps in slides]
    found = [
        {name: (styles, steps[name]) for name, styles in panels.items() if name in steps} for panels, steps in pairs
    ]
    largest: dict[PanelStyles, int] = {}
    for styles, step in (panel for panels in found for panel in panels.values() if panel[1] <= 0):
        largest[styles] = max(step, largest.get(styles, step))
    return [
        {name: largest[styles] for name, (styles, step) in panels.items() if step < largest.get(styles, step)}
        for panels in found
    ]


def _by_key(layouts: Iterable[SlideLayout | None]) -> dict[str, SlideLayout]:
    """The different ones of some layouts by their keys: a deck has many slides of each."""
    return {layout.key: layout for layout in layouts if layout is not None}


def _panels(layout: SlideLayout) -> dict[str, PanelStyles]:
    """The styles of each panel of a layout that stands on all pages of its slides, by its group of slots."""
    panels = [slot for slot in layout.slots.values() if slot.repeat and slot.fill is not None]
    return {shrink_group(slot): tuple(sorted(slot.styles.items())) for slot in panels}


def _title_style(layout: SlideLayout) -> TextStyle | None:
    """The style of the titles of a layout; None if they do not shrink, or if no text of the layout grows."""
    title = layout.slots.get(TITLE)
    if title is None or not grows(layout):
        return None
    style = style_of(Paragraph(()), title.styles)
    return style if style.minimum < style.size else None


def grows(layout: SlideLayout) -> bool:
    """Whether some text of a layout may grow."""
    return any(min_step(slot.styles) for slot in layout.slots.values())


def _apart(steps: Iterable[int]) -> list[int]:
    """The largest step, and below it each that is more than `MAX_SHARED_STEP` smaller than the one before; in ascending order."""
    kept: list[int] = []
    for step in sorted(steps, reverse=True):
        if not kept or kept[-1] - step > MAX_SHARED_STEP:
            kept.append(step)
    return kept[::-1]
