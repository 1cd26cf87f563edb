"""An edited deck is recognised by the content of the file, and is never overwritten."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.package import edited
from sample_projects import make_project

SLIDE = "kind: bullets\nbullets:\n  - One\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_project(tmp_path, SLIDE)


def build(deck: Path) -> BuildResult:
    built = pipeline.build(deck)
    assert built.path is not None
    return built


def change_title(path: Path, text: str) -> None:
    presentation = Presentation(str(path))
    presentation.slides[0].shapes.title.text_frame.text = text
    presentation.save(str(path))


def test_moved_or_touched_deck_is_not_edited(deck: Path, tmp_path: Path) -> None:
    path = build(deck).path
    assert path is not None
    moved = path.rename(tmp_path / "moved.pptx")
    moved.touch()
    assert not edited(moved)


def test_second_build_creates_no_copy(deck: Path) -> None:
    for _ in range(2):
        built = build(deck)
        assert built.kept_copy is None
        assert built.path is not None
        assert [entry.name for entry in built.path.parent.iterdir()] == [built.path.name]


def test_edited_decks_are_kept_under_numbered_names(deck: Path) -> None:
    path = build(deck).path
    assert path is not None
    for n, name in enumerate(("sample-fy20-21-q2-edited.pptx", "sample-fy20-21-q2-edited-2.pptx")):
        change_title(path, f"By hand {n}")
        kept_copy = build(deck).kept_copy
        assert kept_copy is not None
        assert kept_copy.name == name
        assert Presentation(str(kept_copy)).slides[0].shapes.title.text_frame.text == f"By hand {n}"
        assert Presentation(str(path)).slides[0].shapes.title.text_frame.text != f"By hand {n}"


def rewritten(data: bytes, change: dict[str, bytes]) -> bytes:
    """Return a package with some parts changed, and all of them stored without compression."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, change.get(entry.filename, old.read(entry)), zipfile.ZIP_STORED)
    return out.getvalue()


def test_changed_part_counts_as_edit_and_compression_does_not(deck: Path, tmp_path: Path) -> None:
    path = build(deck).path
    assert path is not None
    data = rewritten(path.read_bytes(), {})
    with zipfile.ZipFile(path) as zipped:
        names = zipped.namelist()
    again = tmp_path / "again.pptx"
    again.write_bytes(data)
    assert not edited(again)
    for name in names:
        again.write_bytes(rewritten(data, {name: b"<x/>"}))
        assert edited(again), name


@pytest.mark.parametrize("data", [b"", b"nothing that we wrote", b"PK\x05\x06" + bytes(18)])
def test_file_not_written_by_deckgen_counts_as_edited(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(data)
    assert edited(tmp_path / "a.pptx")


def test_missing_file_is_not_edited(tmp_path: Path) -> None:
    assert not edited(tmp_path / "a.pptx")
