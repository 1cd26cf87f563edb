"""The figures that a text states, compared by value and unit: a title says the same figure as a text below it."""

from __future__ import annotations

import re

from msgspec import Struct

from deckgen.quantities import Quantity, find_quantities

_COUNTED_UP_TO = 100
"""A smaller whole number without a unit is the same figure only before the same word: `3 pilots` are not `3 countries`."""
_MAX_LENGTH = 5_000
"""So many characters of a text are searched."""
_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*")
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)")


class Stated(Struct, frozen=True):
    """A figure in a text, from `start` to before `end`: its value without sign, its unit, and further numbers in it (`3 of 5`).

    `noun` is the word behind a small whole number without a unit; else it is empty.
    """

    start: int
    end: int
    value: float
    unit: str
    others: tuple[str, ...]
    noun: str

    def is_same_as(self, other: Stated, *, nouns: bool = True) -> bool:
        """Whether both are the same figure; without `nouns`, whatever they count."""
        same = (self.value, self.unit, self.others) == (other.value, other.unit, other.others)
        return same and (not nouns or self.noun == other.noun)


def stated_figures(text: str, language: str) -> list[Stated]:
    """Return the figures that a text states in digits; years, dates and names of periods are none."""
    if not _NUMBER.search(text):
        return []
    found = find_quantities(text[:_MAX_LENGTH], language)
    return [_stated(text, at, quantity) for at, quantity in found if _NUMBER.search(quantity.raw)]


def _stated(text: str, at: int, quantity: Quantity) -> Stated:
    raw = quantity.raw
    unit = quantity.unit.casefold() if quantity.unit.casefold() in raw.casefold() else ""
    numbers = [number.rstrip(".,'’") for number in _NUMBER.findall(raw)]
    is_counted = numbers == [raw] and raw.isdigit() and abs(quantity.value) < _COUNTED_UP_TO
    following = _NEXT_WORD.match(text, at + len(raw)) if is_counted else None
    noun = following[1].casefold() if following else ""
    return Stated(at, at + len(raw), abs(quantity.value), unit, tuple(numbers[1:]), noun)
