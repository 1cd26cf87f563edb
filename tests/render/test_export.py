"""`deckgen render`: which files come out, what is left out, and what is told."""

import io
import re
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.render import Embedded, RenderError, export, sheets
from deckgen.render.export import Exported, ExportRequest

SIZE = (320, 180)


def draw(deck: bytes, folder: Path, embedded: Embedded, **order: object) -> Exported:
    return export.export(deck, folder, ExportRequest(width=320, **order), embedded, [], lambda *_: None)


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "installed", lambda: None)


def test_a_deck_becomes_pictures_a_sheet_and_a_pdf(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    folder = tmp_path / "deep" / "folder"
    done = draw(deck, folder, embedded)
    names = ["sheet.png", "slide-01.png", "slide-02.png", "slide-03.png", "slides.pdf"]
    assert sorted(p.name for p in folder.iterdir()) == names
    assert {Image.open(p).size for p in done.pictures} == {SIZE}
    assert not done.vectors
    pages = pypdfium2.PdfDocument(folder / "slides.pdf")
    assert [tuple(round(v) for v in page.get_size()) for page in pages] == [(960, 540)] * 3
    assert pages.get_metadata_dict()["Title"] == "Sample deck", "and not the folder's name"
    assert sheets.difference(page_png(pages[0]), done.pictures[0].read_bytes()) < 0.001


def page_png(page: pypdfium2.PdfPage) -> bytes:
    file = io.BytesIO()
    page.render(scale=SIZE[0] / page.get_width()).to_pil().save(file, "PNG")
    return file.getvalue()


def test_a_pdf_of_pictures_takes_the_place_of_one_that_libreoffice_cannot_make(
    deck: bytes, tmp_path: Path, embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> bytes:
        raise RenderError("LibreOffice could not draw the deck: no memory left")

    monkeypatch.setattr(export, "installed", lambda: "soffice")
    monkeypatch.setattr(export.LibreOffice, "pdf", fails)
    monkeypatch.setattr(export.LibreOffice, "__init__", lambda *_: None)
    monkeypatch.setattr(export.LibreOffice, "close", lambda _: None)
    done = draw(deck, tmp_path, embedded, slides="1", formats=("pdf",))
    assert len(pypdfium2.PdfDocument(done.pdf)) == 1
    assert (done.vectors, done.refused) == (False, "LibreOffice could not draw the deck: no memory left")


def test_a_hidden_slide_is_drawn_only_when_named(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    assert draw(deck, tmp_path, embedded).hidden == [4]
    named = draw(deck, tmp_path, embedded, slides="4", formats=("png",))
    assert [p.name for p in named.pictures] == ["slide-04.png"]


def test_pictures_of_slides_that_are_gone_go_too_unless_a_part_was_asked_for(
    deck: bytes, tmp_path: Path, embedded: Embedded
) -> None:
    for name in ("slide-09.png", "slide-old.png", "mine.png"):
        (tmp_path / name).write_bytes(b"old")
    draw(deck, tmp_path, embedded, slides="1", formats=("png",))
    assert (tmp_path / "slide-09.png").exists()
    draw(deck, tmp_path, embedded, formats=("png",))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "mine.png", "slide-01.png", "slide-02.png", "slide-03.png", "slide-old.png",
    ]  # fmt: skip


def test_formats_are_read_or_told() -> None:
    assert export.formats(" PNG, pdf") == ("png", "pdf")
    for text in ("gif", "png,gif", "", ","):
        with pytest.raises(ValueError, match="none of the formats png, sheet, pdf"):
            export.formats(text)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["render", *arguments])
    return done.exit_code, done.output


def test_the_command_says_what_it_made_and_by_what(folder: Path, tmp_path: Path) -> None:
    code, said = run(str(folder), "--width", "320")
    assert code == 0, said
    assert re.search(
        r"3 slides, 3 pictures, sheet\.png, slides\.pdf \(pages are pictures, by the embedded renderer\)", said
    )
    assert "left out, because hidden: 4" in said
    made = tmp_path / "output" / "sample-fy20-21-q2"
    assert Image.open(io.BytesIO((made / "slide-01.png").read_bytes())).size == SIZE


def test_wrong_use_and_content_at_fault_have_their_own_exit_codes(folder: Path) -> None:
    assert run(str(folder), "--slides", "9", "--width", "320")[0] == 2
    assert run(str(folder), "--renderer", "inkjet") == (
        2, "deckgen: there is no renderer 'inkjet'; there are: embedded, libreoffice\n",
    )  # fmt: skip
    assert run(str(folder), "--formats", "gif")[0] == 2
    (folder / "part.yaml").write_text("title: Part\nslides: [{kind: bulets}]\n", encoding="utf-8")
    code, said = run(str(folder))
    assert code == 1
    assert "part.yaml:2" in said
    assert "nothing was drawn" in said


def test_a_package_that_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "betteroffice_pptx", None)
    code, said = run(str(folder))
    assert code == 3
    assert "needs the package betteroffice-pptx: pip install 'deckgen[preview]'" in said
