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


@pytest.mark.parametrize(
    ("epoch", "date", "day"),
    [
        ("", "", ""),
        ("", "January 2021", ""),
        ("", "28 January 2021", "2021-01-28"),
        ("1611792000", "", "2021-01-28"),
        ("1611792000", "1 April 2022", "2021-01-28"),
    ],
)
def test_dates_are_source_date_epoch_or_the_day_of_the_deck_or_absent(
    epoch: str, date: str, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    folder = make_project(tmp_path, "kind: bullets\nbullets:\n  - One\n")
    if date:
        (folder / "deck.yaml").open("a").write(f"date: {date}\n")
    path = pipeline.build(folder).path
    assert path is not None
    with zipfile.ZipFile(path) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {
            (*map(int, (day or "1980-01-01").split("-")), 0, 0, 0)
        }
        core = zipped.read("docProps/core.xml").decode()
    stamps = [f'{name} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z<' in core for name in ("created", "modified")]
    assert stamps == [bool(day)] * 2
    assert day or "W3CDTF" not in core
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
