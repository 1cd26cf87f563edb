"""The scorecard: its title counts every row, and a row without a status says why."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.ir.blocks import Table
from deckgen.ir.frames import TextFrame
from deckgen.model import Labels
from sample_projects import make_project

EXAMPLE = Path(__file__).parents[2] / "content" / "thriving-movement"
ROW = "  - {{name: Row {n}, goal: {goal}, quarters: {{Q2: {result}}}}}\n"


def laid_out(tmp_path, rows, slide="kind: key-results\nvariant: standard\ntitle: Results\nrows:\n", **deck):
    folder = make_project(tmp_path, slide + rows, "kind: scorecard\nvariant: standard", front=[], **deck)
    result = pipeline.lay_out(folder)
    assert [issue.message for issue in result.issues if issue.severity.value == "error"] == []
    return result.slides


def scorecard(tmp_path, *rows, **deck):
    lines = "".join(ROW.format(n=n, goal=goal, result=result) for n, (goal, result) in enumerate(rows))
    return laid_out(tmp_path, lines, **deck)[-1]


def ranked(tmp_path, *rows, **deck):
    """Return the scorecard on one page, with the rows of its table of judged results."""
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    folder = make_project(tmp_path, "kind: metrics\ntitle: Results\nrows:\n" + written, front=["scorecard"], **deck)
    return next(slide for slide in pipeline.lay_out(folder).slides if slide.kind == "scorecard")


def texts_of(slide, slot):
    [block] = [block for block in slide.blocks if block.slot == slot]
    if slot == "others":
        return [p.plain_text for p in block.paragraphs]
    return [[cell.plain_text for cell in row.cells] for row in (block.rows or block.header)]


def cell_texts(slide, column):
    rows = [row for row in slide.blocks[0].rows if row.kind != "group"]
    return ["\n".join(p.plain_text for p in row.cells[column].paragraphs) for row in rows]


def result(text="x", **fields):
    return "{" + ", ".join(f"{key}: {value}" for key, value in {"text": text, **fields}.items()) + "}"


ON, RISK, OFF = ("50%", "60%"), ("50%", "47%"), ("50%", "20%")
NONE, PAUSED, EMPTY = ("Better tools", "x"), ("5", "Paused"), ("5", "")
DONE, NO_DATA = ("5", result(status="done")), ("5", result(status="no-data"))
NOT_STARTED, STEP = ("5", result(status="not-started")), ("Plan", result(mark="delivered"))


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([OFF, OFF, ON, NONE, NONE, PAUSED, NO_DATA],
         "2 of 3 judged are off track; 2 have no verdict, 2 are paused or without data"),
        ([OFF, RISK, NONE], "1 of 2 judged is off track; 1 has no verdict"),
        ([OFF, OFF], "All 2 judged are off track"),
        ([OFF], "The only one judged is off track"),
        ([RISK, ON, ON], "1 of 3 judged is at risk, none is off track"),
        ([RISK, RISK, ON, PAUSED], "2 of 3 judged are at risk, none is off track; 1 is paused"),
        ([RISK, RISK], "All 2 judged are at risk"),
        ([ON, ON, STEP], "All 2 judged are on track; 1 has no verdict"),
        ([ON, DONE], "All 2 judged are on track or done"),
        ([DONE, DONE], "All 2 judged are done"),
        ([NONE, EMPTY, PAUSED], "None of 3 has a verdict yet; 1 is paused"),
        ([NONE], "The only one has no verdict yet"),
        ([PAUSED, NOT_STARTED, NO_DATA], "All 3 are paused or not started or without data"),
        ([PAUSED], "The only one is paused"),
    ],
)  # fmt: skip
def test_title_counts_every_row_and_names_the_worst(tmp_path, rows, title):
    assert scorecard(tmp_path, *rows).title == title


def test_deck_without_statuses_has_no_finding(tmp_path):
    assert scorecard(tmp_path, OFF, verdicts={"show": "none"}).title == "Part"


def test_example_deck_is_counted_as_a_whole():
    slides = pipeline.lay_out(EXAMPLE).slides
    title = next(slide.title for slide in slides if slide.kind == "scorecard")
    assert title == "4 of 13 judged are off track; 15 have no verdict, 3 are paused or without data"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("''", "60%"), "No goal"), (("Better tools", "60%"), "Goal in words"), (EMPTY, "No result yet"),
        (("400 people", "230"), "Due in Q4"), (("400 people by 2030", "230"), "Not due yet"),
        (("50%", "12 people"), "Not compared"),
        (("50%", "nearly there"), "Not compared"), (("50%", result("60%", compare="no")), "Excluded"), (STEP, "Step delivered"),
        (("5", result(mark="delivered", status="green")), "On track\nStep delivered"), (NOT_STARTED, "Not started"),
    ],
)  # fmt: skip
def test_row_says_why_it_has_no_status(tmp_path, row, why):
    assert cell_texts(scorecard(tmp_path, row), 3) == [why]


def test_hidden_status_is_not_judged(tmp_path):
    slide = scorecard(tmp_path, OFF, verdicts={"show": "computed", "key_results": "written"})
    assert cell_texts(slide, 3) == ["Not judged"]


def test_deck_without_statuses_gives_no_reasons(tmp_path):
    assert cell_texts(scorecard(tmp_path, OFF, verdicts={"show": "none"}), 3) == ["–"]


def test_what_is_measured_later_is_due_then(tmp_path):
    row = "  - {name: A, goal: 40%, measured: {every: year, in: Q4}}\n"
    assert cell_texts(laid_out(tmp_path, row)[-1], 3) == ["Due in Q4"]


EACH = """\
  - name: Participation
    verdict: each
    measures:
      - {of: Women, goal: 50%, quarters: {Q2: 60%}}
      - {of: Youth, goal: 50%, quarters: {Q2: 20%}}
      - {of: Elders, goal: many, quarters: {Q2: 20%}}
"""


def test_each_line_shows_its_own_status(tmp_path):
    table, scorecard = laid_out(tmp_path, EACH)
    cell = table.blocks[0].rows[0].cells[3]
    assert [p.plain_text for p in cell.paragraphs] == ["60% Women On track", "20% Youth Off track", "20% Elders"]
    assert [p.runs[-1].status for p in cell.paragraphs] == ["on-track", "off-track", None]
    assert cell.mark is None
    assert cell_texts(scorecard, 3) == ["On track · Off track · –"]
    assert cell_texts(scorecard, 2) == ["60% Women · 20% Youth · 20% Elders"]


def test_worst_line_decides_where_nothing_else_is_said(tmp_path):
    table, scorecard = laid_out(tmp_path, EACH.replace("    verdict: each\n", ""))
    assert table.blocks[0].rows[0].cells[3].mark == "off-track"
    assert cell_texts(scorecard, 3) == ["Off track"]


def test_missing_line_is_why_a_row_has_no_status(tmp_path):
    row = "  - {name: A, measures: [{of: Women, goal: 50%, quarters: {Q2: 60%}}, {of: Youth, goal: 50%}]}\n"
    assert cell_texts(laid_out(tmp_path, row)[-1], 3) == ["No result yet"]


def test_results_are_shown_with_their_sum(tmp_path):
    row = "  - {name: A, counts: per-period, goal: 400, pace: even, quarters: {Q1: 120, Q2: 110}}\n"
    table, scorecard = laid_out(tmp_path, row)
    texts = [[p.plain_text for p in cell.paragraphs] for cell in table.blocks[0].rows[0].cells[2:4]]
    assert texts == [["120"], ["110 (230 to date)", "On track"]]
    assert cell_texts(scorecard, 2) == ["110 (230 to date)"]
    assert table.blocks[0].rows[0].cells[3].paragraphs[0].runs[-1].role == "muted"


WORDS = {"on-track": "Green", "at-risk": "Amber", "off-track": {"say": "Red", "color": "#8A0F6E"}, "paused": "RAG off"}


def test_own_words_stand_everywhere(tmp_path):
    rows = "".join(
        ROW.format(n=n, goal="5", result=result(status=s)) for n, s in enumerate(["green", "red", "Amber", "rag OFF"])
    )
    chart = "kind: chart\ntitle: Chart\nchart: {kind: status}\n"
    folder = make_project(
        tmp_path,
        "kind: key-results\nvariant: standard\ntitle: Results\nrows:\n" + rows,
        chart,
        "kind: scorecard\nvariant: standard",
        front=[],
        verdicts={"words": WORDS},
    )
    table, drawn, scorecard = pipeline.lay_out(folder).slides
    assert [row.cells[3].paragraphs[-1].plain_text for row in table.blocks[0].rows] == [
        "Green",
        "Red",
        "Amber",
        "RAG off",
    ]
    assert scorecard.title == "1 of 3 judged is red; 1 is RAG off"
    assert cell_texts(scorecard, 3) == ["Green", "Red", "Amber", "RAG off"]
    assert drawn.blocks[0].spec.categories == ("Green", "Amber", "Red", "RAG off")
    assert "Red 1" in drawn.blocks[0].alt


@pytest.mark.parametrize(("score", "word"), [("0.7", "On track"), ("0.5", "At risk"), ("0.49", "Off track")])
def test_score_is_a_verdict_by_the_limits_of_the_deck(tmp_path, score, word):
    limits = {"scores": {"on-track": "0.7", "at-risk": "0.5"}}
    slide = scorecard(tmp_path, ("Better tools", result("Good", score=score)), verdicts=limits)
    assert cell_texts(slide, 3) == [word]


def test_chart_and_scorecard_count_the_same(tmp_path):
    rows = "".join(ROW.format(n=n, goal=g, result=r) for n, (g, r) in enumerate([ON, OFF, STEP, PAUSED, EMPTY]))
    chart = "kind: chart\ntitle: Chart\nchart: {kind: status}\n"
    folder = make_project(
        tmp_path, "kind: key-results\nvariant: standard\ntitle: Results\nrows:\n" + rows, chart, front=["scorecard"]
    )
    _, drawn, scorecard = pipeline.lay_out(folder).slides
    spec = drawn.blocks[0].spec
    assert scorecard.title == "1 of 2 judged is off track; 2 have no verdict, 1 is paused"
    assert spec.value_label == "3 of 5 have a status"
    assert dict(zip(spec.statuses, spec.series[0].values, strict=True)) == {"on-track": 1, "off-track": 1, "paused": 1}


def test_plural_form_is_that_of_the_language():
    polish = {"rows-one": "{count} wiersz", "rows-few": "{count} wiersze", "rows-other": "{count} wierszy"}
    labels = Labels("pl", polish, {})
    assert [labels.plural("rows", n) for n in (1, 2, 5, 22)] == ["1 wiersz", "2 wiersze", "5 wierszy", "22 wiersze"]


def test_scorecard_without_rows_has_no_finding(tmp_path):
    assert pipeline.lay_out(make_project(tmp_path, "kind: scorecard")).slides[-1].title == "Part"


GOOD, WORSE, BAD = (
    f"name: {name}, baseline: 30%, goal: 50%, quarters: {{Q1: {before}, Q2: {now}}}"
    for name, before, now in [("Good", "60%", "60%"), ("Worse", "60%", "47%"), ("Bad", "20%", "20%")]
)
SHARES = (
    "name: Shares, measures: [{of: Women, goal: 50%, quarters: {Q2: 60%}}, {of: Youth, goal: 50%, quarters: {Q2: 20%}}]"
)


def test_long_goal_and_result_in_lines_take_one_line_each(tmp_path):
    lines = r'{text: "Website in 7 languages\n\nTalks in 7 languages", value: 7, unit: languages}'
    goal = "Materials of communications to be had in 7 languages"
    slide = ranked(tmp_path, f"name: Languages, goal: {goal}, counts: level, quarters: {{Q2: {lines}}}")
    assert texts_of(slide, "judged")[0][:3] == ["Languages", "7 languages", "Website in 7 languages …"]


def test_judged_rows_are_on_one_page_worst_first(tmp_path):
    slide = ranked(tmp_path, GOOD, WORSE, BAD, "name: Plan, goal: Better tools, quarters: {Q2: Done}, owner: Product")
    assert slide.layout == "scorecard--ranked"
    assert texts_of(slide, "counts") == [["1 off track", "1 at risk", "1 on track", "1 without a verdict"]]
    assert texts_of(slide, "judged") == [
        ["Bad", "50%", "20%", "↓\u00a0−10\u00a0pts", "Off track"],
        ["Worse", "50%", "47%", "↑\u00a0+17\u00a0pts", "At risk (Q1: On track)"],
        ["Good", "50%", "60%", "↑\u00a0+30\u00a0pts", "On track"],
    ]
    assert texts_of(slide, "others") == ["No verdict yet", "Goal in words: Plan"]


def test_counts_are_the_header_of_their_table(tmp_path):
    counts = ranked(tmp_path, GOOD, BAD).blocks[0]
    assert [cell.mark for cell in counts.header[0].cells] == ["off-track", "on-track"]
    assert counts.rows == ()


def test_rows_on_one_page_link_to_their_slides(tmp_path):
    slide = ranked(tmp_path, BAD, "name: Plan, goal: Better tools, quarters: {Q2: Done}")
    assert slide.blocks[1].rows[0].cells[0].paragraphs[0].runs[0].link == "#part/metrics"
    assert slide.blocks[2].paragraphs[1].runs[1].link == "#part/metrics"


def test_line_that_decides_stands_for_its_measure(tmp_path):
    assert texts_of(ranked(tmp_path, SHARES), "judged") == [
        ["Shares", "Women 50% · Youth 50%", "20%\u00a0Youth", "", "Off track"]
    ]


def test_worst_rows_are_tinted_with_a_bar_at_their_start(tmp_path):
    bad, good = ranked(tmp_path, GOOD, BAD).blocks[1].rows
    assert {cell.fill for cell in bad.cells} == {"danger-tint"}
    assert [cell.bar for cell in bad.cells] == ["danger", None, None, None, None]
    assert {cell.fill for cell in good.cells} == {None}


def test_owners_have_a_column_where_a_row_has_one(tmp_path):
    slide = ranked(tmp_path, GOOD + ", owner: Product", BAD)
    assert [row[-1] for row in texts_of(slide, "judged")] == ["", "Product"]


def owners_in(tmp_path, more, section="", row=BAD):
    """Return the owners in a scorecard of a row, on a slide with further fields, in a section with some."""
    slides = f"title: Part\n{section}slides:\n  - kind: metrics\n    title: R\n{more}    rows:\n      - {{{row}}}\n"
    slides += f"  - kind: metrics\n    title: S\n    rows:\n      - {{{GOOD}}}\n"
    folder = make_project(tmp_path, front=["scorecard"], files={"part.yaml": slides})
    [slide] = [slide for slide in pipeline.lay_out(folder).slides if slide.kind == "scorecard"]
    return [row[5:] for row in texts_of(slide, "judged")]


@pytest.mark.parametrize(("more", "section", "row", "owners"), [
    ("", "", BAD, [[], []]),
    ("    owner: Ada\n", "", BAD, [["Ada"], [""]]),
    ("    owner: Ada\n", "department: Product\n", BAD, [["Ada"], ["Product"]]),
    ("    owner: Ada\n    department: Legal\n", "", BAD + ", owner: Grace", [["Grace"], [""]]),
    ("    department: Legal\n", "department: Product\n", BAD, [[], []]),
])  # fmt: skip
def test_row_without_an_owner_has_that_of_its_slide_or_section(more, section, row, owners, tmp_path):
    assert owners_in(tmp_path, more, section, row) == owners


def test_deck_with_many_judged_rows_has_the_table_of_all(tmp_path):
    assert ranked(tmp_path, *[GOOD.replace("Good", f"Good {n}") for n in range(15)]).layout == "scorecard--all"


def test_deck_without_verdicts_has_the_table_of_all(tmp_path):
    assert ranked(tmp_path, "name: Plan, goal: Better tools, quarters: {Q2: Done}").layout == "scorecard--all"


PLANS = [f"name: Plan {n} with a name that is not short, goal: Better tools, quarters: {{Q2: Done}}" for n in range(20)]


def test_table_has_the_full_width_where_all_rows_are_judged(tmp_path):
    slide = ranked(tmp_path, GOOD, BAD)
    assert slide.layout == "scorecard-full--ranked"
    assert [block.slot for block in slide.blocks] == ["counts", "judged"]


def test_names_without_room_are_on_the_page_that_a_line_names(tmp_path):
    rows = "".join(f"  - {{{row}}}\n" for row in (BAD, *PLANS))
    entries = ("kind: metrics\ntitle: Results\nrows:\n" + rows, "kind: scorecard\nvariant: all\nid: all-of-them")
    result = pipeline.lay_out(make_project(tmp_path, *entries, front=["scorecard"]))
    *others, first = [page for page in result.deck.pages if page.kind == "scorecard"]
    assert first.layout == "scorecard-full--ranked"
    [frame] = [frame for frame in first.frames_of(TextFrame) if frame.slot == "others"]
    shown = "".join(run.text for p in frame.paragraphs for run in p.runs)
    assert shown == f"The other 20 results: see page {others[0].number}"


def test_deck_without_a_page_for_them_has_the_table_of_all(tmp_path):
    assert ranked(tmp_path, BAD, *PLANS).layout == "scorecard--all"


@pytest.mark.parametrize("density", ["present", "read"])
@pytest.mark.parametrize(("count", "last"), [
    (0, []), (1, ["Goal in words: Plan 0 with a name that is not short"]),
    (20, ["The other 20 results: see the complete deck"]),
])  # fmt: skip
def test_version_of_few_slides_has_the_judged_rows_on_one_page(tmp_path, density, count, last):
    rows = "".join(f"  - {{{row}}}\n" for row in (BAD, GOOD, *PLANS[:count]))
    versions = {"board": {"only": ["scorecard"], "density": density}}
    folder = make_project(
        tmp_path, "kind: metrics\ntitle: Results\nrows:\n" + rows, front=["cover", "scorecard"], versions=versions
    )
    [_, slide] = pipeline.lay_out(folder, Selection(version="board")).slides
    assert [row[0] for row in texts_of(slide, "judged")] == ["Bad", "Good"]
    assert (texts_of(slide, "others")[-1:] if count else []) == last


def test_complete_deck_and_version_of_all_slides_keep_complete_texts_for_reading(tmp_path):
    entry = "kind: metrics\ntitle: Results\nrows:\n" + f"  - {{{BAD}}}\n"
    folder = make_project(tmp_path, entry, front=["scorecard"], density="read", versions={"staff": {}})
    for version in ("", "staff"):
        slides = pipeline.lay_out(folder, Selection(version=version)).slides
        assert [slide.layout for slide in slides if slide.kind == "scorecard"] == ["scorecard--all"]


def long_scorecard(tmp_path, *rows):
    written = "".join(f"  - {{{row}}}\n" for row in rows)
    folder = make_project(
        tmp_path, "kind: metrics\ntitle: R\nrows:\n" + written, "kind: scorecard\nvariant: all", front=[]
    )
    return pipeline.lay_out(folder).slides[-1]


def test_table_of_all_shows_complete_results(tmp_path):
    text = '"0\\n\\nStatements are set for what the museums contribute\\n\\n' + "many words " * 14 + '"'
    slide = long_scorecard(tmp_path, f"name: A, goal: Better tools, quarters: {{Q2: {text}}}")
    [shown] = cell_texts(slide, 2)
    assert shown == f"0; Statements are set for what the museums contribute; {('many words ' * 14).strip()}"


def test_table_of_all_has_a_dash_beside_a_delivered_step(tmp_path):
    slide = long_scorecard(tmp_path, "name: A, goal: Plan, quarters: {Q2: {mark: delivered}}")
    assert cell_texts(slide, 2) == ["–"]
    assert cell_texts(slide, 3) == ["Step delivered"]


def test_table_of_all_tints_the_worst_rows(tmp_path):
    rows = [row for row in long_scorecard(tmp_path, GOOD, BAD).blocks[0].rows if row.kind != "group"]
    assert [[cell.bar for cell in row.cells] for row in rows] == [[None] * 4, ["danger", None, None, None]]
    assert {cell.fill for cell in rows[1].cells} == {"danger-tint"}


def test_columns_named_by_the_author_replace_the_ranking(tmp_path: Path) -> None:
    rows = "kind: key-results\nrows:\n  - {name: Readers, baseline: '40', goal: '50', quarters: {Q1: '41', Q2: '47'}}\n"
    rows += "  - {name: Editors, goal: '9', quarters: {Q2: '8'}}\n"
    folder = make_project(tmp_path, rows, "kind: scorecard\ncolumns: [baseline, previous, reported]\n")
    result = pipeline.lay_out(folder)
    assert result.deck is not None, result.issues
    [table] = result.slides[-1].blocks_of(Table)
    assert result.slides[-1].layout == "scorecard"
    names = [cell.plain_text for cell in table.header[0].cells]
    assert names[:4] == ["Measure", "Baseline", "Q1", "Q2"]
    group, readers, editors = table.rows
    assert (group.kind, [(cell.plain_text, cell.span) for cell in group.cells]) == ("group", [("Part", 5)])
    assert [cell.plain_text for cell in readers.cells][:3] == ["Readers", "40", "41 ↑"]
    assert readers.cells[3].plain_text.startswith("47")
    assert editors.cells[0].plain_text == "Editors"


def test_rows_at_risk_or_off_track_are_tinted_in_the_table_of_all(tmp_path: Path) -> None:
    table = scorecard(tmp_path, ON, RISK, OFF, PAUSED).blocks[0]
    assert [{cell.fill for cell in row.cells} for row in table.rows] == [
        {None}, {None}, {"warning-tint"}, {"danger-tint"}, {None},
    ]  # fmt: skip
    assert not any(column.emphasis for column in table.columns)


@pytest.mark.parametrize(("text", "align"), [("47%", "end"), ("A first tool in development", "start")])
def test_results_end_under_each_other_unless_one_is_a_text(text: str, align: str, tmp_path: Path) -> None:
    slide = ranked(
        tmp_path,
        "name: A, goal: 50%, quarters: {Q2: 60%}",
        f"name: B, goal: 50%, quarters: {{Q2: {result(text, status='at-risk')}}}",
    )
    [table] = [block for block in slide.blocks if block.slot == "judged"]
    assert [row.cells[2].align for row in (*table.header, *table.rows)] == [align] * 3


def test_table_of_all_explains_why_there_is_no_status_at_its_first_place(tmp_path: Path) -> None:
    rows = "kind: metrics\ntitle: R\nrows:\n" + "".join(
        f"  - {{name: {name}, goal: {goal}, quarters: {{Q2: 60%}}}}\n"
        for name, goal in (("A", "Better tools"), ("B", "Better texts"), ("C", "50%"))
    )
    folder = make_project(tmp_path, rows, "kind: scorecard\nvariant: all", front=[])
    [table] = pipeline.lay_out(folder).slides[-1].blocks_of(Table)
    words = [row.cells[-1].plain_text for row in table.rows if row.kind != "group"]
    assert words == ["Goal in words\nno number to compare with", "Goal in words", "On track"]
