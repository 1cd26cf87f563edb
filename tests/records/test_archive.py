"""`deckgen archive`: what is in the zip, equal bytes for equal content, and what it does not replace."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from record_projects import SHOWN, deckgen, edit, make_deck

from deckgen.build import pipeline
from deckgen.render import pdf

NAME = "output/sample-fy20-21-q2-2021-01-28.zip"
TOP = "sample-fy20-21-q2"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the day, and let the PDF be made without LibreOffice."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    monkeypatch.setattr("deckgen.render.libreoffice.find_program", lambda *names: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_deck(tmp_path, SHOWN)


def contents(project: Path, name: str = NAME) -> dict[str, bytes]:
    with zipfile.ZipFile(project / name) as archive:
        return {info.filename.removeprefix(f"{TOP}/"): archive.read(info) for info in archive.infolist()}


def test_archive_has_all_that_belongs_to_the_deck(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    Image.new("RGB", (80, 60), "teal").save(tmp_path / "shared/map.png")
    edit(
        folder,
        "part.yaml",
        "slides:\n",
        "slides:\n  - {kind: photos, title: Map, images: [{file: ../../shared/map.png, alt: M}]}\n",
    )
    (folder / ".hidden").write_text("x", encoding="utf-8")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 0, done.err
    first, second = done.out.splitlines()
    assert first.startswith(f"{NAME}: deck, PDF, content, brand and versions of programs, ")
    assert second == "  content/sample/history/fy20-21-q2.yaml records what was presented"
    files = contents(tmp_path)
    assert list(files) == [
        "sample-fy20-21-q2.pdf", "sample-fy20-21-q2.pptx", "versions.txt", "content/sample/data/metrics.yaml",
        "content/sample/deck.yaml", "content/sample/history/fy20-21-q2.yaml", "content/sample/part.yaml", "shared/map.png",
    ]  # fmt: skip
    assert files["sample-fy20-21-q2.pdf"].startswith(b"%PDF-")
    assert files["content/sample/history/fy20-21-q2.yaml"] == (folder / "history/fy20-21-q2.yaml").read_bytes()
    assert files["versions.txt"].startswith(b"Sample deck, Q2 FY20-21\n\ndeckgen ")
    assert f"output/{NAME}" not in files


def test_archive_of_a_period_with_open_entries_says_so(folder: Path, tmp_path: Path) -> None:
    mark = "  # REWRITE for Q2 FY20-21: headline. Delete this line when it is done.\n"
    edit(folder, "part.yaml", "  - kind: metrics\n", f"{mark}  - kind: metrics\n")
    edit(folder, "data/metrics.yaml", "    Q2: 81%\n", "    Q2:\n")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 0
    what = "3 of 4 results for Q2 FY20-21 missing and 1 text still to be rewritten"
    assert f"sample: warning: recorded as presented with {what}; if that is not so" in done.err


def test_every_version_is_archived(folder: Path, tmp_path: Path) -> None:
    with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write("versions:\n  board: {only: [part]}\n")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "deck (board, too), PDF, content" in done.out
    names = [name for name in contents(tmp_path) if "/" not in name]
    assert names == [f"{TOP}{end}" for end in ("-board.pdf", "-board.pptx", ".pdf", ".pptx")] + ["versions.txt"]


def test_unpacked_archive_builds_the_same_deck(folder: Path, tmp_path: Path) -> None:
    brand = tmp_path / "layouts/ours"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text(
        "defaults: {deckgen: {extend: wikimedia}}\ncolor: {primary: '#803050'}\n", encoding="utf-8"
    )
    edit(folder, "deck.yaml", "brand: wikimedia", "brand: ours")
    assert deckgen("archive", cwd=tmp_path).code == 0
    with zipfile.ZipFile(tmp_path / NAME) as archive:
        archive.extractall(tmp_path / "unpacked")
    project = tmp_path / "unpacked" / TOP
    assert deckgen("build", cwd=project).code == 0
    assert (project / f"output/{TOP}.pptx").read_bytes() == (project / f"{TOP}.pptx").read_bytes()


def test_equal_content_gives_equal_bytes_on_any_day(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deckgen("archive", cwd=tmp_path).code == 0
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 0
    assert "records what was presented already" in done.out
    monkeypatch.setattr("deckgen.records.today", lambda: "2021-02-01")
    for file in folder.rglob("*.yaml"):
        os.utime(file, (1, 1))
    assert deckgen("archive", "-o", "elsewhere/other.zip", cwd=tmp_path).code == 0
    assert (tmp_path / "elsewhere/other.zip").read_bytes() == (tmp_path / NAME).read_bytes()


def test_nothing_is_replaced_unless_asked(folder: Path, tmp_path: Path) -> None:
    assert deckgen("archive", cwd=tmp_path).code == 0
    before = (tmp_path / NAME).read_bytes(), (folder / "history/fy20-21-q2.yaml").read_bytes()
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 82%")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 2
    assert "content/sample/history/fy20-21-q2.yaml records something else (readers); nothing was archived" in done.err
    assert ((tmp_path / NAME).read_bytes(), (folder / "history/fy20-21-q2.yaml").read_bytes()) == before
    done = deckgen("archive", "--again", cwd=tmp_path)
    assert (done.code, done.out.splitlines()[1]) == (
        0, "  content/sample/history/fy20-21-q2.yaml records anew what was presented; changed: readers",
    )  # fmt: skip
    assert b"82%" in contents(tmp_path)["content/sample/history/fy20-21-q2.yaml"]


def _with_figure(folder: Path) -> None:
    edit(folder, "data/metrics.yaml", "Q2: 81%", "Q2: 82%")


def _with_comment(folder: Path) -> None:
    edit(folder, "data/metrics.yaml", "readers:\n", "# counted\nreaders:\n")


def _with_further_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("x", encoding="utf-8")


def _with_error_in_a_version(folder: Path) -> None:
    edit(folder, "deck.yaml", "board: {only: [part]}", "board: {only: [part]}\n  empty: {}")
    edit(folder, "part.yaml", "slides:\n", "not_in: [empty]\nslides:\n")


def _with_damaged_zip(folder: Path) -> None:
    (folder.parents[1] / NAME).write_bytes(b"PK\x03\x04 damaged")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_with_figure, "records something else (readers)"),
        (_with_comment, "is there and has something else in it"),
        (_with_further_file, "is there and has something else in it"),
        (_with_error_in_a_version, "the version `empty` has no slide"),
        (_with_damaged_zip, "is there and has something else in it"),
    ],
)
def test_archive_is_refused_before_any_pdf_is_made(
    change: Callable[[Path], None], message: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write("versions:\n  board: {only: [part]}\n")
    assert deckgen("archive", cwd=tmp_path).code == 0
    change(folder)
    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(pdf, "deck_pdf", lambda *_: pytest.fail("a PDF was made"))
    done = deckgen("archive", cwd=tmp_path)
    assert done.code in {1, 2}
    assert message in done.err
    assert (tmp_path / NAME).read_bytes() == before


def test_file_that_must_not_be_replaced_is_named_before_the_deck_is_built(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.zip").write_text("no zip", encoding="utf-8")
    monkeypatch.setattr(pipeline, "build_bytes", lambda *_, **__: pytest.fail("the deck was built"))
    done = deckgen("archive", "-o", "mine.zip", cwd=tmp_path)
    assert done.code == 3
    assert "was not written by deckgen, and is not replaced" in done.err


def test_text_changed_since_an_archive_needs_another_file(folder: Path, tmp_path: Path) -> None:
    assert deckgen("archive", cwd=tmp_path).code == 0
    edit(folder, "data/metrics.yaml", "readers:\n", "# counted\nreaders:\n")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 2
    assert f"{Path(NAME).name} is there and has something else in it: `--again` replaces it" in done.err
    (tmp_path / "mine.zip").write_text("no zip", encoding="utf-8")
    done = deckgen("archive", "-o", "mine.zip", "--again", cwd=tmp_path)
    assert done.code == 3
    assert "was not written by deckgen, and is not replaced" in done.err
    assert deckgen("archive", "-o", "mine.pptx", cwd=tmp_path).code == 2


def test_deck_that_was_edited_in_powerpoint_is_archived_too(folder: Path, tmp_path: Path) -> None:
    assert deckgen("build", cwd=tmp_path).code == 0
    built = tmp_path / f"output/{TOP}.pptx"
    stream = io.BytesIO(built.read_bytes())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("docProps/note.xml", "<a/>")
    built.write_bytes(stream.getvalue())
    assert deckgen("archive", cwd=tmp_path).code == 0
    files = contents(tmp_path)
    assert files[f"{TOP}-edited.pptx"] == stream.getvalue() != files[f"{TOP}.pptx"]


def test_edited_decks_that_builds_set_aside_are_archived_beside_a_new_one(folder: Path, tmp_path: Path) -> None:
    assert deckgen("build", cwd=tmp_path).code == 0
    built, edits = tmp_path / f"output/{TOP}.pptx", []
    for name in ("first", "second"):
        stream = io.BytesIO(built.read_bytes())
        with zipfile.ZipFile(stream, "a") as package:
            package.writestr(f"docProps/{name}.xml", "<a/>")
        built.write_bytes(stream.getvalue())
        edits.append(stream.getvalue())
        if name == "first":
            assert deckgen("build", "--again", cwd=tmp_path).code == 0
    assert deckgen("archive", cwd=tmp_path).code == 0
    files = contents(tmp_path)
    assert [files[f"{TOP}-edited.pptx"], files[f"{TOP}-edited-2.pptx"]] == edits


def test_deck_with_errors_is_not_archived(folder: Path, tmp_path: Path) -> None:
    edit(folder, "part.yaml", "kind: metrics", "kind: metrix")
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 1
    assert done.err.endswith("sample: 1 error; nothing was archived\n")
    assert not (folder / "history").exists()
    assert not (tmp_path / "output").exists()


@pytest.mark.skipif(os.name != "posix", reason="other systems have no pipes and links of this kind")
def test_what_is_no_file_of_the_project_is_refused(
    folder: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret").write_text("x", encoding="utf-8")
    extra = folder / "extra"
    for make, message in (
        (lambda: extra.symlink_to(outside / "secret"), "is a symbolic link that leads out of the project"),
        (lambda: extra.symlink_to(outside), "is a link to a folder: put the folder itself there"),
        (lambda: os.mkfifo(extra), "is a pipe, not a regular file"),
    ):
        make()
        done = deckgen("archive", cwd=tmp_path)
        assert done.code == 3
        assert message in done.err
        assert not (tmp_path / "output").exists()
        extra.unlink()


def test_content_changed_during_the_build_is_not_archived(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_a_change(*arguments: Any) -> pdf.MadePdf:
        edit(folder, "data/metrics.yaml", "name: Readers\n  short", "name: All readers\n  short")
        return make_pdf(*arguments)

    make_pdf = pdf.deck_pdf
    monkeypatch.setattr(pdf, "deck_pdf", after_a_change)
    done = deckgen("archive", cwd=tmp_path)
    assert done.code == 3
    assert "content/sample/data/metrics.yaml was changed while the deck was built; nothing was archived" in done.err
    assert not (folder / "history").exists()
