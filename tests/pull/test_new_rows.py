"""A row that somebody adds is proposed as what its cells say, by column, and as what `deckgen check` accepts."""

import copy
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from edited_decks import edited, make_deck, pulled
from pptx import Presentation

from deckgen.build import pipeline
from deckgen.kinds import find_kinds
from deckgen.pull.edits import Edit
from sample_projects import make_example

RISKS = """
kind: risks
headline: One of three risks has no answer yet
risks:
  - {risk: Asbestos in further rooms, likelihood: medium, impact: high, owner: Tom Okafor, answer: Survey of all four sites}
  - {risk: A large donor leaves, likelihood: low, impact: high, owner: Fundraising, answer: Talks in October}
  - {risk: Volunteers leave, likelihood: high, impact: medium, owner: Priya Shah}
"""
METRICS = """
kind: metrics
headline: Editors stay
metrics: [editors]
rows: [{name: Talks, goal: '4', quarters: {Q1: '1', Q2: '3'}}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("deck"), RISKS, METRICS)


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def type_over(cell: Any, text: str) -> None:
    runs = [run for paragraph in cell.text_frame.paragraphs for run in paragraph.runs]
    for run in runs:
        run.text = ""
    if runs:
        runs[0].text = text
    else:
        cell.text_frame.text = text


def copy_row(number: int, texts: Sequence[str]) -> Callable[[Any], None]:
    """Return an edit that copies the last row of a table, as PowerPoint does, and types over it."""

    def add(deck: Any) -> None:
        table = tables(deck)[number]
        last = table._tbl.tr_lst[-1]
        last.addnext(copy.deepcopy(last))
        for column, text in enumerate(texts):
            type_over(table.cell(len(table.rows) - 1, column), text)

    return add


def proposed(folder: Path, data: bytes, texts: Sequence[str], number: int = 0) -> Edit:
    [found] = pulled(folder, edited(data, copy_row(number, texts))).edits
    return found


def test_each_cell_of_a_new_row_goes_into_the_field_of_its_column(folder: Path, built: bytes) -> None:
    found = proposed(folder, built, ("Heating fails", "High", "Low", "New boiler in May", "Ada"))
    expected = {
        "risk": "Heating fails",
        "likelihood": "high",
        "impact": "low",
        "owner": "Ada",
        "answer": "New boiler in May",
    }
    assert yaml.safe_load(found.proposal) == [expected]
    assert found.message.endswith("add it to `risks`")
    assert found.line == 8


def test_word_that_no_field_can_have_is_named_and_not_replaced(folder: Path, built: bytes) -> None:
    found = proposed(folder, built, ("Heating fails", "High", "Rather low", "New boiler", "Ada"))
    assert "medium" not in found.proposal
    assert "“Heating fails | High | Rather low | New boiler | Ada”" in found.message


def test_empty_cells_leave_their_fields_out(folder: Path, built: bytes) -> None:
    found = proposed(folder, built, ("Heating fails", "Low", "Low", "", ""))
    assert yaml.safe_load(found.proposal) == [{"risk": "Heating fails", "likelihood": "low", "impact": "low"}]


def test_new_row_among_metrics_has_fields_of_a_result(folder: Path, built: bytes) -> None:
    header = [cell.text for cell in tables(Presentation(io.BytesIO(built)))[1].rows[0].cells]
    texts = {"Metric": "Home visits", "Goal": "20", "Q1": "15", "Q2": "18"}
    found = proposed(folder, built, [texts.get(name, "") for name in header], number=1)
    assert yaml.safe_load(found.proposal) == [
        {"name": "Home visits", "goal": "20", "quarters": {"Q1": "15", "Q2": "18"}}
    ]
    assert "add it to `rows`" in found.message


def test_row_of_a_table_that_deckgen_computes_is_named(tmp_path: Path) -> None:
    folder = make_example(tmp_path, find_kinds()["at-a-glance"].EXAMPLE)
    data = pipeline.build_bytes(folder).data
    assert data is not None
    found = proposed(folder, data, ("Zebra",))
    assert not found.proposal
    assert "Zebra" in found.message


KINDS = {
    "risks": -1,
    "decisions": 0,
    "table": -1,
    "metrics": -1,
    "objective": -1,
    "overview": 0,
    "section": -1,
    "drill-down": 2,
}
"""The kinds with tables of entries, and which of their variants has one (-1: their first example)."""


@pytest.mark.parametrize("name", KINDS)
def test_what_is_proposed_for_a_new_row_builds(name: str, tmp_path: Path) -> None:
    kind = find_kinds()[name]
    examples = [each.example for each in kind.Content.variants if each.example]
    example = [*examples, kind.Content.standard_example, kind.EXAMPLE][KINDS[name]]
    folder = make_example(tmp_path, example)
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def add(deck: Any) -> None:
        copy_row(0, ())(deck)
        cells = [cell for cell in tables(deck)[0].rows[len(tables(deck)[0].rows) - 1].cells if cell.text.strip()]
        longest = max(cells, key=lambda cell: len(cell.text))
        run = next(run for paragraph in longest.text_frame.paragraphs for run in paragraph.runs if run.text.strip())
        run.text = f"Another {run.text}"

    found = next(each for each in pulled(folder, edited(data, add)).edits if each.proposal)
    [entry] = yaml.safe_load(found.proposal)
    assert "Another" in str(entry)
    key = found.message.split("add it to `")[1].split("`")[0]
    content = yaml.load((folder / "part.yaml").read_text("utf-8"), yaml.BaseLoader)
    holder = next(each for each in (content["slides"][0], *content["slides"][0].values()) if key in each)
    holder[key].append(entry)
    (folder / "part.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    assert pipeline.build_bytes(folder).data is not None
