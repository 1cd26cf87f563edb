"""The examples of each kind and of its variants → small pictures of their slides, drawn by the embedded renderer.

Input: a folder for the pictures. Output: a PNG with a palette for each kind and variant. Raises RenderError where the
renderer is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
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
from deckgen.kinds import find_kinds
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

    They are in several decks, each with one slide of a kind, since titles in a deck are unique: kinds without a variant to draw
    have their own example, for what shows the rest of the deck.
    """
    drawn: dict[str, bytes] = {}
    kinds = find_kinds()
    of_kinds = {kind: [each for each in shown if not each.is_in_example] for kind, shown in shown_variants().items()}
    for in_deck in zip_longest(*of_kinds.values()):
        shown = {kind: each for kind, each in zip(of_kinds, in_deck, strict=True) if each is not None}
        examples = {name: kind.EXAMPLE for name, kind in kinds.items() if kind.Content.generated is None}
        entries = {**examples, **{kind: each.entry for kind, each in shown.items()}}
        with TemporaryDirectory() as work:
            # A divider lists the slides of its section, and the first section has most of them.
            in_order = sorted(entries, key=lambda kind: not kinds[kind].Content.divides)
            deck = write_variant_deck(Path(work), [entries[kind] for kind in in_order])
            pictures = _draw_slides(deck, lambda page: page.id.partition("/")[2], {each.id for each in shown.values()})
        drawn |= pictures
    return drawn


def _draw_slides(folder: Path, name: Callable[[Page], str], shown: Container[str] | None = None) -> dict[str, bytes]:
    """Build a deck, and return the picture of the first slide of each name, or of each one that is `shown`."""
    built = pipeline.build_bytes(folder)
    if built.data is None or built.layout.deck is None or built.layout.brand is None:
        raise UserFacingError("the examples do not build: " + "; ".join(d.message for d in built.issues))
    numbers: dict[str, int] = {}
    for page in built.layout.deck.pages:
        if shown is None or name(page) in shown:
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
        # The method by default would drop a colour of few pixels, such as that of a verdict, for one more grey of the text.
        reduced = flat.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        reduced.save(stream, "PNG", optimize=True)
        if stream.tell() <= MAX_BYTES:
            break
    return stream.getvalue()
