"""Reading quantities, and comparing them with goals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.model.quantity import (
    Quantity,
    Tolerance,
    change_direction,
    judge,
    maintains_baseline,
    read_quantity,
    read_tolerance,
    stated_status,
    worst_status,
)

STATED = [
    ("+8.1% YoY (92K/mo[^est])", 8.1, "+", "%", "YoY"),
    ("+5% YoY", 5, "+", "%", "YoY"),
    ("99K active editors/month", 99_000, "", "active editors", "/mo"),
    ("71K/mo[^p][^o]", 71_000, "", "", "/mo"),
    ("6.7% editor retention/month", 6.7, "", "%", "/mo"),
    ("not available[^na] (6.6%/mo[^p])", 6.6, "", "%", "/mo"),
    ("66%", 66, "", "%", ""),
    ("66 %", 66, "", "%", ""),
    ("80 percent", 80, "", "%", ""),
    ("$815,000", 815_000, "", "$", ""),
    ("$2,823,402 - 3% increase", 2_823_402, "", "$", ""),
    ("-$5", -5, "-", "$", ""),
    ("US$3.5M", 3_500_000, "", "$", ""),
    ("5 €", 5, "", "€", ""),
    ("3.82", 3.82, "", "", ""),
    ("3.69^a^", 3.69, "", "", ""),
    ("350K uploads with captions", 350_000, "", "uploads", ""),
    ("1 million image files", 1_000_000, "", "image files", ""),
    ("61,000 suggested edits", 61_000, "", "suggested edits", ""),
    ("**61,000** edits", 61_000, "", "edits", ""),
    ("[5% more](https://example.org/9)", 5, "", "%", ""),
    ("75 teachers, 3 countries/lang", 75, "", "teachers", ""),
    ("470 teachers in 3 countries/lang", 470, "", "teachers", ""),
    ("10+ volunteers", 10, "", "volunteers", ""),
    ("1,700+ participants", 1_700, "", "participants", ""),
    ("+ 27% constructive activation", 27, "+", "%", ""),
    ("~5", 5, "", "", ""),
    ("<3", 3, "", "", ""),
    ("−3%", -3, "-", "%", ""),
    ("–3%", -3, "-", "%", ""),
    ("-3%", -3, "-", "%", ""),
    ("2–3%", 2, "", "%", ""),
    ("10–15 weeks", 10, "", "weeks", ""),
    ("69.0%,\n77.1% for known grantees", 69, "", "%", ""),
    ("1lib1ref: 15% YoY growth, 1 new region", 15, "", "%", "YoY"),
    ("Q2-Q4 82%", 82, "", "%", ""),
    ("Newcomer empowerment index 3.63, scale of 1-5", 3.63, "", "", ""),
    ("Outside NA/EU (27.5%)", 27.5, "", "%", ""),
    ("24.5% Outside NA/EU", 24.5, "", "%", ""),
    ("4 requests per week", 4, "", "requests", "/wk"),
    ("007", 7, "", "", ""),
]


@pytest.mark.parametrize(("text", "value", "sign", "unit", "basis"), STATED, ids=[row[0] for row in STATED])
def test_quantity_is_read_with_sign_unit_and_basis(text, value, sign, unit, basis):
    quantity = read_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.sign, quantity.unit, quantity.basis) == (pytest.approx(value), sign, unit, basis)


@pytest.mark.parametrize(
    "text",
    [
        "", "Maintain baseline", "paused", "Q1", "KR1 and FY20", "1lib1ref", "W20", "COVID-19", "4x more", "#1", "24/7",
        "1:30", "2021-01-28", "1.35.0", "Feb 1", "opened on December 15", "launched in 2021", "3,5",
        "https://example.org/2020/12", "[^1]", "x^2^", "FY20/21", "1st", "9" * 400,
    ],
)  # fmt: skip
def test_text_without_a_quantity_returns_none(text):
    assert read_quantity(text) is None


@given(st.text())
def test_reading_never_raises(text):
    read_quantity(text)


@given(st.text(alphabet="0123456789.,%$+-–/:KMq [^]()*YoY\n"))
def test_reading_never_raises_on_text_that_looks_like_numbers(text):
    quantity = read_quantity(text)
    assert quantity is None or quantity.raw


@given(st.integers(0, 10**9))
def test_thousands_separators_do_not_change_the_value(number):
    assert read_quantity(f"{number:,}") == Quantity(number, raw=f"{number:,}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1 campaign", "4 campaigns", True),
        ("1 country", "3 countries", True),
        ("1 campaign mentored", "1 UN pilot", False),
        ("470 teachers in 3 countries/lang", "75 teachers, 3 countries", True),
        ("6.6%/mo", "+5% YoY", False),
        ("99K active editors/month", "+8.1% YoY", False),
        ("13.9% Youth", "15.4%", True),
        ("5%", "5", False),
        ("$5", "€5", False),
    ],
)
def test_quantities_are_comparable_if_unit_and_basis_agree(one, other, expected):
    first, second = read_quantity(one), read_quantity(other)
    assert first is not None
    assert second is not None
    assert first.is_comparable_to(second) is expected
    assert second.is_comparable_to(first) is expected


@pytest.mark.parametrize(
    ("result", "goal", "better", "status"),
    [
        ("+8.1% YoY", "+5% YoY", "higher", "on-track"),
        ("+5% YoY", "+5% YoY", "higher", "on-track"),
        ("+4.8% YoY", "+5% YoY", "higher", "at-risk"),
        ("+4.5% YoY", "+5% YoY", "higher", "at-risk"),
        ("+4.4% YoY", "+5% YoY", "higher", "off-track"),
        ("34%", "35%", "lower", "on-track"),
        ("38%", "35%", "lower", "at-risk"),
        ("39%", "35%", "lower", "off-track"),
        ("-3%", "0%", "higher", "off-track"),
        ("not available (6.6%/mo)", "+5% YoY", "higher", None),
        ("in development", "2 tools", "higher", None),
    ],
)
def test_status_compares_a_result_with_its_goal(result, goal, better, status):
    assert judge(read_quantity(result), read_quantity(goal), better) == status


def test_metric_can_have_its_own_tolerance():
    result, goal = Quantity(60, unit="%"), Quantity(66, unit="%")
    assert judge(result, goal, tolerance=Tolerance(0.05)) == "off-track"
    assert judge(result, goal, tolerance=Tolerance(6, relative=False)) == "at-risk"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10%", Tolerance(0.1)),
        ("2.5 %", Tolerance(0.025)),
        ("3", Tolerance(3, relative=False)),
        ("a bit", None),
        ("", None),
    ],
)
def test_tolerance_is_a_share_or_a_number(text, expected):
    assert read_tolerance(text) == expected


RANK = ["off-track", "at-risk", "on-track"]
NUMBERS = st.floats(-1e9, 1e9)


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["higher", "lower"]), st.floats(0, 2), st.booleans())
def test_better_result_never_gets_a_worse_status(one, other, goal, better, tolerance, relative):
    worse, best = sorted([one, other], reverse=better == "lower")
    statuses = [judge(Quantity(v), Quantity(goal), better, Tolerance(tolerance, relative)) for v in (worse, best)]
    assert RANK.index(statuses[0]) <= RANK.index(statuses[1])


@given(NUMBERS, st.sampled_from(["higher", "lower"]))
def test_reaching_the_goal_exactly_is_on_track(goal, better):
    assert judge(Quantity(goal), Quantity(goal), better) == "on-track"


@pytest.mark.parametrize(
    ("before", "now", "arrow"),
    [("3.63", "3.82", "up"), ("15.4%", "13.9% Youth", "down"), ("5", "5", None), ("99K editors/month", "92K/mo", None)],
)
def test_direction_is_that_of_the_change_from_the_baseline(before, now, arrow):
    assert change_direction(read_quantity(before), read_quantity(now)) == arrow


@pytest.mark.parametrize("text", ["Maintain baseline", "maintain baselines", "Maintain the baseline in both markets"])
def test_goal_to_maintain_the_baseline_is_recognised(text):
    assert maintains_baseline(text)


def test_establishing_a_baseline_is_not_maintaining_it():
    assert not maintains_baseline("Establish baseline")


@pytest.mark.parametrize(
    ("text", "status"),
    [("paused", "paused"), ("Paused[^x]", "paused"), ("no data yet", "no-data"), ("not paused", None), ("+3%", None)],
)
def test_status_in_words_is_recognised(text, status):
    assert stated_status(text) == status


def test_worst_status_ignores_missing_ones():
    assert worst_status([None, "on-track", "at-risk"]) == "at-risk"
    assert worst_status([None, None]) is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("[a] (b) 5%", "5%"),
        ("[[5%](https://a.org) of it", "5%"),
        ("[7](https://a.org/[8](https://b.org) 9", "7"),
        ("[a](not closed [8](https://b.org) 9", "8"),
        ("[^not closed 5%", "5%"),
        ("[^1[^2] 5%", "5%"),
    ],
)
def test_unclosed_links_and_footnotes_are_text(text, raw):
    assert read_quantity(text).raw == raw
