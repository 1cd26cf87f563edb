"""A deck laid out from left to right → its pages and its brand in the directions of their languages.

The brand, and what all slides share, are in the direction of the deck's language. Slides in the other direction have layouts of
their own, which are added to those of the brand.
"""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.brand.mirroring import mirror_of, mirrored_brand
from deckgen.brand.types import Brand, SlideLayout
from deckgen.ir.direction import Mirror, is_right_to_left
from deckgen.ir.frames import DeckFrames, Page, Tracker
from deckgen.layout.mirroring import mirrored_page, mirrored_tracker

_SUFFIXES = {True: "right-to-left", False: "left-to-right"}
"""What is added to the key of a layout that is in the other direction than the deck."""


def with_directions(deck: DeckFrames, brand: Brand) -> tuple[DeckFrames, Brand]:
    """Return the deck with the pages mirrored that are written from right to left, and the brand with the layouts of all.

    What a template places itself stays where it is.
    """
    is_mirrored = is_right_to_left(deck.language)
    mirror, other_brand = mirror_of(brand), mirrored_brand(brand)
    own, other = (other_brand, brand) if is_mirrored else (brand, other_brand)
    layouts = dict(own.layouts)
    pages = []
    for page in deck.pages:
        is_page_mirrored = is_right_to_left(page.language)
        placed = mirrored_page(page, mirror, _fixed_slots(brand, page)) if is_page_mirrored else page
        if is_page_mirrored != is_mirrored and page.layout in other.layouts:
            key = f"{page.layout} {_SUFFIXES[is_page_mirrored]}"
            layouts.setdefault(key, _in_other_direction(other.layouts[page.layout], key, page.language))
            placed = replace(placed, layout=key)
        pages.append(placed)
    options = deck.options
    if is_mirrored and options.tracker is not None:
        options = replace(
            options, tracker=mirrored_tracker(options.tracker, _mirror_of_tracker(brand, options.tracker))
        )
    return replace(deck, pages=tuple(pages), options=options), replace(own, layouts=layouts)


def _in_other_direction(layout: SlideLayout, key: str, language: str) -> SlideLayout:
    """Return a layout under another key and name, in the language of the slide for which it is needed first."""
    name = f"{layout.name}, {_SUFFIXES[is_right_to_left(language)].replace('-', ' ')}"
    raised = layout.raised and replace(
        layout.raised, key=key, name=f"{name}{layout.raised.name.removeprefix(layout.name)}", language=language
    )
    return replace(layout, key=key, name=name, raised=raised, language=language)


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
