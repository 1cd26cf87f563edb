"""A new result of another unit or form than its goal, or than the result before, is named as soon as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.explain.lost_comparisons import with_lost_comparisons
from deckgen.results import OpenDeck, ResultUpdate, apply_updates, open_deck
from sample_projects import make_project

SLIDE = "kind: metrics\ntitle: M\nmetrics: [m]\n"
DIFFERENT = "are different kinds of numbers"


def notes(root: Path, definition: str, text: str, period: str = "Q2") -> tuple[str, ...]:
    files = {"data/metrics.yaml": f"m: {{name: M, {definition}}}\n"}
    opened = open_deck(make_project(root, SLIDE, files=files))
    assert isinstance(opened, OpenDeck), opened.issues
    outcomes, changes = apply_updates(opened, [ResultUpdate("m", period, text)])
    (outcome,) = with_lost_comparisons(opened, outcomes, changes)
    return outcome.notes


LOST = [
    ("goal: £2.4m by Q4, pace: even, quarters: {Q2: £1.15m}", "1,200,000", "“£2.4m by Q4”", "“£1.15m”",
     f"1,200,000 and the goal 2,400,000 GBP {DIFFERENT}"),
    ("goal: +4 percentage points, quarters: {Q2: +3.8 pp}", "3.9", "“+4 percentage points”", "“+3.8 pp”",
     f"3.9 and the goal +4 percentage points {DIFFERENT}"),
    ("goal: 4 of 4 sites, quarters: {Q1: 3 of 4 sites}", "3/4", "“4 of 4 sites”", "Q1's “3 of 4 sites”",
     "“3 (a fraction or a date)” in the result was not understood"),
    ("goal: 3–6 months, quarters: {Q2: 3.9 months}", "£3.9m", "“3–6 months”", "“3.9 months”",
     f"3,900,000 GBP and the goal 3 months to 6 months {DIFFERENT}"),
    ("goal: 80%, quarters: {Q2: 79%}", "Rising", "“80%”", "“79%”", "“Rising” in the result was not understood"),
]  # fmt: skip
OTHER_KIND = [
    ("goal: 6 months, quarters: {Q2: 3.9 months}", "£3.9m", "3.9 months", "3,900,000 GBP"),
    ("quarters: {Q1: 81%}", "4.2", "81%", "4.2"),
]


@pytest.mark.parametrize(("definition", "text", "goal", "before", "reason"), LOST)
def test_result_that_loses_its_comparison_is_named(
    tmp_path: Path, definition: str, text: str, goal: str, before: str, reason: str
) -> None:
    expected = f"it cannot be compared with its goal ({goal}), as {before} could: {reason}"
    assert notes(tmp_path, definition, text) == (expected,)


@pytest.mark.parametrize(("definition", "text", "before", "read"), OTHER_KIND)
def test_result_of_another_unit_than_before_is_named(
    tmp_path: Path, definition: str, text: str, before: str, read: str
) -> None:
    question = f"is “{text}” in the unit of the result before, “{before}”?"
    assert notes(tmp_path, definition, text) == (f"{question} {read} and the result before {before} {DIFFERENT}",)


@pytest.mark.parametrize(
    ("definition", "text"),
    [
        ("goal: £2.4m by Q4, quarters: {Q2: £1.15m}", "£1,200,000"),
        ("goal: at most 6 weeks, quarters: {Q2: 7 weeks}", "45 days"),
        ("goal: 80%, quarters: {Q2: 90K}", "85%"),
        ("goal: 80%, quarters: {Q2: 90K}", "91K"),
        ("goal: 80%, quarters: {Q2: 79%}", "n/a"),
        ("goal: 80%, quarters: {Q2: 79%}", "Paused"),
        ("goal: Approved by trustees, quarters: {Q1: Draft with staff}", "Approved"),
        ("goal: 80%", "9K"),
    ],
    ids=["same unit", "converted", "better than before", "as before", "no result", "paused", "words", "first"],
)  # fmt: skip
def test_result_that_loses_nothing_is_not_remarked(tmp_path: Path, definition: str, text: str) -> None:
    assert notes(tmp_path, definition, text) == ()


def test_result_with_a_question_has_no_second_note(tmp_path: Path) -> None:
    assert notes(tmp_path, "goal: 95%, quarters: {Q1: 94%}", "0.96") == (
        "it has no unit, and its goal is 95%: was 96% meant?",
    )


def test_plan_of_a_later_period_is_not_compared(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "goal: 95%, quarters: {Q1: 94%}", "Two pilots", "Q3")
    assert "deckgen roll" in note
