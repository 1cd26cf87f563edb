"""The template's own layouts for covers and dividers: which of their placeholders deckgen's slots fill.

What has no placeholder gets one of deckgen's on a copy of the layout, where there is room and text can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from deckgen.ir.frames import Box
from deckgen.ir.roles import ColourRole
from deckgen.template.areas import clipped, is_free, is_on_slide, largest_free, obstacles_of
from deckgen.template.drawn_ground import DrawnLayouts
from deckgen.template.roles import NEEDED, RoleColour, readable_role
from deckgen.template.types import TEXT_KINDS, Place, TemplateLayout

COVER_SLOTS = ("title", "subtitle", "organisation", "date")
DIVIDER_SLOTS = ("title", "subtitle")
_LARGE = 3.0
"""The contrast that large text needs (WCAG 2.2)."""
_SIZES: Mapping[str, tuple[int, int]] = {
    "title": (6600, 2400), "subtitle": (2400, 1200), "organisation": (1600, 1000), "date": (1600, 1000),
}  # fmt: skip
"""Of each slot on a slide of 13.33 by 7.5 inches: the largest size and the smallest, in hundredths of a point."""
_ROWS: Mapping[str, float] = {"subtitle": 0.9, "organisation": 0.45, "date": 0.45}
"""The heights of slots of our own, in inches."""
_MIN_AREA = (0.3, 0.45)
"""The width and height, as parts of the slide, that an area for the list of a divider has at least."""


class SpecialSlot(Struct, frozen=True):
    """Where a slot stands: in a placeholder of the template, or (None) in one of our own. `role` is the colour of its text."""

    place: Place | None
    box: Box
    size: int
    minimum: int
    role: ColourRole


class SpecialLayout(Struct, frozen=True):
    """A layout of the template for covers or dividers. `area` is free for further slots, in which text has the role `text`."""

    layout: TemplateLayout
    slots: Mapping[str, SpecialSlot]
    text: ColourRole
    area: Box | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every slot has a placeholder of the template, so that the layout is used as it is."""
        return all(slot.place is not None for slot in self.slots.values())


class SpecialFinder:
    """Matches slots with the placeholders of one template."""

    def __init__(
        self, drawn: DrawnLayouts, roles: Mapping[ColourRole, RoleColour], size: tuple[int, int], scale: float
    ) -> None:
        self.drawn, self.roles, self.size, self.scale = drawn, roles, size, scale

    def match(self, layout: TemplateLayout, slots: Sequence[str]) -> SpecialLayout | None:
        """Return the layout with a place for each slot; None if one has no place, or no text can be read there."""
        title = layout.title
        if title is None or not layout.is_unambiguous(title) or not is_on_slide(title.box, self.size):
            return None
        places = self._places(layout, slots)
        found = {name: self._slot(layout, name, place) for name, place in places.items()}
        if any(slot is None for slot in found.values()):
            return None
        mapped = {name: slot for name, slot in found.items() if slot is not None}
        text = self._text_role(layout, title.box)
        missing = [name for name in slots if name not in mapped]
        own = self._own_slots(layout, missing, mapped, text) if missing else {}
        if own is None or text is None:
            return None
        ordered = {name: (mapped | own)[name] for name in slots}
        return SpecialLayout(layout, ordered, text, self._area(layout, mapped, text))

    def _places(self, layout: TemplateLayout, slots: Sequence[str]) -> dict[str, Place]:
        """Return the placeholder of each slot that has one: the title, the subtitle, then texts from the top, and the date."""
        title = layout.title
        assert title is not None
        chosen: dict[str, Place] = {"title": title}
        texts = [place for place in layout.of_kinds(*TEXT_KINDS) if place.is_upright and layout.is_unambiguous(place)]
        texts = [
            place
            for place in texts
            if place.box.width >= 0.12 * self.size[0]
            and is_on_slide(place.box, self.size)
            and not _mostly_inside(place.box, title.box)
        ]
        texts.sort(key=lambda place: (place.kind != "subTitle", place.box.y, place.box.x))
        feet = {"date": layout.of_kinds("dt"), "organisation": layout.of_kinds("ftr")}
        for name in slots[1:]:
            foot = [
                place
                for place in feet.get(name, ())
                if layout.is_unambiguous(place) and is_on_slide(place.box, self.size)
            ]
            if foot and (name == "date" or not texts):
                chosen[name] = foot[0]
            elif texts:
                chosen[name] = texts.pop(0)
        return chosen

    def _slot(self, layout: TemplateLayout, name: str, place: Place) -> SpecialSlot | None:
        """Return a slot in a placeholder; None if no text can be read there."""
        reads = self.drawn.behind_text(layout.part, place, place.box).contrast
        largest, smallest = (round(size * self.scale) for size in _SIZES[name])
        size = _half_point(min(place.text.size, largest))
        minimum = min(size, max(_half_point(smallest), 900))
        large = 1400 if place.text.bold else 1800
        ratio = reads(place.text.colour)
        if ratio >= NEEDED or (ratio >= _LARGE and size >= large):
            least = minimum if ratio >= NEEDED else max(minimum, large)
            return SpecialSlot(place, place.box, size, least, "inherited")
        role = readable_role(self.roles, reads)
        return None if role is None else SpecialSlot(place, place.box, size, minimum, role)

    def _text_role(self, layout: TemplateLayout, box: Box) -> ColourRole | None:
        return readable_role(self.roles, self.drawn.ground(layout.part, box).contrast)

    def _own_slots(
        self, layout: TemplateLayout, names: Sequence[str], mapped: Mapping[str, SpecialSlot], text: ColourRole | None
    ) -> dict[str, SpecialSlot] | None:
        """Return places of our own in a row for slots that have none: under the texts, at the foot, or over the title."""
        if text is None:
            return None
        boxes = [slot.box for slot in mapped.values()]
        title = mapped["title"].box
        left, width = title.x, title.width
        height = round(max(_ROWS[name] for name in names) * self.scale * 914400)
        gap = round(0.1 * self.scale * 914400)
        lowest = max(box.bottom for box in boxes if box.x < left + width and left < box.right)
        rows = [lowest + gap, round(0.93 * self.size[1]) - height, min(box.y for box in boxes) - gap - height]
        for top in rows:
            row = Box(left, top, width, height)
            if self._is_usable(layout, row, boxes, text):
                return self._in_row(names, row, text)
        return None

    def _is_usable(self, layout: TemplateLayout, row: Box, boxes: Sequence[Box], text: ColourRole) -> bool:
        width, height = self.size
        inside = Box(0, round(0.03 * height), width, round(0.94 * height)).contains(row)
        free = inside and is_free(row, obstacles_of(layout, self.size)) and not any(row.overlaps(box) for box in boxes)
        return free and self.drawn.ground(layout.part, row).contrast(self.roles[text].colour) >= NEEDED

    def _in_row(self, names: Sequence[str], row: Box, text: ColourRole) -> dict[str, SpecialSlot]:
        share = row.width // len(names)
        slots = {}
        for n, name in enumerate(names):
            size, smallest = (max(_half_point(value * self.scale), 900) for value in _SIZES[name])
            box = Box(row.x + n * share, row.y, share, row.height)
            slots[name] = SpecialSlot(None, box, size, min(size, smallest), text)
        return slots

    def _area(self, layout: TemplateLayout, mapped: Mapping[str, SpecialSlot], text: ColourRole | None) -> Box | None:
        """Return the largest free area beside the texts, where it can hold a list and be read."""
        if text is None:
            return None
        width, height = self.size
        zone = Box(round(0.045 * width), round(0.08 * height), round(0.91 * width), round(0.84 * height))
        taken = [*obstacles_of(layout, self.size), *(slot.box for slot in mapped.values())]
        area = largest_free(zone, taken)
        if area is None or area.width < _MIN_AREA[0] * width or area.height < _MIN_AREA[1] * height:
            return None
        return area if self.drawn.ground(layout.part, area).contrast(self.roles[text].colour) >= NEEDED else None


def _mostly_inside(box: Box, other: Box) -> bool:
    common = clipped(box, other)
    return common is not None and common.width * common.height > 0.5 * box.width * box.height


def _half_point(size: float) -> int:
    return int(size / 50) * 50
