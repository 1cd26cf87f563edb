"""Periods of reporting: how organisations divide a year and spell its name, and the order of periods.

Input: texts such as `Q2`, `H1`, `T3`, `2026-03`, `FY20-21` and `2024/25`. Output: values that know what comes before and after
them. Nothing here knows of decks, files or languages.
"""

from deckgen.periods.calendar import COLUMNS, Calendar, Period, read_period
from deckgen.periods.systems import (
    HALVES,
    MONTHS,
    PERIOD_PATTERN,
    QUARTERS,
    SYSTEMS,
    TRIMESTERS,
    PeriodSystem,
    find_system,
)
from deckgen.periods.years import YEAR_PATTERN, Year

__all__ = [
    "COLUMNS",
    "HALVES",
    "MONTHS",
    "PERIOD_PATTERN",
    "QUARTERS",
    "SYSTEMS",
    "TRIMESTERS",
    "YEAR_PATTERN",
    "Calendar",
    "Period",
    "PeriodSystem",
    "Year",
    "find_system",
    "read_period",
]
