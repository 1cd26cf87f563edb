"""What variants leave off their slides stands on further slides at the end of the deck, in its appendix if there is one."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table
from sample_projects import make_project

EXAMPLE_DECK = Path(__file__).parents[2] / "content" / "thriving-movement"
LONG = "The reading toolkit is piloted in every one of the countries that take part in the program this year. "
ROWS = f"rows: [{{short: A, result: {LONG * 9}}}, {{short: B, result: {LONG * 9}}}, {{short: C, result: {LONG * 9}}}]\n"


def headings(slide: Slide) -> list[str]:
    [table] = slide.blocks_of(Table)
    return [row.cells[0].plain_text for row in table.rows if row.kind == "group"]


def test_texts_stand_in_the_appendix_by_section() -> None:
    slide = pipeline.lay_out(EXAMPLE_DECK).slides[-1]
    assert (slide.title, slide.eyebrow, slide.section) == ("Key results in full", "Appendix", "Appendix")
    assert headings(slide)[:3] == ["Community Programs", "Community Leadership Development", "Grantmaking"]


def test_texts_stand_at_the_end_of_a_deck_without_appendix(tmp_path: Path) -> None:
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{ROWS}")).slides[-1]
    assert (slide.title, slide.section) == ("Key results in full", "")
    assert headings(slide) == ["Part"]


def test_table_in_full_has_result_goal_and_baseline_in_one_cell(tmp_path: Path) -> None:
    written = ROWS.replace(
        "{short: A,", r'{short: A, baseline: none, goal: 3, quarters: {Q1: 1, Q2: "One\n\nTwo\n\nThree"},'
    )
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    assert [cell.plain_text for cell in table.header[0].cells] == ["Key result", "Q2 · Goal"]
    name, result = table.rows[1].cells
    assert name.plain_text == f"A · {LONG * 9}".rstrip()
    assert result.plain_text == "Q2: One; Two; Three\nGoal: 3\nBaseline: none"
    names = [run.text for p in result.paragraphs for run in p.runs if run.bold and run.role == "muted"]
    assert [name.strip() for name in names] == ["Q2:", "Goal:", "Baseline:"]


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        ("{text: Draft is written, mark: delivered}", "Q2: Draft is written; Step delivered"),
        ("{mark: delivered}", "Q2: Step delivered"),
        ("{text: Draft is written, status: at-risk, mark: delivered}", "Q2: Draft is written; At risk; Step delivered"),
    ],
)
def test_delivered_step_in_full_has_a_word_and_no_mark(result: str, shown: str, tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", f"{{short: A, quarters: {{Q1: 1, Q2: {result}}},")
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    assert table.rows[1].cells[1].plain_text == shown
    assert {cell.mark for row in table.rows for cell in row.cells} == {None}


def test_milestones_in_full_follow_the_name(tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", "{short: A, milestones: {Q1: Draft, Q2–Q4: Test},")
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    assert table.rows[1].cells[0].plain_text.endswith("this year. · Q1: Draft; Q2–Q4: Test")


def test_slides_of_one_section_share_a_heading(tmp_path: Path) -> None:
    slides = [f"kind: key-results\ntitle: {title}\n{ROWS}" for title in ("One", "Two")]
    slide = pipeline.lay_out(make_project(tmp_path, *slides)).slides[-1]
    assert headings(slide) == ["Part"]
    assert len(slide.blocks_of(Table)[0].rows) == 7
