"""Where the title of a slide stands on a host layout, and at which sizes: two lines must have room.

A template's title is often one line of 44 pt; deckgen's titles are sentences. So the place of the title is made larger where it
must be, and its text starts from the size at which two lines have room. Sizes are in hundredths of a point.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from deckgen.ir.frames import EMU_PER_POINT, Anchor, Box
from deckgen.template.areas import is_free
from deckgen.template.types import Place

USUAL, SMALLEST = 2800, 1800
"""Of a title on a slide of 13.33 by 7.5 inches: the size of deckgen's own, and the smallest that two lines must have room at."""
_LARGEST = 1.15
"""Of `USUAL`, so that a title of two lines does not take a third of the slide."""
_LOWEST = 1200
_LINE = 1.22
"""The height of a line of single spacing as a multiple of the type size."""
_CAPS_WIDTH = 1.15


class TitleFit(Struct, frozen=True):
    """The place of titles, and the size from which they start and down to which they may shrink.

    `is_moved`: the place is not that of the layout. `is_short`: it has room for one line only.
    """

    box: Box
    size: int
    minimum: int
    is_moved: bool = False
    is_short: bool = False


def fit_title(place: Place, obstacles: Sequence[Box], scale: float, size: tuple[int, int], body: int) -> TitleFit:
    """Return where and how large the titles of slides are on a layout; `body` is where the body begins.

    A place that is too low for two lines takes what is free down to the body, and more only where it must.
    """
    widening = _CAPS_WIDTH if place.text.caps else 1.0
    smallest = _half_point(SMALLEST * scale)
    wanted = min(place.text.size, _half_point(USUAL * _LARGEST * scale / widening))
    box, line = place.box, _LINE * place.text.spacing / 100_000
    insets = place.insets.top + place.insets.bottom
    needed, usual = (
        round(2 * line * size_of_two / 100 * EMU_PER_POINT) + insets
        for size_of_two in (smallest, max(wanted, smallest))
    )
    if box.height < needed:
        spare = max(body - box.bottom, 0) if place.anchor == "top" else 0
        heights = (min(max(needed, box.height + spare), usual), needed)
        box = next((found for height in heights if (found := _larger(place, obstacles, height, size)) != box), box)
    room = box.height - insets
    for_two = _half_point(room / EMU_PER_POINT * 100 / line / 2)
    start = min(wanted, max(for_two, smallest))
    if for_two >= min(start, smallest):
        minimum = min(start, max(_half_point(0.6 * start), _half_point(1400 * scale), _LOWEST))
        return TitleFit(box, start, minimum, box != place.box)
    # Two lines have room at a small size only, or not at all.
    least = max(_half_point(1200 * scale), _LOWEST)
    for_one = _half_point(room / EMU_PER_POINT * 100 / line)
    start = max(min(wanted, for_one), least)
    return TitleFit(box, start, min(start, max(for_two, least)), box != place.box, is_short=for_two < least)


def _larger(place: Place, obstacles: Sequence[Box], needed: int, size: tuple[int, int]) -> Box:
    """Return the place with more height: away from its text's edge first, not over other shapes, nor out of a bar around it.

    A shape that the place itself touches, such as a logo at its corner, is in the way only of what is added.
    """
    box, more = place.box, needed - place.box.height
    bars = [other for other in obstacles if other.contains(box)]
    others = [other for other in obstacles if other not in bars]
    limits = min(bars, key=lambda bar: bar.height, default=Box(0, round(0.02 * size[1]), size[0], round(0.5 * size[1])))
    up = max(min(more, box.y - limits.y), 0)
    down = max(min(more, limits.bottom - box.bottom), 0)
    order: Sequence[Anchor] = ("bottom", "top") if place.anchor == "bottom" else ("top", "bottom")
    for anchor in order:
        taken_up = up if anchor == "bottom" else max(more - down, 0) if more - down <= up else up
        taken_down = min(more - taken_up, down)
        added = Box(box.x, box.y - taken_up, box.width, taken_up), Box(box.x, box.bottom, box.width, taken_down)
        if all(is_free(part, others) for part in added if part.height):
            return Box(box.x, box.y - taken_up, box.width, box.height + taken_up + taken_down)
    return box


def _half_point(size: float) -> int:
    """Round a size down to half a point, the step in which text shrinks."""
    return int(size / 50) * 50
