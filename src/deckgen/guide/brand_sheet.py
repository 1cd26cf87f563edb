"""A brand → a deck with the example of every kind in it, and a picture of all its slides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.diagnostics import Issue, Severity
from deckgen.guide.examples import write_example_deck
from deckgen.io.project import copy_brands
from deckgen.io.replaceable import PNG, write_over
from deckgen.render import Embedded, SourceDeck
from deckgen.render.contact_sheet import contact_sheet
from deckgen.render.fonts import faces

DECK_NAME, SHEET_NAME = "every-kind.pptx", "every-kind.png"
_WIDTH = 960
"""Of each slide on the sheet, in pixels."""
_PPTX = b"PK\x03\x04"


class BrandSheet(Struct, frozen=True):
    """The files that were written, the deck and the picture; none if the deck cannot be built because of errors."""

    files: tuple[Path, ...]
    errors: tuple[Issue, ...]
    sources: Mapping[str, str]


def draw_sheet(brand: str, layouts: Path, folder: Path) -> BrandSheet:
    """Build the examples of all kinds in a brand of `layouts`, or one that comes with deckgen, and draw them into a folder.

    Raises RenderError if the slides cannot be drawn, RefusedFileError for a file that must not be replaced, and OSError.
    """
    with TemporaryDirectory() as work:
        copy_brands(layouts, Path(work))
        built = pipeline.build_bytes(write_example_deck(Path(work), brand))
        files = () if built.data is None else _write(built, folder)
    errors = tuple(issue for issue in built.issues if issue.severity is Severity.ERROR)
    return BrandSheet(files, errors, built.layout.sources)


def _write(built: BuildResult, folder: Path) -> tuple[Path, ...]:
    assert built.data is not None
    assert built.layout.brand is not None
    assert built.layout.deck is not None
    write_over(folder / DECK_NAME, built.data, _PPTX)
    pages = built.layout.deck.pages
    renderer = Embedded(faces(built.layout.brand))
    try:
        drawn = dict(renderer.draw(SourceDeck(built.data), [page.number for page in pages], _WIDTH))
    finally:
        renderer.close()
    captioned = [(f"{page.number} {page.kind}", drawn[page.number]) for page in pages]
    write_over(folder / SHEET_NAME, contact_sheet(captioned, columns=3, width=_WIDTH * 2 // 3), PNG)
    return folder / DECK_NAME, folder / SHEET_NAME
