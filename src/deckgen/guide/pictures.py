"""The example of each kind → a small picture of its slide, drawn by the embedded renderer.

Input: a folder for the pictures. Output: a PNG with a palette for each kind. Raises RenderError where the renderer is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.guide.examples import write_example_deck
from deckgen.io.replaceable import PNG, write_over
from deckgen.kinds._aside import EXAMPLE
from deckgen.render import Embedded, SourceDeck
from deckgen.render.fonts import faces

ASIDE = "aside"
"""The name of the picture of a slide with an aside, and the id of that slide."""
WIDTH = 720
MAX_BYTES = 25_000
_COLOURS = (128, 64, 32, 16, 8)


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw the example of every kind into `folder`; yields each file after it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, png in _draw_slides().items():
        path = folder / f"{kind}.png"
        write_over(path, reduced_png(png), PNG)
        yield path


def _draw_slides() -> dict[str, bytes]:
    """Build a deck of all examples, and return the picture of the first slide of each kind, and of that with an aside."""
    with TemporaryDirectory() as work:
        built = pipeline.build_bytes(write_example_deck(Path(work), more=[EXAMPLE]))
    if built.data is None or built.layout.deck is None or built.layout.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(d.message for d in built.issues))
    numbers: dict[str, int] = {}
    for page in built.layout.deck.pages:
        name = ASIDE if page.id.endswith(f"/{ASIDE}") else page.kind
        numbers.setdefault(name, page.number)
    renderer = Embedded(faces(built.layout.brand))
    try:
        pictures = dict(renderer.draw(SourceDeck(built.data), list(numbers.values()), WIDTH))
    finally:
        renderer.close()
    return {kind: pictures[number] for kind, number in numbers.items()}


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
