"""The period that a person means by another way of writing it: `Quarter 3`, `3`, `Dec 17` in, `Q3`, `2017-12` out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deckgen.periods import HALVES, MONTHS, QUARTERS, TRIMESTERS, PeriodSystem

_LONGEST = 30
"""Characters of a text that may name a period."""
_WORDS: dict[str, PeriodSystem] = {
    "q": QUARTERS, "qtr": QUARTERS, "quarter": QUARTERS, "h": HALVES, "half": HALVES, "t": TRIMESTERS, "term": TRIMESTERS,
    "trimester": TRIMESTERS,
}  # fmt: skip
"""Words for periods with a number; those of other languages are not known."""
_MONTHS = tuple("january february march april may june july august september october november december".split())  # noqa: SIM905 -- shorter
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def meant_period(text: str, names: Iterable[str]) -> str | None:
    """Return the one of the `names` of periods that a text in English means by a word and a number, or a month; else None."""
    if len(text) > _LONGEST:
        return None
    words = re.findall(r"[a-z]+|\d+", text.casefold())
    known = tuple(names)
    found = {name for name in known if _names_month(words, name) or _names_number(words, name, known)}
    return found.pop() if len(found) == 1 else None


def _names_number(words: list[str], name: str, known: tuple[str, ...]) -> bool:
    """Whether words name a period that is a letter and a number: by a number and perhaps the word for its system."""
    systems = {system for word in words if (system := _WORDS.get(word)) is not None}
    numbers = [
        _NUMBERS.get(word) or int(word) for word in words if word in _NUMBERS or (word.isdecimal() and len(word) == 1)
    ]
    letters = {system.letter for system in systems} or {one[0] for one in known}
    return len(letters) == len(numbers) == 1 and name == f"{letters.pop()}{numbers[0]}"


def _names_month(words: list[str], name: str) -> bool:
    """Whether words name a month: by its name or its beginning, and by its year if there is one."""
    if MONTHS.read(name) is None:
        return False
    year, number = name.split("-")
    numbers = [word for word in words if word.isdecimal()]
    is_year = not numbers or (len(numbers) == 1 and numbers[0] in {year, year[2:]})
    return is_year and any(len(word) > 2 and _MONTHS[int(number) - 1].startswith(word) for word in words)
