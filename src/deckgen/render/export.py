"""The bytes of a .pptx and a folder → a PNG of each slide, a contact sheet and a PDF in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from deckgen.io.replaceable import PDF, PNG, write_over
from deckgen.render import sheets
from deckgen.render.errors import RenderError
from deckgen.render.libreoffice import LibreOffice, installed
from deckgen.render.package import SourceDeck
from deckgen.render.selection import numbers
from deckgen.render.types import Face, Renderer

FORMATS = ("png", "sheet", "pdf")
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""
_PICTURE = re.compile(r"slide-(\d+)\.png")


class ExportRequest(Struct, frozen=True):
    """What is wanted: `slides` as the user writes them (`3,7-9`), none for all that are not hidden; `width` in pixels."""

    slides: str | None = None
    width: int = 1920
    formats: Sequence[str] = FORMATS


class Exported(Struct):
    """What was written: pictures, contact sheet and PDF.

    `vectors` tells whether the PDF has vectors and text; `refused` why LibreOffice, which is there, made none.
    """

    slides: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    sheet: Path | None = None
    pdf: Path | None = None
    vectors: bool = False
    refused: str = ""


def export(
    data: bytes,
    folder: Path,
    order: ExportRequest,
    renderer: Renderer,
    faces: Sequence[Face],
    progress: Progress,
) -> Exported:
    """Draw what is wanted into `folder`, which is made if needed.

    The PDF is LibreOffice's where that is installed and can, else its pages are pictures of `renderer`. Raises ValueError
    for a selection that cannot be read, RenderFault where nothing can be drawn, OSError where nothing can be written.
    """
    package = SourceDeck(data)
    done = Exported()
    done.slides = _chosen(package, order, done)
    if not done.slides:
        raise ValueError("there is no slide to draw")
    folder.mkdir(parents=True, exist_ok=True)
    slides = _Slides(package, done.slides, order.width, renderer, progress)
    if "png" in order.formats:
        done.pictures = _write_pictures(folder, slides.drawn, len(package), clean=order.slides is None)
    if "sheet" in order.formats:
        done.sheet = folder / "sheet.png"
        captioned = [(str(number), png) for number, png in slides.drawn.items()]
        progress("making the contact sheet", 0, 1)
        write_over(done.sheet, sheets.contact_sheet(captioned), PNG)
    if "pdf" in order.formats:
        done.pdf = folder / "slides.pdf"
        write_over(done.pdf, _pdf(slides, faces, package.title or folder.name, done), PDF)
    return done


class _Slides(Struct, dict=True):
    """The slides that are wanted; drawn once, when somebody first asks for their pictures."""

    package: SourceDeck
    numbers: Sequence[int]
    width: int
    renderer: Renderer
    progress: Progress

    @cached_property
    def drawn(self) -> dict[int, bytes]:
        """Their pictures, in the order of the deck."""
        found: dict[int, bytes] = {}
        for number, png in self.renderer.draw(self.package, self.numbers, self.width):
            found[number] = png
            self.progress("drawing slides", len(found), len(self.numbers))
        return dict(sorted(found.items()))


def _pdf(slides: _Slides, faces: Sequence[Face], title: str, done: Exported) -> bytes:
    """A PDF in vectors where LibreOffice can make one, else one of pictures; `done` is told which."""
    if installed() is not None:
        slides.progress("making the PDF", 0, 1)
        try:
            data = _vectors(slides, faces)
        except RenderError as fault:
            done.refused = str(fault)
        else:
            done.vectors = True
            return data
    drawn = list(slides.drawn.values())
    slides.progress("making the PDF", 0, 1)
    return sheets.picture_pdf(drawn, slides.package.size, title)


def _chosen(package: SourceDeck, order: ExportRequest, done: Exported) -> list[int]:
    """The slides that are meant: hidden ones only when they are named."""
    if order.slides is not None:
        return numbers(order.slides, len(package))
    done.hidden = [n for n in range(1, len(package) + 1) if package.hidden(n)]
    return [n for n in range(1, len(package) + 1) if n not in done.hidden]


def _write_pictures(folder: Path, drawn: dict[int, bytes], total: int, *, clean: bool) -> list[Path]:
    """Write `slide-01.png` and so on; of a whole deck, older pictures of slides that are gone are taken away."""
    digits = max(2, len(str(total)))
    paths = [folder / f"slide-{number:0{digits}}.png" for number in sorted(drawn)]
    for path, number in zip(paths, sorted(drawn), strict=True):
        write_over(path, drawn[number], PNG)
    for old in folder.glob("slide-*.png") if clean else ():
        if _PICTURE.fullmatch(old.name) and old not in paths:
            with suppress(FileNotFoundError):
                old.unlink()
    return paths


def _vectors(slides: _Slides, faces: Sequence[Face]) -> bytes:
    if isinstance(slides.renderer, LibreOffice):
        return slides.renderer.pdf(slides.package, slides.numbers)  # it has just made that, to draw from
    renderer = LibreOffice(faces)
    try:
        return renderer.pdf(slides.package, slides.numbers)
    finally:
        renderer.close()


def formats(text: str) -> tuple[str, ...]:
    """Read `png,pdf`; raises ValueError for a format that there is not."""
    wanted = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise ValueError(f"'{', '.join(unknown) or text}' is none of the formats {', '.join(FORMATS)}")
    return wanted
