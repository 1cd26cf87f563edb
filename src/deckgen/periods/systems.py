"""How a year is divided: quarters, halves, trimesters or months, and how their periods are written."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct


class PeriodSystem(Struct, frozen=True):
    """A way to divide a year into `count` periods.

    A period is written as the `letter` of its system and its number in the year (`Q2`); a month, which has no letter, as its
    calendar year and its number in that (`2026-03`). `noun` and `plural` are its names in messages.
    """

    noun: str
    plural: str
    letter: str
    count: int

    @property
    def pattern(self) -> str:
        """A regular expression for the name of a period."""
        return f"{self.letter}[1-{self.count}]" if self.letter else "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def read(self, text: str) -> str | None:
        """Return the name of a period in upper or lower case as it is written in content; None for any other text."""
        name = text.strip().upper()
        return name if re.fullmatch(self.pattern, name) else None


QUARTERS = PeriodSystem("quarter", "quarters", "Q", 4)
HALVES = PeriodSystem("half-year", "half-years", "H", 2)
TRIMESTERS = PeriodSystem("trimester", "trimesters", "T", 3)
MONTHS = PeriodSystem("month", "months", "", 12)

SYSTEMS = (QUARTERS, HALVES, TRIMESTERS, MONTHS)
"""The systems; no text names a period of two of them."""

PERIOD_PATTERN = f"(?:{'|'.join(system.pattern for system in SYSTEMS)})"
"""A regular expression for the name of a period of any system."""


@lru_cache(maxsize=256)
def find_system(text: str) -> PeriodSystem | None:
    """Return the system of which a text names a period, exactly as it is written in content."""
    return next((system for system in SYSTEMS if system.read(text) == text), None)


def month_after(month: str, count: int) -> str:
    """Return the month that follows a month (`2026-03`) by a number of months."""
    year, number = (int(part) for part in month.split("-"))
    total = year * 12 + number - 1 + count
    return f"{total // 12:04}-{total % 12 + 1:02}"
