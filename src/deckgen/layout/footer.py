"""Footer and date at the foot of every slide: made to fit. The writer puts them into the slide layouts, not into frames.

A footer without room is shortened: first its middle parts are left out (the event), then its first part (the title of the deck)
is cut. The cover shows them in full. A date without room is an error, since a shortened date would be another date.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, Origin
from deckgen.ir.blocks import Paragraph, Run, Text
from deckgen.layout.measure import Measurer
from deckgen.layout.text import SlotArea, fits
from deckgen.layout.text_issues import shortened, too_long

SEPARATOR = " · "


def fit_footer(measurer: Measurer, brand: Brand, parts: Sequence[str], origin: Origin) -> tuple[str, list[Issue]]:
    """Join the parts of a footer and shorten the result to one line; the warning says that it was shortened."""
    areas = _slot_areas(brand, "footer")
    complete = SEPARATOR.join(parts)
    if _fits_one_line(measurer, complete, areas) or not parts:
        return complete, []
    warnings = [shortened(Text("footer", (), origin), "footer", complete)]
    first, *between = parts[:-1] or parts
    last = parts[-1:] if len(parts) > 1 else []
    words = first.split()

    def fits_with(beginning: str, *others: str) -> bool:
        return _fits_one_line(measurer, SEPARATOR.join([beginning, *others, *last]), areas)

    for n in range(len(between) - 1, -1, -1):
        if fits_with(first, *between[:n]):
            return SEPARATOR.join([first, *between[:n], *last]), warnings
    # A binary search: to try each word of a title would take time in proportion to the square of its length.
    if count := bisect_left(range(1, len(words)), True, key=lambda n: not fits_with(" ".join(words[:n]) + " …")):
        return SEPARATOR.join([" ".join(words[:count]) + " …", *last]), warnings
    letters = range(len(words[0] if words else "") + 1)
    if count := bisect_left(letters, True, key=lambda n: not fits_with(first[:n] + "…")):
        return SEPARATOR.join([first[: count - 1] + "…", *last]), warnings
    return "", warnings


def check_date(measurer: Measurer, brand: Brand, text: str, origin: Origin) -> list[Issue]:
    """Return the error that a date has no room at the foot of the slides; an empty list if it has."""
    line = (Paragraph((Run(text),)),)
    narrow = [area for area in _slot_areas(brand, "date") if not fits(measurer, line, area, 0)]
    return [too_long(measurer, Text("date", line, origin), line, narrow[0], 0)] if text and narrow else []


def _slot_areas(brand: Brand, name: str) -> list[SlotArea]:
    """The different areas that the layouts of a brand have for the slot `name`."""
    slots = [layout.slots[name] for layout in (brand.master, *brand.layouts.values()) if name in layout.slots]
    return list({slot.box: SlotArea(slot, slot.box) for slot in slots}.values())


def _fits_one_line(measurer: Measurer, text: str, areas: Sequence[SlotArea]) -> bool:
    line = (Paragraph((Run(text),)),)
    return all(fits(measurer, line, area, 0) for area in areas)
