"""Text blocks → the size at which they fit their slot.

Slots of one group share a step. Text grows where its slot has room for it, and shrinks where it has not. Text that does not fit
at the smallest size continues on further pages (`split`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Slot
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import Box
from deckgen.layout.growth import IMPOSSIBLE, UNLIMITED, smallest_step
from deckgen.layout.measure import Measurer
from deckgen.layout.sizes import max_step, min_step
from deckgen.layout.stacks import stack_height
from deckgen.layout.words import ZERO_WIDTH_SPACE, broken_pieces, shortens_address

HEADING_STYLE = "heading"
"""The style of the heading of a text."""


class SlotArea(Struct, frozen=True):
    """The area that a slot has on one page: its box may begin lower or be less high than in the layout."""

    slot: Slot
    box: Box

    @property
    def width(self) -> int:
        """Width of a line, in EMU."""
        return self.box.width - self.slot.insets.left - self.slot.insets.right

    @property
    def height(self) -> int:
        """Height for text, in EMU."""
        return self.box.height - self.slot.insets.top - self.slot.insets.bottom


def load(measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> float:
    """The height of paragraphs at a step as a share of the height of an area: they fit if it is at most 1."""
    return stack_height(measurer.measure_all(paragraphs, area.slot.styles, area.width, step)) / max(area.height, 1)


def fits(measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> bool:
    """Whether paragraphs fit an area at a step."""
    return stack_height(measurer.measure_all(paragraphs, area.slot.styles, area.width, step)) <= area.height


Members = Sequence[tuple[Sequence[Paragraph], SlotArea]]
"""The texts of a group of slots, each with its area."""


def fitting_step(measurer: Measurer, members: Members, limit: int = UNLIMITED) -> int | None:
    """Find the smallest step, from `limit` on, at which all members of a group fit; None if there is none.

    If some step breaks no word, the smallest such step is preferred. Text grows only as long as none of its words is broken, no
    web address loses its room, and no heading of several texts takes a further line: what is under it would be lower than
    beside it.
    """
    largest = max(limit, min((min_step(area.slot.styles) for _, area in members), default=0))
    step = _shrinking_step(measurer, members, max(largest, 0))
    if step != 0 or largest >= 0 or has_broken_word(measurer, members, 0):
        return step
    hidden = hides_address(measurer, members, 0)
    heading_lines = _heading_lines(measurer, members, 0)

    def group_load(step: int) -> float:
        if has_broken_word(measurer, members, step) or hides_address(measurer, members, step) > hidden:
            return IMPOSSIBLE
        if _heading_lines(measurer, members, step) > heading_lines:
            return IMPOSSIBLE
        return max(load(measurer, paragraphs, area, step) for paragraphs, area in members)

    return smallest_step(largest, 0, group_load)


def _heading_lines(measurer: Measurer, members: Members, step: int) -> int:
    """The number of lines of the headings at the top of several texts, at a step; 0 for a single text."""
    firsts = [(paragraphs[0], area) for paragraphs, area in members if paragraphs and len(members) > 1]
    return sum(
        measurer.measure(first, area.slot.styles, area.width, step).line_count
        for first, area in firsts
        if first.style == HEADING_STYLE
    )


def _shrinking_step(measurer: Measurer, members: Members, limit: int) -> int | None:
    """The same, for steps at which text does not grow."""
    last = max((max_step(area.slot.styles) for _, area in members), default=0)
    fitting = (step for step in range(limit, last + 1) if all(fits(measurer, p, area, step) for p, area in members))
    first = next(fitting, None)
    if first is None or not has_broken_word(measurer, members, first):
        return first
    return next((step for step in fitting if not has_broken_word(measurer, members, step)), first)


def has_broken_word(measurer: Measurer, members: Members, step: int) -> bool:
    """Whether some word of a group is wider than its line, and broken, at a step."""
    return any(broken_word(measurer, paragraphs, area, step) for paragraphs, area in members)


def hides_address(measurer: Measurer, members: Members, step: int) -> bool:
    """Whether a web address of a group has no room at a step, so that it is shown in its short form."""
    return any(
        shortens_address(measurer.measure(paragraph, area.slot.styles, area.width, step).runs, paragraph.runs)
        for paragraphs, area in members
        for paragraph in paragraphs
        if any(run.link for run in paragraph.runs)
    )


def broken_word(
    measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int, style: str = ""
) -> Sequence[str]:
    """The pieces of the first word that is wider than a line and broken; empty if there is none.

    With `style` only paragraphs of this style count.
    """
    for paragraph in paragraphs:
        if (style and paragraph.style != style) or ZERO_WIDTH_SPACE in paragraph.plain_text:
            continue
        shown = measurer.measure(paragraph, area.slot.styles, area.width, step).plain_text
        if ZERO_WIDTH_SPACE in shown and (pieces := broken_pieces(shown)):
            return pieces
    return ()


def shorten(measurer: Measurer, paragraphs: Sequence[Paragraph], area: SlotArea, step: int) -> tuple[Paragraph, ...]:
    """Cut paragraphs to the text that fits, with an ellipsis. The caller reports it."""
    fitting: list[Paragraph] = []
    for paragraph in paragraphs:
        if fits(measurer, [*fitting, paragraph], area, step):
            fitting.append(paragraph)
            continue
        text = paragraph.plain_text
        ends = [n for n, char in enumerate(text) if char in " \n"] or list(range(1, len(text)))
        count = bisect_left(
            ends, True, key=lambda n: not fits(measurer, [*fitting, _truncate(paragraph, n)], area, step)
        )
        if count:
            fitting.append(_truncate(paragraph, ends[count - 1]))
        break
    return tuple(fitting)


def _truncate(paragraph: Paragraph, length: int) -> Paragraph:
    """The first `length` characters of a paragraph, and an ellipsis."""
    runs: list[Run] = []
    for run in paragraph.runs:
        if length > 0 and run.text:
            runs.append(replace(run, text=run.text[:length]))
        length -= len(run.text)
    end = runs[-1] if runs else paragraph.runs[0]
    return replace(paragraph, runs=(*runs[:-1], replace(end, text=end.text.rstrip() + " …", note=None)))
