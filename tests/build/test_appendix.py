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


def test_table_in_full_has_a_row_for_each_result(tmp_path: Path) -> None:
    written = ROWS.replace(
        "{short: A,", r'{short: A, baseline: none, goal: 3, quarters: {Q1: 1, Q2: "One\n\nTwo\n\nThree"},'
    )
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    assert [cell.plain_text for cell in table.header[0].cells] == ["Key result · Status", "Goal", "Q2"]
    name, goal, result = table.rows[1].cells
    assert name.plain_text == f"A · Not compared\n{(LONG * 9).rstrip()}"
    assert [(run.text, run.bold) for run in name.paragraphs[0].runs] == [
        ("A", True),
        (" · ", False),
        ("Not compared", False),
    ]
    assert [(p.plain_text, p.runs[0].role) for p in goal.paragraphs] == [("3", None), ("Baseline: none", "muted")]
    assert [(p.plain_text, p.bullet) for p in result.paragraphs] == [("One", "•"), ("Two", "•"), ("Three", "•")]


def test_table_in_full_has_no_statuses_in_a_deck_without_them(tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", "{short: A, quarters: {Q2: {text: Draft, mark: delivered}},")
    project = make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}", statuses="none")
    [table] = pipeline.lay_out(project).slides[-1].blocks_of(Table)
    assert [cell.plain_text for cell in table.header[0].cells] == ["Key result", "Goal", "Q2"]
    assert table.rows[1].cells[0].paragraphs[0].plain_text == "A"
    assert (table.rows[1].cells[2].plain_text, table.rows[1].cells[2].mark) == ("Draft\nStep delivered", None)


def test_table_in_full_leaves_footnotes_of_results_to_their_slide(tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", "{short: A, goal: 'All regions[^r]', quarters: {Q2: 'Two regions[^r]'},")
    notes = {"data/footnotes.yaml": "r: Emerging ones.\n"}
    project = make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}", files=notes)
    brief, full = pipeline.lay_out(project).slides
    assert (len(brief.footnotes), len(full.footnotes)) == (1, 0)
    assert [cell.plain_text for cell in full.blocks_of(Table)[0].rows[1].cells[1:3]] == ["All regions", "Two regions"]


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        ("{text: Draft is written, mark: delivered}", ("Draft is written", "A · Step delivered", "delivered")),
        ("{mark: delivered}", ("–", "A · Step delivered", "delivered")),
        (
            "{text: Draft is written, status: at-risk, mark: delivered}",
            ("Draft is written", "A · At risk · Step delivered", "at-risk"),
        ),
    ],
)
def test_delivered_step_in_full_is_a_status(result: str, shown: tuple[str, str, str], tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", f"{{short: A, quarters: {{Q1: 1, Q2: {result}}},")
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    name, _, found = table.rows[1].cells
    assert (found.plain_text, name.paragraphs[0].plain_text, name.mark) == shown
    assert table.rows[2].cells[0].indent == 1, "names without a mark begin as far in"


def test_milestones_in_full_follow_the_text(tmp_path: Path) -> None:
    written = ROWS.replace("{short: A,", "{short: A, milestones: {Q1: Draft, Q2–Q4: Test},")
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    assert table.rows[1].cells[0].plain_text.endswith("this year.\nQ1: Draft\nQ2–Q4: Test")


def test_words_in_brackets_in_full_go_on_with_the_item_before_them(tmp_path: Path) -> None:
    written = ROWS.replace(
        "{short: A,", r'{short: A, goal: "2 groups\n\n(40 people)", quarters: {Q2: "1\n\n(20 people)\n\nDraft"},'
    )
    slide = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{written}")).slides[-1]
    [table] = slide.blocks_of(Table)
    _, goal, result = table.rows[1].cells
    assert [(p.plain_text, p.bullet) for p in goal.paragraphs] == [("2 groups (40 people)", None)]
    assert [(p.plain_text, p.bullet) for p in result.paragraphs] == [("1 (20 people)", "•"), ("Draft", "•")]


def test_slides_of_one_section_share_a_heading(tmp_path: Path) -> None:
    slides = [f"kind: key-results\ntitle: {title}\n{ROWS}" for title in ("One", "Two")]
    slide = pipeline.lay_out(make_project(tmp_path, *slides)).slides[-1]
    assert headings(slide) == ["Part"]
    assert len(slide.blocks_of(Table)[0].rows) == 7
