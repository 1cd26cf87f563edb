"""Periods and years: spellings, order, and what comes next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.periods import (
    HALVES,
    MONTHS,
    QUARTERS,
    SYSTEMS,
    TRIMESTERS,
    Calendar,
    Period,
    Year,
    find_system,
    read_period,
)

SPELLINGS = [
    ("2026", "2027"), ("FY2025", "FY2026"), ("FY25", "FY26"), ("FY 2025", "FY 2026"), ("fy25", "fy26"),
    ("2024/25", "2025/26"), ("2024-25", "2025-26"), ("2024–25", "2025–26"), ("2024/2025", "2025/2026"), ("24/25", "25/26"),
    ("FY20/21", "FY21/22"), ("FY20-21", "FY21-22"), ("FY2024–25", "FY2025–26"), ("FY99-00", "FY00-01"), ("1999/00", "2000/01"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "following"), SPELLINGS)
def test_next_year_keeps_the_spelling(text: str, following: str) -> None:
    year = Year.read(text)
    assert year is not None
    assert (str(year), str(year.next)) == (text, following)


@pytest.mark.parametrize(
    "text",
    ["", "25", "202", "20261", "FY", "FY2", "FY202", "FY20-22", "2024/26", "20/2021", "2024 25", "2024/", "Q2", "٢٠٢٦"],
)
def test_other_texts_are_no_years(text: str) -> None:
    assert Year.read(text) is None


def test_one_year_has_several_spellings() -> None:
    spelled = [Year.read(text) for text in ("FY20-21", "2020/21", "20–21")]
    assert all(one and other and one.is_same(other) for one in spelled for other in spelled)
    one, span = Year.read("2020"), Year.read("2020/21")
    assert one is not None
    assert span is not None
    assert not one.is_same(span)
    assert str(span.spelled_as(Year(2025, "FY", 2, "-", 2))) == "FY20-21"


years = st.builds(
    lambda first, form: Year(first, *form),
    st.integers(1971, 2040),
    st.builds(
        lambda prefix, digits: (prefix, *digits),
        st.sampled_from(["FY", "FY ", "fy"]),
        st.sampled_from([(4, "", 0), (2, "", 0), *((n, s, m) for n, m in ((4, 4), (4, 2), (2, 2)) for s in "/-–")]),
    ),
)


@given(years)
def test_a_spelled_year_is_read_back(year: Year) -> None:
    assert Year.read(str(year)) == year
    assert Year.read(str(year.next)) == year.next


@given(years, st.sampled_from(SYSTEMS), st.integers(1, 12), st.integers(0, 50))
def test_periods_follow_each_other_over_the_years(year: Year, system: object, month: int, steps: int) -> None:
    assert isinstance(system, type(QUARTERS))
    calendar = Calendar.of_year(year, system, f"{year.first}-{month:02}" if system is MONTHS else "")
    assert calendar is not None
    assert len(set(calendar.names)) == system.count
    period = Period(calendar.names[0], calendar)
    seen = [period]
    for _ in range(steps):
        seen.append(seen[-1].next)
    assert seen == sorted(seen, key=lambda one: one.sort_key)
    assert len(set(map(str, seen))) == len(seen)
    if year.prefix != "fy":
        assert [read_period(str(one), one.calendar.first_month) for one in seen] == seen
    assert seen[-1].year.first == year.first + steps // system.count


def test_a_name_is_of_one_system() -> None:
    names = {"Q4": QUARTERS, "H2": HALVES, "T3": TRIMESTERS, "2026-12": MONTHS}
    assert {name: find_system(name) for name in names} == names
    others = ("Q5", "q2", "H3", "T4", "2026-13", "2026-3", "26-03", "March", "", "٢٠٢٦-٠٣")
    assert [find_system(name) for name in others] == [None] * len(others)


def test_a_fiscal_year_has_months_of_two_calendar_years() -> None:
    year = Year.read("2024/25")
    assert year is not None
    assert Calendar.of_year(year, MONTHS) is None
    calendar = Calendar.of_year(year, MONTHS, "2024-07")
    assert calendar is not None
    assert (calendar.names[0], calendar.names[-1]) == ("2024-07", "2025-06")
    assert calendar.same_period("2011-03") == "2025-03"
    last = Period("2025-06", calendar)
    assert last.is_last
    assert (str(last.next), last.next.calendar.first_month) == ("2025-07 2025/26", "2025-07")


def test_order_is_that_of_the_year() -> None:
    period = read_period("Q3 FY20-21")
    assert period is not None
    assert (period.earlier, period.reached) == (("Q1", "Q2"), ("Q1", "Q2", "Q3"))
    assert [period.at(name).is_last for name in period.calendar.names] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Q2 2026", ("Q1", "Q2", "Q3", "Q4")), ("H1 2026", ("H1", "H2")), ("T2 2026", ("T1", "T2", "T3")),
        ("2026-02", ("2026-01", "2026-02", "2026-03", "2026-04")), ("2026-09", ("2026-06", "2026-07", "2026-08", "2026-09")),
    ],
)  # fmt: skip
def test_a_window_of_months_ends_with_the_reported_one(text: str, columns: tuple[str, ...]) -> None:
    period = read_period(text)
    assert period is not None
    assert period.window() == columns


@pytest.mark.parametrize(
    ("text", "shown", "file_name"),
    [
        ("q2 fy20-21", "Q2 FY20-21", "fy20-21-q2"), ("H1 2026", "H1 2026", "2026-h1"), ("T3 2024/25", "T3 2024/25", "2024-25-t3"),
        ("2026-03", "2026-03", "2026-03"), ("2025-03 FY2025", "2025-03 FY2025", "fy2025-2025-03"),
        ("Q1 2024–25", "Q1 2024–25", "2024-25-q1"),
    ],
)  # fmt: skip
def test_a_period_with_its_year_is_read(text: str, shown: str, file_name: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (str(period), period.file_name_part) == (shown, file_name)


@pytest.mark.parametrize(
    "text", ["Q2", "Q5 2026", "H1", "2026-13", "2024-11 FY2025", "2024-11 2024/25", "2026", "Q2 FY20-22"]
)
def test_texts_without_a_period_and_its_year_are_refused(text: str) -> None:
    assert read_period(text) is None
