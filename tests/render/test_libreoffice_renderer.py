"""The renderer that uses LibreOffice draws the same slides as the embedded one."""

import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from pikepdf import Pdf
from PIL import Image

from deckgen.build import pipeline
from deckgen.render import Embedded, Face, LibreOffice, RenderError, SourceDeck, contact_sheet, export, libreoffice, pdf
from deckgen.render.export import ExportRequest
from sample_projects import make_project


def test_missing_libreoffice_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    with pytest.raises(RenderError, match=r"LibreOffice \(soffice\) is not installed"):
        LibreOffice([])


def program(folder: Path, script: str) -> str:
    """Write a script that takes the place of soffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("name", ["soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe"])
@pytest.mark.parametrize("path", ["", ".", ":/nowhere"])
def test_file_in_the_current_folder_is_not_used_as_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    Path(program(tmp_path, "exit 0")).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path)
    found = libreoffice.find_libreoffice()
    assert found is None or Path(found).is_absolute()
    assert found is None or not Path(found).is_relative_to(tmp_path)


def test_output_of_libreoffice_is_reported(deck: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: program(tmp_path, "echo no memory left >&2; exit 1"))
    with pytest.raises(RenderError, match="could not draw the deck: no memory left"):
        list(LibreOffice([]).draw(SourceDeck(deck), [1], 320))


def test_hanging_libreoffice_is_ended(deck: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: program(tmp_path, "sleep 600"))
    monkeypatch.setattr(libreoffice, "TIMEOUT", 0.2)
    with pytest.raises(RenderError, match=r"took more than 0\.2 seconds"):
        list(LibreOffice([]).draw(SourceDeck(deck), [1], 320))


def test_close_ends_a_libreoffice_that_is_drawing(deck: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = tmp_path / "started"
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: program(tmp_path, f"touch '{started}'; sleep 600"))
    renderer, errors = LibreOffice([]), []

    def draw() -> None:
        try:
            list(renderer.draw(SourceDeck(deck), [1], 320))
        except RenderError as error:
            errors.append(str(error))

    thread = Thread(target=draw, daemon=True)
    thread.start()
    while not (started.exists() and renderer.is_drawing):
        thread.join(0.02)
    renderer.close()
    thread.join(10)
    assert not thread.is_alive()
    assert errors == ["LibreOffice could not draw the deck: it gave no reason"]


def test_pdf_of_the_same_slides_is_made_only_once(deck: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = tmp_path / "runs"
    script = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done; echo %PDF > "$out/deck.pdf"'
    script = f'echo run >> "{runs}"; {script}'
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: program(tmp_path, script))
    renderer = LibreOffice([])
    for slides in ([1, 2], [2, 1], [3]):
        assert renderer.pdf(SourceDeck(deck), slides) == b"%PDF\n"
    assert runs.read_text(encoding="utf-8") == "run\n" * 2
    renderer.close()


needs_libreoffice = pytest.mark.skipif(
    not os.environ.get("DECKGEN_RENDERING"), reason="needs LibreOffice: set DECKGEN_RENDERING=1"
)


@pytest.fixture(scope="module")
def office(fonts: Sequence[Face]) -> Iterator[LibreOffice]:
    renderer = LibreOffice(fonts)
    yield renderer
    renderer.close()


@pytest.mark.rendering
@needs_libreoffice
def test_both_renderers_draw_the_same_slides(deck: bytes, office: LibreOffice, embedded: Embedded) -> None:
    """Including a hidden slide, which no other slide replaces."""
    package = SourceDeck(deck)
    one, other = (dict(renderer.draw(package, [3, 4], 960)) for renderer in (embedded, office))
    assert sorted(one) == sorted(other) == [3, 4]
    for number in (3, 4):
        assert Image.open(io.BytesIO(other[number])).size == (960, 540)
        assert contact_sheet.difference(one[number], other[number]) < 0.01
    assert contact_sheet.difference(one[3], other[4]) > 0.05


@pytest.mark.rendering
@needs_libreoffice
def test_pdf_of_libreoffice_has_text_bookmarks_and_tags(
    deck: bytes, tmp_path: Path, embedded: Embedded, fonts: Sequence[Face]
) -> None:
    request = ExportRequest("2,1", 320, ("pdf",))
    done = export.export(deck, tmp_path, request, embedded, fonts, lambda *_: None)
    assert done.has_vectors
    assert done.pdf is not None
    document = pypdfium2.PdfDocument(done.pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert [title in text for title, text in zip(("First", "Second"), texts, strict=True)] == [True, True]
    assert [entry.get_title() for entry in document.get_toc()] == ["First", "Second"]
    assert document.get_metadata_dict()["Title"] == "Sample deck"
    data = done.pdf.read_bytes()
    with Pdf.open(io.BytesIO(data)) as made:
        assert made.Root.MarkInfo.Marked is True, "tagged"
    export.export(deck, tmp_path, request, embedded, fonts, lambda *_: None)
    assert done.pdf.read_bytes() == data, "the same deck gives the same bytes"


@pytest.mark.rendering
@needs_libreoffice
def test_bookmarks_of_libreoffice_are_whole_titles(tmp_path: Path, fonts: Sequence[Face]) -> None:
    """LibreOffice itself cuts them at 63 characters."""
    title = "More people than ever edit Wikipedia on their phones, and most of them stay for a year"
    data = pipeline.build_bytes(make_project(tmp_path, f"kind: bullets\ntitle: {title}\nbullets: [one]")).data
    assert data is not None
    made = pdf.deck_pdf(data, fonts, "sample", lambda *_: None)
    assert made.has_vectors
    assert [entry.get_title() for entry in pypdfium2.PdfDocument(made.data).get_toc()] == [title]
