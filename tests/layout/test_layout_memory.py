"""Slides travel from one process to the next as bytes, and come back as they were: not a number, not a type is another."""

import sys
from pathlib import Path

import pytest
from msgspec import Raw

from deckgen.build import pipeline
from deckgen.build.caches import StageCaches
from deckgen.layout import slide_cache as placing
from deckgen.layout.slide_layout import PlacedSlide

HERE = Path(__file__).parents[1]
sys.path[:0] = [str(HERE / "stress"), str(HERE / "rendering")]

from drawn_decks import project  # noqa: E402 -- it stands in tests/stress

EXAMPLES = [HERE.parent / "content" / "thriving-movement", HERE.parent / "src" / "deckgen" / "gallery" / "deck"]


def placed(folder: Path) -> list[PlacedSlide]:
    """All slides of a deck as placed, those that are at fault, too."""
    memory = StageCaches()
    pipeline.lay_out(folder, draft=True, caches=memory)
    return list(memory.of(placing.LayoutCache)._now.values())


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_a_slide_comes_back_as_it_was(folder: Path) -> None:
    slides = placed(folder)
    assert len(slides) > 10
    for slide in slides:
        back = placing._decode(Raw(placing._encode(slide)))
        assert repr(back) == repr(slide)
        assert back == slide


def test_a_slide_of_any_kind_comes_back_as_it_was(tmp_path: Path) -> None:
    slides = placed(project(tmp_path, range(40)))
    found = [page.kind for slide in slides for page in slide.pages]
    assert len(slides) > 100
    assert len(set(found)) > 10, set(found)
    assert any(slide.problems for slide in slides)
    for slide in slides:
        assert repr(placing._decode(Raw(placing._encode(slide)))) == repr(slide)
