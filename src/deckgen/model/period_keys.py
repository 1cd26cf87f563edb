"""Periods and years as keys and values of content: validated against the period that the deck reports.

That period is in the context of the validation (`DeckSettings`). Without it, as after an error in deck.yaml, periods of
all systems and years in all spellings are accepted.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from deckgen.diagnostics.suggestions import did_you_mean, hint_for
from deckgen.model.base import typed_text
from deckgen.model.deck_settings import settings_of
from deckgen.model.meant_period import meant_period
from deckgen.periods import (
    MONTHS,
    PERIOD_PATTERN,
    QUARTERS,
    SYSTEMS,
    YEAR_PATTERN,
    Period,
    PeriodSystem,
    Year,
    find_system,
)

YEAR_KEY = re.compile(YEAR_PATTERN)
"""The key under which a metric has the results of an earlier year."""
PERIOD_JSON: dict[str, Any] = {"type": "string", "pattern": f"^{PERIOD_PATTERN}$"}
"""The name of a period of any system, as a JSON Schema."""
_RANGES = {s.noun: re.compile(rf"(?P<first>{s.pattern})(?:\s?[-–]\s?(?P<last>{s.pattern}))?") for s in SYSTEMS}
_JSON_RANGES = "|".join(rf"{system.pattern}(\s?[-–]\s?{system.pattern})?" for system in SYSTEMS)
RANGE_JSON: dict[str, Any] = {"type": "string", "pattern": f"^({_JSON_RANGES})$"}
"""A period or a range of periods of one system, as a JSON Schema."""


def _reported(info: ValidationInfo) -> Period | None:
    return settings_of(info).period


def _other_system_error(name: str, other: PeriodSystem, reported: Period) -> PydanticCustomError:
    """Return the error that a text names a period of another system than that of the deck."""
    message = "`{name}` is a {noun}, but this deck reports {plural}"
    remedy = f"write a {reported.system.noun}, such as `{reported.name}`"
    words = {"name": name, "noun": other.noun, "plural": reported.system.plural, "hint": remedy}
    return PydanticCustomError("other_period", message, words)


def _check_system(name: str, reported: Period | None) -> None:
    """Raise PydanticCustomError if a text is no period, or one of another system than that of the deck."""
    system = find_system(name)
    if system is None:
        names = reported.calendar.names if reported else ()
        meant = meant_period(name, names)
        hint = hint_for(name, names, "values") if names else "write it like Q2, H1, T3 or 2026-03"
        hint = did_you_mean(meant) if meant is not None else hint
        raise PydanticCustomError("unknown_value", "`{name}` is not known here", {"name": name, "hint": hint})
    if reported is not None and system is not reported.system:
        raise _other_system_error(name, system, reported)


def _validate_period(value: object, info: ValidationInfo) -> str:
    """Return the name of a period of the deck's year unchanged; raises PydanticCustomError for any other value."""
    reported = _reported(info)
    if reported is not None and isinstance(value, str) and value in reported.calendar.names:
        return value
    name = typed_text(value)
    _check_system(name, reported)
    if reported is not None and name not in reported.calendar.names:
        first, last = reported.calendar.names[0], reported.calendar.names[-1]
        hint = f"write a month from `{first}` to `{last}`; results of other years are under the name of their year"
        words = {"name": name, "year": str(reported.year), "hint": hint}
        raise PydanticCustomError("other_period", "`{name}` is not a month of {year}, which this deck reports", words)
    return name


def _validate_period_of_any_year(value: object, info: ValidationInfo) -> str:
    name = typed_text(value)
    _check_system(name, _reported(info))
    return name


def _validate_period_range(value: object, info: ValidationInfo) -> str:
    text, reported = typed_text(value), _reported(info)
    found = next((found for form in _RANGES.values() if (found := form.fullmatch(text))), None)
    if found is None or (found["last"] and found["last"] <= found["first"]):
        system, names = (reported.system, reported.calendar.names) if reported else (QUARTERS, ("Q1", "Q2", "Q3", "Q4"))
        last = names[-3:]
        words = {"text": text, "noun": system.noun, "example": f"{last[0]}{'–' if system is MONTHS else '-'}{last[-1]}"}
        words["hint"] = f"write {names[0]}, or {words['example']}"
        raise PydanticCustomError("quarter_range", "`{text}` is neither a {noun} nor a range such as {example}", words)
    _check_system(found["first"], reported)
    return text


def _validate_range_in_year(value: object, info: ValidationInfo) -> str:
    text = _validate_period_range(value, info)
    for name in re.findall(PERIOD_PATTERN, text):
        _validate_period(name, info)
    return text


def _validate_measured_in(value: object, info: ValidationInfo) -> str:
    text, reported = typed_text(value), _reported(info)
    wanted = reported.system.pattern if reported else PERIOD_PATTERN
    if re.search(rf"\b{wanted}\b", text):
        return text
    other = re.search(rf"\b{PERIOD_PATTERN}\b", text)
    system = find_system(other[0]) if other else None
    if reported is not None and other is not None and system is not None:
        raise _other_system_error(other[0], system, reported)
    noun, example = (reported.system.noun, reported.name) if reported else ("quarter", "Q2")
    words = {"text": text, "noun": noun, "example": example}
    words["hint"] = f"write `in: {example}`; several have commas between them"
    raise PydanticCustomError("quarter_expected", "`{text}` names no {noun} such as {example}", words)


def _validate_year(value: object, info: ValidationInfo) -> str:
    name, reported = typed_text(value), _reported(info)
    year = Year.read(name)
    if year is None:
        raise PydanticCustomError(
            "fiscal_year", "`{name}` is not a year such as 2026, FY2025 or 2024/25", {"name": name}
        )
    if reported is None or year.spelled_as(reported.year) == year:
        return name
    right = f"`{year.spelled_as(reported.year)}`" if year.spans_two == reported.year.spans_two else "that year"
    words = {"year": str(reported.year), "name": name, "hint": f"write {right} as deck.yaml writes its year"}
    raise PydanticCustomError("fiscal_year", "this deck writes its year as {year}, not like {name}", words)


PeriodName = Annotated[str, BeforeValidator(_validate_period), WithJsonSchema(PERIOD_JSON)]
"""A period of the year that the deck reports, as a key or a value."""
EarlierPeriodName = Annotated[str, BeforeValidator(_validate_period_of_any_year), WithJsonSchema(PERIOD_JSON)]
"""A period of an earlier year."""
PeriodRange = Annotated[
    str,
    BeforeValidator(_validate_period_range),
    WithJsonSchema(RANGE_JSON),
]
"""A period (`Q1`) or a range of them (`Q2-Q4`)."""
PeriodRangeInYear = Annotated[
    str,
    BeforeValidator(_validate_range_in_year),
    WithJsonSchema(RANGE_JSON),
]
"""A period of the year that the deck reports, or a range of them."""
MeasuredIn = Annotated[
    str,
    BeforeValidator(_validate_measured_in),
    WithJsonSchema({"type": "string", "pattern": rf"\b{PERIOD_PATTERN}\b"}),
]
"""A text that names one or more periods (`Q2, Q4`)."""
YearName = Annotated[str, BeforeValidator(_validate_year)]
"""A year in the spelling of the deck."""
