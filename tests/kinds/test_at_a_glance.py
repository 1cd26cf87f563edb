"""The summary for executives, and the opening slide of a section: findings, counts of verdicts, decisions."""

from pathlib import Path

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Cell, Slide, Table
from deckgen.ir.frames import TextFrame
from sample_projects import make_project

GLANCE = "kind: at-a-glance\nheadline: How we stand\n"
METRICS = """\
kind: metrics
rows:
  - {name: A, goal: 50%, quarters: {Q2: 20%}}
  - {name: B, goal: 50%, quarters: {Q2: 60%}}
  - {name: C, goal: 50%, quarters: {Q2: 47%}}
  - {name: D, goal: 50%, quarters: {Q2: 10%}}
  - {name: E, goal: 50%, quarters: {Q2: 70%}}
  - {name: F, goal: 50%, quarters: {Q2: 80%}}
  - {name: G, goal: Better, quarters: {Q2: Begun}}
"""
DECISIONS = "kind: decisions\ndecisions:\n  - {ask: May we wait?, by: end of May, owner: The CEO}\n"


def lay_out(root: Path, *slides: str, files: dict[str, str] | None = None) -> LayoutResult:
    result = pipeline.lay_out(make_project(root, *slides, files=files))
    assert result.deck is not None, result.issues
    return result


def table(slide: Slide, slot: str) -> list[list[Cell]]:
    [found] = [block for block in slide.blocks_of(Table) if block.slot == slot]
    return [list(row.cells) for row in (*found.header, *found.rows)]


def texts(slide: Slide, slot: str) -> list[str]:
    return [p.plain_text for block in slide.blocks if block.slot == slot for p in block.all_paragraphs()]


def test_findings_are_the_two_worst_and_the_two_best_and_say_so(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, GLANCE, METRICS).slides[0]
    figures, names, statuses = table(slide, "findings")
    assert [cell.plain_text for cell in names] == ["A", "D", "B", "E"]
    assert [cell.plain_text for cell in figures] == ["20%", "10%", "60%", "70%"]
    assert [cell.mark for cell in statuses] == ["off-track", "off-track", "on-track", "on-track"]
    assert statuses[0].plain_text == "Off track\nGoal: 50%"
    assert texts(slide, "basis") == ["The two worst and the two best results by verdict."]


def test_author_names_findings_by_metric_or_in_words(tmp_path: Path) -> None:
    entry = f"{GLANCE}findings:\n  - metric: a\n  - {{value: 12 days, text: to an answer, status: amber}}\n"
    metrics = {"data/metrics.yaml": "a: {name: Readers, goal: 50%, quarters: {Q2: 60%}}\n"}
    result = lay_out(tmp_path, entry, METRICS, "kind: metrics\nrows: [{metric: a}]", files=metrics)
    figures, names, statuses = table(result.slides[0], "findings")
    assert [cell.plain_text for cell in names] == ["Readers", "to an answer"]
    assert [cell.plain_text for cell in figures] == ["60%", "12 days"]
    assert [cell.mark for cell in statuses] == ["on-track", "at-risk"]
    assert texts(result.slides[0], "basis") == []


def test_result_without_a_figure_is_shown_in_words_with_status_and_goal(tmp_path: Path) -> None:
    entry = f"{GLANCE}findings: [{{metric: a}}, {{metric: b}}, {{metric: c}}, {{metric: d}}]\n"
    metrics = """\
a: {name: Strategy, goal: Approved, quarters: {Q2: {text: Approved by the board, status: done}}}
b: {name: Sites, quarters: {Q2: 1 of 2 wards and 3 pilots}}
c: {name: Beds, goal: 80%, quarters: {Q2: }}
d: {name: Rooms, goal: 5, quarters: {Q2: n/a}}
"""
    slide = lay_out(tmp_path, entry, METRICS, files={"data/metrics.yaml": metrics}).slides[0]
    figures, names, statuses = table(slide, "findings")
    assert [cell.plain_text for cell in names] == ["Strategy", "Sites", "Beds", "Rooms"]
    assert [cell.plain_text for cell in figures] == [
        "Approved by the board", "1 of 2 wards and 3 pilots", "No result yet", "n/a",
    ]  # fmt: skip
    assert {p.style for cell in figures for p in cell.paragraphs} == {"text"}
    assert [cell.plain_text for cell in statuses] == ["Done\nGoal: Approved", "", "Goal: 80%", "Goal: 5"]


def test_figure_of_two_numbers_takes_one_line(tmp_path: Path) -> None:
    entry = f"{GLANCE}findings: [{{metric: a}}, {{value: 3 of 4 sites, text: open}}]\n"
    metrics = {"data/metrics.yaml": "a: {name: Sites, goal: 4 of 5 sites, quarters: {Q2: 3 of 4 sites}}\n"}
    slide = lay_out(tmp_path, entry, METRICS, files=metrics).slides[0]
    assert table(slide, "findings")[0][0].plain_text == "3\u00a0of\u00a04"


def test_verdicts_of_all_results_are_counted(tmp_path: Path) -> None:
    [counts] = table(lay_out(tmp_path, GLANCE, METRICS).slides[0], "verdicts")
    assert [cell.plain_text for cell in counts] == ["2 off track", "1 at risk", "3 on track", "1 without a verdict"]
    assert [cell.mark for cell in counts] == ["off-track", "at-risk", "on-track", None]
    assert [cell.paragraphs[0].runs[0].bold for cell in counts] == [True, True, True, False]


def test_decisions_of_the_deck_are_asked_for_with_owner_and_date(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, GLANCE, METRICS, DECISIONS).slides[0]
    assert slide.layout == "at-a-glance-decisions"
    assert texts(slide, "decisions") == ["What we ask you to decide", "May we wait?", "The CEO, by end of May"]


ACTIONS = "kind: overview\noverview: All is well.\nactions: [Move the survey to March]\n"


def test_owner_of_a_decision_stays_on_the_page_of_its_question(tmp_path: Path) -> None:
    owner = ", by: end of May, owner: The CEO"
    asked = "".join(f"  - {{ask: May we wait for part {n}?{owner if n % 2 else ''}}}\n" for n in range(15))
    deck = lay_out(tmp_path, f"{GLANCE}findings: [{{value: 8%, text: readers}}]\ndecisions:\n{asked}").deck
    assert deck is not None
    pages = [[frame for frame in page.frames_of(TextFrame) if frame.slot == "decisions"] for page in deck.pages]
    first = ["".join(run.text for run in frame.paragraphs[0].runs) for frames in pages[1:] for frame in frames]
    assert len(first) > 1
    assert all(text.startswith("May we wait") for text in first), first


def test_actions_of_the_overview_stand_in_place_of_decisions(tmp_path: Path) -> None:
    slide = lay_out(tmp_path / "actions", GLANCE, METRICS, ACTIONS).slides[0]
    assert slide.layout == "at-a-glance-decisions"
    assert texts(slide, "decisions") == ["Actions, from page 00", "Move the survey to March"]
    slide = lay_out(tmp_path / "decisions", GLANCE, METRICS, ACTIONS, DECISIONS).slides[0]
    assert texts(slide, "decisions")[1] == "May we wait?"


def test_several_lines_with_one_verdict_are_no_finding(tmp_path: Path) -> None:
    row = "kind: metrics\nrows:\n  - {name: A, goal: 50%, quarters: {Q2: {text: '20%\\n\\n60%', status: red}}}\n"
    assert [block.slot for block in lay_out(tmp_path, GLANCE, row).slides[0].blocks] == ["verdicts"]


def test_metric_of_a_finding_stays_in_its_own_section_of_the_scorecard(tmp_path: Path) -> None:
    metrics = {
        "data/metrics.yaml": "a: {name: Readers, goal: 50%, quarters: {Q2: 60%}}\n",
        "more.yaml": "title: More\nslides:\n  - {kind: metrics, rows: [{metric: a}]}\n"
        "  - {kind: scorecard, title: All, variant: standard}\n",
    }
    folder = make_project(
        tmp_path, f"{GLANCE}findings: [{{metric: a}}]", files=metrics, sections=["part", "more"], front=[]
    )
    result = pipeline.lay_out(folder)
    [scorecard] = [slide for slide in result.slides if slide.kind == "scorecard"]
    shown = [p.plain_text for block in scorecard.blocks for p in block.all_paragraphs()]
    assert "More" in shown
    assert "Part" not in shown


def test_finding_without_a_figure_is_an_error(tmp_path: Path) -> None:
    [issue] = pipeline.lay_out(make_project(tmp_path, f"{GLANCE}findings: [{{text: to an answer}}]")).issues
    assert "a finding has a `metric`, or a `value` and a `text`" in issue.message
    assert issue.span is not None


def test_section_counts_its_own_verdicts_over_its_points(tmp_path: Path) -> None:
    files = {"more.yaml": f"title: More\nslides:\n  - {METRICS.replace(chr(10), chr(10) + '    ')}"}
    entry = "kind: section\nheadline: We wait\nabout: Readers\npoints: [{text: Late, status: red}]"
    folder = make_project(
        tmp_path, entry, "kind: metrics\nrows:\n  - {name: Z, goal: 1%, quarters: {Q2: 2%}}", files=files,
        sections=["part", "more"],
    )  # fmt: skip
    slide = pipeline.lay_out(folder).slides[0]
    assert slide.layout == "section"
    assert [[cell.plain_text for cell in row] for row in table(slide, "verdicts")] == [["On track"], ["1"]]
    assert texts(slide, "about") == ["Section", "Part", "Readers"]
    assert [[cell.fill for cell in row] for row in table(slide, "points")[1:]] == [["danger-tint"] * 2]


def test_section_without_verdicts_has_its_points_only(tmp_path: Path) -> None:
    slide = lay_out(tmp_path, "kind: section\npoints: [Late]").slides[0]
    assert slide.layout == "section-plain"
    assert [block.slot for block in slide.blocks] == ["about", "points"]


def test_brief_request_leaves_the_page_to_the_findings(tmp_path: Path) -> None:
    findings = "findings: [{value: 8%, text: readers}, {value: 9%, text: writers}]\n"
    layouts = [
        lay_out(tmp_path / f"{n}", f"{GLANCE}{findings}decisions:\n" + "  - ask: May we wait?\n" * n).slides[0].layout
        for n in (2, 3)
    ]
    assert layouts == ["at-a-glance-brief", "at-a-glance-decisions"]


def test_findings_with_long_names_have_the_room_that_they_need(tmp_path: Path) -> None:
    text = "readers who come back to read a second time in the same week"
    for name, layout in ((text, "at-a-glance-brief"), (f"{text} or later", "at-a-glance-decisions")):
        entry = f"{GLANCE}findings: [{{value: 8%, text: {name}}}]\ndecisions: [{{ask: May we wait?}}]\n"
        assert lay_out(tmp_path / layout, entry).slides[0].layout == layout
