"""before-after: two sides of the same form."""

from pathlib import Path

import pytest
from kinds_without_layouts import lay_out_without

from deckgen.build import pipeline
from deckgen.ir.blocks import Text
from sample_projects import make_project

SLIDE = "kind: before-after\nbefore: Slow.\nafter: Fast."


def sides(root: Path, slide: str) -> dict[str, list[tuple[str, str]]]:
    blocks = pipeline.lay_out(make_project(root, slide)).slides[-1].blocks_of(Text)
    return {block.slot: [(p.style, p.plain_text) for p in block.paragraphs] for block in blocks}


def test_sides_have_the_names_before_and_after(tmp_path: Path) -> None:
    assert sides(tmp_path, SLIDE) == {
        "before": [("heading", "Before"), ("body", "Slow.")],
        "after": [("heading", "After"), ("body", "Fast.")],
    }


def test_side_has_heading_figure_text_and_points(tmp_path: Path) -> None:
    full = "\nafter:\n  heading: Now\n  figure: 9 minutes\n  text: The median\n  points: [One list, Eleven zones]"
    assert sides(tmp_path, f"kind: before-after\nbefore: Slow.{full}")["after"] == [
        ("heading", "Now"),
        ("figure", "9 minutes"),
        ("body", "The median"),
        ("body", "One list"),
        ("body", "Eleven zones"),
    ]


EMPTY_TEXT, NOTHING = "text is expected here, but it is empty", "this side says nothing"


@pytest.mark.parametrize(
    ("side", "message"),
    [("{heading: Now}", NOTHING), ("{points: []}", NOTHING), ("{figure: ''}", EMPTY_TEXT), ("''", EMPTY_TEXT)],
)
def test_side_that_says_nothing_is_refused(side: str, message: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"kind: before-after\nbefore: Slow.\nafter: {side}"))
    assert [issue.message for issue in result.issues] == [message]


def test_brand_without_the_layout_is_told_which_slots_it_needs(tmp_path: Path) -> None:
    result = lay_out_without(["before-after"], tmp_path, SLIDE)
    [issue] = result.issues
    assert issue.code == "no-layout"
    assert issue.hint == "add layouts/…/before-after.yaml with the slots after, before"
