"""Metrics: results in large type, a column only for what rows have, and what all of them share said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Slide, Table, Text
from deckgen.ir.frames import TableFrame
from sample_projects import make_project

SHARE = "name: Women, baseline: 10%, goal: {goal}, quarters: {{Q2: {result}}}"
PEOPLE = "name: Staff, baseline: 100 people, goal: 150 people, quarters: {Q1: 120 people, Q2: 160 people}"
LINES = (
    "name: Participation in all of our programs, goal: Maintain baseline, measures: "
    "[{of: Women, baseline: 10%, quarters: {Q2: 12%}}, {of: Youth, baseline: 20%, quarters: {Q2: 15%}}]"
)
SURVEY = "name: A, goal: GOAL, measured: {every: year, in: Q2}, quarters: {Q2: 12%}"


def lay_out(folder: Path, *rows: str, more: str = "", **deck: object) -> LayoutResult:
    """Lay out a slide with rows, each written as its fields."""
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    return pipeline.lay_out(make_project(folder, f"kind: metrics\ntitle: T\n{more}rows:\n{written}", **deck))


def slide_of(result: LayoutResult) -> Slide:
    assert [issue.message for issue in result.issues if issue.severity == "error"] == []
    return result.slides[0]


def table_of(slide: Slide) -> Table:
    [table] = slide.blocks_of(Table)
    return table


def texts(slide: Slide) -> list[list[str]]:
    """Return the texts of all rows, those of the header first."""
    table = table_of(slide)
    return [[cell.plain_text for cell in row.cells] for row in (*table.header, *table.rows)]


def line(slide: Slide) -> str:
    return "".join(p.plain_text for block in slide.blocks_of(Text) if block.slot == "line" for p in block.paragraphs)


def test_table_has_the_columns_that_its_rows_need(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, PEOPLE))
    assert slide.layout == "metrics-full--figures"
    assert texts(slide) == [
        ["Metric", "Baseline", "Goal", "Q1", "", "Q2", "", "From baseline", "Status"],
        ["Staff", "100 people", "150 people", "120", "people ↑", "160", "people", "↑\u00a0+60", "On track"],
    ]
    [figure] = table_of(slide).rows[0].cells[5].paragraphs
    assert figure.style == "figure"
    assert [cell.align for cell in table_of(slide).rows[0].cells[3:7]] == ["end", "start", "end", "start"]


def test_percentages_differ_by_points(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, SHARE.format(goal="12%", result="12.5%")))
    assert texts(slide)[1] == ["Women", "10%", "12%", "12.5%", "↑\u00a0+2.5\u00a0pts", "On track"]


def test_figures_of_other_units_have_no_difference(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, "name: A, baseline: 10 people, goal: 5%, quarters: {Q2: 12%}"))
    assert [cell for cell in texts(slide)[0] if cell.startswith("From")] == []


def test_period_without_any_result_has_no_column(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, "name: A, quarters: {Q2: 12%}"))
    assert texts(slide)[0] == ["Metric", "Q2"]


def test_empty_result_of_the_reported_period_is_named(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, "name: A, goal: 5%, quarters: {Q1: 12%}"))
    assert texts(slide)[1][-1] == "No result yet"


def test_plan_of_a_later_period_is_kept(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, "name: A, quarters: {Q2: 12%, Q3: Survey planned, Q4: {forecast: 20%}}"))
    assert texts(slide)[1][0] == "A\nPlan for Q3: Survey planned\nPlan for Q4: 20%"


def test_goal_of_all_rows_is_said_once_above_the_table(tmp_path: Path) -> None:
    rows = [SHARE.format(goal="12%", result=result) for result in ("13%", "14%")]
    slide = slide_of(lay_out(tmp_path / "same", *rows))
    assert line(slide) == "Goal for all 2: 12%"
    assert "Goal" not in texts(slide)[0]
    slide = slide_of(lay_out(tmp_path / "other", *rows, SHARE.format(goal="15%", result="16%")))
    assert line(slide) == ""
    assert "Goal" in texts(slide)[0]


PAUSED = "name: B, goal: Find one, quarters: {Q1: No data yet, Q2: {status: paused}}"


def test_row_that_is_set_aside_has_its_own_goal_in_its_name(tmp_path: Path) -> None:
    rows = [SHARE.format(goal="12%", result=result) for result in ("13%", "14%")]
    slide = slide_of(lay_out(tmp_path, *rows, PAUSED))
    assert line(slide) == "Goal unless stated: 12%"
    assert texts(slide)[0] == ["Metric", "Baseline", "Q2", "From baseline", "Status"]
    assert texts(slide)[-1][0] == "B\nGoal: Find one · Q1: No data yet"


def test_figure_of_a_row_that_is_set_aside_keeps_its_column(tmp_path: Path) -> None:
    rows = [SHARE.format(goal="12%", result=result) for result in ("13%", "14%")]
    slide = slide_of(lay_out(tmp_path, *rows, PAUSED.replace("No data yet", "5%")))
    assert "Q1" in texts(slide)[0]
    assert texts(slide)[-1][0] == "B\nGoal: Find one"


def test_reason_that_all_rows_share_is_said_once(tmp_path: Path) -> None:
    rows = ["name: A, goal: Better tools, quarters: {Q2: 5}", "name: B, goal: Better words, quarters: {Q2: 7}"]
    slide = slide_of(lay_out(tmp_path / "same", *rows))
    assert line(slide) == "Status: Goal in words"
    assert "Status" not in texts(slide)[0]
    slide = slide_of(lay_out(tmp_path / "other", *rows, "name: C, quarters: {Q2: 7}"))
    assert [row[-1] for row in texts(slide)] == ["Q2", "5", "7", "7"]
    slide = slide_of(lay_out(tmp_path / "none", *rows, statuses="none"))
    assert line(slide) == ""


def test_yearly_survey_is_said_once_above_the_table(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, SURVEY.replace("GOAL", "5%"), SURVEY.replace("GOAL", "6%")))
    assert line(slide) == "Q1: Measured annually, Q2"
    assert "Q1" not in texts(slide)[0]


def test_outcomes_stand_in_one_line(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, PEOPLE, more="outcomes: [All are welcome., Many come back.]\n"))
    assert slide.layout == "metrics--figures"
    assert line(slide) == "Outcomes: All are welcome. Many come back."


def test_outcomes_without_full_stops_are_separated_in_one_line(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, PEOPLE, more="outcomes: [All are welcome, Many come back]\n"))
    assert "Outcomes: All are welcome; Many come back" in [
        p.plain_text for b in slide.blocks for p in b.all_paragraphs()
    ]


@pytest.mark.parametrize(
    "more", ["outcomes: ['" + "a long outcome " * 20 + "']\n", 'outcomes: ["- a\\n- b"]\n', "badge: other\n"]
)
def test_standard_layout_keeps_what_has_no_room_in_a_line(tmp_path: Path, more: str) -> None:
    files = {"data/metrics.yaml": "other: {name: Other, quarters: {Q2: 5}}"}
    assert slide_of(lay_out(tmp_path, PEOPLE, more=more, files=files)).layout == "metrics"


def test_each_line_of_a_metric_has_a_row_with_its_verdict(tmp_path: Path) -> None:
    slide = slide_of(lay_out(tmp_path, LINES))
    rows = table_of(slide).rows
    assert [cell.span for cell in rows[0].cells] == [1, 1, 1, 1, 1, 1]
    assert [row[0] for row in texts(slide)[1:]] == ["Participation in all of our programs", "Women", "Youth"]
    assert [row[1] for row in texts(slide)[1:]] == ["", "10%", "20%"]
    assert [row[-1] for row in texts(slide)[1:]] == ["", "On track", "Off track"]


@pytest.mark.parametrize(
    ("results", "grounds"),
    [
        (["20%", "47%", "60%", "60%"], ["danger-tint", "warning-tint", None, None]),
        (["20%", "47%", "47%", "60%"], ["danger-tint", "warning-tint", "warning-tint", None]),
        (["47%", "47%", "60%"], ["warning-tint", "warning-tint", None]),
    ],
)
def test_ground_and_bar_of_a_row_go_together_however_many_there_are(
    tmp_path: Path, results: list[str], grounds: list[str | None]
) -> None:
    rows = [f"name: Row {n}, goal: 50%, quarters: {{Q2: {text}}}" for n, text in enumerate(results)]
    shown = table_of(slide_of(lay_out(tmp_path, *rows))).rows
    assert [row.cells[0].fill for row in shown] == grounds
    assert [bool(row.cells[0].bar) for row in shown] == [text != "60%" for text in results]


def test_row_off_track_is_tinted_with_a_bar_at_its_start(tmp_path: Path) -> None:
    result = lay_out(tmp_path, SHARE.format(goal="50%", result="12%"), SHARE.format(goal="11%", result="12%"))
    off, on = table_of(slide_of(result)).rows
    assert [cell.fill for cell in off.cells] == ["danger-tint"] * 6
    assert [cell.bar for cell in off.cells] == ["danger", *[None] * 5]
    assert off.cells[-1].mark == "off-track"
    assert {cell.bar for cell in on.cells} == {None}
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    assert [(ground.name, ground.fill) for ground in frame.grounds] == [
        ("Bar", "danger"),
        ("Ground", "danger-tint"),
    ]
    assert {(ground.box.y, ground.box.height) for ground in frame.grounds} == {
        (frame.box.y + frame.heights[0], frame.heights[1])
    }


@pytest.mark.parametrize(("result", "is_tinted"), [("12%", True), ("60%", False)])
def test_table_of_periods_tints_rows_in_place_of_the_column(tmp_path: Path, result: str, is_tinted: bool) -> None:
    row = f"name: A, goal: 50%, quarters: {{Q1: 11%, Q2: {result}}}"
    table = table_of(slide_of(lay_out(tmp_path, row, more="variant: standard\n")))
    assert [cell.bar for cell in table.rows[0].cells][:2] == ["danger" if is_tinted else None, None]
    assert any(column.emphasis for column in table.columns) != is_tinted
    assert [column.is_reported for column in table.columns].count(True) == 1


@pytest.mark.parametrize("variant", ["figures", "standard"])
def test_author_names_the_columns(tmp_path: Path, variant: str) -> None:
    row = "name: A, baseline: 10%, goal: 20%, quarters: {Q1: 11%, Q2: 12%, Q3: Survey}"
    more = f"variant: {variant}\ncolumns: [reported, previous, next]\n"
    slide = slide_of(lay_out(tmp_path, row, more=more, statuses="none"))
    assert texts(slide) == [
        ["Metric", "Q2", "From baseline", "Q1", "Next"],
        ["A", "12%", "↑\u00a0+2\u00a0pts", "11% ↑", "Q3: Survey"],
    ]


def test_unknown_column_is_an_error_at_its_name(tmp_path: Path) -> None:
    result = lay_out(tmp_path, PEOPLE, more="columns: [verdict]\n")
    assert result.deck is None
    [issue] = result.issues
    assert issue.span is not None
    assert result.sources[issue.span.file][issue.span.start : issue.span.end] == "verdict"


def test_chart_stands_under_the_figures(tmp_path: Path) -> None:
    files = {"data/metrics.yaml": f"people: {{{PEOPLE}}}"}
    text = "kind: metrics\ntitle: T\nmetrics: [people]\nbadge: people\nchart: {kind: trend, metrics: [people]}\n"
    slide = pipeline.lay_out(make_project(tmp_path, text, files=files)).slides[0]
    assert slide.layout == "metrics-chart-full--figures"
    assert [block.slot for block in slide.blocks] == ["table", "chart"]


def test_footnote_of_a_figure_is_kept(tmp_path: Path) -> None:
    row = "name: A, goal: 5%, quarters: {Q1: '4% (9K[^a])', Q2: '6% (8K[^a])'}"
    slide = slide_of(lay_out(tmp_path, row, files={"data/footnotes.yaml": "a: A note."}))
    cells = table_of(slide).rows[0].cells
    notes = [[run.note for p in cell.paragraphs for run in p.runs if run.note] for cell in cells]
    assert notes == [[], [], [], ["a"], [], ["a"], []]
