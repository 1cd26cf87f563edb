"""The examples of all kinds as a deck: what is drawn of it shows every kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from textwrap import indent

import yaml

from deckgen.guide.sample_picture import sample_picture
from deckgen.guide.sample_slide import sample_slide
from deckgen.kinds import find_kinds
from deckgen.model.record_files import record_path
from deckgen.records.taking import take_record
from deckgen.records.writing import write_record
from deckgen.resolve import DeckRows
from deckgen.results import OpenDeck, open_deck

_DECK = {
    "format": "1", "title": "Community growth", "event": "Quarterly review", "organisation": "Sample organisation",
    "fiscal_year": "FY20-21", "quarter": "Q2",
}  # fmt: skip
_PRESENTED = "Q1"
"""The quarter of which the example deck has a record."""
_SECTIONS = {"Newcomers": "Product", "Readers": "Communications", "Safer editing": "Product", "Learning": "Research"}
_MORE_SECTIONS = {
    "Search": "Technology",
    "Translation": "Product",
    "Events": "Community programs",
    "Grants": "Community programs",
}
"""More sections for the variants: an agenda in two columns needs them."""


def write_example_deck(work: Path, brand: str | None = None, more: Sequence[str] = ()) -> Path:
    """Write a deck of all examples into the project `work`, in several sections, so that agenda and scorecard have entries.

    `brand` is its brand (None: the one that comes with deckgen), `more` are further entries after the examples. Returns the
    folder of the deck.
    """
    # Slides that deckgen adds by itself are in the deck anyway.
    examples = [kind.EXAMPLE for kind in find_kinds().values() if kind.Content.generated is None]
    own = {} if brand is None else {"brand": brand}
    return _write_deck(work / "content" / "examples", [*examples, *more], _SECTIONS, own)


def write_variant_deck(work: Path, entries: Sequence[str]) -> Path:
    """Write a deck of `entries`, and of no slide that deckgen adds but the cover, into the project `work`; returns its folder."""
    return _write_deck(work / "content" / "variants", entries, {**_SECTIONS, **_MORE_SECTIONS}, {"front": ["cover"]})


def example_files(example: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files that an example names, relative to the folder of its deck, with bytes for them."""
    entry = yaml.safe_load(example)
    for image in entry.get("images", ()):
        yield image["file"], sample_picture()
    if "file" in entry:
        yield entry["file"], sample_slide()


def _write_deck(
    folder: Path, entries: Sequence[str], sections: Mapping[str, str], settings: Mapping[str, object]
) -> Path:
    """Write a deck whose slides are divided evenly among `sections`, by title with departments; returns its folder.

    With fewer slides than sections, it has as many sections as slides.
    """
    folder.mkdir(parents=True)
    remaining, count = iter(entries), min(len(sections), len(entries))
    for number, (title, department) in enumerate(islice(sections.items(), count)):
        # The first sections have one more where the division leaves a rest.
        examples = list(islice(remaining, -(-(len(entries) - number) // count)))
        slides = "".join("  - " + indent(example.strip(), "    ").strip() + "\n" for example in examples)
        text = f"title: {title}\ndepartment: {department}\nslides:\n{slides}"
        (folder / f"section-{number}.yaml").write_text(text, encoding="utf-8")
        for example in examples:
            for name, data in example_files(example):
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
    names = [f"section-{number}" for number in range(count)]
    for quarter in (_PRESENTED, _DECK["quarter"]):
        deck = {**_DECK, **settings, "quarter": quarter, "sections": names}
        (folder / "deck.yaml").write_text(yaml.safe_dump(deck), encoding="utf-8")
        if quarter == _PRESENTED and any("kind: changes" in entry for entry in entries):
            _record(folder)
    return folder


def _record(folder: Path) -> None:
    """Record what the deck presents, so that a slide can show what changed since."""
    opened = open_deck(folder)
    if isinstance(opened, OpenDeck):
        record = take_record(DeckRows(opened.deck), [])
        write_record(record_path(folder, opened.deck.period), folder, record)
