"""The deck that deckgen builds from `content/thriving-movement` is sound, and every build gives the same bytes."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.build import pipeline
from deckgen.package import accessibility, problems
from sample_projects import make_project

PROJECT = Path(__file__).resolve().parents[2]


def test_built_deck_has_no_problems(deck: bytes) -> None:
    found = problems(deck)
    assert not found, "\n".join(found[:40])


def test_built_deck_is_accessible(deck: bytes) -> None:
    assert [finding.message for finding in accessibility.findings(deck)] == []


@pytest.mark.parametrize(("epoch", "day"), [(None, (1980, 1, 1)), ("1611792000", (2021, 1, 28))])
def test_all_dates_are_1980_or_source_date_epoch(
    epoch: str | None, day: tuple[int, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    path = pipeline.build(make_project(tmp_path, "kind: bullets\nbullets:\n  - One\n")).path
    assert path is not None
    with zipfile.ZipFile(path) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(*day, 0, 0, 0)}
        core = zipped.read("docProps/core.xml").decode()
    stamped = f"{day[0]}-{day[1]:02}-{day[2]:02}T00:00:00Z"
    assert [core.count(f">{stamped}</dcterms:{name}>") for name in ("created", "modified")] == [1, 1]
    assert problems(path) == []


def test_deck_names_its_organisation_but_not_its_builder(deck: bytes) -> None:
    core = Presentation(BytesIO(deck)).core_properties
    assert (core.title, core.subject) == ("Thriving Movement", "Tuning session · Q2 FY20-21")
    assert (core.language, core.author, core.last_modified_by) == ("en", "Wikimedia Foundation", "Wikimedia Foundation")
    with zipfile.ZipFile(BytesIO(deck)) as zipped:
        everything = b"\n".join(zipped.read(name) for name in zipped.namelist())
    for hidden in ("somebody-0", str(PROJECT), str(Path.home()) + "/"):
        assert hidden.encode() not in everything, hidden


def test_same_content_gives_the_same_bytes(deck: bytes, built_again: bytes) -> None:
    assert built_again == deck, (
        "two builds of one content differ: look for a date, a random id, the order of a set or a file name"
    )
