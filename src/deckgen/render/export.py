"""The bytes of a .pptx and a folder → a PNG of each slide, a contact sheet and a PDF in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from deckgen.render import sheets
from deckgen.render.libreoffice import LibreOffice, installed
from deckgen.render.package import Package
from deckgen.render.selection import numbers
from deckgen.render.types import Face, Renderer

FORMATS = ("png", "sheet", "pdf")
_PICTURE = re.compile(r"slide-(\d+)\.png")


@dataclass(frozen=True)
class Order:
    """What is wanted: `slides` as the user writes them (`3,7-9`), none for all that are not hidden; `width` in pixels."""

    slides: str | None = None
    width: int = 1920
    formats: Sequence[str] = FORMATS


@dataclass
class Exported:
    """What was written: pictures, contact sheet and PDF. `vectors` tells whether the PDF has vectors and text."""

    slides: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    sheet: Path | None = None
    pdf: Path | None = None
    vectors: bool = False


def export(
    data: bytes,
    folder: Path,
    order: Order,
    renderer: Renderer,
    faces: Sequence[Face],
    progress: Callable[[str, int, int], None],
) -> Exported:
    """Draw what is wanted into `folder`, which is made if needed.

    The PDF is LibreOffice's where that is installed, else its pages are pictures of `renderer`. Raises ValueError for a
    selection that cannot be read, RenderFault where nothing can be drawn, OSError where nothing can be written.
    """
    package = Package(data)
    done = Exported()
    done.slides = _chosen(package, order, done)
    if not done.slides:
        raise ValueError("there is no slide to draw")
    folder.mkdir(parents=True, exist_ok=True)
    vectors = "pdf" in order.formats and installed() is not None
    drawn: dict[int, bytes] = {}
    if not vectors or {"png", "sheet"} & set(order.formats):
        for number, png in renderer.draw(package, done.slides, order.width):
            drawn[number] = png
            progress("drawing slides", len(drawn), len(done.slides))
    pictures = [drawn[number] for number in sorted(drawn)]
    if "png" in order.formats:
        done.pictures = _write_pictures(folder, drawn, len(package), clean=order.slides is None)
    if "sheet" in order.formats:
        done.sheet = folder / "sheet.png"
        captions = [str(number) for number in sorted(drawn)]
        done.sheet.write_bytes(sheets.contact_sheet(list(zip(captions, pictures, strict=True))))
    if "pdf" in order.formats:
        progress("making the PDF", 0, 1)
        done.pdf, done.vectors = folder / "slides.pdf", vectors
        pdf = (
            _vectors(package, done.slides, faces)
            if vectors
            else sheets.picture_pdf(pictures, package.size, folder.name)
        )
        done.pdf.write_bytes(pdf)
    return done


def _chosen(package: Package, order: Order, done: Exported) -> list[int]:
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
        path.write_bytes(drawn[number])
    for old in folder.glob("slide-*.png") if clean else ():
        if _PICTURE.fullmatch(old.name) and old not in paths:
            with suppress(FileNotFoundError):
                old.unlink()
    return paths


def _vectors(deck: Package, slides: Sequence[int], faces: Sequence[Face]) -> bytes:
    renderer = LibreOffice(faces)
    try:
        return renderer.pdf(deck, slides)
    finally:
        renderer.close()


def formats(text: str) -> tuple[str, ...]:
    """Read `png,pdf`; raises ValueError for a format that there is not."""
    wanted = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    unknown = [part for part in wanted if part not in FORMATS]
    if unknown or not wanted:
        raise ValueError(f"'{', '.join(unknown) or text}' is none of the formats {', '.join(FORMATS)}")
    return wanted
