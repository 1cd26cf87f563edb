"""Frames of each kind's example and of slides of the real deck are the same as when somebody last looked at them."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import golden
from deckgen.build import pipeline
from deckgen.ir.frames import DeckFrames
from deckgen.kinds import find_kinds
from sample_projects import make_example

PROJECT = Path(__file__).parents[2]
SLIDES = [
    "cover", "overview/overview", "metrics/active-editors", "metrics/leaders", "ip-masking/drill-down",
    "community-programs/key-results", "metrics/participation-change",
    "leadership/objective", "grantmaking/drill-down", "appendix/acronyms",
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(find_kinds()))
def test_frames_of_the_example_of_a_kind_are_unchanged(kind: str, tmp_path: Path, accept: bool) -> None:
    laid = pipeline.lay_out(make_example(tmp_path, find_kinds()[kind].EXAMPLE))
    assert laid.deck is not None
    now = [golden.page_as_json(page) for page in laid.deck.pages]
    assert golden.compare_frames(f"example-{kind}", now, accept=accept) == []


@pytest.fixture(scope="module")
def deck() -> DeckFrames:
    laid = pipeline.lay_out(PROJECT / "content" / "thriving-movement")
    assert laid.deck is not None
    return laid.deck


@pytest.mark.parametrize("slide", SLIDES)
def test_frames_of_a_slide_of_the_real_deck_are_unchanged(slide: str, deck: DeckFrames, accept: bool) -> None:
    now = [golden.page_as_json(page) for page in deck.pages if page.id.partition("~")[0] == slide]
    assert now, f"there is no slide {slide}: {[page.id for page in deck.pages]}"
    assert golden.compare_frames(slide.replace("/", "-"), now, accept=accept) == []


@pytest.mark.parametrize(
    ("then", "now", "differs"),
    [
        ({"box": [0, 0]}, {"box": [0, 12700]}, False),
        ({"box": [0, 0]}, {"box": [0, 12701]}, True),
        ({"heights": [9000]}, {"heights": [1]}, False),
        ({"heights": [9000]}, {"heights": [9000, 9000]}, True),
        ({"lines": 1}, {"lines": 2}, True),
        ({"part": [1, 2]}, {"part": [1, 3]}, True),
        ({"text": ["a"]}, {"text": ["b"]}, True),
        ({"text": ["a"]}, {"text": ["a", "b"]}, True),
        ({"a": 1}, {}, True),
        ([{"frames": [{"box": [0]}]}], [{"frames": [{"box": [5]}]}], False),
    ],
)
def test_comparison_ignores_only_the_rounding_of_lengths(then: object, now: object, differs: bool) -> None:
    assert bool(list(golden.differences(then, now, "x"))) is differs


def test_missing_golden_file_is_reported_and_not_created() -> None:
    assert "regenerate.py" in golden.compare_frames("no-such-slide", [], accept=False)[0]
    assert "regenerate.py" in golden.compare_text("no-such-part.xml", "", accept=False)[0]
    assert not list(golden.FOLDER.glob("no-such-*"))


def test_every_golden_file_belongs_to_an_example_or_slide() -> None:
    """The file of a kind that was removed, or of a slide that is no longer compared, must be deleted."""
    wanted = {f"example-{kind}.json" for kind in find_kinds()} | {f"{slide.replace('/', '-')}.json" for slide in SLIDES}
    found = {
        path.name for path in golden.FOLDER.iterdir() if not path.name.startswith("part-") or path.suffix == ".json"
    }
    assert found == wanted


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=60),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from('abcdé\n"'), inner, max_size=4),
        max_leaves=20,
    )
)
def test_formatted_json_is_read_back_unchanged(value: object) -> None:
    assert json.loads(golden.to_json(value)) == value
