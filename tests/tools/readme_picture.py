"""The example deck → the picture in README.md: six of its slides on one sheet."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from deckgen.build import pipeline
from deckgen.render import Embedded, SourceDeck
from deckgen.render.fonts import faces

SLIDES = (
    "cover", "metrics/active-editors", "scorecard", "ip-masking/objective", "knowledge-gaps/key-results",
    "ip-masking/drill-down",
)  # fmt: skip
COLUMNS = 3
WIDTH, GAP = 520, 12
"""Of a slide, and between slides, in pixels."""
_GROUND = "#E4E6EA"
_COLOURS = 128


def draw(deck: Path) -> bytes:
    """Return a PNG with a palette of `SLIDES` of a deck. Raises RenderError where the renderer is missing."""
    built = pipeline.build_bytes(deck)
    assert built.data is not None, [issue.message for issue in built.issues]
    assert built.layout.deck is not None
    assert built.layout.brand is not None
    numbers = {page.id: page.number for page in built.layout.deck.pages}
    shown = [numbers[name] for name in SLIDES]
    renderer = Embedded(faces(built.layout.brand))
    try:
        drawn = dict(renderer.draw(SourceDeck(built.data), shown, WIDTH * 2))
    finally:
        renderer.close()
    return _sheet([drawn[number] for number in shown])


def _sheet(pictures: list[bytes]) -> bytes:
    """Return pictures of slides on a grey ground, `COLUMNS` in a row, as a PNG with a palette."""
    slides = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    height = round(WIDTH * slides[0].height / slides[0].width)
    rows = -(-len(slides) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP), _GROUND)
    for n, slide in enumerate(slides):
        place = (GAP + n % COLUMNS * (WIDTH + GAP), GAP + n // COLUMNS * (height + GAP))
        sheet.paste(slide.resize((WIDTH, height), Image.Resampling.LANCZOS), place)
    stream = BytesIO()
    sheet.quantize(_COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
