"""Where content may stand on a layout: between title and foot, and clear of logos and other shapes. All lengths are in EMU."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from deckgen.ir.frames import Box
from deckgen.template.types import FOOT_KINDS, Place, TemplateLayout

GROUND_SHARE = 0.45
"""A shape that covers more of the slide is ground, not an obstacle."""
_MARGIN, _TOP, _BOTTOM = 0.045, 0.05, 0.04
"""Margins of a slide where neither title nor foot says anything, as parts of its width and height."""
EDGE = 0.02
"""The least margin at both sides of the slide, as a part of its width."""
_ROUNDING = 1000
"""EMU by which a place may end behind the right edge of a slide, whose width is rounded."""
_WIDE_TITLE = 0.3
_MIN_ZONE = 0.6
_MAX_EDGES = 24
"""Edges of obstacles that are tried in each direction."""


def body_zone(layout: TemplateLayout, size: tuple[int, int]) -> Box:
    """Return the area between the title and the foot of a layout, with the margins of its title."""
    width, height = size
    left, right = _sides(layout, width)
    top, bottom = round(_TOP * height), height - round(_BOTTOM * height)
    title = layout.title
    if title is not None:
        if title.box.y + title.box.height / 2 < height / 2:
            top = max(top, title.box.bottom)
        else:
            bottom = min(bottom, title.box.y)
    for place in layout.of_kinds(*FOOT_KINDS):
        if place.box.y > 0.75 * height:
            bottom = min(bottom, place.box.y)
        elif place.box.bottom < 0.25 * height:
            top = max(top, place.box.bottom)
    return Box(left, top, max(right - left, 0), max(bottom - top, 0))


def _sides(layout: TemplateLayout, width: int) -> tuple[int, int]:
    """Return the left and the right edge of the text of a layout: those of a wide title, else the usual margins."""
    margin = round(_MARGIN * width)
    title = layout.title
    if title is None or title.box.width < _WIDE_TITLE * width:
        return margin, width - margin
    edge = round(EDGE * width)
    left = max(edge, title.box.x + title.insets.left)
    right = min(width - edge, title.box.right - title.insets.right)
    return (left, right) if right - left >= _MIN_ZONE * width else (min(left, margin), max(right, width - margin))


def obstacles_of(layout: TemplateLayout, size: tuple[int, int]) -> list[Box]:
    """Return the visible parts of the shapes that content must not stand on."""
    slide = Box(0, 0, *size)
    boxes = (clipped(obstacle.box, slide) for obstacle in layout.obstacles)
    return [box for box in boxes if box is not None and box.width * box.height <= GROUND_SHARE * size[0] * size[1]]


def clipped(box: Box, bounds: Box) -> Box | None:
    """Return the part of a box inside bounds; None if there is none. A line has no width or height, but is seen."""
    left, right = max(box.x, bounds.x), min(box.right, bounds.right)
    top, bottom = max(box.y, bounds.y), min(box.bottom, bounds.bottom)
    if right < left or bottom < top or (right == left and bottom == top):
        return None
    return Box(left, top, right - left, bottom - top)


def is_on_slide(box: Box, size: tuple[int, int]) -> bool:
    """Whether a box is inside a slide of a width and height."""
    return Box(0, 0, size[0] + _ROUNDING, size[1]).contains(box)


def largest_free(zone: Box, obstacles: Collection[Box]) -> Box | None:
    """Return the largest rectangle of a zone that no obstacle is in; None if there is none."""
    inside = [box for box in obstacles if _touches(box, zone)]
    if not inside:
        return zone if zone.width > 0 and zone.height > 0 else None
    across = _edges(zone.x, zone.right, [edge for box in inside for edge in (box.x, box.right)])
    down = _edges(zone.y, zone.bottom, [edge for box in inside for edge in (box.y, box.bottom)])
    free = (
        Box(left, top, right - left, bottom - top)
        for left, right in combinations(across, 2)
        for top, bottom in combinations(down, 2)
    )
    largest = sorted(free, key=lambda box: -box.width * box.height)
    return next((box for box in largest if not any(_touches(other, box) for other in inside)), None)


def is_free(box: Box, obstacles: Iterable[Box]) -> bool:
    """Whether no obstacle is in a box."""
    return not any(_touches(other, box) for other in obstacles)


def _touches(box: Box, zone: Box) -> bool:
    """Whether a box, which may be a line, is inside another one in part; edges may touch."""
    across = box.x < zone.right and zone.x < box.right if box.width else zone.x < box.x < zone.right
    down = box.y < zone.bottom and zone.y < box.bottom if box.height else zone.y < box.y < zone.bottom
    return across and down


def _edges(first: int, last: int, between: Sequence[int]) -> list[int]:
    edges = sorted({first, last, *(min(max(edge, first), last) for edge in between)})
    if len(edges) <= _MAX_EDGES:
        return edges
    step = -(-len(edges) // _MAX_EDGES)
    return sorted({first, last, *edges[::step]})


def designed_area(places: Iterable[Place]) -> Box | None:
    """Return the text area of the largest of the placeholders for content; None without one."""
    largest = max(places, key=lambda place: place.box.width * place.box.height, default=None)
    if largest is None:
        return None
    insets, box = largest.insets, largest.box
    return Box(
        box.x + insets.left, box.y + insets.top, max(box.width - insets.left - insets.right, 0),
        max(box.height - insets.top - insets.bottom, 0),
    )  # fmt: skip


def overlap_share(one: Box, other: Box) -> float:
    """Return the area that two boxes share, as a part of the area that they cover together."""
    common = clipped(one, other)
    shared = common.width * common.height if common is not None else 0
    together = one.width * one.height + other.width * other.height - shared
    return shared / together if together else 0.0
