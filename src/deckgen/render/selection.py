"""A selection such as `3,7-9` → the numbers of slides."""

from __future__ import annotations

import re

_PART = re.compile(r"([0-9]+)?\s*(?:([-–])\s*([0-9]+)?)?")
_MAX_DIGITS = 10


def selected_slides(text: str, slides: int) -> list[int]:
    """Return the numbers of a selection such as `3,7-9` or `40-`, each once, in the order of the deck.

    `slides` is the number of slides in the deck. Raises ValueError, with a message for the user, for an invalid selection or a
    slide that does not exist.
    """
    selected: set[int] = set()
    for part in map(str.strip, text.split(",")):
        first, dash, last = match.groups() if (match := _PART.fullmatch(part)) else (None, None, None)
        if first is None and last is None:
            raise ValueError(f"'{part[:40]}' names no slide; write numbers and ranges, such as 3,7-9")
        if (longest := max(first or "", last or "", key=len)).lstrip("0")[_MAX_DIGITS:]:
            raise ValueError(f"there is no slide {longest[:20]}…: the deck has {slides}")
        low = int(first) if first else 1
        high = low if not dash else int(last) if last else slides
        if low > high or low < 1:
            raise ValueError(f"'{part[:40]}' runs backwards or begins before slide 1")
        if high > slides:
            raise ValueError(f"there is no slide {high}: the deck has {slides}")
        selected.update(range(low, high + 1))
    return sorted(selected)
