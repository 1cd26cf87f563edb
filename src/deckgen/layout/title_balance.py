"""A title of two lines → its area with a wider inset at its end, so that the second line is not a word or two.

The inset is that of one slide: the place of the title stays that of the layout, and Reset Slide only undoes the balance. The
second line gets no more than it needs, so that a title in a wider font than the brand's still has room in two lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph
from deckgen.layout.measure import Measurer
from deckgen.layout.text import SlotArea

_SHORTEST = 0.35
"""The width of a second line as a part of the area's, under which a title is balanced."""
_BALANCED = 0.45
"""The width that its second line gets then."""


def balanced_area(measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> SlotArea:
    """Return the area in which a title of one paragraph has no short second line; the area itself if that is so already."""

    def lines_and_second(width: int, share: float) -> tuple[int, bool]:
        """Return the number of lines at a width, and whether the second is longer than a share of it."""
        [title] = measurer.measure_all(paragraphs, area.slot.styles, width, step)
        if title.line_count != 2:
            return title.line_count, title.line_count > 2
        run = replace(paragraphs[0].runs[0], text=title.plain_text[title.line_starts[1] :])
        second = replace(paragraphs[0], runs=(run,))
        [measured] = measurer.measure_all((second,), area.slot.styles, round(width * share), step)
        return 2, measured.line_count > 1

    if lines_and_second(area.width, _SHORTEST) != (2, False):
        return area
    narrow, wide = area.width // 2, area.width
    while wide - narrow > area.width // 200:
        middle = (narrow + wide) // 2
        _, is_long = lines_and_second(middle, _BALANCED)
        narrow, wide = (middle, wide) if is_long else (narrow, middle)
    if lines_and_second(narrow, _BALANCED) != (2, True):
        return area  # of long words, so that two lines are either uneven or not enough
    insets = replace(area.slot.insets, right=area.slot.insets.right + area.width - narrow)
    return replace(area, slot=replace(area.slot, insets=insets))
