"""Words of deckgen for what is typed (`status: at-risk`), and texts typed where nothing stood, come home or are named."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_decks import edited, in_row, make_deck, pulled

from deckgen.build import pipeline
from sample_projects import make_project

RISKS = """
kind: risks
headline: One of three risks has no answer yet
risks:
  - {risk: Asbestos in further rooms, likelihood: medium, impact: high, owner: Tom Okafor, answer: Survey of all four sites}
  - {risk: A large donor leaves, likelihood: low, impact: high, owner: Fundraising, answer: Talks in October}
  - {risk: Volunteers leave, likelihood: high, impact: medium}
"""
ROADMAP = """
kind: roadmap
headline: Two rooms are open, the third opens in Q4
tracks:
  - name: Family rooms
    milestones:
      - {when: Q1, text: Westside, status: done}
      - {when: Q3-Q4, text: Northside, status: at-risk}
  - name: Volunteers
    milestones:
      - {when: Q2, text: Strategy approved, status: at-risk}
"""
OBJECTIVE = """
kind: objective
headline: Two of three rooms are open
objective: No parent sleeps on a chair
updates:
  - The room at Westside has opened.
  - lead: Northside
    text: building work waits for a survey.
    status: at-risk
"""
METRICS = """
kind: metrics
headline: Editors stay, one result is missing
rows:
  - {id: talks, name: Talks with editors, goal: '4', quarters: {Q1: '1', Q2: '5'}}
  - {id: happy, name: Editors who are happy, goal: 90%, owner: Ada, quarters: {Q1: 91%}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("deck"), RISKS, ROADMAP, OBJECTIVE, METRICS)


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


Edit = Callable[[Any], None]
RECOVERED: dict[str, tuple[Edit, str]] = {
    "level of a risk": (
        lambda d: in_row(d, 0, "Asbestos", "Medium", "Low"), "{risk: Asbestos in further rooms, likelihood: low, impact: high"
    ),
    "one of two equal words": (
        lambda d: in_row(d, 0, "A large donor", "High", "Medium"), "{risk: A large donor leaves, likelihood: low, impact: medium"
    ),
    "milestone": (lambda d: in_row(d, 1, "Northside", "At risk", "On track"), "text: Northside, status: on-track}"),
    "milestone of another track": (
        lambda d: in_row(d, 1, "Strategy", "At risk", "Done"), "{when: Q2, text: Strategy approved, status: done}"
    ),
    "update": (lambda d: in_row(d, 2, "Northside", "At risk", "On track"), "    status: on-track\n"),
    "empty answer": (
        lambda d: in_row(d, 0, "Volunteers", "", "Buddy scheme"), "impact: medium, answer: Buddy scheme}"
    ),
    "missing result": (
        lambda d: in_row(d, 3, "happy", "No result yet", "96%"), "quarters: {Q1: 91%, Q2: 96%}}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RECOVERED)
def test_typed_word_or_empty_field_is_recovered(name: str, folder: Path, built: bytes) -> None:
    edit, expected = RECOVERED[name]
    found = pulled(folder, edited(built, edit))
    assert found.outcomes() == ["proven"], [each.message for each in found.edits]
    before, after = (folder / "part.yaml").read_text("utf-8").splitlines(), found.written()["part.yaml"].splitlines()
    assert expected in "\n".join(after) + "\n"
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    assert found.edits[0].line == next(n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b)


NAMED: dict[str, tuple[Edit, tuple[str, ...]]] = {
    "unknown level": (
        lambda d: in_row(d, 0, "Asbestos", "Medium", "Rather low"), ("“Medium” → “Rather low”", "Asbestos in further rooms")
    ),
    "unknown status": (lambda d: in_row(d, 1, "Northside", "At risk", "Fine"), ("“At risk” → “Fine”",)),
    "sentence for a missing result": (
        lambda d: in_row(d, 3, "happy", "No result yet", "[x](y"), ("No result yet", "[x](y", "Editors who are happy")
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_what_does_not_come_home_is_named_with_its_words_and_row(name: str, folder: Path, built: bytes) -> None:
    edit, words = NAMED[name]
    [found] = pulled(folder, edited(built, edit)).edits
    assert found.line
    for each in words:
        assert each in found.message


def test_levels_and_statuses_are_asked_one_by_one(folder: Path, built: bytes) -> None:
    [found] = pulled(folder, edited(built, RECOVERED["level of a risk"][0])).edits
    assert found.care == "status"


def changed_since(root: Path) -> Path:
    """Write the deck as its content became after it was built."""
    folder = make_deck(root, RISKS.replace("likelihood: medium", "likelihood: high"), ROADMAP, OBJECTIVE, METRICS)
    file = folder / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("Northside, status: at-risk", "Northside, status: done"), "utf-8")
    return folder


def test_key_that_changed_in_the_content_since_is_no_edit(built: bytes, tmp_path: Path) -> None:
    assert not pulled(changed_since(tmp_path), built).edits


@pytest.mark.parametrize(("word", "outcome"), [("Low", "conflict"), ("High", "done")])
def test_key_that_changed_on_both_sides_is_settled_by_a_person(
    word: str, outcome: str, built: bytes, tmp_path: Path
) -> None:
    data = edited(built, lambda deck: in_row(deck, 0, "Asbestos", "Medium", word))
    assert pulled(changed_since(tmp_path), data).outcomes() == [outcome]


def test_key_that_the_deck_does_not_carry_is_only_proposed(folder: Path, built: bytes) -> None:
    without = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(built)) as source, zipfile.ZipFile(without, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            carried = re.compile(rb'<value path="[^"]*/(?:likelihood|impact)">[^<]*</value>')
            target.writestr(name, carried.sub(b"", data) if name.startswith("customXml/") else data)
    [found] = pulled(folder, edited(without.getvalue(), RECOVERED["level of a risk"][0])).edits
    assert (found.outcome, found.proposal) == ("proposed", "likelihood: low")


def two_results(first: str, second: str) -> Edit:
    """Return an edit that types two results of one metric."""

    def both(deck: Any) -> None:
        for slide, text in enumerate((first, second)):
            in_row(deck, slide, "Editors who", "No result yet", text)

    return both


HAPPY = """\
happy: {name: Editors who are happy, goal: 90%, quarters: {Q1: 91%}}
calm: {name: Calm, goal: '2', quarters: {Q2: '1'}}
"""
TWICE = (
    "kind: metrics\nheadline: First\nmetrics: [happy, calm]",
    "kind: metrics\nheadline: Second\nmetrics: [happy, calm]",
)


@pytest.mark.parametrize(("second", "outcomes"), [("96%", ["proven"]), ("97%", ["proposed", "proposed"])])
def test_result_typed_on_two_slides_is_one_value(second: str, outcomes: list[str], tmp_path: Path) -> None:
    folder = make_project(tmp_path, *TWICE, files={"data/metrics.yaml": HAPPY})
    data = pipeline.build_bytes(folder).data
    assert data is not None
    found = pulled(folder, edited(data, two_results("96%", second)))
    assert found.outcomes() == outcomes, [each.message for each in found.edits]
    if found.edits[0].is_writable:
        assert "Q1: 91%, Q2: 96%" in found.written()["metrics.yaml"]
