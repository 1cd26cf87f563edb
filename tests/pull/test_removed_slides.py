"""A slide that the content lost since the deck was built: whether it was edited is known by the digests of its texts."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_decks import copy_item, drop, edited, make_deck, paragraph, pulled, retype, with_record_of_package

from deckgen.build import pipeline

REMOVED, EDITED = "was removed from the content since the deck was built", "and edited in the deck"
POINTS, RESULTS = "points", "results"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    data = pipeline.build_bytes(make_deck(tmp_path_factory.mktemp("deck"))).data
    assert data is not None
    return data


def deck_without(root: Path, slide: str) -> Path:
    """Write the project without a slide; returns the folder of the deck."""
    file = make_deck(root) / "part.yaml"
    text = file.read_text("utf-8")
    entry = re.search(rf"(?ms)^  - kind: \S+\n    id: {slide}\n.*?(?=^  - |\Z)", text)
    assert entry is not None
    file.write_text(text.replace(entry.group(), ""), "utf-8")
    return file.parent


def notes(deck: Any) -> None:
    deck.slides[0].notes_slide.notes_text_frame.text = "Say this very slowly."


CASES: dict[str, tuple[Callable[[Any], object], str, str]] = {
    "word": (lambda d: retype(d.slides[0], "calm", "quiet"), POINTS, "“The first point is calm” → “The first point is quiet”"),
    "title": (lambda d: retype(d.slides[0], "Three", "Four"), POINTS, "“Three points for today” → “Four points for today”"),
    "notes": (notes, POINTS, "“Say this slowly.” → “Say this very slowly.”"),
    "figure": (lambda d: retype(d.slides[1], "12", "13"), RESULTS, "“12 people” → “13 people”"),
    "figure that the content still has": (
        lambda d: retype(d.slides[1], "+8.1%", "+8.4%"), RESULTS, "“+8.1% YoY” → “+8.4% YoY”"
    ),
    "item deleted": (
        lambda d: drop(paragraph(d.slides[0], "The third")), POINTS, "“The third point is about money” is not there any more"
    ),
    "item added": (lambda d: copy_item(d, "A new point"), POINTS, EDITED),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_edit_of_a_removed_slide_is_a_conflict(name: str, built: bytes, tmp_path: Path) -> None:
    edit, slide, said = CASES[name]
    [found] = pulled(deck_without(tmp_path, slide), edited(built, edit)).edits
    assert found.outcome == "conflict"
    assert REMOVED in found.message
    assert EDITED in found.message
    assert found.message.endswith(said)
    assert found.proposal.startswith("- kind:")


@pytest.mark.parametrize("slide", [POINTS, RESULTS])
def test_removed_slide_that_nobody_edited_is_done(slide: str, built: bytes, tmp_path: Path) -> None:
    [found] = pulled(deck_without(tmp_path, slide), with_record_of_package(built)).edits
    assert found.outcome == "done"
    assert found.message.endswith(REMOVED)
