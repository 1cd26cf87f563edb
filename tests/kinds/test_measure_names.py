"""Names in tables of results: bold, however long they are."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project

LONG = "Readers who come back within a month after they have read their first article on a phone"


@pytest.mark.parametrize(
    ("row", "styles"),
    [
        ("name: Readers", ["strong"]),
        (f"name: {LONG}", ["strong"]),
        (f"name: {LONG}, short: Back", ["strong", "body"]),
        ("name: Readers, short: Back", ["strong"]),
    ],
)
def test_first_line_of_a_name_is_bold_whatever_its_length(tmp_path: Path, row: str, styles: list[str]) -> None:
    slide = f"kind: key-results\nvariant: standard\nrows:\n  - {{{row}, goal: 5%}}\n"
    [table] = pipeline.lay_out(make_project(tmp_path, slide)).slides[0].blocks_of(Table)
    assert [p.style for p in table.rows[0].cells[0].paragraphs] == styles
