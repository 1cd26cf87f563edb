"""Frames of every kind's example and of slides of the real deck are what they were when somebody looked at them."""

from pathlib import Path

import pytest

import golden
from deckgen import pipeline
from deckgen.frames import DeckFrames
from deckgen.kinds import find_kinds
from sample_projects import make_project

PROJECT = Path(__file__).parents[2]
SLIDES = [
    "cover", "overview/overview", "metrics/active-editors", "metrics/leaders", "ip-masking/drill-down",
    "community-programs/key-results", "leadership/objective", "grantmaking/drill-down", "appendix/acronyms",
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(find_kinds()))
def test_the_example_of_a_kind(kind: str, tmp_path: Path, accept: bool) -> None:
    laid = pipeline.lay_out(make_project(tmp_path, find_kinds()[kind].EXAMPLE))
    assert laid.deck is not None
    now = [golden.page_as_json(page) for page in laid.deck.pages]
    assert golden.compare(f"example-{kind}", now, accept=accept) == []


@pytest.fixture(scope="module")
def deck() -> DeckFrames:
    laid = pipeline.lay_out(PROJECT / "content" / "thriving-movement")
    assert laid.deck is not None
    return laid.deck


@pytest.mark.parametrize("slide", SLIDES)
def test_a_slide_of_the_thriving_movement_deck(slide: str, deck: DeckFrames, accept: bool) -> None:
    now = [golden.page_as_json(page) for page in deck.pages if page.id.partition("~")[0] == slide]
    assert now, f"there is no slide {slide}: {[page.id for page in deck.pages]}"
    assert golden.compare(slide.replace("/", "-"), now, accept=accept) == []


@pytest.mark.parametrize(
    ("then", "now", "differs"),
    [
        ({"box": [0, 0]}, {"box": [0, 12000]}, False),
        ({"box": [0, 0]}, {"box": [0, 13000]}, True),
        ({"text": ["a"]}, {"text": ["b"]}, True),
        ({"text": ["a"]}, {"text": ["a", "b"]}, True),
        ({"a": 1}, {}, True),
    ],
)
def test_a_comparison_forgives_rounding_and_nothing_else(then: object, now: object, differs: bool) -> None:
    assert bool(list(golden._differences(then, now, "x"))) is differs
