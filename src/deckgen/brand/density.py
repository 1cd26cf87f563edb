"""A brand whose pages are filled for an audience → the same brand for a deck that is sent round and read (`density: read`)."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.types import Brand, SlideLayout


def without_growth(brand: Brand) -> Brand:
    """Return the brand with all text at its normal size at most, and no rows spread over the page."""
    layouts = {key: _layout_without_growth(layout) for key, layout in brand.layouts.items()}
    look = replace(brand.look, table=replace(brand.look.table, spread=0))
    asides = {key: replace(aside, layout=_layout_without_growth(aside.layout)) for key, aside in brand.asides.items()}
    master = _layout_without_growth(brand.master)
    return replace(brand, layouts=layouts, asides=asides, master=master, look=look, title_gap=0)


def _layout_without_growth(layout: SlideLayout) -> SlideLayout:
    slots = {
        name: replace(slot, styles={key: replace(style, maximum=0) for key, style in slot.styles.items()})
        for name, slot in layout.slots.items()
    }
    return replace(layout, slots=slots, raised=None)
