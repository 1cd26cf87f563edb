"""Placed slides are stored as bytes for a later process, and are the same afterwards, down to the types of numbers."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.cache.build_cache import BuildCache
from deckgen.cache.store import Store
from deckgen.ir.blocks import Slide
from deckgen.layout.growth import Limits
from deckgen.layout.slide_layout import PlacedSlide, SlideLayouter
from deckgen.layout.slide_placer import KIND, SlidePlacer

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE / "stress"), str(HERE / "rendering")]

from rendered_decks import project  # noqa: E402 -- it is in tests/stress

EXAMPLES = [HERE.parent / "content" / "thriving-movement", HERE.parent / "src" / "deckgen" / "gallery" / "deck"]


def placed_slides(folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[PlacedSlide]:
    """Lay out a deck with the slides stored in a directory, and store them there; returns what was placed."""
    cache = BuildCache(stores={KIND: Store(directory, KIND)}, name="deck")
    placed, place = [], SlidePlacer.place

    def record(placer: SlidePlacer, slide: Slide, limits: Limits) -> PlacedSlide:
        placed.append(place(placer, slide, limits))
        return placed[-1]

    with monkeypatch.context() as patch:
        patch.setattr(SlidePlacer, "place", record)
        pipeline.lay_out(folder, draft=True, cache=cache)
    cache.save()
    return placed


def placed_and_read_again(
    folder: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Sequence[PlacedSlide], Sequence[PlacedSlide]]:
    """Return placed slides, and the same from the store."""

    def arrange(*_: object) -> None:
        raise AssertionError("a stored slide is arranged again")

    directory.mkdir()
    placed = placed_slides(folder, directory, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(SlideLayouter, "arrange", arrange)
        return placed, placed_slides(folder, directory, monkeypatch)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_placed_slide_is_the_same_after_storing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed, again = placed_and_read_again(folder, tmp_path / "cache", monkeypatch)
    assert len(placed) > 10
    assert again == placed
    assert repr(again) == repr(placed)


def test_placed_slide_of_any_kind_is_the_same_after_storing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placed, again = placed_and_read_again(project(tmp_path, range(40)), tmp_path / "cache", monkeypatch)
    kinds = {page.kind for slide in placed for page in slide.pages}
    assert len(placed) > 100
    assert len(kinds) > 10, kinds
    assert any(slide.issues for slide in placed)
    assert again == placed
    assert repr(again) == repr(placed)
