"""Openings of updates: in prose, the first sentence of each is in bold if that of the first one is short."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project

LONG = f"A sentence {'that goes on and on ' * 6}ends here."


def bold_texts(root: Path, *updates: str) -> list[str]:
    """The text in bold of each update."""
    entries = "".join(f"  - {update}\n" for update in updates)
    result = pipeline.lay_out(
        make_project(root, f"kind: objective\nobjective: Keep editors safe.\nupdates:\n{entries}")
    )
    assert result.deck is not None, result.issues
    [table] = result.slides[-1].blocks_of(Table)
    return [
        "".join(run.text for cell in row.cells for text in cell.paragraphs for run in text.runs if run.bold)
        for row in table.rows
    ]


@pytest.mark.parametrize(
    ("update", "opening"),
    [
        ("The tool moved ahead. It comes in Q3.", "The tool moved ahead."),
        ("'Ten groups meet: three with staff.'", "Ten groups meet:"),
        ("Who asks? Newcomers do.", "Who asks?"),
        ("Dr. Smith left in May. Others stay.", "Dr. Smith left in May."),
        ("Readers outside N.A. and Europe stay. Others do not.", "Readers outside N.A. and Europe stay."),
        ("On 31. December it ends. Then it begins.", "On 31. December it ends."),
        ("The tool moved ahead.", ""),
        (f"{LONG} It is not.", ""),
        ("The tool moved ahead. It comes in **March** or later, after **May**.", "MarchMay"),
    ],
)
def test_first_sentence_before_more_text_is_bold(update: str, opening: str, tmp_path: Path) -> None:
    assert bold_texts(tmp_path, update)[0] == opening


def test_no_sentence_is_bold_unless_the_first_update_begins_with_one(tmp_path: Path) -> None:
    two = ["The tool moved ahead. It comes in Q3.", "The test begins. It takes a month."]
    assert bold_texts(tmp_path / "both", *two) == ["The tool moved ahead.", "The test begins."]
    assert bold_texts(tmp_path / "none", "The tool moved ahead.", two[1]) == ["", ""]


def test_statuses_and_leads_need_no_bold_sentences(tmp_path: Path) -> None:
    status = "{text: It is late. It comes in May., status: at-risk}"
    assert bold_texts(tmp_path, "The tool moved ahead. It comes in Q3.", status)[0] == ""


def test_paragraph_before_a_list_is_its_lead(tmp_path: Path) -> None:
    update = "{text: The teams help newcomers., bullets: [Tools are out., Tests begin.]}"
    result = pipeline.lay_out(make_project(tmp_path, f"kind: objective\nobjective: O.\nupdates: [{update}]"))
    [table] = result.slides[-1].blocks_of(Table)
    assert [text.style for text in table.rows[0].cells[0].paragraphs] == ["lead", "body", "body"]
