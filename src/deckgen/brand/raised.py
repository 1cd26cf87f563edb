"""A slide layout → the same layout for a title of one line, whose body begins higher up.

The body, that is the slots that the master does not have, is stretched upwards: what stands side by side stays so, and all rows
take part of the room. A layout whose title stands at another height (a cover) has no body below it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from deckgen.brand.types import SlideLayout, Slot
from deckgen.ir.frames import EMU_PER_POINT, Box

_LINE_HEIGHT = 1.2
"""The height of a line as a multiple of the type size: a title's box holds so many whole lines."""


def raised_layout(layout: SlideLayout, master: SlideLayout, gap: int) -> SlideLayout | None:
    """Return the layout with its body `gap` EMU below the first line of its title, or higher by the missing line at most.

    None if the layout has no title at the height of the master's over a body, if that title has one line anyway, or if there is
    no room.
    """
    title, own = layout.slots.get("title"), layout.slots.keys() - master.slots.keys()
    usual = master.slots["title"].box
    if title is None or (title.box.y, title.box.bottom) != (usual.y, usual.bottom):
        return None
    line = _line_of(title)
    # Letters of some scripts are taller: half of the gap, but no second line, belongs to the title.
    short = replace(title, box=replace(title.box, height=title.box.height - line + min(gap, line) // 2))
    end = title.box.bottom - line
    body = {name: slot for name, slot in layout.slots.items() if name in own and slot.box.y >= end}
    top = min((slot.box.y for slot in body.values()), default=0)
    rise = min(line, top - end - gap)
    if not line or rise <= 0:
        return None
    raised = _stretched(layout, body, top, rise)
    logo = layout.logo.picture.box if layout.logo else None
    if logo and any(raised.slots[name].box.overlaps(logo) > body[name].box.overlaps(logo) for name in body):
        return None
    return replace(
        raised, name=f"{layout.name}, title of one line", slots={**raised.slots, "title": short}, is_raised=True
    )


def _line_of(title: Slot) -> int:
    """The height in EMU of the second line of a title that has room for two; 0 if it has not."""
    room = title.box.height - title.insets.top - title.insets.bottom
    size = max(style.size * style.line_spacing / 100000 for style in title.styles.values()) / 100
    lines = int(room / (size * EMU_PER_POINT * _LINE_HEIGHT))
    return room // 2 if lines == 2 else 0


def _stretched(layout: SlideLayout, body: Mapping[str, Slot], top: int, rise: int) -> SlideLayout:
    """Return the layout with its body, and the shapes inside it, stretched upwards by `rise` EMU; its bottom stays."""
    bottom = max(slot.box.bottom for slot in body.values())

    def moved(y: int) -> int:
        return bottom - round((bottom - y) * (bottom - top + rise) / (bottom - top))

    def stretched(box: Box) -> Box:
        return replace(box, y=moved(box.y), height=moved(box.bottom) - moved(box.y))

    slots = {name: replace(slot, box=stretched(slot.box)) for name, slot in body.items()}
    decorations = tuple(
        replace(each, box=replace(each.box, y=moved(each.box.y)))
        if top <= each.box.y and each.box.bottom <= bottom
        else each
        for each in layout.decorations
    )
    return replace(layout, slots={**layout.slots, **slots}, decorations=decorations)
