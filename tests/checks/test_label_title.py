"""Findings that `label-title` proposes: measure, direction and reference, worst first; never a guess, never a cause."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from sample_projects import make_project


def hint_for(root: Path, *rows: str, kind: str = "metrics", **deck: object) -> str:
    slide = f"kind: {kind}\nrows:\n" + "".join(f"  - {{{row}}}\n" for row in rows)
    [issue] = label_titles(make_project(root, slide, **deck))
    assert issue.hint is not None
    return issue.hint.partition("such as ")[2].strip("“”")


def label_titles(folder: Path) -> list[Issue]:
    return [issue for issue in pipeline.lay_out(folder, remarks=True).issues if issue.code == "label-title"]


@pytest.mark.parametrize(
    ("row", "proposal"),
    [
        ("name: Sales, goal: +5% YoY, quarters: {Q2: +8% YoY}", "Sales rose by 8% YoY, above the goal of +5% YoY"),
        ("name: Sales, goal: +5% YoY, quarters: {Q2: -2% YoY}", "Sales fell by 2% YoY, below the goal of +5% YoY"),
        ("name: Rate, baseline: 40%, goal: 50%, quarters: {Q2: 50%}", "Rate rose from 40% to 50%, at the goal of 50%"),
        ("name: Rate, baseline: 40%, goal: Better, quarters: {Q2: 50%}", "Rate rose from 40% to 50% (goal: Better)"),
        ("name: Pilots, baseline: 0 pilots, goal: 4 pilots, quarters: {Q2: 2}", "Pilots rose from 0 to 2 (goal: 4 pilots)"),
        ("name: Rate, goal: 50%, quarters: {Q2: about 40% or 60%}", ""),
        ("name: Rate, baseline: 40%, goal: 50%, quarters: {Q2: planned 50%}", ""),
        ("name: Rate, baseline: 40%, goal: 50%, compare: no, reason: Sampled, quarters: {Q2: 50%}", ""),
    ],
)  # fmt: skip
def test_proposal_names_direction_and_reference(tmp_path: Path, row: str, proposal: str) -> None:
    assert hint_for(tmp_path, row) == proposal


def test_worst_result_is_proposed(tmp_path: Path) -> None:
    good = "name: Good, baseline: 40%, goal: 50%, quarters: {Q2: 60%}"
    bad = "name: Bad, baseline: 40%, goal: 80%, quarters: {Q2: 50%}"
    assert hint_for(tmp_path, good, bad) == "Bad rose from 40% to 50%, below the goal of 80%"


def test_result_without_a_shown_verdict_is_not_called_above_or_below_its_goal(tmp_path: Path) -> None:
    row = "name: Rate, baseline: 40%, goal: 50%, quarters: {Q2: 60%}"
    proposal = hint_for(tmp_path, row, kind="key-results", verdicts={"key_results": "written"})
    assert proposal == "Rate rose from 40% to 60% (goal: 50%)"


def test_proposal_in_another_language_has_no_english_words(tmp_path: Path) -> None:
    row = "name: Quote, baseline: 40 %, goal: 50 %, quarters: {Q2: 45 %}"
    assert "Quote: 40 % → 45 %" in hint_for(tmp_path, row, language="de")


def test_slide_with_a_headline_is_not_reported_and_a_table_is_only_noted(tmp_path: Path) -> None:
    with_headline = "kind: bullets\nheadline: We did it\nbullets: [One]"
    table = "kind: table\ncolumns: [Name, Number]\nrows:\n  - [One, 1]"
    [issue] = label_titles(make_project(tmp_path, with_headline, table))
    assert (issue.severity, issue.about) == ("note", "part/table")


def test_nothing_is_written(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]")
    before = (folder / "part.yaml").read_bytes()
    pipeline.check(folder)
    assert (folder / "part.yaml").read_bytes() == before
