"""A deck laid out from left to right → mirrored, with its brand, if its language is written from right to left."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.mirroring import mirror_of, mirrored_brand
from deckgen.brand.types import Brand
from deckgen.ir.direction import Mirror
from deckgen.ir.frames import DeckFrames, Page, Tracker
from deckgen.layout.mirroring import mirrored_page, mirrored_tracker


def mirrored(deck: DeckFrames, brand: Brand) -> tuple[DeckFrames, Brand]:
    """Return the mirrored deck, and the brand with mirrored layouts. What a template places itself stays where it is."""
    mirror = mirror_of(brand)

    pages = tuple(mirrored_page(page, mirror, _fixed_slots(brand, page)) for page in deck.pages)
    options = deck.options
    if options.tracker is not None:
        options = replace(
            options, tracker=mirrored_tracker(options.tracker, _mirror_of_tracker(brand, options.tracker))
        )
    return replace(deck, pages=pages, options=options), mirrored_brand(brand)


def _mirror_of_tracker(brand: Brand, tracker: Tracker) -> Mirror:
    """Return the middle of the tracker in a template, the foot of which is not mirrored, else that of the slide."""
    return (
        mirror_of(brand)
        if brand.template is None
        else Mirror(tracker.entries[0].strip.x, tracker.entries[-1].strip.right)
    )


def _fixed_slots(brand: Brand, page: Page) -> frozenset[str]:
    """Return the names of the slots of a page that fill placeholders of a template."""
    layout = brand.layouts.get(page.layout)
    slots = layout.slots.values() if layout is not None else ()
    return frozenset(slot.name for slot in slots if slot.place is not None)
