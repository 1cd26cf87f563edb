"""Numbers that are written as in another language are found, with what the deck's language would write."""

from __future__ import annotations

import pytest

from deckgen.quantities.number_forms import decimal_mark, number_forms


def forms(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    return [(form.text, form.native, "".join(sorted(form.foreign_marks))) for form in number_forms(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("18,2 %", "en", [("18,2", "18.2", ",")]),
        ("1.234,5", "en", [("1.234,5", "1,234.5", ",.")]),
        ("1 234", "en", [("1 234", "1,234", " ")]),
        ("1\u202f234,5 %", "en", [("1\u202f234,5", "1,234.5", " ,")]),
        ("1'234", "en", [("1'234", "1,234", "'")]),
        ("2.500.000 readers, 2,5 million", "en", [("2.500.000", "2,500,000", "."), ("2,5", "2.5", ",")]),
        ("18.2% of 1,234,567", "en", [("18.2", "18.2", ""), ("1,234,567", "1,234,567", "")]),
        ("18.2 %", "de", [("18.2", "18,2", ".")]),
        ("1.234,5", "de", [("1.234,5", "1.234,5", "")]),
        ("1 234,5", "fr", [("1 234,5", "1 234,5", "")]),
        ("1,234.5", "fr", [("1,234.5", "1 234,5", ",.")]),
        ("5 of 6, 12.03.2026, 10:30, 2.5.1, v2,5, FY20-21", "en", []),
        ("[a list](https://example.org/1,5)", "en", []),
        ("١٬٢٣٤", "en", []),
    ],
)
def test_marks_of_other_languages_are_found(text: str, language: str, expected: list[tuple[str, str, str]]) -> None:
    assert forms(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "has_two_readings", "other_mark"),
    [
        ("1.234", "en", True, ""), ("1.234%", "en", False, ""), ("1.234 %", "en", False, ""), ("0.234", "en", False, ""),
        ("1,234", "en", False, ","), ("1,234,567", "en", False, ""), ("12,34", "en", False, ""), ("1,234.5", "en", False, ""),
        ("1.234", "de", False, "."), ("1,234", "de", True, ""), ("1 234", "fr", False, ""),
    ],
)  # fmt: skip
def test_numbers_with_a_second_reading_are_found(
    text: str, language: str, has_two_readings: bool, other_mark: str
) -> None:
    (form,) = number_forms(text, language)
    assert (form.has_two_readings, form.other_mark) == (has_two_readings, other_mark)


def test_decimal_mark_is_that_of_the_language() -> None:
    assert [decimal_mark(language) for language in ("en", "de", "pt-BR", "none")] == [".", ",", ",", "."]
