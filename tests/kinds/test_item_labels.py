"""Labels of updates and of progress: the lead, or the only phrase in bold, at the left of the whole sentence."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Slide, Table
from sample_projects import make_project

OBJECTIVE = """\
kind: objective
headline: {headline}
objective: Be safe.
updates: {updates}
"""
OVERVIEW = """\
kind: overview
overview: All is well.
progress: {progress}
key_deliverables: [Search, Survey, Mentors, Help, Tools]
"""


def slide_of(root: Path, entry: str) -> Slide:
    result = pipeline.lay_out(make_project(root, entry))
    assert result.deck is not None, result.issues
    return result.slides[-1]


def texts_of(table: Table) -> list[list[str]]:
    return [[cell.plain_text for cell in row.cells] for row in table.rows]


def rows_of(root: Path, updates: list[str], headline: str = "All is well") -> Table:
    [table] = slide_of(root, OBJECTIVE.format(headline=headline, updates=updates)).blocks_of(Table)
    return table


def test_only_phrase_in_bold_is_the_label_and_the_sentence_stays_whole(tmp_path: Path) -> None:
    table = rows_of(
        tmp_path, ["As it began, the **Campaigns team** helped.", "After a year, the **new policy** passed."]
    )
    assert texts_of(table) == [
        ["Campaigns team", "As it began, the Campaigns team helped."],
        ["New policy", "After a year, the new policy passed."],
    ]
    labels, sentences = zip(*([p for cell in row.cells for p in cell.paragraphs] for row in table.rows), strict=True)
    assert all(run.bold for label in labels for run in label.runs)
    assert not any(run.bold for sentence in sentences for run in sentence.runs)
    assert [label.origins for label in labels] == [sentences[0].origins, ()]  # the second is not as it was written


def test_label_whose_first_word_has_a_capital_letter_is_as_written(tmp_path: Path) -> None:
    table = rows_of(tmp_path, ["The **iOS app** is out.", "The **web app** waits."])
    assert [row.cells[0].plain_text for row in table.rows] == ["iOS app", "Web app"]


@pytest.mark.parametrize(
    "updates",
    [
        ["The **team** helped.", "Nothing is in bold."],
        ["The **team** helped **wikis**.", "The **policy** passed."],
        ["**All of it is in bold.**", "The **policy** passed."],
        ["The **team** helped. " + "More of it. " * 60, "The **policy** passed. " + "More of it. " * 60],
        ["The **team** helped."],
    ],
)
def test_updates_have_no_labels_unless_each_has_one_phrase(updates: list[str], tmp_path: Path) -> None:
    assert all(len(row) == 1 for row in texts_of(rows_of(tmp_path, updates)))


def test_last_update_has_no_rule_below(tmp_path: Path) -> None:
    assert [row.ruled for row in rows_of(tmp_path, ["One came.", "Two came."]).rows] == [True, False]


def test_figure_of_the_headline_stands_before_the_only_update(tmp_path: Path) -> None:
    table = rows_of(tmp_path, ["Support takes 50% of the time."], "Support takes 50% of our time")
    assert texts_of(table) == [["50%", "Support takes 50% of the time."]]
    assert table.rows[0].cells[0].paragraphs[0].style == "figure"


def test_figure_of_the_headline_stands_beside_the_update_that_states_it(tmp_path: Path) -> None:
    updates = ["More follows.", "Support takes over 50% of the time.", "Next year takes 50%, too."]
    table = rows_of(tmp_path, updates, "Support takes over 50% of our time")
    assert texts_of(table) == [["More follows."], ["over\u00a050%", updates[1]], [updates[2]]]
    assert [cell.span for row in table.rows for cell in row.cells] == [2, 1, 1, 2]
    [figure] = table.rows[1].cells[0].paragraphs
    assert figure.style == "callout"
    assert [run.small for run in figure.runs] == [True, False]


def test_figure_stands_under_the_label_so_that_texts_begin_in_one_column(tmp_path: Path) -> None:
    updates = ["The **survey** is late.", "**Search** has 1 million readers."]
    table = rows_of(tmp_path, updates, "Search has 1 million readers")
    assert texts_of(table) == [
        ["Survey", "The survey is late."],
        ["Search\n1 million", "Search has 1 million readers."],
    ]
    assert [cell.span for row in table.rows for cell in row.cells] == [1] * 4
    _, figure = table.rows[1].cells[0].paragraphs
    assert figure.style == "callout"
    assert [run.small for run in figure.runs] == [False, True]


def test_long_figure_stands_under_its_label_and_words_before_it_above_it(tmp_path: Path) -> None:
    updates = ["The **grants** are $2,823,402.", "**Files**: more than 1 million came."]
    rows = rows_of(tmp_path, updates, "$2,823,402 for more than 1 million files").rows
    assert [[(p.plain_text, p.style) for p in row.cells[0].paragraphs] for row in rows] == [
        [("Grants", "body"), ("$2,823,402", "callout")],
        [("Files", "body"), ("more than", "small"), ("1 million", "callout")],
    ]


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("Half take 50% of it. More follows.", ["lead", "detail"]),
        ("Half take much of it. It is 50%.", ["body", "detail"]),
        (f"50% {'of a very long sentence ' * 8}.", ["body"]),
    ],
)
def test_short_sentence_beside_its_figure_leads(text: str, styles: list[str], tmp_path: Path) -> None:
    updates = f'[{{lead: Support, text: "{text}"}}, {{lead: Search, text: It is fast.}}]'
    [table] = slide_of(tmp_path, OBJECTIVE.format(headline="It takes 50%", updates=updates)).blocks_of(Table)
    assert [p.style for p in table.rows[0].cells[1].paragraphs] == styles
    assert [p.style for p in table.rows[1].cells[1].paragraphs] == ["body"]


def test_figure_of_the_headline_stands_under_the_label_of_progress(tmp_path: Path) -> None:
    progress = ["The **survey** is late.", "**Search** has 102 readers."]
    entry = OVERVIEW.format(progress=progress) + "headline: 102 readers came\n"
    [table] = slide_of(tmp_path, entry).blocks_of(Table)
    assert texts_of(table) == [["Survey", "The survey is late."], ["Search\n102", "Search has 102 readers."]]


@pytest.mark.parametrize(
    ("headline", "updates"),
    [
        ("Support takes 50% of our time", ["Support takes 40% of the time."]),
        ("We have 3 pilots", ["There are 3 pilots."]),
        ("We spent $815,000", ["We spent $815,000.", "More follows."]),
        ("There are more than 1 million files", ["We have more than 1 million files.", "More follows."]),
    ],
)
def test_other_figures_do_not_stand_before_updates(headline: str, updates: list[str], tmp_path: Path) -> None:
    assert all(len(row) == 1 for row in texts_of(rows_of(tmp_path, updates, headline)))


def test_progress_with_phrases_has_labels_in_rows(tmp_path: Path) -> None:
    slide = slide_of(tmp_path, OVERVIEW.format(progress=["The **survey** is late.", "**Search** is fast."]))
    [table] = slide.blocks_of(Table)
    assert slide.layout == "overview--labels"
    assert texts_of(table) == [["Survey", "The survey is late."], ["Search", "Search is fast."]]


@pytest.mark.parametrize(
    ("length", "layout"), [(10, "overview--labels"), (25, "overview--halves"), (45, "overview--summary")]
)
def test_labels_cost_the_progress_no_page(length: int, layout: str, tmp_path: Path) -> None:
    progress = [f"The **{name}** is late. " + "More of it. " * length for name in ("survey", "search")]
    assert slide_of(tmp_path, OVERVIEW.format(progress=progress)).layout == layout
