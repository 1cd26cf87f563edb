"""A .pptx → a PDF with text, links, bookmarks and title.

LibreOffice makes it and tags it; where it is not installed, the pages are pictures with their text over them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cached_property

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from deckgen.render.embedded import Embedded
from deckgen.render.errors import RenderError
from deckgen.render.libreoffice import LibreOffice, find_libreoffice
from deckgen.render.page_content import slide_title
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face, PdfProperties, Renderer

Progress = Callable[[str, int, int], None]
"""Called with the name of the current work, how many items are finished, and how many there are."""

PICTURE_WIDTH = 1920
"""The width of the pictures of slides in pixels, where nothing else is asked for."""


class DrawnSlides(Struct, dict=True):
    """Slides of a deck that are drawn once, when their pictures are first used; `width` is in pixels."""

    package: SourceDeck
    numbers: Sequence[int]
    width: int
    renderer: Renderer
    progress: Progress

    @cached_property
    def pictures(self) -> dict[int, bytes]:
        """PNGs by the number of the slide, in the order of the deck."""
        pictures: dict[int, bytes] = {}
        for number, png in self.renderer.draw(self.package, self.numbers, self.width):
            pictures[number] = png
            self.progress("drawing slides", len(pictures), len(self.numbers))
        return dict(sorted(pictures.items()))


class MadePdf(Struct, frozen=True):
    """A PDF; `has_vectors` is whether LibreOffice made it, `libreoffice_error` why an installed one could not."""

    data: bytes
    has_vectors: bool = False
    libreoffice_error: str = ""


def make_pdf(slides: DrawnSlides, faces: Sequence[Face], name: str) -> MadePdf:
    """Return a PDF of slides; `name` is its title where the deck has none. Raises RenderError if they cannot be drawn."""
    if isinstance(slides.renderer, LibreOffice):
        # It drew the slides from this PDF, and still has it.
        drawn = slides.renderer.pdf(slides.package, slides.numbers)
        return MadePdf(_finished(drawn, slides.package, slides.numbers, name), has_vectors=True)
    made = _vector_pdf(slides.package, slides.numbers, faces, name, slides.progress)
    return made if made.has_vectors else replace(made, data=_picture_pdf(slides, faces, name))


def deck_pdf(data: bytes, faces: Sequence[Face], name: str, progress: Progress) -> MadePdf:
    """Return a PDF of the slides of a .pptx that are not hidden, as `make_pdf` does; no picture is drawn without need."""
    package = SourceDeck(data)
    numbers = [number for number in range(1, len(package) + 1) if not package.is_hidden(number)]
    made = _vector_pdf(package, numbers, faces, name, progress)
    if made.has_vectors:
        return made
    renderer = Embedded(faces)
    try:
        return replace(
            made, data=_picture_pdf(DrawnSlides(package, numbers, PICTURE_WIDTH, renderer, progress), faces, name)
        )
    finally:
        renderer.close()


def _vector_pdf(
    package: SourceDeck, numbers: Sequence[int], faces: Sequence[Face], name: str, progress: Progress
) -> MadePdf:
    """Return the PDF that LibreOffice makes; without data where it is not installed or fails."""
    if find_libreoffice() is None:
        return MadePdf(b"")
    progress("making the PDF", 0, 1)
    try:
        renderer = LibreOffice(faces)
    except RenderError as failure:
        return MadePdf(b"", libreoffice_error=str(failure))
    try:
        return MadePdf(_finished(renderer.pdf(package, numbers), package, numbers, name), has_vectors=True)
    except RenderError as failure:
        return MadePdf(b"", libreoffice_error=str(failure))
    finally:
        renderer.close()


def _picture_pdf(slides: DrawnSlides, faces: Sequence[Face], name: str) -> bytes:
    package, pictures = slides.package, slides.pictures
    slides.progress("making the PDF", 0, 1)
    if isinstance(slides.renderer, Embedded):
        contents = slides.renderer.page_contents(package, list(pictures))
    else:
        renderer = Embedded(faces)
        try:
            contents = renderer.page_contents(package, list(pictures))
        finally:
            renderer.close()
    from deckgen.render.picture_pdf import PdfPage, picture_pdf  # noqa: PLC0415 -- pikepdf takes 0.2 s

    pages = [PdfPage(number, png, contents[number]) for number, png in pictures.items()]
    return picture_pdf(pages, package.size, _properties(package, name))


def _finished(drawn: bytes, package: SourceDeck, numbers: Sequence[int], name: str) -> bytes:
    """Return a PDF of LibreOffice with the properties and titles of the deck. Raises RenderError if it cannot be read."""
    from pikepdf import Pdf, PdfError  # noqa: PLC0415 -- as above

    from deckgen.render.finished_pdf import finish  # noqa: PLC0415 -- as above

    titles = [
        slide_title(etree.fromstring(package.parts[package.slides[number - 1]])) for number in sorted(set(numbers))
    ]
    try:
        with Pdf.open(io.BytesIO(drawn)) as document:
            if len(document.pages) != len(titles):
                raise RenderError(f"LibreOffice drew {len(document.pages)} slides instead of {len(titles)}")
            return finish(document, _properties(package, name), titles)
    except PdfError as error:
        raise RenderError(f"the PDF of LibreOffice is damaged ({error})") from error


def _properties(package: SourceDeck, name: str) -> PdfProperties:
    known = package.properties
    return PdfProperties(
        known.get("title") or name, *(known.get(key, "") for key in ("creator", "subject", "language"))
    )
