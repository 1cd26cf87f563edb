"""`deckgen render`: which files are written, what is omitted, and what is reported."""

import io
import os
import re
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.render import Embedded, RenderError, contact_sheet, export, pdf
from deckgen.render.export import ExportRequest, ExportResult
from png_chunks import chunks

SIZE = (320, 180)


def draw(deck: bytes, folder: Path, embedded: Embedded, **request: object) -> ExportResult:
    return export.export(deck, folder, ExportRequest(width=320, **request), embedded, [], lambda *_: None)


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)


def test_export_writes_pictures_a_sheet_and_a_pdf(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    folder = tmp_path / "deep" / "folder"
    done = draw(deck, folder, embedded)
    names = ["sheet.png", "slide-01.png", "slide-02.png", "slide-03.png", "slides.pdf"]
    assert sorted(p.name for p in folder.iterdir()) == names
    assert {Image.open(p).size for p in done.pictures.written} == {SIZE}
    assert not done.has_vectors
    pages = pypdfium2.PdfDocument(folder / "slides.pdf")
    assert [tuple(round(v) for v in page.get_size()) for page in pages] == [(960, 540)] * 3
    assert pages.get_metadata_dict()["Title"] == "Sample deck", "and not the folder's name"
    assert contact_sheet.difference(page_png(pages[0]), done.pictures.written[0].read_bytes()) < 0.001


def page_png(page: pypdfium2.PdfPage) -> bytes:
    file = io.BytesIO()
    page.render(scale=SIZE[0] / page.get_width()).to_pil().save(file, "PNG")
    return file.getvalue()


def test_pdf_has_pictures_if_libreoffice_fails(
    deck: bytes, tmp_path: Path, embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise RenderError("LibreOffice could not draw the deck: no memory left")

    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf.LibreOffice, "pdf", fail)
    monkeypatch.setattr(pdf.LibreOffice, "__init__", lambda *_: None)
    monkeypatch.setattr(pdf.LibreOffice, "close", lambda _: None)
    done = draw(deck, tmp_path, embedded, slides="1", formats=("pdf",))
    assert len(pypdfium2.PdfDocument(done.pdf)) == 1
    assert (done.has_vectors, done.libreoffice_error) == (False, "LibreOffice could not draw the deck: no memory left")


def test_hidden_slide_is_drawn_only_if_named(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    assert draw(deck, tmp_path, embedded).hidden == [4]
    named = draw(deck, tmp_path, embedded, slides="4", formats=("png",))
    assert [p.name for p in named.pictures.written] == ["slide-04.png"]


def marked_by_deckgen(deck: bytes, folder: Path, embedded: Embedded) -> bytes:
    """Return a picture as an earlier export wrote it."""
    draw(deck, folder, embedded, slides="1", formats=("png",))
    return (folder / "slide-01.png").read_bytes()


def test_export_removes_its_pictures_of_former_slides(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    old = marked_by_deckgen(deck, tmp_path, embedded)
    for name in ("slide-03.png", "slide-09.png", "slide-002.png", "slide-old.png"):
        (tmp_path / name).write_bytes(old)
    done = draw(deck, tmp_path, embedded, slides="1", formats=("png",))
    assert [path.name for path in done.pictures.removed] == ["slide-002.png", "slide-09.png"]
    assert {"slide-01.png", "slide-03.png", "slide-old.png"} == {path.name for path in tmp_path.iterdir()}
    (tmp_path / "slide-04.png").write_bytes(old)
    done = draw(deck, tmp_path, embedded, formats=("png",))
    assert [path.name for path in done.pictures.removed] == ["slide-04.png"], "the slide is hidden"
    assert done.pictures.left == ()
    (tmp_path / "slide-09.png").write_bytes(old)
    done = draw(deck, tmp_path, embedded, formats=("pdf",))
    assert [path.name for path in done.pictures.removed] == ["slide-09.png"]
    assert (tmp_path / "slide-03.png").exists()


def test_export_never_removes_files_of_others(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    old = marked_by_deckgen(deck, tmp_path, embedded)
    foreign = io.BytesIO()
    Image.new("RGB", SIZE).save(foreign, "PNG")
    (tmp_path / "slide-07.png").write_bytes(foreign.getvalue())
    (tmp_path / "slide-08.png").write_bytes(b"")
    (tmp_path / "slide-09.png").mkdir()
    (tmp_path / "elsewhere.png").write_bytes(old)
    if os.name == "posix":
        (tmp_path / "slide-06.png").symlink_to(tmp_path / "elsewhere.png")
    before = {path.name for path in tmp_path.iterdir()}
    done = draw(deck, tmp_path, embedded, formats=("png",))
    assert done.pictures.removed == ()
    assert before <= {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in done.pictures.left} == {name for name in before if name.startswith("slide-0")} - {
        path.name for path in done.pictures.written
    }


def test_marked_picture_is_a_valid_png(deck: bytes, tmp_path: Path, embedded: Embedded) -> None:
    data = marked_by_deckgen(deck, tmp_path, embedded)
    assert list(chunks(data))[1] == (b"tEXt", b"Software\0deckgen")
    assert Image.open(io.BytesIO(data)).info["Software"] == "deckgen"
    with Image.open(io.BytesIO(data)) as picture:
        picture.verify()


def test_command_says_what_it_removed_and_left(folder: Path, tmp_path: Path) -> None:
    assert run(str(folder), "--width", "320", "--formats", "png")[0] == 0
    target = tmp_path / "output" / "sample-fy20-21-q2"
    (target / "slide-02.png").rename(target / "slide-12.png")
    (target / "slide-20.png").write_bytes(b"mine")
    output = run(str(folder), "--width", "320", "--formats", "png")[1]
    assert (
        "; removed 1 picture of former slides; left, since it is not known to be drawn by deckgen: slide-20.png"
        in output
    )


def test_formats_are_parsed_or_rejected() -> None:
    assert export.parse_formats(" PNG, pdf") == ("png", "pdf")
    for text in ("gif", "png,gif", "", ","):
        with pytest.raises(ValueError, match="none of the formats png, sheet, pdf"):
            export.parse_formats(text)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["render", *arguments])
    return result.exit_code, result.output


def test_command_reports_its_files_and_the_renderer(folder: Path, tmp_path: Path) -> None:
    code, output = run(str(folder), "--width", "320")
    assert code == 0, output
    assert re.search(
        r"3 slides, 3 pictures, sheet\.png, slides\.pdf \(pictures with text, by the embedded renderer\)", output
    )
    assert "left out, because hidden: 4" in output
    target = tmp_path / "output" / "sample-fy20-21-q2"
    assert Image.open(io.BytesIO((target / "slide-01.png").read_bytes())).size == SIZE


def test_wrong_use_and_invalid_content_have_different_exit_codes(folder: Path) -> None:
    assert run(str(folder), "--slides", "9", "--width", "320")[0] == 2
    assert run(str(folder), "--renderer", "inkjet") == (
        2, "deckgen: there is no renderer 'inkjet'; there are: embedded, libreoffice\n",
    )  # fmt: skip
    assert run(str(folder), "--formats", "gif")[0] == 2
    (folder / "part.yaml").write_text("title: Part\nslides: [{kind: bulets}]\n", encoding="utf-8")
    code, output = run(str(folder))
    assert code == 1
    assert "part.yaml:2" in output
    assert "nothing was drawn" in output


def test_missing_python_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "betteroffice_pptx", None)
    code, output = run(str(folder))
    assert code == 3
    assert "needs the package betteroffice-pptx: pip install 'deckgen[preview]'" in output
