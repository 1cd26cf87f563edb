"""figure-differs: a text gives another figure than the metric that it names."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from sample_projects import make_project

METRICS = """
active-editors:
  name: Active editors
  goal: +5% YoY
  baseline: 99K editors
  quarters: {Q1: "+7.3% YoY (89K/mo)", Q2: "+8.1% YoY (92K/mo)"}
"""
SEVERAL = """
wait: {name: Counselling wait, quarters: {Q1: 8 weeks, Q2: 7 weeks}}
income: {name: Appeals income, quarters: {Q1: £540k, Q2: £1.15m}}
rooms: {name: Family rooms, quarters: {Q2: 3 of 4 sites}}
readers: {name: Readers, quarters: {Q2: 8.1%}}
editors: {name: Editors, quarters: {Q2: 7.3%}}
"""


def messages(root: Path, headline: str, slides: int) -> list[str]:
    entries = [f"kind: metrics\nheadline: {headline}\nmetrics: [active-editors]"] * slides
    folder = make_project(root, *entries, files={"data/metrics.yaml": METRICS})
    issues = pipeline.lay_out(folder, remarks=True).issues
    return [issue.message for issue in issues if issue.code == "figure-differs"]


def test_metric_on_many_slides_is_checked_as_one_on_a_single_slide(tmp_path: Path) -> None:
    [one] = messages(tmp_path / "one", "Active editors are up 7.9%", 1)
    assert one == "7.9% is not what `active-editors` has for Q2, which is +8.1%"
    assert messages(tmp_path / "many", "Active editors are up 7.9%", 30) == [one] * 30
    assert messages(tmp_path / "right", "Active editors are up 8.1%", 30) == []


def in_clause_of_several(root: Path, headline: str) -> list[str]:
    slide = f'kind: metrics\nheadline: "{headline}"\nmetrics: [wait, income, rooms, readers, editors]'
    folder = make_project(root, slide, files={"data/metrics.yaml": SEVERAL})
    issues = pipeline.lay_out(folder, remarks=True).issues
    return [issue.message.partition(" for Q2")[0] for issue in issues if issue.code == "figure-differs"]


WAIT_IS_11, WAIT_IS_7 = "11 weeks is not what `wait` has", "8 weeks is what `wait` had in Q1;"
INCOME = "£1.4m is not what `income` has"


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Counselling wait is 8 weeks, and appeals income is £1.4m", [WAIT_IS_7, INCOME]),
        ("Counselling wait is 11 weeks, appeals income £1.4m", [WAIT_IS_11]),
        ("Appeals income is £1.4m, family rooms are open", [INCOME]),
        ("Family rooms are open, and appeals income is £1.4m", [INCOME]),
        ("Counselling wait is 7 weeks and appeals income reached £1.4m", [INCOME]),
        ("Counselling wait fell from 8 weeks to 7 weeks, and appeals income is £1.15m", []),
        ("Counselling wait was 8 weeks in Q1, and appeals income is £1.15m", []),
    ],
)
def test_each_statement_of_a_clause_is_compared(tmp_path: Path, headline: str, expected: list[str]) -> None:
    assert in_clause_of_several(tmp_path, headline) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "Readers and editors are up 8.1% and 7.3%",
        "Editors are 5% of readers",
        "Readers, editors and family rooms are at 8.1%, 7.3% and 3 of 4 sites",
        "With counselling wait and appeals income at 7 weeks and £1.4m, we are done",
    ],
)
def test_names_that_share_their_figures_are_not_compared(tmp_path: Path, headline: str) -> None:
    assert in_clause_of_several(tmp_path, headline) == []
