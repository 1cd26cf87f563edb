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


@pytest.mark.parametrize(
    ("items", "bold"),
    [
        (["102 grants: well received.", "It comes in Q3: in May."], ["102 grants:", "It comes in Q3:"]),
        (["23 grants, $815,000. All is well.", "A: b."], ["23 grants, $815,000.", "A:"]),
        (
            ["Grants approved: $2,823. It was little.", "Rapid grants: few."],
            ["Grants approved: $2,823.", "Rapid grants:"],
        ),
        (["One: a.", "Two: b.", "No opening"], ["One:", "Two:"]),
        (["One: a.", "No opening", "Nor here"], []),
        (["One: a.", "At 10:30 it began"], []),
        ([f"One: {'a' * 90}. More.", f"{'b' * 90}: c."], []),
        (["One: a."], []),
        (["One: a.", "Two: **b**."], ["b"]),
    ],
)
def test_openings_of_most_items_of_a_list_are_bold(items: list[str], bold: list[str], tmp_path: Path) -> None:
    entry = "".join(f"      - '{item}'\n" for item in items)
    updates = f"  - lead: Lead\n    text: Statement.\n    bullets:\n{entry}  - {{lead: Other, text: Rest.}}\n"
    result = pipeline.lay_out(
        make_project(tmp_path, f"kind: objective\nobjective: Keep editors safe.\nupdates:\n{updates}")
    )
    [table] = result.slides[-1].blocks_of(Table)
    texts = table.rows[0].cells[1].paragraphs
    assert [run.text for text in texts for run in text.runs if run.bold] == bold
    assert [text.plain_text for text in texts][1:] == [item.replace("**", "") for item in items]


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("It began. Over 100 members want to take part. More come.", "Over 100 members want to take part."),
        ("Over 100 members want to take part.", ""),
        (f"It began. {LONG[:-1]} with over 100 members. It ends.", ""),
    ],
)
def test_sentence_of_the_large_figure_is_bold(text: str, bold: str, tmp_path: Path) -> None:
    entry = f"kind: objective\nheadline: Over 100 members take part\nobjective: Keep safe.\nupdates:\n  - {text}\n"
    result = pipeline.lay_out(make_project(tmp_path, entry))
    [table] = result.slides[-1].blocks_of(Table)
    figure, shown = table.rows[0].cells
    assert figure.plain_text == "Over\n100"
    assert "".join(run.text for run in shown.paragraphs[0].runs if run.bold) == bold


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
