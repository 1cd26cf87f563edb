# ruff: noqa: T201 -- a command that prints its figures
"""Two renderers side by side: a contact sheet of a deck, and how far each slide differs.

    .venv/bin/python tests/rendering/measure_renderers.py [FILE.pptx] [--kinds] [-o output/renderers]

Draws the built deck (or, with `--kinds`, one deck of every kind's example) with the embedded renderer and with LibreOffice,
both in the brand's font, writes `sheet.png` (left embedded, right LibreOffice) and prints the share of pixels of each slide
that differ once edges are blurred away (`deckgen.render.sheets.difference`), the largest first.
"""

import argparse
import io
import os
import statistics
import sys
import tempfile
from pathlib import Path

from PIL import Image

from deckgen.build import pipeline
from deckgen.render import RENDERERS, Face, SourceDeck, sheets
from deckgen.render.fonts import faces

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))
WIDTH = 1280


def example_deck(place: Path) -> bytes:
    """A deck of every kind's example, each in a section's file of its own."""
    from sample_projects import make_every_example  # noqa: PLC0415

    folder = make_every_example(place)
    made = pipeline.build_bytes(folder, draft=True)
    assert made.data is not None, made.diagnostics
    return made.data


def side_by_side(one: bytes, other: bytes) -> bytes:
    left, right = (Image.open(io.BytesIO(png)).convert("RGB") for png in (one, other))
    both = Image.new("RGB", (left.width + right.width + 16, left.height), "#808080")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 16, 0))
    file = io.BytesIO()
    both.save(file, "PNG")
    return file.getvalue()


def brand_faces() -> list[Face]:
    brand = pipeline.lay_out(PROJECT / "content" / "thriving-movement").brand
    assert brand is not None
    return faces(brand.font)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the renderers.")
    parser.add_argument("deck", nargs="?", type=Path, default=PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    parser.add_argument("--kinds", action="store_true", help="every kind's example instead of a deck")
    parser.add_argument("-o", "--output", type=Path, default=PROJECT / "output" / "renderers")
    chosen = parser.parse_args()
    os.environ["DECKGEN_CACHE"] = "off"  # the project of the examples is gone in a moment
    with tempfile.TemporaryDirectory() as place:
        data = example_deck(Path(place)) if chosen.kinds else chosen.deck.read_bytes()
    deck, fonts = SourceDeck(data), brand_faces()
    slides = range(1, len(deck) + 1)
    drawn = {}
    for name, make in RENDERERS.items():
        renderer = make(fonts)
        drawn[name] = dict(renderer.draw(deck, slides, WIDTH))
        renderer.close()
    found = {n: 100 * sheets.difference(drawn["embedded"][n], drawn["libreoffice"][n]) for n in slides}
    pairs = [(f"{n}: {found[n]:.2f}%", side_by_side(drawn["embedded"][n], drawn["libreoffice"][n])) for n in slides]
    chosen.output.mkdir(parents=True, exist_ok=True)
    (chosen.output / "sheet.png").write_bytes(sheets.contact_sheet(pairs, columns=2, width=960))
    print(", ".join(f"{n}: {share:.2f}" for n, share in sorted(found.items(), key=lambda pair: -pair[1])))
    middle, most = statistics.median(found.values()), max(found.values())
    print(f"{len(found)} slides, pixels that differ: median {middle:.2f}%, most {most:.2f}%")
    print(f"{chosen.output / 'sheet.png'}: embedded left, LibreOffice right")


if __name__ == "__main__":
    main()
