"""risks: a row for each risk, with its levels in words."""

from pathlib import Path

import pytest
from kinds_without_layouts import lay_out_without

from deckgen.brand.types import Look
from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project

RISK = "  - {risk: The tool is late, likelihood: medium, impact: high}\n"
FULL = "  - {risk: People leave, likelihood: low, impact: medium, owner: Community, answer: A second call}\n"


def table(root: Path, risks: str) -> Table:
    [found] = pipeline.lay_out(make_project(root, f"kind: risks\nrisks:\n{risks}")).slides[-1].blocks_of(Table)
    return found


def test_levels_are_words_with_marks(tmp_path: Path) -> None:
    [row] = table(tmp_path, RISK).rows
    assert [(cell.plain_text, cell.mark) for cell in row.cells] == [
        ("The tool is late", None),
        ("Medium", "medium"),
        ("High", "high"),
    ]
    assert [cell.paragraphs[0].runs[0].status for cell in row.cells] == [None, "medium", "high"]


def test_marks_of_levels_have_the_shapes_of_verdicts() -> None:
    pairs = (("low", "on-track"), ("medium", "at-risk"), ("high", "off-track"))
    marks = Look().marks
    assert all(marks[level] == marks[verdict] for level, verdict in pairs)


def test_owner_and_answer_are_shown_if_a_risk_has_one(tmp_path: Path) -> None:
    found = table(tmp_path, RISK + FULL)
    assert [cell.plain_text for cell in found.header[0].cells] == ["Risk", "Likelihood", "Impact", "Answer", "Owner"]
    assert [[cell.plain_text for cell in row.cells[3:]] for row in found.rows] == [
        ["", ""],
        ["A second call", "Community"],
    ]
    assert [cell.mark for cell in found.rows[1].cells[1:3]] == ["low", "medium"]


@pytest.mark.parametrize(
    ("risks", "message"),
    [
        (RISK * 6, "at most 5 entries are allowed here, but there are 6"),
        (RISK.replace("high", "hihg"), "`hihg` is not known here"),
        ("  - {likelihood: low, impact: high}\n", "`risk` is missing here"),
        ("  - {risk: '', likelihood: low, impact: high}\n", "text is expected here, but it is empty"),
    ],
)
def test_faulty_risks_are_refused(risks: str, message: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"kind: risks\nrisks:\n{risks}"))
    assert [issue.message for issue in result.issues] == [message]


def test_brand_without_the_layout_shows_risks_as_a_table(tmp_path: Path) -> None:
    result = lay_out_without(["risks", "roadmap"], tmp_path, f"kind: risks\nrisks:\n{RISK}")
    assert result.deck is not None, result.issues
    assert "table" in {frame.slot for frame in result.deck.pages[0].frames}
