"""The example of each kind → a small picture of its slide, drawn by LibreOffice.

Input: a folder for the pictures. Output: a PNG with a palette for each kind. Raises UserFacingError where a program is missing.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from xml.sax.saxutils import escape

import yaml
from PIL import Image, ImageOps

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.io.programs import find_program
from deckgen.io.replaceable import PNG, write_over
from deckgen.kinds import find_kinds

WIDTH = 720
MAX_BYTES = 25_000
_COLOURS = (32, 24, 16, 12, 8)
_DECK = {
    "format": "1", "title": "Community growth", "event": "Quarterly review", "organisation": "Sample organisation",
    "fiscal_year": "FY20-21", "quarter": "Q2",
}  # fmt: skip
_SECTIONS = {"Newcomers": "Product", "Readers": "Communications", "Safer editing": "Product", "Learning": "Research"}


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw the example of every kind into `folder`; yields each file after it is written."""
    programs = [_require_program("soffice"), _require_program("pdftoppm")]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        pages = _draw_pages(Path(work), *programs)
        for kind, page in pages.items():
            path = folder / f"{kind}.png"
            write_over(path, reduced_png(page), PNG)
            yield path


def _require_program(name: str) -> str:
    program = find_program(name)
    if program is None:
        raise UserFacingError(
            f"{name} is not installed: the pictures of the guide are drawn with LibreOffice and Poppler"
        )
    return program


def _draw_pages(work: Path, soffice: str, pdftoppm: str) -> dict[str, Path]:
    """Build a deck of all examples and draw it; returns the picture of the first page of each kind."""
    built = pipeline.build(_write_project(work), work / "examples.pptx")
    if built.path is None or built.layout.deck is None or built.layout.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(d.message for d in built.issues))
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(_write_font_configuration(work, built.layout.brand.font.regular.parent)),
    }
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    for command in (
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(built.path)],
        [
            pdftoppm,
            "-png",
            "-scale-to-x",
            str(WIDTH),
            "-scale-to-y",
            "-1",
            str(work / "examples.pdf"),
            str(work / "page"),
        ],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    pictures = sorted(work.glob("page-*.png"))
    first_pages: dict[str, Path] = {}
    for page, picture in zip(built.layout.deck.pages, pictures, strict=True):
        first_pages.setdefault(page.kind, picture)
    return first_pages


def _write_font_configuration(work: Path, folder: Path) -> Path:
    """Write a font configuration with which LibreOffice finds the brand's font, even if it is not installed."""
    path = work / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<dir>{escape(str(folder))}</dir><include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>',
        encoding="utf-8",
    )
    return path


def _write_project(work: Path) -> Path:
    """Write a deck of all examples, in several sections, so that agenda and scorecard have entries."""
    folder = work / "content" / "examples"
    folder.mkdir(parents=True)
    # Slides that deckgen adds by itself are in the deck anyway.
    all_examples = [kind.EXAMPLE for kind in find_kinds().values() if kind.Content.generated is None]
    size = -(-len(all_examples) // len(_SECTIONS))
    for number, (title, department) in enumerate(_SECTIONS.items()):
        examples = all_examples[number * size : (number + 1) * size]
        slides = "".join("  - " + indent(example.strip(), "    ").strip() + "\n" for example in examples)
        text = f"title: {title}\ndepartment: {department}\nslides:\n{slides}"
        (folder / f"section-{number}.yaml").write_text(text, encoding="utf-8")
        for example in examples:
            for image in yaml.safe_load(example).get("images", ()):
                _write_sample_picture(folder / image["file"])
    names = [f"section-{number}" for number in range(len(_SECTIONS))]
    (folder / "deck.yaml").write_text(yaml.safe_dump({**_DECK, "sections": names}), encoding="utf-8")
    return folder


def _write_sample_picture(path: Path) -> None:
    """Write a picture for an example that names one: two plain areas, like a room with a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", (400, 300), "#C8CCD1")
    picture.paste("#54595D", (0, 190, 400, 300))
    picture.save(path)


def reduced_png(page: Path) -> bytes:
    """Return a picture as a PNG with a palette of as many colours as MAX_BYTES allows."""
    with Image.open(page) as picture:
        flat = ImageOps.expand(picture.convert("RGB"), 1, "#C8CCD1")
    for colours in _COLOURS:
        stream = BytesIO()
        flat.quantize(colours, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= MAX_BYTES:
            break
    return stream.getvalue()
