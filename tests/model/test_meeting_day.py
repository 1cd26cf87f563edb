"""The date of a deck as authors write it, and the day that it names."""

from __future__ import annotations

from datetime import date

import pytest

from deckgen.model.meeting_day import read_day

DAY = date(2021, 1, 28)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2021-01-28", "en"), ("28 January 2021", "en"), ("Thursday, January 28, 2021", "en"), ("28th Jan. 2021", "en"),
        ("28. Januar 2021", "de"), ("28.01.2021", "de"), ("28. 1. 2021", "cs"), ("28 janvier 2021", "fr"),
        ("28 de janeiro de 2021", "pt-BR"), ("2021年1月28日", "ja"), ("28 января 2021", "ru"),
    ],
)  # fmt: skip
def test_day_is_read_as_people_write_it(text: str, language: str) -> None:
    assert read_day(text, language) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "January 2021", "28 January", "3/4/2021", "28–29 January 2021", "28 January to 2 February 2021", "soon", "Q2 2021",
     "31 February 2021", "30.02.2021", "28 January 2021, 10:00"],
)  # fmt: skip
def test_text_that_names_no_single_day_is_no_day(text: str) -> None:
    assert read_day(text, "en") is None


def test_language_that_nobody_knows_has_no_months() -> None:
    assert read_day("28 January 2021", "xx") is None
