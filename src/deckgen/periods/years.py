"""The name of a year as an organisation spells it → a year that keeps the spelling."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

YEAR_PATTERN = (
    r"(?:[0-9]{4}|[Ff][Yy] ?(?:[0-9]{4}|[0-9]{2})"
    r"|(?:[Ff][Yy] ?)?(?:[0-9]{4}[/–-](?:[0-9]{4}|[0-9]{2})|[0-9]{2}[/–-][0-9]{2}))"
)
"""A regular expression for years in all spellings; not every text that it matches is one (`2024/29`)."""

_YEAR = re.compile(YEAR_PATTERN)
_PARTS = re.compile(r"(?P<prefix>[A-Za-z]*\s?)(?P<first>[0-9]+)(?P<separator>[/–-]?)(?P<last>[0-9]*)")
_CENTURY, _FIRST_SHORT = 100, 1970
"""Two digits stand for a year from 1970 to 2069."""


class Year(Struct, frozen=True):
    """A calendar year (`2026`) or a fiscal year (`FY2025`, `FY25`, `2024/25`, `FY20-21`), with its spelling.

    `first` is the year that is named first, in full; `digits` and `last_digits` are how many digits the two names have.
    A year that is named by one number has no `separator` and no `last_digits`.
    """

    first: int
    prefix: str = ""
    digits: int = 4
    separator: str = ""
    last_digits: int = 0

    @classmethod
    def read(cls, text: str) -> Year | None:
        """Return the year that a text names; None if it names none, or two that do not follow each other."""
        if not _YEAR.fullmatch(text):
            return None
        found = _PARTS.fullmatch(text)
        assert found is not None
        typed, last = found["first"], found["last"]
        first = int(typed) if len(typed) == 4 else _FIRST_SHORT + (int(typed) - _FIRST_SHORT) % _CENTURY
        year = cls(first, found["prefix"], len(typed), found["separator"], len(last))
        return year if str(year) == text else None

    @property
    def next(self) -> Year:
        """The year after it, in the same spelling."""
        return replace(self, first=self.first + 1)

    @property
    def previous(self) -> Year:
        """The year before it, in the same spelling."""
        return replace(self, first=self.first - 1)

    @property
    def spans_two(self) -> bool:
        """Whether it is named by the two calendar years that it spans."""
        return bool(self.separator)

    @property
    def is_calendar_year(self) -> bool:
        """Whether its name is that of a calendar year, in full."""
        return not self.prefix and not self.separator

    def can_begin_in(self, calendar_year: int) -> bool:
        """Whether its first month can be one of a calendar year: that which it names first, or the one before a single one."""
        return calendar_year == self.first or (calendar_year == self.first - 1 and not self.spans_two)

    def is_same(self, other: Year) -> bool:
        """Whether two names are those of one year, in different spellings (`FY20-21`, `2020/21`)."""
        return self.first == other.first and self.spans_two == other.spans_two

    def spelled_as(self, other: Year) -> Year:
        """Return this year in the spelling of another."""
        return replace(other, first=self.first)

    def __str__(self) -> str:
        last = _digits(self.first + 1, self.last_digits) if self.separator else ""
        return f"{self.prefix}{_digits(self.first, self.digits)}{self.separator}{last}"


def _digits(year: int, count: int) -> str:
    return f"{year % 10**count:0{count}}"
