"""What stands at the foot of every slide → the same, measured: the writer sets it in the layouts, not in frames.

A footer that has no room is shortened: first its middle parts go (the event), then its first part (the deck's title) is cut.
Nobody misses them, since the cover has them in full; a date cut would be another date, so that is a fault.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Origin, Paragraph, Run, Text
from deckgen.layout.measure import Measurer
from deckgen.layout.problems import Problem, shortened, too_long
from deckgen.layout.text import SlotArea, fits

BETWEEN = " · "


def footer(measurer: Measurer, brand: Brand, parts: Sequence[str], origin: Origin) -> tuple[str, list[Problem]]:
    """Join the parts of a footer, the first cut and those between first and last left out as far as there is need."""
    places = _places(brand, "footer")
    whole = BETWEEN.join(parts)
    if _fits(measurer, whole, places) or not parts:
        return whole, []
    told = [shortened(Text("footer", (), origin), "footer", whole)]
    first, *between = parts[:-1] or parts
    last = parts[-1:] if len(parts) > 1 else []
    words = first.split()

    def fits_with(beginning: str, *others: str) -> bool:
        return _fits(measurer, BETWEEN.join([beginning, *others, *last]), places)

    for n in range(len(between) - 1, -1, -1):
        if fits_with(first, *between[:n]):
            return BETWEEN.join([first, *between[:n], *last]), told
    # Halving: a title may be of any length, and to try each of its words would take its length squared.
    if kept := bisect_left(range(1, len(words)), True, key=lambda n: not fits_with(" ".join(words[:n]) + " …")):
        return BETWEEN.join([" ".join(words[:kept]) + " …", *last]), told
    letters = range(len(words[0] if words else "") + 1)
    if kept := bisect_left(letters, True, key=lambda n: not fits_with(first[:n] + "…")):
        return BETWEEN.join([first[: kept - 1] + "…", *last]), told
    return "", told


def date(measurer: Measurer, brand: Brand, text: str, origin: Origin) -> list[Problem]:
    """Tell that a date has no room at the foot of the slides."""
    line = (Paragraph((Run(text),)),)
    narrow = [place for place in _places(brand, "date") if not fits(measurer, line, place, 0)]
    return [too_long(measurer, Text("date", line, origin), line, narrow[0], 0)] if text and narrow else []


def _places(brand: Brand, name: str) -> list[SlotArea]:
    """The different places that the layouts of a brand have for one line of their foot."""
    slots = [layout.slots[name] for layout in (brand.master, *brand.layouts.values()) if name in layout.slots]
    return list({slot.box: SlotArea(slot, slot.box) for slot in slots}.values())


def _fits(measurer: Measurer, text: str, places: Sequence[SlotArea]) -> bool:
    line = (Paragraph((Run(text),)),)
    return all(fits(measurer, line, place, 0) for place in places)
