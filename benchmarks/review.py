"""`deckgen build` of a deck, as a whole process, beside pandoc on the same content: `python benchmarks/review.py [RUNS]`.

pandoc gets the text of the deck as it is laid out, every title, paragraph and table, in Markdown: once the text alone, and once
with the pictures that are in the deck, its charts drawn already. deckgen builds after one word was changed, with nothing changed,
and all anew but charts and pictures (`--again`); each in turn, in one run. The first build, with an empty cache, is timed by
itself. The two photos that the example lacks are grey ones here: a deck that lacks a picture is always built.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from PIL import Image
from pptx import Presentation
from pptx.shapes.picture import Picture
from pptx.slide import Slide

from deckgen.build import pipeline
from deckgen.ir.frames import CellFrame, Page, TableFrame, TextFrame
from processes import Cost, project_and_cache, run, spread

PROJECT = Path(__file__).parents[1]
DECK = PROJECT / "content" / "thriving-movement"
PICTURES = ("philippines.jpg", "bolivia.jpg")
EDITED, WORD = "ip-masking.yaml", " the "


def write_markdown(deck: Path, built: Path, folder: Path) -> None:
    """Write all that a deck says as Markdown that pandoc makes slides of: `text.md`, and `whole.md`, with its pictures."""
    laid = pipeline.lay_out(deck)
    assert laid.deck is not None
    texts = ["\n\n".join(_page(page)) for page in laid.deck.pages]
    pictures = [_pictures(slide, folder) for slide in Presentation(str(built)).slides]
    whole = ("\n\n".join([text, *shown]) for text, shown in zip(texts, pictures, strict=True))
    (folder / "text.md").write_text("\n\n".join(texts) + "\n")
    (folder / "whole.md").write_text("\n\n".join(whole) + "\n")


def _pictures(slide: Slide, folder: Path) -> list[str]:
    found = []
    for shape in slide.shapes:
        if isinstance(shape, Picture):
            name = f"{shape.image.sha1}.{shape.image.ext}"
            (folder / name).write_bytes(shape.image.blob)
            found.append(f"![{shape.name}]({name})")
    return found


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


def edits(file: Path) -> Iterator[None]:
    """Change one word of a file, another way each time."""
    text = file.read_text(encoding="utf-8")
    for n in count():
        file.write_text(text.replace(WORD, f"{WORD}{n}-fold ", 1), encoding="utf-8")
        yield


def measure(folder: Path, runs: int) -> tuple[Cost, dict[str, list[Cost]]]:
    """What the first build cost, and what each of the others and pandoc did in every run."""
    build = [str(Path(sys.executable).with_name("deckgen")), "build"]
    deck = folder / "content" / DECK.name
    first = run(build, folder)
    write_markdown(deck, next((folder / "output").glob("*.pptx")), folder)
    change = edits(deck / EDITED)
    commands = {
        "deckgen build, one word changed": build,
        "deckgen build, nothing changed": build,
        "deckgen build --again": [*build, "--again"],
        "pandoc, text and pictures": ["pandoc", "whole.md", "-o", "whole.pptx"],
        "pandoc, text alone": ["pandoc", "text.md", "-o", "text.pptx"],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        next(change)
        for name, command in commands.items():
            costs[name].append(run(command, folder))
    return first, costs


def main(runs: str = "5") -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        folder = project_and_cache(Path(made))
        for name in ("content", "layouts"):
            shutil.copytree(PROJECT / name, folder / name)
        for name in PICTURES:
            file = folder / "content" / DECK.name / "media" / name
            file.parent.mkdir(exist_ok=True)
            Image.new("RGB", (1200, 800), "grey").save(file)
        first, costs = measure(folder, int(runs))
    print(f"first build, charts drawn: {first.seconds:.2f} s\n")
    medians = {name: statistics.median(c.seconds for c in found) for name, found in costs.items()}
    theirs = [medians[name] for name in medians if name.startswith("pandoc")]
    print("| | seconds (min / median / max) | processor | to pandoc | to pandoc, text alone |\n|---|---|---|---|---|")
    for name, found in costs.items():
        seconds, worked = spread([c.seconds for c in found]), spread([c.processor for c in found])
        ratios = " | ".join(f"{medians[name] / other:.2f}" for other in theirs)
        print(f"| {name} | {seconds} | {worked} | {ratios} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
