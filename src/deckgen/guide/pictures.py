"""The examples of each kind and of its variants → small pictures of their slides, drawn by the embedded renderer.

Input: a folder for the pictures. Output: a PNG with a palette for each kind and variant. Raises RenderError where the
renderer is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.guide.examples import write_example_deck, write_variant_deck
from deckgen.guide.variants import shown_variants
from deckgen.io.replaceable import PNG, write_over
from deckgen.ir.frames import Page
from deckgen.kinds._aside import EXAMPLE
from deckgen.render import Embedded, SourceDeck
from deckgen.render.fonts import faces

ASIDE = "aside"
"""The name of the picture of a slide with an aside, and the id of that slide."""
WIDTH = 720
MAX_BYTES = 25_000
_COLOURS = (128, 64, 32, 16, 8)


def draw_all(folder: Path) -> Iterator[Path]:
    """Draw the example of every kind, and of its other variants, into `folder`; yields each file after it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, png in {**_draw_kinds(), **_draw_variants()}.items():
        path = folder / f"{name}.png"
        write_over(path, reduced_png(png), PNG)
        yield path


def _draw_kinds() -> dict[str, bytes]:
    """Build a deck of all examples, and return the picture of the first slide of each kind, and of that with an aside."""
    with TemporaryDirectory() as work:
        deck = write_example_deck(Path(work), more=[EXAMPLE])
        return _draw_slides(deck, lambda page: ASIDE if page.id.endswith(f"/{ASIDE}") else page.kind)


def _draw_variants() -> dict[str, bytes]:
    """Return the pictures of the variants that no example of a kind has, by the ids of their slides.

    They are in several decks, each with at most one slide of a kind: titles in a deck are unique.
    """
    drawn: dict[str, bytes] = {}
    of_kinds = ([each for each in variants if not each.is_in_example] for variants in shown_variants().values())
    for in_deck in zip_longest(*of_kinds):
        shown = [each for each in in_deck if each is not None]
        with TemporaryDirectory() as work:
            deck = write_variant_deck(Path(work), [each.entry for each in shown])
            pictures = _draw_slides(deck, lambda page: page.id.partition("/")[2])
        drawn |= {each.id: pictures[each.id] for each in shown}
    return drawn


def _draw_slides(folder: Path, name: Callable[[Page], str]) -> dict[str, bytes]:
    """Build a deck, and return the picture of the first slide of each name."""
    built = pipeline.build_bytes(folder)
    if built.data is None or built.layout.deck is None or built.layout.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(d.message for d in built.issues))
    numbers: dict[str, int] = {}
    for page in built.layout.deck.pages:
        numbers.setdefault(name(page), page.number)
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
