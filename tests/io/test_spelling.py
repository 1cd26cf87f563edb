"""Files are found only under the names that their folders show, also where the system ignores case (simulated)."""

import os
import unicodedata
from pathlib import Path

import pytest

import other_systems
from deckgen.io.confined import read_bytes
from deckgen.io.project import SameNameError, refuse_same_name
from deckgen.io.spelling import MisspelledError, as_spelled, folded_name, is_reserved, is_spelled, spelled_name


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "content" / "Deck" / "media").mkdir(parents=True)
    for name in ("Deck/deck.yaml", "Deck/media/Team.jpg", "Deck/media/2021.01"):
        (tmp_path / "content" / name).write_bytes(b"x")
    other_systems.ignore_case(monkeypatch, tmp_path)
    return tmp_path


def test_simulated_system_ignores_case(project: Path) -> None:
    assert (project / "CONTENT" / "deck" / "MEDIA" / "team.JPG").read_bytes() == b"x"
    assert (project / "content" / "deck" / "media" / "team.jpg.").is_file()


@pytest.mark.parametrize(
    ("name", "actual"),
    [("team.jpg", "Team.jpg"), ("TEAM.JPG", "Team.jpg"), ("Team.jpg", "Team.jpg"), ("Team.jpg.", ""), ("2021.01.", "")],
)
def test_name_is_that_of_the_folder(project: Path, name: str, actual: str) -> None:
    path = project / "content" / "Deck" / "media" / name
    assert spelled_name(path) == actual
    assert is_spelled(path) == (name == actual)


@pytest.mark.parametrize(
    ("name", "actual"), [("media/team.jpg", "Team.jpg"), ("Media/Team.jpg", "media"), ("media/Team.jpg .", "")]
)
def test_file_of_content_in_another_case_is_not_read(project: Path, name: str, actual: str) -> None:
    with pytest.raises(MisspelledError) as refusal:
        read_bytes(project / "content" / "Deck" / name, 10, project)
    assert refusal.value.actual == actual


def test_file_of_content_under_its_name_is_read(project: Path) -> None:
    assert read_bytes(project / "content" / "Deck" / "media" / "Team.jpg", 10, project) == b"x"
    assert read_bytes(project / "content" / "Deck" / "media" / "2021.01", 10, project) == b"x"


def test_deck_typed_in_another_case_gets_the_name_of_its_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert as_spelled(Path("CONTENT/deck/deck.YAML")) == Path("content/Deck/deck.yaml")
    assert as_spelled(Path("content/none")) == Path("content/none")
    refuse_same_name(project / "content" / "deck")  # the same deck, not another one


def test_decks_that_differ_in_case_are_refused_where_case_matters(tmp_path: Path) -> None:
    for name in ("Deck", "deck"):
        (tmp_path / "content" / name).mkdir(parents=True)
        (tmp_path / "content" / name / "deck.yaml").touch()
    with pytest.raises(SameNameError, match="content/Deck and content/deck would be built into one file"):
        refuse_same_name(tmp_path / "content" / "deck")


def test_names_that_differ_in_case_are_distinct_where_case_matters(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    os.link(tmp_path / "a", tmp_path / "A")
    assert spelled_name(tmp_path / "a") == "a"
    assert spelled_name(tmp_path / "A") == "A"


def test_name_in_another_unicode_form_is_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    composed, decomposed = (unicodedata.normalize(form, "Müller") for form in ("NFC", "NFD"))
    assert folded_name(composed) == folded_name(decomposed) == folded_name("müller")
    (tmp_path / composed).touch()
    monkeypatch.setattr(os, "listdir", lambda _: [decomposed])  # macOS shows this form
    other_systems.ignore_case(monkeypatch, tmp_path)
    assert spelled_name(tmp_path / composed) == composed


@pytest.mark.parametrize(
    ("name", "reserved"),
    [
        ("aux", True), ("AUX.yaml", True), ("con", True), ("nul.tar.gz", True), ("COM1", True), ("lpt9.txt", True),
        ("com¹", True), ("aux .yaml", True), ("a.", True), ("a ", True), ("auxiliary", False), ("com", False),
        ("com10", False), ("console", False), ("a.aux", False), (".a", False),
    ],
)  # fmt: skip
def test_names_that_windows_cannot_have_are_recognised(name: str, reserved: bool) -> None:
    assert is_reserved(name) == reserved
