"""What stands at the foot of every slide → the same, measured: the writer sets it in the layouts, not in frames.

A footer that has no room is shortened: first its middle parts go (the event), then its first part (the deck's title) is cut.
Nobody misses them, since the cover has them in full; a date cut would be another date, so that is a fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from deckgen.blocks import Origin, Paragraph, Run, Text
from deckgen.brand.types import Brand
from deckgen.layout.measure import Measurer
from deckgen.layout.problems import Problem, shortened, too_long
from deckgen.layout.text import Place, fits

BETWEEN = " · "


def footer(measurer: Measurer, brand: Brand, parts: Sequence[str], origin: Origin) -> tuple[str, list[Problem]]:
    """Join the parts of a footer, the first cut and those between first and last left out as far as there is need."""
    places = _places(brand, "footer")
    whole = BETWEEN.join(parts)
    if _fits(measurer, whole, places) or not parts:
        return whole, []
    first, *between = parts[:-1] or parts
    last = parts[-1:] if len(parts) > 1 else []
    choices = [BETWEEN.join([first, *between[:n], *last]) for n in range(len(between) - 1, -1, -1)]
    words = first.split()
    choices += [BETWEEN.join([" ".join(words[:n]) + " …", *last]) for n in range(len(words) - 1, 0, -1)]
    choices += [BETWEEN.join([first[:n] + "…", *last]) for n in range(len(words[0] if words else ""), -1, -1)]
    shown = next((choice for choice in choices if _fits(measurer, choice, places)), "")
    return shown, [shortened(Text("footer", (), origin), "footer", whole)]


def date(measurer: Measurer, brand: Brand, text: str, origin: Origin) -> list[Problem]:
    """Tell that a date has no room at the foot of the slides."""
    line = (Paragraph((Run(text),)),)
    narrow = [place for place in _places(brand, "date") if not fits(measurer, line, place, 0)]
    return [too_long(measurer, Text("date", line, origin), line, narrow[0], 0)] if text and narrow else []


def _places(brand: Brand, name: str) -> list[Place]:
    """The different places that the layouts of a brand have for one line of their foot."""
    slots = [layout.slots[name] for layout in (brand.master, *brand.layouts.values()) if name in layout.slots]
    return list({slot.box: Place(slot, slot.box) for slot in slots}.values())


def _fits(measurer: Measurer, text: str, places: Sequence[Place]) -> bool:
    line = (Paragraph((Run(text),)),)
    return all(fits(measurer, line, place, 0) for place in places)
