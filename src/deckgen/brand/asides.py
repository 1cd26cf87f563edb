"""A layout, and a layout that stands beside others → one layout with the slots of both.

A layout file with `beside` has what stands beside the body of any other layout. The name of a combined layout is that of the
other one, `+`, and that of the aside: `table+aside-chart`. The body, that is the slots that the master does not have, is set in
the columns that `beside` names; continued pages have the other layout as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from deckgen.brand.raised import raised_layout
from deckgen.brand.types import AsideLayout, Brand, SlideLayout, Slot
from deckgen.ir.frames import Box

SEPARATOR = "+"
"""Between the name of a layout and that of what stands beside its body."""


def with_asides(brand: Brand, names: Iterable[str]) -> Brand:
    """Return a brand that also has the combined layouts among `names`, as far as it has both of their parts."""
    combined: dict[str, SlideLayout] = {}
    for name in names:
        base, _, aside = name.partition(SEPARATOR)
        if aside in brand.asides and base in brand.layouts and name not in brand.layouts:
            combined[name] = _combined(name, brand.layouts[base], brand.asides[aside], brand)
    return replace(brand, layouts={**brand.layouts, **combined}) if combined else brand


def _combined(name: str, base: SlideLayout, aside: AsideLayout, brand: Brand) -> SlideLayout:
    body = {key: slot for key, slot in base.slots.items() if key not in brand.master.slots}
    own = {key: slot for key, slot in aside.layout.slots.items() if key not in brand.master.slots}
    left, right = min(s.box.x for s in body.values()), max(s.box.right for s in body.values())

    def moved(x: int) -> int:
        return aside.left + round((x - left) * (aside.right - aside.left) / (right - left))

    def narrowed(box: Box) -> Box:
        return replace(box, x=moved(box.x), width=moved(box.right) - moved(box.x))

    slots = {key: replace(slot, box=narrowed(slot.box)) for key, slot in body.items()}
    top, bottom = min(s.box.y for s in body.values()), max(s.box.bottom for s in body.values())
    within = Box(left, top, right - left, bottom - top)
    decorations = tuple(
        replace(each, box=narrowed(each.box)) if within.contains(each.box) else each for each in base.decorations
    )
    layout = replace(
        base,
        key=name,
        name=f"{base.name}, {aside.layout.name.lower()}",
        slots={**base.slots, **slots, **_after(base.slots, own)},
        decorations=(*decorations, *(each for each in aside.layout.decorations if each not in base.decorations)),
        further=base.further or base.key,
        raised=None,
    )
    return replace(layout, raised=raised_layout(layout, brand.master, brand.title_gap) if brand.title_gap else None)


def _after(slots: Mapping[str, Slot], own: Mapping[str, Slot]) -> dict[str, Slot]:
    """Return the slots of an aside with indices after those of the other layout."""
    last = max(slot.index for slot in slots.values())
    return {name: replace(slot, index=last + n) for n, (name, slot) in enumerate(own.items(), 1)}
