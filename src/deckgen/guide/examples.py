"""The examples of all kinds as a deck: what is drawn of it shows every kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import indent

import yaml
from PIL import Image

from deckgen.kinds import find_kinds

_DECK = {
    "format": "1", "title": "Community growth", "event": "Quarterly review", "organisation": "Sample organisation",
    "fiscal_year": "FY20-21", "quarter": "Q2",
}  # fmt: skip
_SECTIONS = {"Newcomers": "Product", "Readers": "Communications", "Safer editing": "Product", "Learning": "Research"}


def write_example_deck(work: Path, brand: str | None = None, more: Sequence[str] = ()) -> Path:
    """Write a deck of all examples into the project `work`, in several sections, so that agenda and scorecard have entries.

    `brand` is its brand (None: the one that comes with deckgen), `more` are further entries after the examples. Returns the
    folder of the deck.
    """
    folder = work / "content" / "examples"
    folder.mkdir(parents=True)
    # Slides that deckgen adds by itself are in the deck anyway.
    all_examples = [kind.EXAMPLE for kind in find_kinds().values() if kind.Content.generated is None]
    all_examples += more
    size = -(-len(all_examples) // len(_SECTIONS))
    for number, (title, department) in enumerate(_SECTIONS.items()):
        examples = all_examples[number * size : (number + 1) * size]
        slides = "".join("  - " + indent(example.strip(), "    ").strip() + "\n" for example in examples)
        text = f"title: {title}\ndepartment: {department}\nslides:\n{slides}"
        (folder / f"section-{number}.yaml").write_text(text, encoding="utf-8")
        for example in examples:
            for image in yaml.safe_load(example).get("images", ()):
                _write_sample_picture(folder / image["file"])
    own = {} if brand is None else {"brand": brand}
    names = [f"section-{number}" for number in range(len(_SECTIONS))]
    (folder / "deck.yaml").write_text(yaml.safe_dump({**_DECK, **own, "sections": names}), encoding="utf-8")
    return folder


def _write_sample_picture(path: Path) -> None:
    """Write a picture for an example that names one: two plain areas, like a room with a table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", (400, 300), "#C8CCD1")
    picture.paste("#54595D", (0, 190, 400, 300))
    picture.save(path)
