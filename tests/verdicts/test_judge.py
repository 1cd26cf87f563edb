"""Verdicts from texts: properties that hold for all numbers, and the words of statuses."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deckgen.quantities import Figure, Goal, read_goal, read_result
from deckgen.verdicts import Terms, Tolerance, judge, row_status, stated_status
from deckgen.verdicts.target import Target, make_target

RANK = ["off-track", "at-risk", "on-track"]
NUMBERS = st.floats(-1e9, 1e9)


def verdict(goal: str, result: str, **terms: object) -> str | None:
    return judge({"Q4": read_result(result, "en")}, "Q4", Terms(read_goal(goal, "en"), **terms)).status  # type: ignore[arg-type]


def target(goal: float, better: str, tolerance: Tolerance | None = None) -> Target:
    made = make_target(Goal(Figure(goal), low=goal), Terms(better=better, tolerance=tolerance))  # type: ignore[arg-type]
    assert isinstance(made, Target)
    return made


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["higher", "lower"]), st.floats(0, 2), st.booleans())
def test_better_result_never_gets_a_worse_status(
    one: float, other: float, goal: float, better: str, tolerance: float, relative: bool
) -> None:
    worse, best = sorted([one, other], reverse=better == "lower")
    limits = target(goal, better, Tolerance(tolerance, relative))
    assert RANK.index(limits.status(worse) or "") <= RANK.index(limits.status(best) or "")


@given(NUMBERS, st.sampled_from(["higher", "lower"]))
def test_reaching_the_goal_exactly_is_on_track(goal: float, better: str) -> None:
    assert target(goal, better).status(goal) == "on-track"


GOALS = [
    "+5% YoY",
    "at most 5%",
    "from 60% to 80%",
    "50 sites",
    "€2M",
    "Reduce by 20%",
    "70–80%",
    "3.5",
    "5 days",
    "8 of 10 wikis",
]
RESULTS = [
    "+8.1% YoY",
    "4%",
    "81%",
    "52 sites",
    "€1.2m",
    "-22%",
    "75%",
    "3.9",
    "6 days",
    "9 of 10 wikis",
    "about 90%",
    "52",
]


@given(
    st.sampled_from(GOALS),
    st.sampled_from(RESULTS),
    st.sampled_from(["zorblatt", "frob", "quux"]),
    st.booleans(),
    st.booleans(),
)
def test_an_unknown_word_never_makes_a_verdict_appear(
    goal: str, result: str, word: str, in_goal: bool, before: bool
) -> None:
    assume(verdict(goal, result) is None)
    changed = f"{word} {goal if in_goal else result}" if before else f"{goal if in_goal else result} {word}"
    assert verdict(changed if in_goal else goal, result if in_goal else changed) is None


KINDS = ["+{}% YoY", "{}%", "{} sites", "€{}m", "-{}%", "{} days", "{} of 10 wikis", "{}"]


@given(
    st.sampled_from(GOALS),
    st.sampled_from(KINDS),
    st.integers(2, 9),
    st.integers(2, 99),
    st.sampled_from([" ", ", ", " (", "; ", " and "]),
)
def test_a_second_number_of_the_kind_leaves_no_verdict(
    goal: str, kind: str, first: int, second: int, joint: str
) -> None:
    result = f"{kind.format(first)}{joint}{kind.format(second)}{')' if '(' in joint else ''}"
    assert verdict(goal, result) is None


@given(
    st.sampled_from(GOALS),
    st.sampled_from(["52", "4", "81", "3.9"]),
    st.sampled_from(["%", " €", " days", " kWh", " pp", " / month", "% YoY"]),
)
def test_another_unit_never_makes_a_verdict_appear(goal: str, result: str, unit: str) -> None:
    figure = read_goal(goal, "en").figure
    other = read_result(f"{result}{unit}", "en").statements
    assert figure is not None
    assume(not any(s.figure.is_comparable_to(figure) for s in other))
    assert verdict(goal, f"{result}{unit}") is None


SPELLINGS = {
    "1234 visits": [
        "1,234 visits",
        "1 234 visits",
        "1’234 visits",
        "1\u00a0234 visits",
        "**1,234** visits",
        "1.234K visits",
        "1,234 visits[^a]",
    ],
    "-8%": ["−8%", "–8%", "(8%)", "- 8%", "down 8%", "8% lower", "▼ 8%", "-8 %", "-8 percent"],
    "1200000 €": ["€1.2M", "1.2 million €", "1,200,000 €", "€1.2m", "EUR 1.2m", "1 200 000 €"],
}


@given(
    st.sampled_from(sorted(SPELLINGS)),
    st.data(),
    st.sampled_from(["1000 visits", "1300 visits", "-5%", "-10%", "+5%", "€1M", "€1.25M", "€2M"]),
)
def test_another_spelling_never_changes_a_verdict(text: str, data: st.DataObject, goal: str) -> None:
    other = data.draw(st.sampled_from(SPELLINGS[text]))
    assert verdict(goal, other) in {None, verdict(goal, text)}


@pytest.mark.parametrize(
    ("text", "status"),
    [("paused", "paused"), ("Paused[^x]", "paused"), ("no data yet", "no-data"), ("not paused", None), ("+3%", None)],
)
def test_status_in_words_is_recognised(text: str, status: str | None) -> None:
    assert stated_status(text) == status


def test_row_has_a_status_if_a_line_is_off_track_or_all_lines_have_one() -> None:
    assert row_status([None, "off-track"]) == "off-track"
    assert row_status([None, "on-track"]) is None
    assert row_status(["at-risk", "on-track"]) == "at-risk"
