"""Key results: one in words with a row for each aspect, up to three as cards, more in a table with the columns that they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.ir.blocks import BULLET, Progress, Slide, Table
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, TableFrame
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
        ([ROW], "key-results--cards"),
        ([WORDS], "key-results--single"),
        ([WORDS.replace("{mark: delivered}", "Notes were taken")], "key-results--single"),
        ([ROW, ROW], "key-results--cards"),
        ([ROW, WORDS, OUTRIGHT], "key-results--cards"),
        ([ROW, WORDS, OUTRIGHT, WORDS], "key-results--table"),
        ([ROW, ROW.replace("short: Teachers", "short: " + "Long " * 3).replace("toolkit", "toolkit " * 200)],
         "key-results--brief-cards"),
        ([ROW, WORDS, OUTRIGHT, ROW.replace("toolkit", "toolkit " * 200)], "key-results--brief-table"),
        ([ROW, f"{WORDS}, parts: {{a: {{name: Part}}}}"], "key-results--table"),
    ],
)  # fmt: skip
def test_number_and_length_of_the_results_choose_the_layout(tmp_path: Path, rows: list[str], layout: str) -> None:
    assert lay_out(tmp_path, *rows).layout == layout


def test_cards_have_figure_goal_results_and_the_complete_text(tmp_path: Path) -> None:
    assert texts(lay_out(tmp_path, ROW, WORDS)) == [
        ["", "Teachers", "Strategy"],
        ["Q2", "30\nteachers in 3 towns", "Draft is written"],
        ["", "", ""],
        ["", "goal 75", ""],
        ["Goal", "75 teachers", "A strategy"],
        ["Q1", "20 teachers", "Step delivered"],
        ["Key result", "The Reading toolkit is piloted by 75 teachers", ""],
        ["Baseline", "none", ""],
    ]


def test_card_has_a_bar_up_to_its_goal(tmp_path: Path) -> None:
    beyond = f"{TEACHERS}, quarters: {{Q2: 150 teachers}}"
    table = table_of(lay_out(tmp_path, ROW, beyond, OUTRIGHT))
    bars = [cell.progress for row in table.rows for cell in row.cells if cell.progress]
    assert bars == [Progress(0.4, 1.0), Progress(1.0, 0.5, "success"), Progress(0.0, 1.0, "danger")]


def test_bar_of_a_judged_result_has_the_colour_of_its_verdict(tmp_path: Path) -> None:
    row = "name: A, goal: 50%, quarters: {Q2: {text: 20%, status: off-track}}"
    table = table_of(lay_out(tmp_path, row, row))
    bar = table.rows[2].cells[1].progress
    assert bar is not None
    assert bar.role == "danger"


def test_status_stands_under_the_figure_or_text_of_each_card(tmp_path: Path) -> None:
    written = "name: B, quarters: {Q1: Prototype, Q2: {text: Draft is written, status: at-risk}}"
    figure, status, *_ = table_of(lay_out(tmp_path, OUTRIGHT, written, WORDS)).rows
    assert [cell.plain_text for cell in figure.cells] == ["Q2", "0%", "Draft is written", "Draft is written"]
    assert [cell.plain_text for cell in status.cells] == ["", "Off track", "At risk", ""]
    assert [cell.mark for cell in status.cells] == [None, "off-track", "at-risk", None]


def test_status_of_cards_without_figures_stands_over_their_texts(tmp_path: Path) -> None:
    written = "name: B, quarters: {Q2: {text: Draft is written, status: at-risk}}"
    result, *_ = table_of(lay_out(tmp_path, written, WORDS)).rows
    assert [cell.plain_text for cell in result.cells] == ["Q2", "At risk\nDraft is written", "Draft is written"]
    assert [cell.mark for cell in result.cells] == [None, "at-risk", None]


def test_arrow_of_the_reported_result_stands_beside_its_figure(tmp_path: Path) -> None:
    row = "name: A, baseline: 10%, goal: 50%, quarters: {Q1: 20%, Q2: 30%}"
    rows = texts(lay_out(tmp_path, row, OUTRIGHT))
    assert rows[1] == ["Q2", "30% ↑", "0%"]
    assert ["Q1", "20% ↑", ""] in rows


@pytest.mark.parametrize(
    ("goal", "tick", "shown"),
    [
        ("60%", "goal 60%", "60%"),
        ("60% of readers", "goal 60%", "60% of readers"),
        ("**60%**", "goal 60%", "60%"),
        ("at least 60%", "goal 60%", "at least 60%"),
    ],
)
def test_row_of_goals_has_the_goal_of_each_card(tmp_path: Path, goal: str, tick: str, shown: str) -> None:
    rows = texts(lay_out(tmp_path, f"name: A, goal: '{goal}', quarters: {{Q2: 30%}}", WORDS))
    assert [row[1] for row in rows if row[1].startswith("goal")] == [tick]
    assert ["Goal", shown, "A strategy"] in rows


def test_goals_have_no_row_where_the_bars_say_all_of_them(tmp_path: Path) -> None:
    rows = texts(lay_out(tmp_path, *[f"name: {name}, goal: 60 towns, quarters: {{Q2: 30 towns}}" for name in "AB"]))
    assert ["", "goal 60 towns", "goal 60 towns"] in rows
    assert all(row[0] != "Goal" for row in rows)


def test_arrow_beside_a_large_figure_is_small(tmp_path: Path) -> None:
    table = table_of(lay_out(tmp_path, "name: A, baseline: 10%, goal: 50%, quarters: {Q1: 20%, Q2: 30%}", WORDS))
    [figure] = table.rows[0].cells[1].paragraphs
    assert [(run.text, run.small) for run in figure.runs] == [("30%", False), (" ↑", True)]


def test_several_texts_beside_a_list_are_a_list_too(tmp_path: Path) -> None:
    written = ("Written", "Written\\n\\nChosen", "Written\\n\\nChosen\\n\\nBegun")
    rows = [f'name: R{n}, quarters: {{Q2: "{text}"}}' for n, text in enumerate(written)]
    result, *_ = table_of(lay_out(tmp_path, *rows)).rows
    assert [[p.bullet for p in cell.paragraphs] for cell in result.cells[1:]] == [[None], [BULLET] * 2, [BULLET] * 3]


def test_result_to_keep_low_has_no_bar(tmp_path: Path) -> None:
    row = "name: A, goal: 5%, better: lower, quarters: {Q2: 2%}"
    cells = [cell for r in table_of(lay_out(tmp_path, row, row)).rows for cell in r.cells]
    assert [cell.progress for cell in cells if cell.progress] == []


@pytest.mark.parametrize(("with_goal", "bars"), [(1, 0), (2, 2), (3, 3)])
def test_cards_have_bars_only_if_half_of_them_can(with_goal: int, bars: int, tmp_path: Path) -> None:
    rows = [f"name: N{n}, {'goal: 5%, ' if n < with_goal else ''}quarters: {{Q2: 2%}}" for n in range(3)]
    table = table_of(lay_out(tmp_path, *rows))
    assert sum(cell.progress is not None for row in table.rows for cell in row.cells) == bars
    assert "5%" in "\n".join(p.plain_text for p in table.all_paragraphs())


def test_figure_is_the_value_that_the_author_states(tmp_path: Path) -> None:
    row = "name: A, quarters: {Q2: {text: 'In three of the towns, pilots began', value: 3, unit: towns}}"
    rows = texts(lay_out(tmp_path, row, OUTRIGHT))
    assert rows[1] == ["Q2", "3\ntowns", "0%"]
    assert rows[2] == ["", "", "Off track"]
    assert rows[5] == ["", "In three of the towns, pilots began", ""]


@pytest.mark.parametrize("typed", ["82 %", "82\u00a0%", "82%"])
def test_figure_of_a_card_is_shown_once_as_typed(typed: str, tmp_path: Path) -> None:
    row = f"name: A, goal: 66 %, baseline: 64 %, quarters: {{Q2: '{typed}'}}"
    shown = [text for row in texts(lay_out(tmp_path, row, row, language="de")) for text in row]
    assert [text for text in shown if text.startswith("82")] == [f"{typed} ↑"] * 2


def test_cards_are_of_equal_width_with_native_bars(tmp_path: Path) -> None:
    written = f"kind: key-results\ntitle: T\nrows:\n  - {{{ROW}}}\n  - {{{WORDS}}}\n"
    result = pipeline.lay_out(make_project(tmp_path, written))
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    names, first, second = frame.columns
    assert first == pytest.approx(second + round(0.1 * EMU_PER_INCH), abs=5), "the last text has no space after it"
    assert names < first / 4, "the names of the rows take little room"
    track, bar = (mark.box for mark in frame.marks if mark.name in ("Track", "Progress"))
    assert bar.width == pytest.approx(track.width * 0.4, abs=2)
    assert (bar.x, bar.y, bar.height) == (track.x, track.y, track.height)
    tick = next(
        run
        for row in frame.rows
        for cell in row
        if cell
        for p in cell.paragraphs
        for run in p.runs
        if "goal" in run.text
    )
    assert track.height == pytest.approx(0.9 * tick.size * EMU_PER_POINT / 100, abs=2)


def test_tracks_of_cards_are_equally_long_and_end_with_the_table(tmp_path: Path) -> None:
    written = f"kind: key-results\ntitle: T\nrows:\n  - {{{ROW}}}\n  - {{{ROW.replace('Teachers', 'Tutors')}}}\n"
    result = pipeline.lay_out(make_project(tmp_path, written))
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    first, second = (mark.box for mark in frame.marks if mark.name == "Track")
    assert first.width == second.width
    assert first.x > frame.box.x + frame.columns[0]
    assert second.x + second.width == frame.box.x + frame.box.width


def test_single_result_has_a_row_for_each_aspect(tmp_path: Path) -> None:
    row = f"{TEACHERS}, milestones: {{Q3: A pilot is run}}, quarters: {{Q1: Notes were taken, Q2: Draft is written}}"
    slide = lay_out(tmp_path, row)
    assert slide.layout == "key-results--single"
    assert texts(slide) == [
        ["", "Teachers"],
        ["Q2", "Draft is written"],
        ["Goal", "75 teachers"],
        ["Q1", "Notes were taken"],
        ["Plan", "Q3: A pilot is run"],
        ["Key result", "The Reading toolkit is piloted by 75 teachers"],
        ["Baseline", "none"],
    ]


def test_single_figure_without_a_goal_is_the_largest_text(tmp_path: Path) -> None:
    table = table_of(lay_out(tmp_path, "name: Teachers, baseline: none, quarters: {Q2: 30 teachers}"))
    shown = [(p.plain_text, p.style) for p in table.rows[0].cells[1].paragraphs]
    assert shown == [("30", "figure"), ("teachers", "unit")]


def test_single_result_of_which_no_more_is_known_is_a_card(tmp_path: Path) -> None:
    assert lay_out(tmp_path, "name: Teachers, quarters: {Q2: Draft is written}").layout == "key-results--cards"


def test_single_figure_with_a_goal_is_a_card_with_a_bar(tmp_path: Path) -> None:
    table = table_of(lay_out(tmp_path, ROW))
    assert len(table.columns) == 2
    assert [cell.progress for row in table.rows for cell in row.cells if cell.progress] == [Progress(0.4, 1.0)]


def test_cards_are_brief_if_their_complete_texts_would_take_most_of_them(tmp_path: Path) -> None:
    rows = [f"short: {name}, result: {'many words ' * 22}, quarters: {{Q2: Done}}" for name in ("A", "B")]
    assert lay_out(tmp_path / "long", *rows).layout == "key-results--brief-cards"
    rows = [row.replace("many words " * 22, "Fewer words " * 8) for row in rows]
    assert lay_out(tmp_path / "short", *rows).layout == "key-results--cards"


def test_earlier_results_in_a_table_are_muted(tmp_path: Path) -> None:
    written = WORDS.replace("{mark: delivered}", "Notes were taken")
    table = table_of(lay_out(tmp_path, *[written] * 3, ROW))
    earlier = [run.role for row in table.rows for p in row.cells[2].paragraphs for run in p.runs]
    assert set(earlier) == {"muted"}


def test_lists_in_a_table_begin_under_each_other(tmp_path: Path) -> None:
    lists = "name: A, quarters: {Q1: 'One\n\nTwo\n\nThree', Q2: Done}".replace("'", '"').replace("\n", "\\n")
    table = table_of(lay_out(tmp_path, lists, *[WORDS] * 3, more="variant: table\n"))
    assert {cell.align for row in table.rows for cell in row.cells if any(p.bullet for p in cell.paragraphs)} == {
        "start"
    }


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


def test_goal_of_a_bar_is_named_at_its_tick(tmp_path: Path) -> None:
    beyond = f"{TEACHERS}, quarters: {{Q2: 300 teachers}}"
    written = f"kind: key-results\ntitle: T\nrows:\n  - {{{ROW}}}\n  - {{{beyond}}}\n"
    result = pipeline.lay_out(make_project(tmp_path, written))
    assert result.deck is not None
    [frame] = result.deck.pages[0].frames_of(TableFrame)
    [row] = [row for row in frame.rows if any(cell and "goal" in str(cell.paragraphs) for cell in row)]
    reached, passed = row[1:]
    assert reached is not None
    assert passed is not None
    track = next(mark.box for mark in frame.marks if mark.name == "Track")
    [tick] = [mark.box for mark in frame.marks if mark.name == "Goal"]
    start = frame.box.x + sum(frame.columns[:2])
    assert start + passed.insets.left == pytest.approx(tick.x, abs=2), "it begins at the tick of a goal that is passed"
    end = frame.box.x + sum(frame.columns[:2]) - reached.insets.right
    assert end == pytest.approx(track.x + track.width, abs=2), "it ends at the end of the track"


def test_several_lines_of_a_result_are_a_list(tmp_path: Path) -> None:
    lines = "name: A, quarters: {Q1: 'One\n\nTwo', Q2: 'One\n\nTwo\n\nThree'}".replace("'", '"').replace("\n", "\\n")
    rows = table_of(lay_out(tmp_path, lines, lines)).rows
    reported, earlier = (row.cells[1].paragraphs for row in rows)
    assert [p.bullet for p in reported] == ["•"] * 3
    assert [p.bullet for p in earlier] == [None] * 2


LONG = "The reading toolkit is piloted in every one of the countries that take part in the program of this year"
MANY = f"short: Toolkit, result: {LONG * 7}, baseline: 12 pilots, goal: 75 teachers, quarters: {{Q1: 20 teachers, Q2: A draft}}"


@pytest.mark.parametrize("count", [2, 5])
def test_brief_form_leaves_texts_to_notes_and_appendix(tmp_path: Path, count: int) -> None:
    result = pipeline.lay_out(make_key_results(tmp_path, [MANY] * count))
    slide, appendix = result.slides
    assert slide.layout == ("key-results--brief-cards" if count <= 3 else "key-results-line--brief-table")
    shown = "\n".join(p.plain_text for block in slide.blocks for p in block.all_paragraphs())
    notes = "\n".join(p.plain_text for p in slide.notes)
    in_full = "\n".join(p.plain_text for block in appendix.blocks for p in block.all_paragraphs())
    assert (LONG in shown, "12 pilots" in shown) == (False, False)
    assert (notes.count("12 pilots"), notes.count(LONG * 7)) == (count, count)
    assert (in_full.count("12 pilots"), in_full.count(LONG * 7)) == (count, count)
    assert (appendix.title, appendix.layout) == ("Key results in full", "key-results-in-full")


@pytest.mark.parametrize("variant", ["cards", "table", "standard"])
def test_named_complete_variant_needs_no_appendix(tmp_path: Path, variant: str) -> None:
    result = pipeline.lay_out(make_key_results(tmp_path, [MANY] * 2, f"variant: {variant}\n"))
    [slide] = result.slides
    assert LONG in "\n".join(p.plain_text for block in slide.blocks for p in block.all_paragraphs())


def test_deck_to_read_has_all_texts_on_the_slide(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_key_results(tmp_path, [MANY] * 5), Selection(density="read"))
    assert [slide.layout for slide in result.slides] == ["key-results-line--table"]


def test_hidden_slide_has_no_appendix(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_key_results(tmp_path, [MANY] * 5, "hidden: yes\n"))
    assert len(result.slides) == 1


def test_milestones_to_come_stay_on_a_brief_card(tmp_path: Path) -> None:
    planned = f"{MANY}, milestones: {{Q1: A concept is written, Q2-Q3: A pilot is run}}"
    slide, appendix = pipeline.lay_out(make_key_results(tmp_path, [planned] * 2)).slides
    assert ["Next", "Q2–Q3: A pilot is run", "Q2–Q3: A pilot is run"] in texts(slide)
    assert "Q1: A concept is written" in "\n".join(p.plain_text for p in table_of(appendix).all_paragraphs())


def make_key_results(folder: Path, rows: list[str], more: str = "") -> Path:
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    return make_project(folder, f"kind: key-results\ntitle: T\n{more}rows:\n{written}")


def test_standard_table_shows_what_is_planned_for_later_periods_muted(tmp_path: Path) -> None:
    plan = "name: Readers, goal: 40%, quarters: {Q1: 12%, Q2: 37%, Q3: 39%, Q4: {forecast: 42%}}"
    slide = lay_out(tmp_path, plan, "name: Editors, goal: 9%, quarters: {Q2: 8%}", more="variant: standard\n")
    assert [row[-2:] for row in texts(slide)] == [["Plan for Q3", "Plan for Q4"], ["39%", "42%"], ["–", "–"]]
    planned = table_of(slide).rows[0].cells[-1]
    assert {run.role for p in planned.paragraphs for run in p.runs} == {"muted"}
    assert planned.mark is None


def test_delivered_step_leads_with_what_it_was_and_has_its_mark_there(tmp_path: Path) -> None:
    steps = ("text: Applications open, mark: delivered", "mark: delivered", "text: Draft is late, status: at-risk")
    rows = [f"name: N{n}, goal: A strategy, quarters: {{Q2: {{{step}}}}}" for n, step in enumerate(steps)]
    slide = lay_out(tmp_path, *rows)
    _, *cells = table_of(slide).rows[0].cells
    assert [cell.mark for cell in cells] == ["delivered", "delivered", "at-risk"]
    assert [[(p.plain_text, p.style) for p in cell.paragraphs][:2] for cell in cells] == [
        [("Applications open", "result"), ("Step delivered", "body")],
        [("Step delivered", "body")],
        [("At risk", "result"), ("Draft is late", "body")],
    ]


def test_rows_of_one_key_result_have_a_rule_each(tmp_path: Path) -> None:
    written = WORDS.replace("{mark: delivered}", "Notes were taken")
    rows = table_of(lay_out(tmp_path, f"{written}, result: A long text, short: S, baseline: No strategy")).rows
    assert [row.ruled for row in rows] == [True] * len(rows)
    assert len(rows) > 3


@pytest.mark.parametrize(
    ("baseline", "anchor"), [("6.7%", "middle"), ("Youth 15%, women 11.6%, gender minorities 1.8%, others 32%", "top")]
)
def test_figures_stand_at_the_top_of_rows_beside_long_baselines(baseline: str, anchor: str, tmp_path: Path) -> None:
    rows = "".join(f"  - {{name: N{n}, baseline: '{baseline}', goal: '8%', quarters: {{Q2: 7%}}}}\n" for n in range(4))
    columns = "columns: [baseline, goal, reported]\n"
    [slide] = pipeline.lay_out(make_project(tmp_path, f"kind: key-results\ntitle: T\n{columns}rows:\n{rows}")).slides
    [table] = slide.blocks_of(Table)
    assert table.anchor == anchor
