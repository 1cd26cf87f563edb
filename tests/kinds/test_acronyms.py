"""Acronyms: one table, or the second half of it beside the first where that has room."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Table
from sample_projects import make_project


def lay_out(tmp_path: Path, count: int, meaning: str = "Meaning", more: str = "") -> LayoutResult:
    entries = "".join(f"  A{n}: {meaning} {n}\n" for n in range(count))
    return pipeline.lay_out(make_project(tmp_path, f"kind: acronyms\nentries:\n{entries}{more}"))


def rows_of(result: LayoutResult) -> list[list[str]]:
    [table] = result.slides[-1].blocks_of(Table)
    return [[cell.plain_text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("count", "meaning", "layout"),
    [
        (8, "Meaning", "acronyms"),
        (9, "Meaning", "acronyms--halves"),
        (22, "Meaning", "acronyms--halves"),
        (23, "Meaning", "acronyms"),
        (9, "word " * 30, "acronyms"),
    ],
)
def test_halves_are_chosen_where_they_have_room(count: int, meaning: str, layout: str, tmp_path: Path) -> None:
    result = lay_out(tmp_path, count, meaning)
    assert result.deck is not None, result.issues
    assert result.slides[-1].layout == layout
    assert "--" not in layout or len(result.deck.pages) == 1


def test_second_half_stands_beside_the_first(tmp_path: Path) -> None:
    rows = rows_of(lay_out(tmp_path, 9))
    assert rows[0] == ["A0", "Meaning 0", "A5", "Meaning 5"]
    assert rows[-1] == ["A4", "Meaning 4", "", ""]
    assert len(rows) == 5


def test_halves_that_an_author_names_hold_a_single_entry(tmp_path: Path) -> None:
    assert rows_of(lay_out(tmp_path, 1, more="variant: halves")) == [["A0", "Meaning 0"]]
