"""The layouts of a brand → the same in a template: which placeholders of the template their slots fill, and where they come from.

A slot that deckgen adds has an index from 1000 up, above those of templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from deckgen.brand.template_files import COVER, DIVIDER
from deckgen.brand.template_schema import PlaceSpec, SpecialSpec, TemplateSpec
from deckgen.brand.template_use import TemplateUse
from deckgen.brand.types import AsideLayout, SlideLayout, Slot
from deckgen.ir.frames import EMU_PER_INCH, Box

FIRST_INDEX = 1000
_FOOT_ROLES = ("footer", "date", "number")
Made = tuple[SlideLayout, dict[str, SlideLayout], dict[str, AsideLayout]]
"""The master, the layouts by name, and what stands beside others."""


def template_use(template: TemplateSpec, folder: Path) -> TemplateUse:
    """Return what a deck needs of a template; `folder` is that of the brand that states it."""
    used = {"host": template.host, "cover": template.cover, "divider": template.divider}
    numbers = {purpose: layout.number for purpose, layout in used.items() if layout is not None}
    body = Box(*(round(side * EMU_PER_INCH) for side in template.body))
    return TemplateUse(
        folder / template.file, template.sha256, template.source or template.file, template.master, numbers,
        body, template.colours, template.noted, template.unused == "drop",
    )  # fmt: skip


def in_template(made: Made, template: TemplateSpec) -> Made:
    """Return the layouts with the placeholders of the template."""
    master, layouts, asides = made
    foot = {name: getattr(template.foot, name) for name in _FOOT_ROLES}
    host = {"title": template.title, **foot}
    result = {}
    for key, layout in layouts.items():
        special = {COVER: template.cover, DIVIDER: template.divider}.get(key.partition("--")[0])
        # As `template_files` decided.
        has_places = special is not None and (layout.slots.keys() <= special.places.keys() or special.area is not None)
        if special is not None and has_places:
            result[key] = _in_special(layout, special)
        else:
            result[key] = _on_host(layout, host, template.host.number)
    beside = {
        key: replace(aside, layout=_on_host(aside.layout, host, template.host.number)) for key, aside in asides.items()
    }
    return _on_host(master, host, template.host.number), result, beside


def _on_host(layout: SlideLayout, places: Mapping[str, PlaceSpec | None], number: int) -> SlideLayout:
    slots = {name: _filled(slot, places.get(name)) for name, slot in layout.slots.items()}
    return replace(layout, slots=slots, host=number)


def _in_special(layout: SlideLayout, special: SpecialSpec) -> SlideLayout:
    slots = {name: _filled(slot, special.places.get(name)) for name, slot in layout.slots.items()}
    is_host = all(slot.place is not None for slot in slots.values())
    return replace(layout, slots=slots, host=special.number, is_host=is_host)


def _filled(slot: Slot, place: PlaceSpec | None) -> Slot:
    if place is None or place.place is None:
        return replace(slot, index=FIRST_INDEX + slot.index)
    return replace(slot, place=place.place)
