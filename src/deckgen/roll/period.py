"""Quarters of fiscal years and their order."""

from __future__ import annotations

from msgspec import Struct

from deckgen.model.base import QUARTERS, QuarterName


class Period(Struct, frozen=True):
    """A quarter of a fiscal year such as FY20-21."""

    quarter: QuarterName
    fiscal_year: str

    @property
    def next(self) -> Period:
        """The next quarter; Q4 is followed by Q1 of the next fiscal year."""
        if self.quarter != QUARTERS[-1]:
            return Period(QUARTERS[QUARTERS.index(self.quarter) + 1], self.fiscal_year)
        first, last = (int(part) for part in self.fiscal_year.removeprefix("FY").split("-"))
        return Period(QUARTERS[0], f"FY{(first + 1) % 100:02}-{(last + 1) % 100:02}")

    def __str__(self) -> str:
        return f"{self.quarter} {self.fiscal_year}"
