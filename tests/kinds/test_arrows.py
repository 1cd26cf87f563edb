"""Arrows of results: with what they compare, and that alt text and notes say so where content says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table
from sample_projects import make_project

ROW = "name: Cases, baseline: 10 cases, goal: 30 cases, quarters: {Q1: 25 cases, Q2: 20 cases}"
ARROWS = ("↑", "↓")


def lay_out(folder: Path, *rows: str, kind: str = "metrics", **deck: object) -> Slide:
    written = "\n".join(f"  - {{{row}}}" for row in rows)
    laid = pipeline.lay_out(
        make_project(folder, f"kind: {kind}\nvariant: standard\ntitle: T\nrows:\n{written}\n", **deck)
    )
    return laid.slides[0]


def arrows(slide: Slide) -> list[str]:
    """Return the arrows of the cells of both quarters of the first row; a dash for a cell without one."""
    [table] = [block for block in slide.blocks if isinstance(block, Table)]
    texts = [" ".join(p.plain_text for p in cell.paragraphs) for cell in table.rows[0].cells[2:4]]
    return [next((arrow for arrow in ARROWS if arrow in text), "-") for text in texts]


def alt(slide: Slide) -> str:
    return next(block.alt for block in slide.blocks if isinstance(block, Table))


def notes(slide: Slide) -> list[str]:
    return [paragraph.plain_text for paragraph in slide.notes]


@pytest.mark.parametrize("kind", ["metrics", "key-results"])
@pytest.mark.parametrize(
    ("against", "shown", "reference"),
    [
        ("baseline", ["↑", "↑"], "the baseline"),
        ("previous", ["-", "↓"], "the period before"),
        ("goal", ["↓", "↓"], "the goal"),
    ],
)
def test_arrow_compares_with_what_the_row_says(
    tmp_path: Path, kind: str, against: str, shown: list[str], reference: str
) -> None:
    slide = lay_out(tmp_path, f"{ROW}, against: {against}", kind=kind)
    assert arrows(slide) == shown
    assert alt(slide).endswith(f". Arrows compare with {reference}.")
    assert notes(slide) == [f"Arrows compare with {reference}."]


def test_arrow_compares_with_the_baseline_where_nothing_is_said(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, ROW)
    assert arrows(slide) == ["↑", "↑"]
    assert "Arrows" not in alt(slide)
    assert notes(slide) == []


def test_arrow_stands_at_its_figure_not_behind_another(tmp_path: Path) -> None:
    said = '{text: "69.0%, 77.1% for known ones", value: 69.0, unit: "%"}'
    slide = lay_out(
        tmp_path, f"name: Content, baseline: 67.2%, goal: 70%, quarters: {{Q2: {said}}}", kind="key-results"
    )
    [table] = [block for block in slide.blocks if isinstance(block, Table)]
    assert table.rows[0].cells[3].paragraphs[0].plain_text == "69.0% ↑, 77.1% for known ones"


def test_deck_says_it_for_all_rows_and_a_row_for_itself(tmp_path: Path) -> None:
    verdicts = {"against": "previous"}
    assert arrows(lay_out(tmp_path / "a", ROW, verdicts=verdicts)) == ["-", "↓"]
    own = ROW.replace("Cases", "Pleas")
    slide = lay_out(tmp_path / "b", f"{own}, against: goal", ROW, verdicts=verdicts)
    assert arrows(slide) == ["↓", "↓"]
    said = ["Arrows of Pleas compare with the goal.", "Arrows of Cases compare with the period before."]
    assert notes(slide) == said
    assert alt(slide).endswith(" ".join(said))


def test_metrics_file_and_lines_of_a_metric_take_it_too(tmp_path: Path) -> None:
    line = "{of: Women, baseline: 10%, quarters: {Q1: 25%, Q2: 20%}}"
    metric = f"m: {{name: Shares, against: previous, measures: [{line}]}}"
    slide = "kind: metrics\nvariant: standard\ntitle: T\nmetrics: [m]\n"
    laid = pipeline.lay_out(make_project(tmp_path, slide, files={"data/metrics.yaml": metric}))
    assert arrows(laid.slides[0]) == ["-", "↓"]


def test_result_of_something_else_than_the_period_before_has_no_arrow(tmp_path: Path) -> None:
    row = "name: Shares, against: previous, quarters: {Q1: 25% women, Q2: 20% men}"
    assert arrows(lay_out(tmp_path, row)) == ["-", "-"]


def test_sum_of_the_results_is_compared_with_the_goal(tmp_path: Path) -> None:
    row = "name: Sign-ups, counts: per-period, goal: 40, against: goal, quarters: {Q1: 25, Q2: 20}"
    assert arrows(lay_out(tmp_path, row)) == ["↓", "↑"]


def test_range_has_no_single_number_to_compare_with(tmp_path: Path) -> None:
    row = "name: Share, goal: 70–80%, against: goal, quarters: {Q1: 60%, Q2: 90%}"
    assert arrows(lay_out(tmp_path, row)) == ["-", "-"]


def test_scorecard_says_it_too(tmp_path: Path) -> None:
    slide = f"kind: metrics\ntitle: T\nrows:\n  - {{{ROW}, against: goal}}\n"
    laid = pipeline.lay_out(make_project(tmp_path, slide, "kind: scorecard\nvariant: standard", front=[]))
    [scorecard] = [one for one in laid.slides if one.kind == "scorecard"]
    assert alt(scorecard).endswith(". Arrows compare with the goal.")


def test_first_period_is_compared_with_the_last_one_of_the_year_before(tmp_path: Path) -> None:
    row = "name: Cases, against: previous, FY19-20: {Q3: 9 cases, Q4: 30 cases}, quarters: {Q1: 25 cases, Q2: 27 cases}"
    assert arrows(lay_out(tmp_path, row)) == ["↓", "↑"]


@pytest.mark.parametrize("before", ["30 men", "30%", "TBC"])
def test_other_kinds_of_results_of_the_year_before_have_no_arrow(tmp_path: Path, before: str) -> None:
    row = f"name: Cases, against: previous, FY19-20: {{Q4: {before}}}, quarters: {{Q1: 25 cases, Q2: 27 cases}}"
    assert arrows(lay_out(tmp_path, row)) == ["-", "↑"]


@pytest.mark.parametrize("kind", ["metrics", "key-results", "scorecard"])
def test_arrow_has_the_colour_of_the_verdict_beside_it(tmp_path: Path, kind: str) -> None:
    row = "{name: Readers, baseline: 50%, goal: 60%, quarters: {Q1: 55%, Q2: 57%}}"
    of_kind = "metrics" if kind == "scorecard" else kind
    slides = [f"kind: {of_kind}\nvariant: standard\ntitle: T\nrows:\n  - {row}\n"]
    slides += ["kind: scorecard\nvariant: all\n"] * (kind == "scorecard")
    laid = pipeline.lay_out(make_project(tmp_path, *slides, front=[]))
    slide = next(slide for slide in laid.slides if slide.kind == kind)
    [table] = [block for block in slide.blocks if isinstance(block, Table)]
    found = [(run.status, run.role) for p in table.all_paragraphs() for run in p.runs if "↑" in run.text]
    earlier = [] if kind == "scorecard" else [(None, "success")]  # of an earlier quarter, no verdict is shown
    assert found == [*earlier, ("at-risk", None)]


def test_arrows_of_several_figures_have_their_own_colours(tmp_path: Path) -> None:
    row = """{name: Share, goal: Maintain baseline, measures: [
      {of: Women, baseline: 12%, quarters: {Q1: 12%, Q2: 20%}},
      {of: Outside, baseline: 46%, quarters: {Q1: 46%, Q2: 30%}}]}"""
    slides = [f"kind: metrics\nvariant: standard\ntitle: T\nrows:\n  - {row}\n", "kind: scorecard\nvariant: all\n"]
    laid = pipeline.lay_out(make_project(tmp_path, *slides, front=[]))
    for slide in laid.slides:
        [table] = [block for block in slide.blocks if isinstance(block, Table)]
        found = [(run.text.strip(), run.status, run.role) for p in table.all_paragraphs() for run in p.runs]
        arrows_of = [(status, role) for text, status, role in found if text in {"↑", "↓"}]
        assert arrows_of == [(None, "success"), (None, "danger")]
