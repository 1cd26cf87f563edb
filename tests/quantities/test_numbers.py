"""Numbers written by the rules of any language are read back or refused, never misread."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.quantities import read_result
from deckgen.verdicts import single_figure

LANGUAGES = sorted(name for name in locale_identifiers() if len(name) < 8)
VALUES = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False)


def value_of(text: str, language: str) -> float | None:
    figure = single_figure(read_result(text, language))
    return figure.value if figure is not None else None


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(LANGUAGES), st.lists(st.tuples(VALUES, st.integers(0, 3), st.booleans()), min_size=6, max_size=6)
)
def test_a_formatted_number_is_read_back_or_refused(language: str, numbers: list[tuple[Decimal, int, bool]]) -> None:
    """Six numbers to an example, because each language reads its vocabulary."""
    locale = Locale.parse(language)
    for value, places, default in numbers:
        rounded = round(value, places)
        text = format_decimal(
            rounded,
            format="#,##0." + "0" * places if places else "#,##0",
            locale=locale,
            numbering_system="default" if default else "latn",
        )
        read = value_of(text, language)
        assert read is None or read == pytest.approx(float(rounded)), text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LANGUAGES), st.lists(st.integers(-2000, 2000), min_size=4, max_size=4))
def test_a_formatted_percentage_is_read_back_or_refused(language: str, numbers: list[int]) -> None:
    for thousandths in numbers:
        text = format_percent(Decimal(thousandths) / 1000, format="#,##0.0%", locale=language)
        figure = single_figure(read_result(text, language))
        assert figure is None or (figure.unit == "%" and figure.value == pytest.approx(thousandths / 10)), text


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1 234", "en", 1234),
        ("1\u00a0234", "de", 1234),
        ("1\u202f234", "fr", 1234),
        ("1\u2009234,5", "fr", 1234.5),
        ("1'234", "en", 1234),
        ("1’234", "de-CH", 1234),
        ("12 000", "en", 12000),
        ("1.234", "de", 1234),
        ("2.500", "es", 2500),
        ("١٬٢٣٤", "ar", 1234),
        ("١٢٫٥ %", "ar", 12.5),
        ("1,234", "en", 1234),
        ("2,823,402", "de", 2823402),
        ("12,34,567", "en-IN", 1234567),
        ("0,125", "en", 0.125),
        ("12,5 %", "en", 12.5),
        ("1.5 %", "de", 1.5),
        ("99.125%", "en", 99.125),
        ("99,125 %", "de", 99.125),
        ("१२३", "hi", 123),
        (".5", "en", 0.5),
        ("1.2M", "de", 1_200_000),
        ("1,234.56", "de", 1234.56),
        ("1.234,56", "en", 1234.56),
        ("３.８２", "ja", 3.82),
    ],
)
def test_groups_and_decimals(text: str, language: str, value: float) -> None:
    assert value_of(text, language) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1.234", "en"),
        ("1,234", "de"),
        ("1,234", "fr"),
        ("10^6^", "en"),
        ("10²", "en"),
        ("1,2", "en"),
        ("007", "en"),
        ("1.2.3", "en"),
        ("12:30", "en"),
        ("24/7", "en"),
        ("1٢3", "ar"),
        ("12,3456,789", "en"),
        ("1,23,4", "en"),
        ("2023", "en"),
        ("4%-", "en"),
        ("±3%", "en"),
        ("1 23", "en"),
        ("5-", "en"),
        ("9" * 20, "en"),
    ],
)
def test_what_has_two_readings_is_refused(text: str, language: str) -> None:
    assert value_of(text, language) is None


@pytest.mark.parametrize("dash", list("-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"))
def test_every_dash_before_a_number_is_a_minus(dash: str) -> None:
    assert value_of(f"{dash}4%", "en") == value_of(f"{dash} 4%", "en") == -4
