"""`kind: changes` shows what changed since the quarter that `history/` has, and never what lies in output/."""

from __future__ import annotations

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.selection import WHOLE_DECK, Selection
from deckgen.edit import ContentEditor
from deckgen.ir.blocks import Row, Slide, Table, Text
from deckgen.model.record_files import record_path
from deckgen.records.taking import take_record
from deckgen.records.writing import write_record
from deckgen.resolve import DeckRows
from deckgen.results import OpenDeck, open_deck
from sample_projects import make_project

METRICS = """\
readers:
  name: Readers
  goal: 80%
  quarters:
    Q1: 84%
    Q2: 70%
  parts:
    women:
      name: Women
      goal: 80%
      quarters:
        Q1: 78%
        Q2: 81%
mentors:
  name: Mentors
  goal: {text: 40 mentors, at_least: 40}
  quarters:
    Q1: 12 mentors
    Q2: 20 mentors
people:
  name: People
  goal: Maintain baselines
  measures:
    - of: Women
      baseline: 10%
      quarters: {Q1: 12%, Q2: 13%}
    - of: Men
      baseline: 10%
      quarters: {Q1: 13%, Q2: 5%}
survey:
  name: Survey
  goal: 15%
  quarters:
    Q2: 16%
"""
SHOWN = "kind: metrics\nmetrics: [readers, mentors, people, survey]\nid: all\n"
RESULTS = """\
kind: key-results
rows:
  - id: tools
    name: Tools
    goal: 2 tools
    quarters:
      Q1: First tool
      Q2: Second tool
"""
CHANGES = "kind: changes\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_project(tmp_path, SHOWN, RESULTS, CHANGES, files={"data/metrics.yaml": METRICS})


def change(folder: Path, name: str, *path: str | int, value: str) -> None:
    editor = ContentEditor((folder / name).read_text(encoding="utf-8"), name)
    editor.set(path, value)
    (folder / name).write_text(editor.text, encoding="utf-8")


def record(folder: Path, quarter: str = "Q1") -> None:
    """Record what the deck presents in a quarter; it reports Q2 afterwards."""
    change(folder, "deck.yaml", "quarter", value=quarter)
    opened = open_deck(folder)
    assert isinstance(opened, OpenDeck)
    write_record(record_path(folder, opened.deck.period), folder, take_record(DeckRows(opened.deck), []))
    change(folder, "deck.yaml", "quarter", value="Q2")


def shown(folder: Path, selection: Selection = WHOLE_DECK) -> Slide:
    laid = pipeline.lay_out(folder, selection)
    assert not [issue.message for issue in laid.issues if issue.severity == "error"]
    return next(slide for slide in laid.slides if slide.kind == "changes")


def texts(folder: Path, selection: Selection = WHOLE_DECK) -> list[tuple[str, ...]]:
    """Return the texts of the cells of each row."""
    [table] = shown(folder, selection).blocks
    assert isinstance(table, Table)
    return [tuple(" ".join(p.plain_text for p in cell.paragraphs) for cell in row.cells) for row in table.rows]


def rows(folder: Path) -> tuple[Row, ...]:
    [table] = shown(folder).blocks
    assert isinstance(table, Table)
    return table.rows


def test_verdicts_and_figures_are_compared_with_the_recorded_quarter(folder: Path) -> None:
    record(folder)
    assert texts(folder) == [
        ("Worse than before",),
        ("Readers", "84%", "70%", "Off track (Q1: On track)"),
        ("People, Men", "13%", "5%", "Off track (Q1: On track)"),
        ("Better than before",),
        ("Readers, Women", "78%", "81%", "On track (Q1: At risk)"),
        ("Figures that moved, with the same verdict",),
        ("Mentors", "12", "20", ""),
        ("People, Women", "12%", "13%", "On track"),
        ("First results",),
        ("Survey", "–", "16%", "On track"),
    ]
    assert shown(folder).title == "2 verdicts are worse than in Q1, 1 is better"
    assert shown(folder).eyebrow == "What changed since Q1 · Part"


def test_rows_that_need_attention_are_tinted_and_marked(folder: Path) -> None:
    record(folder)
    readers = rows(folder)[1]
    assert [cell.fill for cell in readers.cells] == ["danger-tint"] * 4
    assert readers.cells[3].mark == "off-track"
    [verdict] = readers.cells[3].paragraphs  # with the verdict before in the same line
    assert [run.status for run in verdict.runs] == ["off-track", None]


def test_recorded_result_counts_and_not_what_the_content_says_of_that_quarter(folder: Path) -> None:
    record(folder)
    change(folder, "data/metrics.yaml", "readers", "quarters", "Q1", value="60%")
    assert texts(folder)[1] == ("Readers", "84%", "70%", "Off track (Q1: On track)")


def test_goals_new_and_removed_results_have_rows_of_their_own(folder: Path) -> None:
    record(folder)
    change(folder, "data/metrics.yaml", "survey", "goal", value="20%")
    change(folder, "part.yaml", "slides", 1, "rows", 0, "id", value="reports")
    change(folder, "part.yaml", "slides", 1, "rows", 0, "name", value="Yearly reports")
    found = texts(folder)
    assert found[found.index(("Goals that changed",)) + 1] == ("Survey", "15%", "20%", "")
    assert found[found.index(("New",)) + 1] == ("Yearly reports", "", "Second tool", "")
    assert found[found.index(("No longer reported",)) + 1] == ("Tools", "First tool", "", "")


def test_many_first_results_on_track_are_counted(folder: Path) -> None:
    more = "".join(f"m{n}:\n  name: Metric {n}\n  goal: 5%\n  quarters:\n    Q2: {n}%\n" for n in range(3, 9))
    (folder / "data/metrics.yaml").write_text(METRICS + more, encoding="utf-8")
    names = "readers, mentors, people, survey, m3, m4, m5, m6, m7, m8"
    text = (folder / "part.yaml").read_text(encoding="utf-8")
    (folder / "part.yaml").write_text(text.replace("readers, mentors, people, survey", names), encoding="utf-8")
    record(folder)
    found = texts(folder)
    assert found[found.index(("First results",)) + 1 :] == [
        ("Metric 3", "–", "3%", "Off track"),
        ("Metric 4", "–", "4%", "Off track"),
        ("5 other first results are on track",),
    ]


def test_slide_says_that_there_is_no_record_yet(folder: Path) -> None:
    """As a sentence: a table without rows would have no header that can be read aloud."""
    for period in (None, "Q2"):
        if period:
            record(folder, period)
        [text] = shown(folder).blocks
        assert isinstance(text, Text)
        assert [p.plain_text for p in text.paragraphs] == ["No earlier period has been recorded yet."]


def test_results_of_slides_that_are_not_at_hand_are_not_gone(tmp_path: Path) -> None:
    slides = (SHOWN, RESULTS + "not_in: [board]\n", CHANGES)
    folder = make_project(tmp_path, *slides, files={"data/metrics.yaml": METRICS}, versions={"board": {}})
    record(folder)
    assert ("No longer reported",) not in texts(folder, Selection(version="board"))
    text = (folder / "part.yaml").read_text(encoding="utf-8")
    (folder / "part.yaml").write_text(
        text.replace("id: tools", "id: reports").replace("name: Tools", "name: Reports"), "utf-8"
    )
    assert ("No longer reported",) in texts(folder)


def test_part_of_a_deck_says_that_only_it_was_compared(tmp_path: Path) -> None:
    other = "title: Other\nslides:\n  - {kind: bullets, bullets: [One]}\n"
    unchanged = "kind: key-results\nrows: [{id: bare, name: Bare, goal: 2 tools}]\n"
    folder = make_project(tmp_path, unchanged, CHANGES, files={"other.yaml": other}, sections=["part", "other"])
    record(folder)
    for only, said in (("part", "Only this section was compared: "), (None, "No verdict, figure or goal has changed.")):
        [text] = shown(folder, Selection(only)).blocks
        assert isinstance(text, Text)
        assert text.paragraphs[0].plain_text.startswith(said)


def test_part_of_a_deck_counts_no_verdicts_in_its_title(tmp_path: Path) -> None:
    other = "title: Other\nslides:\n  - {kind: bullets, bullets: [One]}\n"
    files = {"data/metrics.yaml": METRICS, "other.yaml": other}
    folder = make_project(tmp_path, SHOWN, CHANGES, files=files, sections=["part", "other"])
    record(folder)
    assert shown(folder).title == "2 verdicts are worse than in Q1, 1 is better"
    assert shown(folder, Selection("part")).title == "What changed since Q1"


def test_author_may_give_title_and_headline(tmp_path: Path) -> None:
    own = "kind: changes\ntitle: Since January\nheadline: Men are fewer\n"
    folder = make_project(tmp_path, SHOWN, RESULTS, own, files={"data/metrics.yaml": METRICS})
    record(folder)
    assert (shown(folder).title, shown(folder).eyebrow) == ("Men are fewer", "Since January · Part")


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "1 Bewertung ist schlechter als in Q1, 1 ist besser"), ("ru", "Оценки хуже, чем в 1 кв.: 1, лучше: 1")],
)
def test_slide_speaks_the_language_of_the_deck(folder: Path, language: str, title: str) -> None:
    text = (folder / "deck.yaml").read_text(encoding="utf-8")
    (folder / "deck.yaml").write_text(f"{text}language: {language}\n", encoding="utf-8")
    record(folder)
    assert shown(folder).title == title
