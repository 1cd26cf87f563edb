"""Placed slides are stored as bytes for a later process, and are the same afterwards, down to the types of numbers."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.pipeline import LayoutResult
from deckgen.layout import LayoutCache, Wording
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE / "stress"), str(HERE / "rendering")]

from rendered_decks import project  # noqa: E402 -- it is in tests/stress

EXAMPLES = [HERE.parent / "content" / "thriving-movement", HERE.parent / "src" / "deckgen" / "gallery" / "deck"]


def placed_slides(deck: LayoutResult, stored: bytes | None = None) -> tuple[Sequence[PlacedSlide], bytes | None]:
    """Place all slides; returns them, and the bytes to store."""
    assert deck.brand is not None
    cache = LayoutCache()
    if stored is not None:
        cache.recall(stored)
    cache.begin(deck.brand, Wording(), draft=True)
    return cache.place_all(deck.slides), cache.kept()


def assert_same_after_storing(
    deck: LayoutResult, placed: Sequence[PlacedSlide], stored: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place(*_: object) -> None:
        raise AssertionError("a stored slide is placed again")

    assert stored is not None
    with monkeypatch.context() as patch:
        patch.setattr(SlideLayouter, "place", place)
        again, changed = placed_slides(deck, stored)
    assert changed is None
    assert again == placed
    assert repr(again) == repr(placed)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_placed_slide_is_the_same_after_storing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = pipeline.lay_out(folder, draft=True)
    placed, stored = placed_slides(deck)
    assert len(placed) > 10
    assert_same_after_storing(deck, placed, stored, monkeypatch)


def test_placed_slide_of_any_kind_is_the_same_after_storing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deck = pipeline.lay_out(project(tmp_path, range(40)), draft=True)
    placed, stored = placed_slides(deck)
    kinds = {page.kind for slide in placed for page in slide.pages}
    assert len(placed) > 100
    assert len(kinds) > 10, kinds
    assert any(slide.issues for slide in placed)
    assert_same_after_storing(deck, placed, stored, monkeypatch)
