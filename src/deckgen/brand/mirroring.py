"""A brand → the same brand for a language that is written from right to left: its layouts and its master mirrored.

In a template, deckgen's own places in the area for content are mirrored, never what the template drew, its title or its foot.
"""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.types import Brand, Decoration, LayoutPicture, Logo, SlideLayout, Slot
from deckgen.ir.direction import Mirror, mirrored_insets

_DIRECTED = ("chevron", "quotes")
"""The shapes that point somewhere."""


def mirror_of(brand: Brand) -> Mirror:
    """Return the line about which content of a brand is mirrored: the middle of the slide, or of the body area of a template."""
    if brand.template is None:
        return Mirror(0, brand.size[0])
    body = brand.template.body
    return Mirror(body.x, body.right)


def mirrored_brand(brand: Brand) -> Brand:
    """Return a brand with mirrored layouts; the master only where it is deckgen's own."""
    mirror = mirror_of(brand)
    layouts = {key: _mirrored_layout(layout, mirror) for key, layout in brand.layouts.items()}
    master = brand.master if brand.template is not None else _mirrored_layout(brand.master, mirror)
    return replace(brand, layouts=layouts, master=master)


def _mirrored_layout(layout: SlideLayout, mirror: Mirror) -> SlideLayout:
    return replace(
        layout,
        slots={name: _mirrored_slot(slot, mirror) for name, slot in layout.slots.items()},
        decorations=tuple(_mirrored_decoration(each, mirror) for each in layout.decorations),
        logo=_mirrored_logo(layout.logo, mirror) if layout.logo is not None else None,
        raised=_mirrored_layout(layout.raised, mirror) if layout.raised is not None else None,
    )


def _mirrored_slot(slot: Slot, mirror: Mirror) -> Slot:
    """Return a slot on the other side; one that fills a placeholder of a template stays there."""
    if slot.place is not None:
        return slot
    return replace(slot, box=mirror.box(slot.box), insets=mirrored_insets(slot.insets))


def _mirrored_decoration(each: Decoration | LayoutPicture, mirror: Mirror) -> Decoration | LayoutPicture:
    """Return a decoration on the other side; a picture is not changed inside."""
    if isinstance(each, LayoutPicture):
        return replace(each, box=mirror.box(each.box))
    return replace(each, box=mirror.box(each.box), points_left=each.shape in _DIRECTED)


def _mirrored_logo(logo: Logo, mirror: Mirror) -> Logo:
    plate = replace(logo.plate, box=mirror.box(logo.plate.box)) if logo.plate is not None else None
    return replace(logo, picture=replace(logo.picture, box=mirror.box(logo.picture.box)), plate=plate)
