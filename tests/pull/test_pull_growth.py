"""The work of a pull grows with the number of edits: ten cost hardly more than ten times one."""

from pathlib import Path
from typing import Any

import pytest
from edited_decks import edited, make_deck, pulled

from deckgen.build import pipeline
from deckgen.pull.base import Composer

MOST = 12


@pytest.fixture
def compositions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one each time that a deck is composed, which takes nearly all of the time."""
    counted: list[int] = []
    layout = Composer.layout

    def count(self: Composer, *changed: Any) -> Any:
        counted.append(1)
        return layout(self, *changed)

    monkeypatch.setattr(Composer, "layout", count)
    return counted


def test_ten_edits_are_composed_at_most_twelve_times_as_often_as_one(tmp_path: Path, compositions: list[int]) -> None:
    slides = [f"kind: bullets\nid: s{n}\nheadline: Slide {n} of twelve\nbullets: [One point, Two]" for n in range(12)]
    folder = make_deck(tmp_path, *slides)
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def cost(edits: int) -> int:
        compositions.clear()
        found = pulled(folder, edited(data, lambda deck: [edit(deck.slides[n]) for n in range(edits)]))
        assert found.outcomes() == ["proven"] * edits
        return len(compositions)

    def edit(slide: Any) -> None:
        run = next(
            r
            for s in slide.shapes
            if s.has_text_frame
            for p in s.text_frame.paragraphs
            for r in p.runs
            if "One" in r.text
        )
        run.text = "Another point"

    assert cost(10) <= MOST * cost(1)
