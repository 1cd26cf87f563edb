"""Which results a deck takes, by which id, who owes them, and what is still lacking."""

from pathlib import Path

import pytest
from result_projects import make_deck, opened

from deckgen.results import Due, TargetIndex, owed, targets


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_deck(tmp_path)


def by_id(folder: Path) -> dict[str, Due]:
    return {due.id: due for due in owed(opened(folder))}


def test_everything_that_takes_a_result_has_an_id(deck: Path) -> None:
    assert [target.id for target in targets(opened(deck).deck)] == [
        "editors", "editors/new", "survey", "people/women", "people/outside-na-eu", "paused", "part/tools",
        "part/a-result-without-an-id", "part/past", "unshown",
    ]  # fmt: skip


def test_each_entry_stands_as_its_content_says(deck: Path) -> None:
    assert {id_: str(due.state) for id_, due in by_id(deck).items()} == {
        "editors": "filled", "editors/new": "missing", "survey": "not due", "people/women": "missing",
        "people/outside-na-eu": "missing", "paused": "paused", "part/tools": "filled", "part/past": "not due",
        "part/a-result-without-an-id": "missing", "part/objective": "filled", "unshown": "missing",
    }  # fmt: skip


def test_an_owner_is_ones_own_then_the_slides_then_the_department(deck: Path) -> None:
    owners = {id_: due.owner for id_, due in by_id(deck).items()}
    assert owners["editors"] == owners["editors/new"] == "Data team"
    assert owners["part/tools"] == "Product"
    assert owners["part/objective"] == "Ada"
    assert owners["unshown"] == "(no owner)"


def test_entries_say_where_they_stand(deck: Path) -> None:
    due = by_id(deck)["people/women"]
    assert (due.file, due.line, due.section) == ("content/sample/data/metrics.yaml", 19, "Part")
    assert by_id(deck)["unshown"].section == "(not on a slide)"


def test_an_id_is_found_whole_or_by_its_last_part_if_that_is_unique(deck: Path) -> None:
    known = targets(opened(deck).deck)
    assert TargetIndex(known).find("tools") == TargetIndex(known).find("part/tools")
    assert TargetIndex(known).find("nobody") is None
    assert TargetIndex(known).suggestion("editor") == "did you mean 'editors'?"
    assert TargetIndex(known).suggestion("part/toolz") == "did you mean 'part/tools'?"


def test_the_same_id_twice_is_told_apart(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    part = folder / "part.yaml"
    part.write_text(
        part.read_text() + "  - kind: key-results\n    title: More\n    rows:\n      - id: tools\n        name: Again\n"
    )
    ids = [target.id for target in targets(opened(folder).deck)]
    assert [i for i in ids if i.startswith("part/tools")] == ["part/tools", "part/tools-2"]


def test_a_mark_of_the_last_roll_makes_a_text_owed(deck: Path) -> None:
    part = deck / "part.yaml"
    part.write_text(part.read_text().replace("    updates:", "    # REWRITE for Q2 FY20-21: old\n    updates:"))
    assert by_id(deck)["part/objective"].state == "to rewrite"
