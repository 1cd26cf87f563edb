"""roadmap: milestones in the columns of their periods."""

from pathlib import Path

import pytest
from kinds_without_layouts import lay_out_without

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from deckgen.ir.frames import TableFrame
from sample_projects import make_project


def roadmap(*milestones: str) -> str:
    return "kind: roadmap\ntracks:\n  - name: Tool\n    milestones:\n" + "".join(f"      - {m}\n" for m in milestones)


def table(root: Path, *milestones: str, **deck: object) -> Table:
    [found] = pipeline.lay_out(make_project(root, roadmap(*milestones), **deck)).slides[-1].blocks_of(Table)
    return found


def monthly(root: Path, *milestones: str) -> Path:
    """Write a deck that reports March 2026; returns its folder."""
    folder = make_project(root, roadmap(*milestones), year="2026", period="2026-03")
    text = (folder / "deck.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("quarter:", "fiscal_year:"))]
    (folder / "deck.yaml").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def test_milestones_are_in_the_columns_of_their_periods(tmp_path: Path) -> None:
    found = table(tmp_path, "{when: Q1, text: Test, status: done}", "{when: Q3-Q4, text: Release}")
    assert [cell.plain_text for cell in found.header[0].cells] == ["Workstream", "Q1", "Q2", "Q3", "Q4"]
    [row] = found.rows
    assert [(cell.plain_text, cell.mark, cell.span) for cell in row.cells] == [
        ("Tool", None, 1),
        ("Test\nDone", "done", 1),
        ("", None, 1),
        ("Release", "milestone", 2),
    ]


def test_milestone_over_several_periods_has_a_ground(tmp_path: Path) -> None:
    found = table(tmp_path, "{when: Q1-Q2, text: Test}", "{when: Q3-Q4, text: Release}")
    assert [cell.fill for cell in found.rows[0].cells] == [None, "neutral", "neutral"]


def test_reported_period_is_marked(tmp_path: Path) -> None:
    found = table(tmp_path, "{when: Q1, text: Test}")
    assert [column.emphasis for column in found.columns] == [False, False, True, False, False]


def test_milestones_side_by_side_are_in_rows_of_their_own(tmp_path: Path) -> None:
    found = table(tmp_path, "{when: Q2, text: B}", "{when: Q1-Q3, text: A}", "{when: Q4, text: C}")
    assert [(row.kind, [cell.plain_text for cell in row.cells]) for row in found.rows] == [
        ("body", ["Tool", "A", "C"]),
        ("part", ["", "", "B", "", ""]),
    ]


def test_year_of_months_shows_those_that_are_named_or_reported(tmp_path: Path) -> None:
    folder = monthly(tmp_path, "{when: 2026-04, text: Test}", "{when: 2026-05 – 2026-06, text: Release}")
    [found] = pipeline.lay_out(folder).slides[-1].blocks_of(Table)
    assert [cell.plain_text for cell in found.header[0].cells[1:]] == ["Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]
    assert [(cell.plain_text, cell.span) for cell in found.rows[0].cells] == [
        ("Tool", 1), ("", 1), ("Test", 1), ("Release", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("when", ["2027-01", "2026-11 – 2027-01"])
def test_month_of_another_year_is_refused(when: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(monthly(tmp_path, f"{{when: {when}, text: Release}}"))
    assert [issue.message for issue in result.issues] == ["`2027-01` is not a month of 2026, which this deck reports"]


def test_deck_without_statuses_shows_none(tmp_path: Path) -> None:
    found = table(tmp_path, "{when: Q1, text: Test, status: done}", statuses="none")
    assert [(cell.plain_text, cell.mark) for cell in found.rows[0].cells[1:2]] == [("Test", "milestone")]


def test_periods_are_equally_wide_and_marks_have_shapes(tmp_path: Path) -> None:
    long = "{when: Q1, text: Something with a much longer text than anything else, status: off-track}"
    deck = pipeline.lay_out(make_project(tmp_path, roadmap(long, "{when: Q2, text: Short}"))).deck
    assert deck is not None
    [frame] = deck.pages[0].frames_of(TableFrame)
    assert max(frame.columns) - min(frame.columns) < 100
    assert [mark.shape for mark in frame.marks] == ["square", "diamond"]


@pytest.mark.parametrize(
    ("milestone", "message"),
    [
        ("{when: Q5, text: A}", "`Q5` is neither a quarter nor a range such as Q2-Q4"),
        ("{when: Q1}", "`text` is missing here"),
        ("{when: Q1, text: A, status: dnoe}", "`dnoe` is not known here"),
    ],
)
def test_faulty_milestones_are_refused(milestone: str, message: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, roadmap(milestone)))
    assert [issue.message for issue in result.issues] == [message]


def test_brand_without_the_layout_shows_a_roadmap_as_a_table(tmp_path: Path) -> None:
    result = lay_out_without(["risks", "roadmap"], tmp_path, roadmap("{when: Q1, text: Test}"))
    assert result.deck is not None, result.issues
    assert result.deck.pages[0].frames_of(TableFrame)
