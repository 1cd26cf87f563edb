"""Titles of two lines: the second is not a word or two, and one line stays one line."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.frames import TextFrame
from sample_projects import make_project

HANGING = "Communities that are not well established account for 82% of grants, a record"
EVEN = "More women take part and fewer contributors felt unsafe, but self-reported harassment went up"


def title_frame(root: Path, headline: str) -> TextFrame:
    folder = make_project(root, f"kind: bullets\nheadline: {headline}\nbullets: [One]")
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None
    [frame] = [frame for frame in laid_out.deck.pages[0].frames_of(TextFrame) if frame.slot == "title"]
    return frame


@pytest.mark.parametrize("headline", ["Short", EVEN])
def test_title_of_one_line_or_of_two_long_ones_is_left_alone(tmp_path: Path, headline: str) -> None:
    frame = title_frame(tmp_path, headline)
    assert frame.insets.right == frame.insets.left == 0


def test_short_second_line_gets_words_of_the_first(tmp_path: Path) -> None:
    frame = title_frame(tmp_path, HANGING)
    assert frame.lines == 2
    assert 0.05 < frame.insets.right / frame.box.width < 0.5


def test_balanced_title_stands_where_its_layout_puts_it(tmp_path: Path) -> None:
    plain = title_frame(tmp_path / "plain", EVEN)
    balanced = title_frame(tmp_path / "balanced", HANGING)
    assert balanced.box == plain.box
    assert "".join(run.text for p in balanced.paragraphs for run in p.runs) == HANGING
