"""Tables as authors write them: figures at the end of their column, the latest period, statuses and arrows in cells."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project


def table_of(tmp_path: Path, columns: str, *rows: str) -> Table:
    listed = "".join(f"  - [{row}]\n" for row in rows)
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: table\ncolumns: [{columns}]\nrows:\n{listed}"))
    assert laid_out.deck is not None, laid_out.issues
    [table] = laid_out.slides[-1].blocks_of(Table)
    return table


@pytest.mark.parametrize(
    ("cells", "align"),
    [
        (["64%", "$1,200", "–"], "end"),
        (["43% / 51%", "~5 pp", "(3 FTE)"], "end"),
        (["64%", "not measured"], "start"),
        (["12 editors wrote", "13"], "start"),
        (["Q1", "Q2"], "start"),
        (["–", "–"], "start"),
    ],
)
def test_only_columns_of_figures_are_aligned_at_their_end(cells: list[str], align: str, tmp_path: Path) -> None:
    table = table_of(tmp_path, "Measure, Value", *(f"a, '{cell}'" for cell in cells))
    assert [row.cells[1].align for row in (*table.header, *table.rows)] == [align] * (len(cells) + 1)
    assert {row.cells[0].align for row in table.rows} == {"start"}


@pytest.mark.parametrize(
    ("columns", "latest"),
    [
        ("M, FY19/20, FY20/21", [False, False, True]),
        ("M, 2019, '', 2021", [False, False, False, True]),
        ("M, Q1, Q2, Change", [False, False, True, False]),
        ("M, KR1, KR2", [False, False, False]),
        ("M, Goal, 2021", [False, False, False]),
    ],
)
def test_latest_of_several_periods_is_emphasised(columns: str, latest: list[bool], tmp_path: Path) -> None:
    table = table_of(tmp_path, columns, ", ".join(["a", *["5%"] * (len(latest) - 1)]))
    assert [column.emphasis for column in table.columns] == latest
    assert [cell.paragraphs[0].style == "strong" for cell in table.rows[0].cells] == latest


def test_cell_shows_its_arrow_and_its_status_with_mark_and_word(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Measure, Result", "Edits, {text: 92K, status: at-risk, arrow: down}")
    cell = table.rows[0].cells[1]
    assert cell.plain_text == "92K ↓\nAt risk"
    assert cell.mark == "at-risk"
    assert {run.status for p in cell.paragraphs for run in p.runs if run.bold} == {"at-risk"}


@pytest.mark.parametrize(
    ("row", "ground", "arrows"),
    [
        ("Edits, {text: 41%, arrow: down}, {status: off-track}", "danger-tint", ["off-track"]),
        ("Edits, {text: 41%, arrow: up}, {status: at-risk}", "warning-tint", ["at-risk"]),
        ("Edits, {text: 41%, arrow: up}, {status: on-track}", None, ["on-track"]),
        ("{text: A, arrow: down}, {text: 41%, arrow: down}, {status: off-track}", "danger-tint", [None, None]),
        ("Edits, {text: 41%, arrow: down, status: at-risk}, {status: off-track}", None, ["at-risk"]),
        ("Edits, {text: 41%, arrow: down}, Good", None, [None]),
    ],
)
def test_only_status_of_a_row_decides_its_ground_and_its_only_arrow(
    row: str, ground: str | None, arrows: list[str | None], tmp_path: Path
) -> None:
    cells = table_of(tmp_path, "Measure, Result, Verdict", row).rows[0].cells
    assert {cell.fill for cell in cells} == {ground}
    assert [cell.bar is not None for cell in cells] == [ground is not None, False, False]
    runs = [run for cell in cells for paragraph in cell.paragraphs for run in paragraph.runs]
    assert [run.status for run in runs if run.text in {" ↑", " ↓"}] == arrows


def test_cell_without_text_shows_the_word_of_its_status_once(tmp_path: Path) -> None:
    table = table_of(
        tmp_path, "Measure, Result", "Edits, {status: done, arrow: up}", "Users, {text: Done, status: done}"
    )
    assert [row.cells[1].plain_text for row in table.rows] == ["Done ↑", "Done"]


def test_cell_of_nothing_but_white_space_is_empty(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Measure, Result", 'Edits, {text: "", arrow: up}', 'Users, ""', 'Pages, "**  **"')
    assert [row.cells[1].plain_text.strip("* ") for row in table.rows] == ["", "", ""]


@pytest.mark.parametrize(("cells", "is_tight"), [
    (["{status: on-track}", "{status: off-track}"], True),
    (["{status: on-track}", ""], True),
    (["{status: on-track}", "Not judged in this quarter"], False),
    (["{status: on-track, text: 82%}", "{status: off-track}"], False),
    (["", ""], False),
])  # fmt: skip
def test_column_of_statuses_is_as_wide_as_their_words(cells: list[str], is_tight: bool, tmp_path: Path) -> None:
    first, second = (f", {cell}" if cell else "" for cell in cells)
    rows = f"  - [Readers{first}]\n  - {{sub: Editors, cells: [{second.removeprefix(', ')}]}}\n"
    result = pipeline.lay_out(make_project(tmp_path, f"kind: table\ncolumns: [Measure, Verdict]\nrows:\n{rows}"))
    [table] = result.slides[-1].blocks_of(Table)
    assert table.columns[1].tight == is_tight
