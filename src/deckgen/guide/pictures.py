"""The example of each kind → a small picture of its slide, drawn by the embedded renderer.

Input: a folder for the pictures. Output: a PNG with a palette for each kind. Raises RenderError where the renderer is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

import yaml
from PIL import Image, ImageOps

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.io.replaceable import PNG, write_over
from deckgen.kinds import find_kinds
from deckgen.render import Embedded, SourceDeck
from deckgen.render.fonts import faces

WIDTH = 720
MAX_BYTES = 25_000
_COLOURS = (128, 64, 32, 16, 8)
_DECK = {
    "format": "1", "title": "Community growth", "event": "Quarterly review", "organisation": "Sample organisation",
    "fiscal_year": "FY20-21", "quarter": "Q2",
}  # fmt: skip
_SECTIONS = {"Newcomers": "Product", "Readers": "Communications", "Safer editing": "Product", "Learning": "Research"}


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw the example of every kind into `folder`; yields each file after it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, png in _draw_slides().items():
        path = folder / f"{kind}.png"
        write_over(path, reduced_png(png), PNG)
        yield path


def _draw_slides() -> dict[str, bytes]:
    """Build a deck of all examples, and return the picture of the first slide of each kind."""
    with TemporaryDirectory() as work:
        built = pipeline.build_bytes(_write_project(Path(work)))
    if built.data is None or built.layout.deck is None or built.layout.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(d.message for d in built.issues))
    numbers: dict[str, int] = {}
    for page in built.layout.deck.pages:
        numbers.setdefault(page.kind, page.number)
    renderer = Embedded(faces(built.layout.brand))
    try:
        pictures = dict(renderer.draw(SourceDeck(built.data), list(numbers.values()), WIDTH))
    finally:
        renderer.close()
    return {kind: pictures[number] for kind, number in numbers.items()}


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


def reduced_png(png: bytes) -> bytes:
    """Return a picture as a PNG with a palette of as many colours as MAX_BYTES allows."""
    with Image.open(BytesIO(png)) as picture:
        flat = ImageOps.expand(picture.convert("RGB"), 1, "#C8CCD1")
    for colours in _COLOURS:
        stream = BytesIO()
        flat.quantize(colours, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= MAX_BYTES:
            break
    return stream.getvalue()
