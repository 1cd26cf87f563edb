"""Projects for one test: a folder with `content/` and a deck of the given slides."""

from pathlib import Path
from textwrap import dedent, indent

import yaml
from PIL import Image

from deckgen.guide.sample_slide import sample_slide
from deckgen.kinds import find_kinds
from deckgen.periods import QUARTERS, Calendar, Period, Year

DECK = {
    "format": "1",
    "title": "Sample deck",
    "event": "Review",
    "organisation": "Sample organisation",
    "fiscal_year": "FY20-21",
    "quarter": "Q2",
    "brand": "wikimedia",
    "front": [],
    "sections": ["part"],
}

Q2 = Period("Q2", Calendar(Year(2020, "FY", 2, "-", 2), QUARTERS))
"""The period that `DECK` reports."""


def make_project(root: Path, *slides: str, files: dict[str, str] | None = None, **deck: object) -> Path:
    """Write a project with one section of `slides` (each the YAML of one entry); returns the folder of the deck.

    For a slide of another file there is `slides/legal.pptx`.
    """
    folder = root / "content" / "sample"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "deck.yaml").write_text(yaml.safe_dump({**DECK, **deck}, sort_keys=False), encoding="utf-8")
    entries = "".join("  - " + indent(dedent(slide), "    ").strip() + "\n" for slide in slides)
    (folder / "part.yaml").write_text(f"title: Part\nslides:\n{entries}", encoding="utf-8")
    if any("kind: file" in text for text in (*slides, *(files or {}).values())):
        (folder / "slides").mkdir(exist_ok=True)
        (folder / "slides" / "legal.pptx").write_bytes(sample_slide())
    for name, text in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), encoding="utf-8")
    return folder


def make_example(root: Path, example: str) -> Path:
    """Write a project with the example of one kind and the pictures that it names; returns the folder of the deck."""
    folder = make_project(root, example)
    for image in yaml.safe_load(example).get("images", ()):
        (folder / image["file"]).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 48), "#3366CC").save(folder / image["file"])
    return folder


def make_every_example(root: Path, **deck: object) -> Path:
    """Write a project with the example of every kind, each in a section of its own; returns the folder of the deck."""
    kinds = find_kinds()
    for name, kind in kinds.items():
        folder = make_example(root, kind.EXAMPLE)
        (folder / "part.yaml").rename(folder / f"{name}.yaml")
    folder = make_project(root, sections=[*kinds], **deck)
    (folder / "part.yaml").unlink()
    return folder
