"""The total of a year's results so far, typed as its last result is: `€1.2M` and 2,100,000 in, `€2.1M` out."""

from __future__ import annotations

import re
from typing import Literal

from deckgen.quantities import Figure, remembered

_NUMBER = r"\d(?:[\d.,'’٬٫\s]*\d)?"
_SIGNS = "+-−–(‐‑"


def total_text(total: float, figure: Figure, language: str) -> str:
    """Return a total in the unit and scale of a figure, its number as the language writes it.

    Empty if the figure is typed in a way that a sum cannot follow: with several numbers (`3 of 5`), or with a unit and a number
    in words.
    """
    numbers = list(re.finditer(_NUMBER, figure.raw))
    if not numbers and not figure.unit and figure.scale == 1:
        return localised_number(total, language)
    if len(numbers) != 1:
        return ""
    before, after = figure.raw[: numbers[0].start()], figure.raw[numbers[0].end() :]
    if "(" in before:
        after = after.replace(")", "", 1)
    symbol = before.translate(dict.fromkeys(map(ord, _SIGNS)))
    own_digits = not numbers[0][0][0].isascii()
    return f"{symbol}{localised_number(total / figure.scale, language, own_digits=own_digits)}{after}"


def localised_number(value: float, language: str, *, own_digits: bool = False) -> str:
    """Return a number in the marks of a language, and in its digits if these are other than 0 to 9 and wanted."""
    system: Literal["default", "latn"] = "default" if own_digits else "latn"
    return remembered("numbers", f"{value!r} {system}", language, lambda *_: _write_number(value, language, system))


def _write_number(value: float, language: str, system: Literal["default", "latn"]) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- only numbers that are not remembered need it
    from babel.numbers import format_decimal  # noqa: PLC0415 -- as above

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_decimal(round(value, 10), locale=locale, decimal_quantization=False, numbering_system=system)
