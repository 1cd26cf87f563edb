"""What CLDR knows of a language, by Babel: plural forms, months, days, numbers, percentages and lists.

English needs nothing of it but the names of months, so that an English deck does not import Babel (25 ms of each build). A tag
that Babel does not know has the rules of English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"
LATIN_DIGITS = "latn"
"""Numbers that deckgen prints have the digits 0 to 9 in every language, as the dates of Babel and slide numbers have."""
_DIRECTION_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")
"""Invisible characters of CLDR that many fonts do not have."""
_FORMS = ("zero", "one", "two", "few", "many", "other")
_COUNTS = 1000
"""The counts, from 1, whose plural forms are looked up: forms for larger ones, such as millions, are never printed."""


def is_english(tag: str) -> bool:
    """Whether a tag is that of English, in any country."""
    return tag.partition("-")[0].lower() == ENGLISH


@lru_cache(maxsize=64)
def find_locale(tag: str) -> Locale | None:
    """Return Babel's data of a language tag (`pt-BR`, `zh-Hant`); None if it has none."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 -- as the module says

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _locale(tag: str) -> Locale:
    from babel import Locale  # noqa: PLC0415 -- as the module says

    return find_locale(tag) or Locale(ENGLISH)


@lru_cache(maxsize=64)
def maximised(tag: str) -> tuple[str, str, str]:
    """Return language, script and territory of a tag, the likely ones where it has none; empty where they are not known."""
    from babel.core import get_global, parse_locale  # noqa: PLC0415 -- as the module says

    try:
        language, territory, script = parse_locale(tag, sep="-")[:3]
    except ValueError:
        return "", "", ""
    aliases: Mapping[str, str] = get_global("language_aliases")
    language = aliases.get(language, language)
    likely: Mapping[str, str] = get_global("likely_subtags")
    parts = [(territory, script), (None, script), (territory, None), (None, None)]
    keys = ("_".join(filter(None, (language, part[1], part[0]))) for part in parts)
    found = next((likely[key] for key in keys if key in likely), "")
    if not found:
        return language, script or "", territory or ""
    _, likely_territory, likely_script = parse_locale(found)[:3]
    return language, script or likely_script or "", territory or likely_territory or ""


def _plain(text: str) -> str:
    return text.translate(_DIRECTION_MARKS)


def english_name(tag: str) -> str:
    """Return the name of a language in English; empty if Babel does not know it."""
    locale = find_locale(tag)
    return (locale.get_display_name(ENGLISH) or "") if locale is not None else ""


@lru_cache(maxsize=1024)
def plural_form(tag: str, count: int | Decimal) -> str:
    """Return the name of the plural form of a number, such as `one`, `few` and `other`."""
    if is_english(tag):
        return "one" if count == 1 and not (isinstance(count, Decimal) and count.as_tuple().exponent) else "other"
    return str(_locale(tag).plural_form(count))


@lru_cache(maxsize=64)
def plural_forms(tag: str) -> Mapping[str, frozenset[int]]:
    """Return the plural forms of a language, each with the counts from 1 to 1000 that have it; `other` comes last."""
    known = {*_locale(tag).plural_form.tags, _FORMS[-1]}
    forms = {form: set[int]() for form in _FORMS if form in known}
    for count in range(1, _COUNTS + 1):
        forms[plural_form(tag, count)].add(count)
    return {form: frozenset(counts) for form, counts in forms.items()}


@lru_cache(maxsize=256)
def month_text(name: str, form: Literal["month", "short", "long"], tag: str) -> str:
    """Return a month (`2026-03`) in a language: alone (`Mar`), or with its year, short (`Mar 2026`) or long (`March 2026`)."""
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 -- only decks that report months need it

    year, month = (int(part) for part in name.split("-"))
    day, locale = date(year, month, 1), _locale(tag)
    if form == "month":
        return _plain(format_date(day, "LLL", locale))
    # The order of year and month is that of the language: `2026年3月`.
    return _plain(format_skeleton("yMMM" if form == "short" else "yMMMM", day, locale=locale))


def day_text(day: date, form: str, tag: str) -> str:
    """Return a day in a form of CLDR, by its name (`long`) or as a pattern, and a language."""
    from babel.dates import format_date  # noqa: PLC0415 -- for decks with a form of the date only

    return _plain(format_date(day, form, _locale(tag)))


@lru_cache(maxsize=1024)
def localised(number: str, tag: str) -> str:
    """Return a number in English (`1,234.50`) with the marks of a language and as many decimals (`1.234,50`)."""
    if is_english(tag):
        return number
    from babel.numbers import parse_pattern  # noqa: PLC0415 -- as the module says

    locale, value = _locale(tag), Decimal(number.replace(",", ""))
    exponent = value.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = parse_pattern(locale.decimal_formats[None].pattern)
    pattern.frac_prec = (decimals, decimals)
    return _plain(pattern.apply(value, locale, numbering_system=LATIN_DIGITS))


@lru_cache(maxsize=64)
def percent_marks(tag: str) -> tuple[str, str]:
    """Return what stands before and after the number of a percentage: nothing and `%` in English, ` %` in German."""
    if is_english(tag):
        return "", "%"
    pattern = _locale(tag).percent_formats[None]
    return _plain(pattern.prefix[0]), _plain(pattern.suffix[0])


@lru_cache(maxsize=256)
def shortened(number: float, tag: str) -> str:
    """Return a large number in the short form of a language, with at most two decimals: `1,2 Mio.`."""
    from babel.numbers import format_compact_decimal  # noqa: PLC0415 -- as the module says

    text = format_compact_decimal(number, locale=_locale(tag), fraction_digits=2, numbering_system=LATIN_DIGITS)
    return _plain(text)


def alternatives(texts: Sequence[str], tag: str) -> str:
    """Return texts as alternatives, “a or b”, in a language."""
    if is_english(tag):
        return " or ".join(texts)
    from babel.lists import format_list  # noqa: PLC0415 -- as the module says

    return _plain(format_list(list(texts), "or", _locale(tag)))


def enumeration(texts: Sequence[str], tag: str) -> str:
    """Return texts one after the other, “a, b und c”; in English, “a, b, c”."""
    if is_english(tag):
        return ", ".join(texts)
    from babel.lists import format_list  # noqa: PLC0415 -- as the module says

    return _plain(format_list(list(texts), "standard", _locale(tag)))
