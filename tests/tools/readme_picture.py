"""Decks → pictures of some of their slides on one sheet: of the example in README.md, of languages in docs/languages.md.

Packages that deckgen needs have fonts for these languages. Arabic is drawn with an installed font where there is a better one
(`render.other_scripts`): with fonts-noto-core, as in CI, the picture is the one that is stored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from deckgen.build import pipeline
from deckgen.render import Embedded, SourceDeck
from deckgen.render.fonts import faces

sys.path.append(str(Path(__file__).resolve().parents[1] / "languages"))
from write_decks import write_deck

SLIDES = (
    "cover", "metrics/active-editors", "scorecard", "ip-masking/objective", "knowledge-gaps/key-results",
    "ip-masking/drill-down",
)  # fmt: skip
COLUMNS = 3
LANGUAGES = ("ar", "hi", "th", "de")
SLIDES_OF_LANGUAGES = ("overview/at-a-glance", "metrics/readers", "app/app-vote", "grants/grants-results")
"""Of the decks in tests/languages."""
COLUMNS_OF_LANGUAGES = 2
WIDTH, GAP = 520, 12
"""Of a slide, and between slides, in pixels."""
_GROUND = "#E4E6EA"
_COLOURS = 256


def draw(deck: Path) -> bytes:
    """Return a PNG with a palette of `SLIDES` of the example. Raises RenderError where the renderer is missing."""
    return _draw(deck, SLIDES, COLUMNS)


def draw_languages(languages: Sequence[str] = LANGUAGES) -> Iterator[tuple[str, bytes]]:
    """Yield the name of the picture of each language, and the picture."""
    for language in languages:
        with TemporaryDirectory() as project:
            deck = write_deck(Path(project), language)
            yield f"language-{language}.png", _draw(deck, SLIDES_OF_LANGUAGES, COLUMNS_OF_LANGUAGES)


def _draw(deck: Path, slides: Sequence[str], columns: int) -> bytes:
    built = pipeline.build_bytes(deck)
    assert built.data is not None, [issue.message for issue in built.issues]
    assert built.layout.deck is not None
    assert built.layout.brand is not None
    numbers = {page.id: page.number for page in built.layout.deck.pages}
    shown = [numbers[name] for name in slides]
    renderer = Embedded(faces(built.layout.brand))
    try:
        drawn = dict(renderer.draw(SourceDeck(built.data), shown, WIDTH * 2))
    finally:
        renderer.close()
    return _sheet([drawn[number] for number in shown], columns)


def _sheet(pictures: list[bytes], columns: int) -> bytes:
    """Return pictures of slides on a grey ground, `columns` in a row, as a PNG with a palette."""
    slides = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    height = round(WIDTH * slides[0].height / slides[0].width)
    rows = -(-len(slides) // columns)
    sheet = Image.new("RGB", (columns * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP), _GROUND)
    for n, slide in enumerate(slides):
        place = (GAP + n % columns * (WIDTH + GAP), GAP + n // columns * (height + GAP))
        sheet.paste(slide.resize((WIDTH, height), Image.Resampling.LANCZOS), place)
    stream = BytesIO()
    # The method by default would drop the colours of verdicts, which few pixels have.
    reduced = sheet.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    reduced.save(stream, "PNG", optimize=True)
    return stream.getvalue()
