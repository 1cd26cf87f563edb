"""`deckgen build` of a deck, as a whole process, beside pandoc on the same text, in turn: `python benchmarks/review.py [RUNS]`.

The text is taken from the deck as it is laid out: every title, paragraph and table, in Markdown. Charts come from the cache, all
else is done anew (`--again`). The first build, with an empty cache, is timed by itself, and so is one of which nothing changed.
The two pictures that the example lacks are grey ones here: a deck that lacks a picture is always built.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from PIL import Image

from deckgen import pipeline
from deckgen.frames import CellFrame, Page, TableFrame, TextFrame
from processes import Cost, run, spread

PROJECT = Path(__file__).parents[1]
DECK = PROJECT / "content" / "thriving-movement"
PICTURES = ("philippines.jpg", "bolivia.jpg")


def markdown(deck: Path) -> str:
    """All that a deck says, as Markdown that pandoc makes slides of."""
    laid = pipeline.lay_out(deck)
    assert laid.deck is not None
    return "\n\n".join(block for page in laid.deck.pages for block in _page(page)) + "\n"


def _page(page: Page) -> list[str]:
    blocks = [f"# {page.title}"]
    for frame in page.frames:
        if isinstance(frame, TextFrame) and frame.slot != "title":
            blocks.append("\n".join(f"- {line}" for line in _lines(frame.paragraphs)))
        elif isinstance(frame, TableFrame):
            rows = ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in frame.rows]
            blocks.append("\n".join([rows[0], "|---" * len(frame.columns) + "|", *rows[1:]]))
    return blocks


def _lines(paragraphs: tuple) -> list[str]:
    return ["".join(run.text for run in p.runs).replace("\n", " ") for p in paragraphs if p.runs]


def _cell(cell: CellFrame | None) -> str:
    return " ".join(_lines(cell.paragraphs)).replace("|", "/") if cell is not None else ""


def main(runs: str = "5") -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(PROJECT / "content", folder / "content")
        shutil.copytree(PROJECT / "layouts", folder / "layouts")
        for name in PICTURES:
            file = folder / "content" / DECK.name / "media" / name
            file.parent.mkdir(exist_ok=True)
            Image.new("RGB", (1200, 800), "grey").save(file)
        (folder / "deck.md").write_text(markdown(DECK))
        build = [str(Path(sys.executable).with_name("deckgen")), "build"]
        first = run(build, folder)
        commands = {
            "deckgen build --again": [*build, "--again"],
            "pandoc": ["pandoc", "deck.md", "-o", "pandoc.pptx"],
            "deckgen build, nothing changed": build,
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(int(runs)):
            for name, command in commands.items():
                costs[name].append(run(command, folder))
    print(f"first build, charts drawn: {first.seconds:.2f} s, {first.megabytes:.0f} MB\n")
    print("| | seconds (min / median / max) | processor | MB |\n|---|---|---|---|")
    for name, found in costs.items():
        megabytes = f"{max(c.megabytes for c in found):.0f}"
        print(
            f"| {name} | {spread([c.seconds for c in found])} | {spread([c.processor for c in found])} | {megabytes} |"
        )
    ours, theirs, _ = (statistics.median(c.seconds for c in found) for found in costs.values())
    print(f"\nratio, deckgen to pandoc: {ours / theirs:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
