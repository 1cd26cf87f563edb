"""A year divided into periods, and one period of it: their order, what comes next, and names for files."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from deckgen.periods.systems import MONTHS, PERIOD_PATTERN, PeriodSystem, find_system, month_after
from deckgen.periods.years import Year

COLUMNS = 4
"""How many periods of a year are shown next to each other: a year of twelve months has more than fit on a slide."""

_PERIOD_AND_YEAR = re.compile(rf"({PERIOD_PATTERN})(?:\s+(\S.*))?", re.IGNORECASE)


class Calendar(Struct, frozen=True, dict=True):
    """A year and the system that divides it.

    `first_month` (`2024-07`) is known only in the system of months, whose periods are calendar months.
    """

    year: Year
    system: PeriodSystem
    first_month: str = ""

    @classmethod
    def of_year(cls, year: Year, system: PeriodSystem, first_month: str = "") -> Calendar | None:
        """Return the calendar of a year; None if it has months, and neither its name nor `first_month` says which.

        A year that is named by one number has the months from January to December, unless `first_month` is given. `first_month`
        is empty if it is not known; a text that is no month in which the year can begin is not one either.
        """
        if system is not MONTHS:
            return cls(year, system)
        if not first_month:
            return None if year.spans_two else cls(year, system, f"{year.first:04}-01")
        is_month = MONTHS.read(first_month) == first_month
        return cls(year, system, first_month) if is_month and year.can_begin_in(int(first_month[:4])) else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its periods, in order."""
        if self.system is MONTHS:
            return tuple(month_after(self.first_month, count) for count in range(12))
        return tuple(f"{self.system.letter}{number}" for number in range(1, self.system.count + 1))

    @property
    def listed(self) -> str:
        """The names of its periods in words, for messages: all of them, or the first and the last of many."""
        if len(self.names) > COLUMNS:
            return f"{self.names[0]} to {self.names[-1]}"
        return f"{', '.join(self.names[:-1])} or {self.names[-1]}"

    def read(self, text: str) -> str | None:
        """Return the name of the period that a text names, in upper or lower case; None for any other text."""
        name = self.system.read(text)
        return name if name in self.names else None

    @property
    def next(self) -> Calendar:
        """The calendar of the next year."""
        return Calendar(self.year.next, self.system, self.first_month and month_after(self.first_month, 12))

    @property
    def previous(self) -> Calendar:
        """The calendar of the year before, in the same spelling."""
        return Calendar(self.year.previous, self.system, self.first_month and month_after(self.first_month, -12))

    def same_period(self, name: str) -> str:
        """Return the period of this year that has the position of a period of any year: the same month, or `name` itself."""
        if self.system is not MONTHS:
            return name
        return next(month for month in self.names if month[-2:] == name[-2:])


class Period(Struct, frozen=True, dict=True):
    """One period of a year, such as the one that a deck reports; `name` is one of the names of the calendar."""

    name: str
    calendar: Calendar

    @property
    def year(self) -> Year:
        """The year to which it belongs."""
        return self.calendar.year

    @property
    def system(self) -> PeriodSystem:
        """The system of which it is a period."""
        return self.calendar.system

    @property
    def index(self) -> int:
        """Its position in the year, from 0 on."""
        return self.calendar.names.index(self.name)

    @cached_property
    def reached(self) -> tuple[str, ...]:
        """The periods of its year up to itself, in order: those that can have a result."""
        return self.calendar.names[: self.index + 1]

    @property
    def earlier(self) -> tuple[str, ...]:
        """The periods of its year before it, in order."""
        return self.reached[:-1]

    @property
    def is_last(self) -> bool:
        """Whether it is the last period of its year."""
        return self.name == self.calendar.names[-1]

    @property
    def next(self) -> Period:
        """The period after it: after the last one of a year, the first one of the next year."""
        if self.is_last:
            following = self.calendar.next
            return Period(following.names[0], following)
        return self.at(self.calendar.names[self.index + 1])

    @property
    def previous(self) -> Period:
        """The period before it: before the first one of a year, the last one of the year before."""
        if not self.index:
            before = self.calendar.previous
            return Period(before.names[-1], before)
        return self.at(self.calendar.names[self.index - 1])

    @property
    def names_its_year(self) -> bool:
        """Whether its name is enough without that of the year: a month of a calendar year."""
        return self.system is MONTHS and self.year.is_calendar_year and self.name.startswith(f"{self.year}-")

    def at(self, name: str) -> Period:
        """Return another period of the same year."""
        return Period(name, self.calendar)

    def window(self, size: int = COLUMNS) -> tuple[str, ...]:
        """Return `size` periods in order: this one and those before it, or the first ones of the year if these are fewer.

        A year of fewer periods is returned as a whole.
        """
        start = max(0, self.index + 1 - size)
        return self.calendar.names[start : start + size]

    @property
    def sort_key(self) -> tuple[int, int]:
        """What orders periods of one organisation over several years."""
        return self.year.first, self.index

    @property
    def file_name_part(self) -> str:
        """Year and period for the name of a file: lower-case letters, digits and hyphens (`fy20-21-q2`, `2026-03`)."""
        text = self.name if self.names_its_year else f"{self.year} {self.name}"
        return "-".join(re.findall(r"\w+", text)).lower()

    def __str__(self) -> str:
        return self.name if self.names_its_year else f"{self.name} {self.year}"


def read_period(text: str, first_month: str = "") -> Period | None:
    """Read a period with its year (`Q2 FY20-21`, `H1 2026`); a month may stand alone if its year is a calendar year.

    Returns None if the text has another form, or names a month that is not one of the year.
    """
    found = _PERIOD_AND_YEAR.fullmatch(text.strip())
    if found is None:
        return None
    name = found[1].upper()
    system = find_system(name)
    year = Year.read(found[2].upper() if found[2] else name[:4])
    if system is None or year is None:
        return None
    calendar = Calendar.of_year(year, system, first_month)
    return Period(name, calendar) if calendar is not None and name in calendar.names else None
