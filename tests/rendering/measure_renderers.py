# ruff: noqa: T201 -- a command that prints its figures
"""Compare the two renderers: a contact sheet of a deck, and how much each slide differs.

    .venv/bin/python tests/rendering/measure_renderers.py [FILE.pptx] [--kinds] [-o output/renderers]

Renders the built deck (or, with `--kinds`, a deck with every kind's example) with the embedded renderer and with LibreOffice,
both in the brand's font. Writes `sheet.png` (left embedded, right LibreOffice), and prints for each slide the share of pixels
that differ after blurring (`deckgen.render.contact_sheet.difference`), the largest first.
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
from deckgen.render import RENDERERS, Face, SourceDeck, contact_sheet
from deckgen.render.fonts import faces

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))
WIDTH = 1280


def example_deck(root: Path) -> bytes:
    """Return a deck with the example of every kind, each in its own section file."""
    from sample_projects import make_every_example  # noqa: PLC0415

    folder = make_every_example(root)
    built = pipeline.build_bytes(folder, draft=True)
    assert built.data is not None, built.issues
    return built.data


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
    return faces(brand)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the renderers.")
    parser.add_argument("deck", nargs="?", type=Path, default=PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    parser.add_argument("--kinds", action="store_true", help="every kind's example instead of a deck")
    parser.add_argument("-o", "--output", type=Path, default=PROJECT / "output" / "renderers")
    chosen = parser.parse_args()
    os.environ["DECKGEN_CACHE"] = "off"  # the project of the examples is deleted soon
    with tempfile.TemporaryDirectory() as root:
        data = example_deck(Path(root)) if chosen.kinds else chosen.deck.read_bytes()
    deck, fonts = SourceDeck(data), brand_faces()
    slides = range(1, len(deck) + 1)
    drawn = {}
    for name, make in RENDERERS.items():
        renderer = make(fonts)
        drawn[name] = dict(renderer.draw(deck, slides, WIDTH))
        renderer.close()
    differences = {n: 100 * contact_sheet.difference(drawn["embedded"][n], drawn["libreoffice"][n]) for n in slides}
    pairs = [
        (f"{n}: {differences[n]:.2f}%", side_by_side(drawn["embedded"][n], drawn["libreoffice"][n])) for n in slides
    ]
    chosen.output.mkdir(parents=True, exist_ok=True)
    (chosen.output / "sheet.png").write_bytes(contact_sheet.contact_sheet(pairs, columns=2, width=960))
    print(", ".join(f"{n}: {share:.2f}" for n, share in sorted(differences.items(), key=lambda pair: -pair[1])))
    median, maximum = statistics.median(differences.values()), max(differences.values())
    print(f"{len(differences)} slides, pixels that differ: median {median:.2f}%, maximum {maximum:.2f}%")
    print(f"{chosen.output / 'sheet.png'}: embedded left, LibreOffice right")


if __name__ == "__main__":
    main()
