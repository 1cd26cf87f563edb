"""Openings of updates: in prose, the first sentence of each is in bold if that of the first one is short."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project

LONG = f"A sentence {'that goes on and on ' * 8}ends here."


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
        ("'Ten groups meet: three with staff.'", ""),
        ("'Ten groups meet: three with staff. They end in May.'", "Ten groups meet: three with staff."),
        ("'Proposed: a focus by region. It grows.'", "Proposed: a focus by region."),
        (f"A tool moved ahead; {LONG}", ""),
        ("Who asks? Newcomers do.", "Who asks?"),
        ("Dr. Smith left in May. Others stay.", "Dr. Smith left in May."),
        ("Readers outside N.A. and Europe stay. Others do not.", "Readers outside N.A. and Europe stay."),
        ("On 31. December it ends. Then it begins.", "On 31. December it ends."),
        ("काम पूरा हुआ। अब परीक्षण है।", "काम पूरा हुआ।"),
        ("هل يكفي؟ نعم يكفي.", "هل يكفي؟"),
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


def rows_of(root: Path, updates: str) -> list[list[tuple[str, str]]]:
    """The style and the text of each paragraph in each row."""
    result = pipeline.lay_out(make_project(root, f"kind: objective\nobjective: O.\nupdates: [{updates}]"))
    [table] = result.slides[-1].blocks_of(Table)
    return [[(text.style, text.plain_text) for cell in row.cells for text in cell.paragraphs] for row in table.rows]


def test_what_follows_an_opening_are_its_details(tmp_path: Path) -> None:
    updates = "The tool moved ahead. It comes in Q3., {text: The teams help., numbered: [Tools are out.]}"
    assert rows_of(tmp_path, updates) == [
        [("lead", "The tool moved ahead."), ("detail", "It comes in Q3.")],
        [("lead", "The teams help."), ("detail", "Tools are out.")],
    ]


def test_texts_beside_labels_have_details_whatever_is_bold(tmp_path: Path) -> None:
    updates = "{lead: A, text: 'It has **begun**: well. It comes in Q3.'}, {lead: B, text: It waits.}"
    assert rows_of(tmp_path, updates) == [
        [("body", "A"), ("body", "It has begun: well."), ("detail", "It comes in Q3.")],
        [("body", "B"), ("body", "It waits.")],
    ]


def test_items_of_the_only_update_have_rows_under_its_lead(tmp_path: Path) -> None:
    update = "{text: The teams help newcomers., bullets: [Tools are out. Ten wikis have them., Tests begin.]}"
    assert rows_of(tmp_path, update) == [
        [("lead", "The teams help newcomers.")],
        [("body", "Tools are out."), ("detail", "Ten wikis have them.")],
        [("body", "Tests begin.")],
    ]


@pytest.mark.parametrize(
    "update",
    ["{text: They help., bullets: ['**Tools** are out.', Tests begin.]}", "{text: They help., bullets: [One.]}"],
)
def test_list_with_phrases_in_bold_or_one_item_keeps_its_row(update: str, tmp_path: Path) -> None:
    assert len(rows_of(tmp_path, update)) == 1
