"""Lists that are written inside a text: in paragraphs, items, cells and results."""

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Table
from sample_projects import make_project

DRILL_DOWN = """
kind: drill-down
title: Voting tool
situation: |-
  Line one
  line two
impact: |-
  Two teams wait:
  - Trust
    - and Safety
  - Growth
recommendation: "- only one line"
"""
TABLE = """
kind: table
title: Plan
columns: [What, Steps]
rows:
  - - Voting tool
    - |-
      3. Test
      4. Release
"""
RESULTS = """
kind: key-results
variant: standard
title: Results
rows:
  - id: voters
    result: Voters
    goal: |-
      - more voters
      - fewer complaints
    baseline: |-
      a survey
      of 2019
    quarters:
      Q2: {result}
"""


def paragraphs_of(tmp_path, slide):
    laid_out = pipeline.lay_out(make_project(tmp_path, slide))
    assert not [d for d in laid_out.issues if d.severity == "error"]
    return [paragraph for block in laid_out.slides[-1].blocks for paragraph in block.all_paragraphs()]


def shown(paragraphs):
    return [("  " * p.level) + (f"{p.bullet} " if p.bullet else "") + p.plain_text for p in paragraphs]


def test_lines_and_lists_stay_in_a_drill_down(tmp_path):
    texts = shown(paragraphs_of(tmp_path, DRILL_DOWN))
    assert "Line one\nline two" in texts
    at = texts.index("Two teams wait:")
    assert texts[at : at + 4] == ["Two teams wait:", "• Trust", "  • and Safety", "• Growth"]
    assert "- only one line" in texts


def test_list_in_a_cell_begins_with_its_number(tmp_path):
    assert shown(paragraphs_of(tmp_path, TABLE))[-2:] == ["3. Test", "4. Release"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ('"Open:\\n- a\\n- b"', ["Open:", "• a", "• b"]),
        ('"- a\\n- b"', ["• a", "• b"]),
        ('{lead: Open, text: "still\\n- a\\n- b"}', ["Open: still", "• a", "• b"]),
        ('{lead: Open, text: "- a\\n- b"}', ["Open:", "• a", "• b"]),
        ('{text: "Open:", bullets: ["x:\\n- a\\n- b"]}', ["Open:", "  • x:", "    • a", "    • b"]),
    ],
)
def test_list_in_an_item_is_below_it_as_bullets_are(tmp_path, item, expected):
    assert (
        shown(paragraphs_of(tmp_path, f"kind: bullets\nvariant: standard\ntitle: T\nbullets:\n  - {item}")) == expected
    )


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (
            '"- first campaign done\\n- second one\\n  - prepared"',
            ["• first campaign done", "• second one", "  • prepared"],
        ),
        ('"- 200 tickets\\n- 4% complaints"', ["- 200 tickets", "- 4% complaints"]),
        ('"1. Halbjahr: 4%\\n2. Halbjahr: 5%"', ["1. Halbjahr: 4%", "2. Halbjahr: 5%"]),
    ],
)
def test_result_is_a_list_unless_it_is_understood_as_figures(tmp_path, result, expected):
    texts = shown(paragraphs_of(tmp_path, RESULTS.replace("{result}", result)))
    assert [text for text in texts if text in expected] == expected
    assert {"• more voters", "• fewer complaints"} <= set(texts)
    assert [text for text in texts if text.endswith("a survey\nof 2019")]


def test_table_of_lists_is_a_table(tmp_path):
    laid_out = pipeline.lay_out(make_project(tmp_path, TABLE))
    [table] = [block for block in laid_out.slides[-1].blocks if isinstance(block, Table)]
    assert table.rows[-1].cells[1].plain_text == "Test\nRelease"
