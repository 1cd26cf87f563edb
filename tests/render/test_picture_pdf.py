"""A PDF without LibreOffice: pictures of the slides, over them their text and links, and a bookmark for each title."""

import ctypes
import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Pdf

from deckgen.build import pipeline
from deckgen.render import Embedded, SourceDeck, pdf
from deckgen.render.pdf import DrawnSlides
from sample_projects import make_project

POINTS = (
    "'See [the table](#part/second) or [us](https://example.org/a_(b))'",
    "'Grüße, Ελλάδα, 😀 and [the last](#part/third)'",
)
SLIDES = (
    f"kind: bullets\nid: first\ntitle: First\nbullets: [{', '.join(POINTS)}]",
    "kind: table\nid: second\ntitle: Second\ncolumns: [A, B]\nrows: [[one, '[back](#part/first)'], [three, four]]",
    "kind: bullets\nid: third\ntitle: Third\nbullets: [three]",
    "kind: bullets\nid: fourth\ntitle: Fourth\nhidden: true\nbullets: [three]",
)


@pytest.fixture(scope="module")
def slides(tmp_path_factory: pytest.TempPathFactory, embedded: Embedded) -> DrawnSlides:
    folder = make_project(tmp_path_factory.mktemp("linked"), *SLIDES, front=["agenda"], language="de")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return DrawnSlides(SourceDeck(data), [1, 2, 3, 4], 320, embedded, lambda *_: None)


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)


@pytest.fixture
def document(slides: DrawnSlides) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf.make_pdf(slides, [], "folder").data)


def links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[tuple[int | str, float, float]]:
    """Yield the page (from 0) or address of each link, its left edge and its top, in points from the top left corner."""
    position, link, area = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, position, link):
        pdfium.FPDFLink_GetAnnotRect(link, area)
        target: int | str
        if destination := pdfium.FPDFLink_GetDest(document.raw, link):
            target = pdfium.FPDFDest_GetDestPageIndex(document.raw, destination)
        else:
            action, text = pdfium.FPDFLink_GetAction(link), ctypes.create_string_buffer(200)
            pdfium.FPDFAction_GetURIPath(document.raw, action, text, 200)
            target = text.value.decode()
        yield target, area.left, page.get_height() - area.top


def test_pages_have_the_text_of_their_slides(document: pypdfium2.PdfDocument) -> None:
    texts = [page.get_textpage().get_text_range() for page in document]
    assert "See the table or us" in texts[1]
    assert "Grüße, Ελλάδα, 😀 and the last" in texts[1]
    assert [word in texts[2] for word in ("Second", "one", "back", "three", "four")] == [True] * 5


def test_text_is_where_the_slide_shows_it(document: pypdfium2.PdfDocument) -> None:
    page = document[1]
    found = page.get_textpage().search("Grüße").get_next()
    assert found is not None
    above = page.get_textpage().search("See").get_next()
    assert above is not None
    boxes = [page.get_textpage().get_charbox(start) for start, _ in (above, found)]
    assert boxes[1][0] == pytest.approx(boxes[0][0], abs=1)
    assert 60 < boxes[0][3] - boxes[1][3] < 70, "a line of 26 points and the 32 points before it below"


def test_links_lead_to_pages_and_addresses(document: pypdfium2.PdfDocument) -> None:
    page = document[1]
    found = list(links(document, page))
    assert {target for target, _, _ in found} >= {2, 3, "https://example.org/a_(b)"}
    places = {target: (left, top) for target, left, top in found if target in {2, "https://example.org/a_(b)"}}
    assert places[2][0] < places["https://example.org/a_(b)"][0], "in the order of the words"
    assert {target for target, _, _ in links(document, document[2])} >= {1}, "in a cell of a table"


def test_link_to_a_page_that_is_left_out_is_none(slides: DrawnSlides) -> None:
    few = DrawnSlides(slides.package, [2], 320, slides.renderer, lambda *_: None)
    document = pypdfium2.PdfDocument(pdf.make_pdf(few, [], "folder").data)
    page = document[0]
    assert [target for target, _, _ in links(document, page)] == ["https://example.org/a_(b)"]


def test_bookmarks_are_the_titles(document: pypdfium2.PdfDocument) -> None:
    bookmarks = [(entry.get_title(), entry.get_dest().get_index()) for entry in document.get_toc()]
    assert bookmarks == [("Agenda", 0), ("First", 1), ("Second", 2), ("Third", 3)]


def test_document_has_the_properties_of_the_deck(slides: DrawnSlides, document: pypdfium2.PdfDocument) -> None:
    properties = document.get_metadata_dict()
    assert (properties["Title"], properties["Author"]) == ("Sample deck", "Sample organisation")
    assert properties["CreationDate"] == ""
    with Pdf.open(io.BytesIO(pdf.make_pdf(slides, [], "folder").data)) as made:
        assert str(made.Root.Lang) == "de"
        assert made.Root.ViewerPreferences.DisplayDocTitle is True


def test_same_deck_gives_the_same_pdf(slides: DrawnSlides) -> None:
    again = DrawnSlides(slides.package, slides.numbers, 320, slides.renderer, lambda *_: None)
    assert pdf.make_pdf(slides, [], "folder") == pdf.make_pdf(again, [], "folder")


def test_tracker_can_be_clicked(tmp_path: Path, embedded: Embedded) -> None:
    folder = make_project(tmp_path, "kind: bullets\ntitle: First\nbullets: [one]", sections=["part", "other"])
    (folder / "other.yaml").write_text("title: Other\nslides: [{kind: bullets, bullets: [Two]}]\n", "utf-8")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    slides = DrawnSlides(SourceDeck(data), [1, 2], 320, embedded, lambda *_: None)
    document = pypdfium2.PdfDocument(pdf.make_pdf(slides, [], "folder").data)
    page = document[0]
    (first, second) = sorted(links(document, page), key=lambda link: link[1])
    assert (first[0], second[0]) == (0, 1)
    assert first[2] > page.get_height() * 0.9
