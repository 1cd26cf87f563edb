"""The `date` of a deck, as its author wrote it → the day that it names, for the file's properties."""

from __future__ import annotations

import re
from datetime import date

_NUMERIC = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<y2>\d{4})年(?P<m2>\d\d?)月(?P<d2>\d\d?)日"
    r"|(?P<d3>\d\d?)\. ?(?P<m3>\d\d?)\. ?(?P<y3>\d{4})"
)
"""The orders of year, month and day that mean the same everywhere: with slashes, 3/4/2021 is a day in March or in April."""


def read_day(text: str, language: str) -> date | None:
    """Return the one day that a text names with its year; None if it names none, several, or one that can be read in two ways."""
    if match := _NUMERIC.fullmatch(text.strip()):
        parts = {name[0]: int(value) for name, value in match.groupdict().items() if value}
        return _day(parts["y"], parts["m"], parts["d"])
    numbers = sorted(re.findall(r"\d+", text), key=len)
    if [len(number) for number in numbers] not in ([1, 4], [2, 4]):  # the digits of a day and a year
        return None
    by_name = _month_numbers(language)
    months = {by_name[name] for name in re.findall(r"[^\W\d_]+", text.casefold()) if name in by_name}
    return _day(int(numbers[1]), months.pop(), int(numbers[0])) if len(months) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_numbers(language: str) -> dict[str, int]:
    """Return the months of a language by their names, long and short, in lower case."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- 30 ms, for decks with a date in words only

    try:
        months = Locale.parse(language, sep="-").months
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        str(name).casefold().rstrip("."): number
        for form in ("format", "stand-alone") for width in ("wide", "abbreviated")
        for number, name in months[form][width].items()
    }  # fmt: skip
