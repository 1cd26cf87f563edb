"""The bytes of a .pptx → a PNG of each slide, a contact sheet and a PDF in a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field

from deckgen.io.replaceable import PDF, PNG, write_over
from deckgen.render import contact_sheet
from deckgen.render.pdf import DrawnSlides, Progress, make_pdf
from deckgen.render.picture_files import WrittenPictures, write_pictures
from deckgen.render.selection import selected_slides
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face, Renderer

FORMATS = ("png", "sheet", "pdf")


class ExportRequest(Struct, frozen=True):
    """What to draw. `slides` is the user's selection (`3,7-9`), None for all slides that are not hidden; `width` is in pixels."""

    slides: str | None = None
    width: int = 1920
    formats: Sequence[str] = FORMATS


class ExportResult(Struct):
    """What was written: pictures (with those of former slides that were removed), contact sheet and PDF.

    `slides` and `hidden` are the numbers of the drawn and of the omitted slides. `has_vectors` is whether the PDF has vectors
    instead of pictures with text over them; `libreoffice_error` is why an installed LibreOffice could not make it.
    """

    slides: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    pictures: WrittenPictures = WrittenPictures()
    sheet: Path | None = None
    pdf: Path | None = None
    has_vectors: bool = False
    libreoffice_error: str = ""


def export(
    data: bytes,
    folder: Path,
    request: ExportRequest,
    renderer: Renderer,
    faces: Sequence[Face],
    progress: Progress,
) -> ExportResult:
    """Draw the requested slides into `folder`, which is created if needed.

    LibreOffice makes the PDF if it is installed and succeeds; otherwise its pages are pictures of `renderer`, with their text.
    Raises ValueError for an invalid selection, RenderError if nothing can be drawn, RefusedFileError for a file that must not be
    replaced, and OSError if nothing can be written.
    """
    package = SourceDeck(data)
    exported = ExportResult()
    exported.slides = _select_slides(package, request, exported)
    if not exported.slides:
        raise ValueError("there is no slide to draw")
    folder.mkdir(parents=True, exist_ok=True)
    slides = DrawnSlides(package, exported.slides, request.width, renderer, progress)
    is_drawn = "png" in request.formats
    drawn, all_drawn = (slides.pictures if is_drawn else {}), is_drawn and request.slides is None
    exported.pictures = write_pictures(folder, drawn, len(package), all_drawn=all_drawn)
    if "sheet" in request.formats:
        exported.sheet = folder / "sheet.png"
        captioned = [(str(number), png) for number, png in slides.pictures.items()]
        progress("making the contact sheet", 0, 1)
        write_over(exported.sheet, contact_sheet.contact_sheet(captioned), PNG)
    if "pdf" in request.formats:
        made = make_pdf(slides, faces, folder.name)
        exported.pdf, exported.has_vectors, exported.libreoffice_error = (
            folder / "slides.pdf", made.has_vectors, made.libreoffice_error
        )  # fmt: skip
        write_over(exported.pdf, made.data, PDF)
    return exported


def _select_slides(package: SourceDeck, request: ExportRequest, exported: ExportResult) -> list[int]:
    """Return the numbers of the requested slides; hidden ones only if they are named. Record the omitted ones in `exported`."""
    if request.slides is not None:
        return selected_slides(request.slides, len(package))
    exported.hidden = [n for n in range(1, len(package) + 1) if package.is_hidden(n)]
    return [n for n in range(1, len(package) + 1) if n not in exported.hidden]


def parse_formats(text: str) -> tuple[str, ...]:
    """Parse a list of formats such as `png,pdf`; raises ValueError for an unknown format."""
    names = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise ValueError(f"'{', '.join(unknown) or text}' is none of the formats {', '.join(FORMATS)}")
    return names
