"""`deckgen build` of a deck, timed as a process, next to pandoc on the same content: `python benchmarks/review.py [RUNS]`.

pandoc gets the text of the deck as it is laid out, every title, paragraph and table, in Markdown: once the text alone, and once
with the pictures that are in the deck, its charts already drawn. deckgen builds after one word was changed, with nothing changed,
and everything again except charts and pictures (`--again`); each in turn, in one run. The first build, with an empty cache, is
timed separately. The two photos that the example does not include are grey here: a deck with a missing picture is always built.
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
    """Write the text of a deck as Markdown for pandoc: `text.md`, and `whole.md` with its pictures."""
    laid_out = pipeline.lay_out(deck)
    assert laid_out.deck is not None
    texts = ["\n\n".join(_page_markdown(page)) for page in laid_out.deck.pages]
    pictures = [_save_pictures(slide, folder) for slide in Presentation(str(built)).slides]
    with_pictures = ("\n\n".join([text, *images]) for text, images in zip(texts, pictures, strict=True))
    (folder / "text.md").write_text("\n\n".join(texts) + "\n")
    (folder / "whole.md").write_text("\n\n".join(with_pictures) + "\n")


def _save_pictures(slide: Slide, folder: Path) -> list[str]:
    """Save the pictures of a slide in the folder; returns the Markdown that shows them."""
    images = []
    for shape in slide.shapes:
        if isinstance(shape, Picture):
            name = f"{shape.image.sha1}.{shape.image.ext}"
            (folder / name).write_bytes(shape.image.blob)
            images.append(f"![{shape.name}]({name})")
    return images


def _page_markdown(page: Page) -> list[str]:
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


def edit_repeatedly(file: Path) -> Iterator[None]:
    """Change one word of a file at each step, to another text each time."""
    text = file.read_text(encoding="utf-8")
    for n in count():
        file.write_text(text.replace(WORD, f"{WORD}{n}-fold ", 1), encoding="utf-8")
        yield


def measure(folder: Path, runs: int) -> tuple[Cost, dict[str, list[Cost]]]:
    """Return the cost of the first build, and that of each other build and of pandoc in every run."""
    if shutil.which("pandoc") is None:
        sys.exit("pandoc is not installed: apt-get install pandoc")
    build = [str(Path(sys.executable).with_name("deckgen")), "build"]
    deck = folder / "content" / DECK.name
    first = run(build, folder)
    write_markdown(deck, next((folder / "output").glob("*.pptx")), folder)
    change = edit_repeatedly(deck / EDITED)
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
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_and_cache(Path(temporary))
        for name in ("content", "layouts"):
            shutil.copytree(PROJECT / name, folder / name)
        for name in PICTURES:
            file = folder / "content" / DECK.name / "media" / name
            file.parent.mkdir(exist_ok=True)
            Image.new("RGB", (1200, 800), "grey").save(file)
        first, costs = measure(folder, int(runs))
    print(f"first build, charts drawn: {first.seconds:.2f} s\n")
    medians = {name: statistics.median(cost.seconds for cost in command_costs) for name, command_costs in costs.items()}
    pandoc_medians = [medians[name] for name in medians if name.startswith("pandoc")]
    print("| | seconds (min / median / max) | processor | to pandoc | to pandoc, text alone |\n|---|---|---|---|---|")
    for name, command_costs in costs.items():
        seconds = spread([cost.seconds for cost in command_costs])
        processor = spread([cost.processor for cost in command_costs])
        ratios = " | ".join(f"{medians[name] / pandoc:.2f}" for pandoc in pandoc_medians)
        print(f"| {name} | {seconds} | {processor} | {ratios} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
