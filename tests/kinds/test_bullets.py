"""Bullets: few short points have large type."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.frames import TextFrame
from sample_projects import make_project


@pytest.mark.parametrize(
    ("count", "point", "layout"),
    [(3, "A point", "bullets--large"), (8, "A point", "bullets"), (3, "word " * 40, "bullets")],
)
def test_few_short_points_have_large_type(count: int, point: str, layout: str, tmp_path: Path) -> None:
    points = "".join(f"  - {point}\n" for _ in range(count))
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: bullets\nbullets:\n{points}"))
    assert laid_out.deck is not None, laid_out.issues
    page = laid_out.deck.pages[-1]
    [frame] = [f for f in page.frames if isinstance(f, TextFrame) and f.slot == "bullets"]
    assert page.layout == layout
    assert (frame.paragraphs[0].runs[0].size >= 2200) == (layout == "bullets--large")


@pytest.mark.parametrize("variant", ["large", "standard"])
def test_points_below_a_point_are_indented_and_closer(variant: str, tmp_path: Path) -> None:
    points = "bullets:\n  - A point\n  - {text: 'Two more:', bullets: [One, Another]}\n"
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: bullets\nvariant: {variant}\n{points}"))
    assert laid_out.deck is not None, laid_out.issues
    [frame] = [f for f in laid_out.deck.pages[-1].frames if isinstance(f, TextFrame) and f.slot == "bullets"]
    point, more, one, another = frame.paragraphs
    assert one.margin == another.margin > point.margin
    assert one.space_before == another.space_before < more.space_before
