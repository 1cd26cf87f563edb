"""Key results: one in two texts, up to three as cards, more in a table with the columns that they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Progress, Slide, Table, Text
from deckgen.ir.frames import TableFrame
from sample_projects import make_project

TEACHERS = "short: Teachers, result: The Reading toolkit is piloted by 75 teachers, baseline: none, goal: 75 teachers"
ROW = f"{TEACHERS}, quarters: {{Q1: 20 teachers, Q2: 30 teachers in 3 towns}}"
WORDS = "name: Strategy, goal: A strategy, quarters: {Q1: {mark: delivered}, Q2: Draft is written}"
OUTRIGHT = "name: Index, goal: 60%, quarters: {Q2: {text: '0', value: 0, unit: '%'}}"


def lay_out(folder: Path, *rows: str, more: str = "", **deck: object) -> Slide:
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    text = f"kind: key-results\ntitle: T\n{more}rows:\n{written}"
    result = pipeline.lay_out(make_project(folder, text, **deck))
    assert [issue.message for issue in result.issues if issue.severity == "error"] == []
    return result.slides[0]


def table_of(slide: Slide) -> Table:
    [table] = slide.blocks_of(Table)
    return table


def texts(slide: Slide) -> list[list[str]]:
    table = table_of(slide)
    return [[cell.plain_text for cell in row.cells] for row in (*table.header, *table.rows)]


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        ([ROW], "key-results--single"),
        ([WORDS], "key-results-line--table"),
        ([ROW, ROW], "key-results--cards"),
        ([ROW, WORDS, OUTRIGHT], "key-results--cards"),
        ([ROW, WORDS, OUTRIGHT, WORDS], "key-results--table"),
        ([ROW, ROW.replace("short: Teachers", "short: " + "Long " * 3).replace("toolkit", "toolkit " * 200)],
         "key-results-line--table"),
        ([ROW, f"{WORDS}, parts: {{a: {{name: Part}}}}"], "key-results--table"),
    ],
)  # fmt: skip
def test_number_and_length_of_the_results_choose_the_layout(tmp_path: Path, rows: list[str], layout: str) -> None:
    assert lay_out(tmp_path, *rows).layout == layout


def test_cards_have_figure_goal_results_and_the_complete_text(tmp_path: Path) -> None:
    assert texts(lay_out(tmp_path, ROW, WORDS)) == [
        ["Teachers", "Strategy"],
        ["30", "Q2\u2002teachers in 3 towns\nGoal: 75 teachers", "Goal: A strategy"],
        ["", ""],
        ["", "Q2\u2002Draft is written"],
        ["Q1\u200220 teachers", "Q1\u2002Step delivered"],
        ["The Reading toolkit is piloted by 75 teachers\nBaseline: none", ""],
    ]


def test_card_has_a_bar_up_to_its_goal(tmp_path: Path) -> None:
    beyond = f"{TEACHERS}, quarters: {{Q2: 150 teachers}}"
    table = table_of(lay_out(tmp_path, ROW, beyond, OUTRIGHT))
    bars = [cell.progress for row in table.rows for cell in row.cells if cell.progress]
    assert bars == [Progress(0.4, 1.0), Progress(1.0, 0.5, "success"), Progress(0.0, 1.0, "danger")]


def test_bar_of_a_judged_result_has_the_colour_of_its_verdict(tmp_path: Path) -> None:
    row = "name: A, goal: 50%, quarters: {Q2: {text: 20%, status: off-track}}"
    table = table_of(lay_out(tmp_path, row, row))
    bar = table.rows[1].cells[0].progress
    assert bar is not None
    assert bar.role == "danger"
    assert [cell.mark for cell in table.rows[2].cells] == ["off-track", "off-track"]


def test_result_to_keep_low_has_no_bar(tmp_path: Path) -> None:
    row = "name: A, goal: 5%, better: lower, quarters: {Q2: 2%}"
    cells = [cell for r in table_of(lay_out(tmp_path, row, row)).rows for cell in r.cells]
    assert [cell.progress for cell in cells if cell.progress] == []


def test_figure_is_the_value_that_the_author_states(tmp_path: Path) -> None:
    row = "name: A, quarters: {Q2: {text: 'In three of the towns, pilots began', value: 3, unit: towns}}"
    rows = texts(lay_out(tmp_path, row, OUTRIGHT))
    assert rows[1] == ["3", "towns", "0%", "Goal: 60%"]
    assert rows[3] == ["Q2\u2002In three of the towns, pilots began", "Q2\u2002Off track"]


def test_cards_are_of_equal_width_with_native_bars(tmp_path: Path) -> None:
    written = f"kind: key-results\ntitle: T\nrows:\n  - {{{ROW}}}\n  - {{{WORDS}}}\n"
    result = pipeline.lay_out(make_project(tmp_path, written))
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    narrow, wide, *others = frame.columns
    assert narrow + wide == pytest.approx(sum(others), abs=5)
    assert narrow < wide / 4, "what a figure means stands beside it"
    track, bar = (mark.box for mark in frame.marks if mark.name in ("Track", "Progress"))
    assert bar.width == pytest.approx(track.width * 0.4, abs=2)
    assert (bar.x, bar.y, bar.height) == (track.x, track.y, track.height)


def test_tracks_of_cards_are_equally_long(tmp_path: Path) -> None:
    written = f"kind: key-results\ntitle: T\nrows:\n  - {{{ROW}}}\n  - {{{ROW.replace('Teachers', 'Tutors')}}}\n"
    result = pipeline.lay_out(make_project(tmp_path, written))
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    first, second = (mark.box for mark in frame.marks if mark.name == "Track")
    assert first.width == second.width
    assert first.x == frame.box.x
    assert second.x + second.width < frame.box.x + frame.box.width


def test_single_result_stands_beside_what_it_is_about(tmp_path: Path) -> None:
    state, about = lay_out(tmp_path, ROW).blocks_of(Text)
    assert [p.plain_text for p in state.paragraphs] == ["Teachers", "30", "teachers in 3 towns", "Q1\u200220 teachers"]
    assert [p.plain_text for p in about.paragraphs] == [
        "Key result", "The Reading toolkit is piloted by 75 teachers", "Goal", "75 teachers", "Baseline", "none",
    ]  # fmt: skip


def test_table_leaves_out_periods_without_results(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, *[WORDS] * 3, WORDS.replace("A strategy", "Another"))
    assert texts(slide)[0] == ["Key result", "Goal", "Q1", "Q2"]


@pytest.mark.parametrize("rows", [[ROW], [ROW, ROW]])
def test_named_columns_make_a_table(tmp_path: Path, rows: list[str]) -> None:
    slide = lay_out(tmp_path, *rows, more="columns: [goal, reported]\n")
    assert slide.layout == "key-results--table"
    assert texts(slide)[0][:3] == ["Key result", "Goal", "Q2"]


def test_large_figure_of_a_judged_result_has_the_colour_of_its_status(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, ROW, OUTRIGHT)
    [table] = slide.blocks_of(Table)
    figures = {p.plain_text: p.runs[0].status for cell in table.rows[0].cells for p in cell.paragraphs[:1]}
    assert (figures["30"], figures["0%"]) == (None, "off-track")


def test_long_name_without_a_short_form_makes_a_table(tmp_path: Path) -> None:
    assert lay_out(tmp_path / "short", ROW, ROW).layout == "key-results--cards"
    name = "many words " * 12
    assert lay_out(tmp_path / "long", f"name: {name}, quarters: {{Q2: 3}}", ROW).layout == "key-results--table"
