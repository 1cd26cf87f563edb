"""The targets of a deck have ids; its status has an owner and a state for each of them."""

from pathlib import Path

import pytest
from result_projects import make_deck, opened

from deckgen.results import StatusEntry, TargetIndex, find_targets, status_entries
from deckgen.results.owner_sheets import csv_text, owner_sheets


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_deck(tmp_path)


def by_id(folder: Path) -> dict[str, StatusEntry]:
    return {entry.id: entry for entry in status_entries(opened(folder))}


def test_every_target_has_an_id(deck: Path) -> None:
    assert [target.id for target in find_targets(opened(deck).deck)] == [
        "editors", "editors/new", "survey", "people/women", "people/outside-na-eu", "paused", "part/tools",
        "part/a-result-without-an-id", "part/past", "unshown",
    ]  # fmt: skip


def test_states_follow_from_the_content(deck: Path) -> None:
    assert {id_: str(entry.state) for id_, entry in by_id(deck).items()} == {
        "editors": "filled", "editors/new": "missing", "survey": "not due", "people/women": "missing",
        "people/outside-na-eu": "missing", "paused": "paused", "part/tools": "filled", "part/past": "not due",
        "part/a-result-without-an-id": "missing", "part/objective": "filled", "unshown": "missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    "entry", ["TBC", "~", "null", "n/a", "300 planned", "{plan: 300}", "{forecast: 300, because: Late, next: Start}"]
)
def test_plan_or_announcement_is_no_result(deck: Path, entry: str) -> None:
    file = deck / "data" / "metrics.yaml"
    file.write_text(file.read_text().replace("    Q2: +8.1% YoY\n", f"    Q2: {entry}\n"))
    state = by_id(deck)["editors"]
    assert (str(state.state), state.is_outstanding) == ("missing", True)
    sheets = owner_sheets(status_entries(opened(deck)), opened(deck).deck.period, {})
    lines = csv_text(sheets["Data team"]).splitlines()
    assert '"missing"' in next(line for line in lines if line.startswith('"editors"'))


def test_key_result_that_is_done_is_not_owed_again(deck: Path) -> None:
    part = deck / "part.yaml"
    text = part.read_text()
    part.write_text(
        text.replace("Q1: Prototype\n      Q2:\n        status: at-risk", "Q1:\n        status: done").replace(
            "Q1: Prototype\n          Q2:\n            status: at-risk", "Q1:\n            status: done"
        )
    )
    assert part.read_text() != text
    assert str(by_id(deck)["part/tools"].state) == "not due"


def test_owner_is_its_own_then_of_the_slide_then_the_department(deck: Path) -> None:
    owners = {id_: entry.owner for id_, entry in by_id(deck).items()}
    assert owners["editors"] == owners["editors/new"] == "Data team"
    assert owners["part/tools"] == "Product"
    assert owners["part/objective"] == "Ada"
    assert owners["unshown"] == "(no owner)"


def test_entries_have_file_line_and_section(deck: Path) -> None:
    entry = by_id(deck)["people/women"]
    assert (entry.file, entry.line, entry.section) == ("content/sample/data/metrics.yaml", 19, "Part")
    assert by_id(deck)["unshown"].section == "(not on a slide)"


def test_target_is_found_by_id_or_by_its_unique_last_part(deck: Path) -> None:
    index = TargetIndex(find_targets(opened(deck).deck))
    assert index.find("tools") == index.find("part/tools")
    assert index.find("nobody") is None
    assert index.suggestion("editor") == "did you mean `editors`?"
    assert index.suggestion("part/toolz") == "did you mean `part/tools`?"


def test_equal_ids_get_numbers(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    part = folder / "part.yaml"
    part.write_text(
        part.read_text() + "  - kind: key-results\n    title: More\n    rows:\n      - id: tools\n        name: Again\n"
    )
    ids = [target.id for target in find_targets(opened(folder).deck)]
    assert [i for i in ids if i.startswith("part/tools")] == ["part/tools", "part/tools-2"]


def test_text_with_a_rewrite_mark_is_outstanding(deck: Path) -> None:
    part = deck / "part.yaml"
    part.write_text(part.read_text().replace("    updates:", "    # REWRITE for Q2 FY20-21: old\n    updates:"))
    assert by_id(deck)["part/objective"].state == "to rewrite"
