"""Numbers as charts show them, and the numbers of running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.quantities import find_quantities, read_goal, read_quantity, read_result

STATED = [
    ("+8.1% YoY (92K/mo[^est])", 8.1, "+", "%", "YoY"),
    ("+5% YoY", 5, "+", "%", "YoY"),
    ("99K active editors/month", 99_000, "", "active editors", "/mo"),
    ("71K/mo[^p][^o]", 71_000, "", "", "/mo"),
    ("6.7% editor retention/month", 6.7, "", "%", "/mo"),
    ("66 %", 66, "", "%", ""),
    ("80 percent", 80, "", "%", ""),
    ("$815,000", 815_000, "", "$", ""),
    ("-$5", -5, "-", "$", ""),
    ("US$3.5M", 3_500_000, "", "US$", ""),
    ("5 €", 5, "", "€", ""),
    ("3.82", 3.82, "", "", ""),
    ("3.69^a^", 3.69, "", "", ""),
    ("350K uploads with captions", 350_000, "", "uploads", ""),
    ("1 million image files", 1_000_000, "", "image files", ""),
    ("**61,000** edits", 61_000, "", "edits", ""),
    ("470 teachers in 3 countries/lang", 470, "", "teachers", ""),
    ("1,700+ participants", 1_700, "", "participants", ""),
    ("+ 27% constructive activation", 27, "+", "%", ""),
    ("−3%", -3, "-", "%", ""),
    ("5 days", 5, "", "days", ""),
    ("Newcomer empowerment index 3.63, scale of 1-5", 3.63, "", "", ""),
    ("24.5% Outside NA/EU", 24.5, "", "%", ""),
    ("4 requests per week", 4, "", "requests", "/wk"),
]


@pytest.mark.parametrize(("text", "value", "sign", "unit", "basis"), STATED, ids=[row[0] for row in STATED])
def test_number_is_shown_with_sign_unit_and_basis(text: str, value: float, sign: str, unit: str, basis: str) -> None:
    quantity = read_quantity(text, "en")
    assert quantity is not None
    assert (quantity.value, quantity.sign, quantity.unit, quantity.basis) == (pytest.approx(value), sign, unit, basis)


@pytest.mark.parametrize(
    "text",
    [
        "", "Maintain baseline", "paused", "Q1", "KR1 and FY20", "1lib1ref", "W20", "COVID-19", "24/7", "1:30", "2021-01-28",
        "1.35.0", "Feb 1", "opened on December 15", "launched in 2021", "3,5", "https://example.org/2020/12", "[^1]", "x^2^",
        "FY20/21", "9" * 400, "not available[^na] (6.6%/mo[^p])", "69.0%, 77.1% for known grantees", "$5 - 3% less",
    ],
)  # fmt: skip
def test_text_that_states_no_single_number_has_none(text: str) -> None:
    assert read_quantity(text, "en") is None


LIKE_NUMBERS = st.text(alphabet="0123456789.,%$€+-–/:KMq [^]()*YoYvs\n'ab")


@given(st.one_of(st.text(), LIKE_NUMBERS), st.sampled_from(["en", "de", "fr", "ar", "ja", "xx"]))
def test_reading_never_raises(text: str, language: str) -> None:
    read_result(text, language)
    read_goal(text, language)
    list(find_quantities(text, language))


@given(LIKE_NUMBERS)
def test_what_is_shown_of_a_number_stands_in_its_text(text: str) -> None:
    assert all(text[at:].startswith(quantity.raw) for at, quantity in find_quantities(text, "en"))


def test_numbers_of_running_text_are_found_in_order() -> None:
    text = "Editors rose from 7.3% to 8.1% YoY, and €1.2m of €2m is spent"
    assert [(q.value, q.unit) for _, q in find_quantities(text, "en")] == [
        (7.3, "%"), (8.1, "%"), (1_200_000, "€"), (2_000_000, "€"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1 campaign", "4 campaigns", True),
        ("1 country", "3 countries", True),
        ("6.6%/mo", "+5% YoY", False),
        ("5%", "5", False),
        ("$5", "€5", False),
    ],
)
def test_numbers_share_an_axis_if_unit_and_basis_agree(one: str, other: str, expected: bool) -> None:
    first, second = read_quantity(one, "en"), read_quantity(other, "en")
    assert first is not None
    assert second is not None
    assert first.is_comparable_to(second) is second.is_comparable_to(first) is expected


@pytest.mark.parametrize(
    ("text", "raw"),
    [("5% [a] [b](not closed", "5%"), ("[[5%](https://a.org) of it", "5%"), ("[^not closed 5%", "5%")],
)
def test_unclosed_links_and_footnotes_are_text(text: str, raw: str) -> None:
    assert [quantity.raw for _, quantity in find_quantities(text, "en")] == [raw]
