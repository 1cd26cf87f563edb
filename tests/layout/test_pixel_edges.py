"""Columns of tables with grounds: their edges are on pixels, so that no light line is seen between two cells."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from deckgen.build import pipeline
from deckgen.ir.frames import TableFrame
from deckgen.layout.pixel_edges import PIXELS, on_pixels
from sample_projects import make_project

ENTRY = """\
kind: section
headline: The survey is late
points:
  - {lead: Search, text: twice as fast, status: on-track}
  - {lead: Survey, text: a month late, status: at-risk}
"""


@given(st.lists(st.integers(PIXELS * 20, PIXELS * 400), min_size=1, max_size=9), st.integers(0, 10**7), st.data())
def test_inner_edges_are_on_pixels_and_one_column_is_narrower(
    widths: list[int], left: int, data: st.DataObject
) -> None:
    narrower = data.draw(st.integers(0, len(widths) - 1))
    moved = on_pixels(widths, left, narrower)
    edges = [left + sum(moved[:n]) for n in range(1, len(moved))]
    assert sum(moved) == sum(widths)
    assert not any(edge % PIXELS for edge in edges)
    assert all(new >= old for n, (new, old) in enumerate(zip(moved, widths, strict=True)) if n != narrower)


def test_tinted_rows_have_their_edges_on_pixels(tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, ENTRY))
    assert result.deck is not None, result.issues
    [table] = result.deck.pages[-1].frames_of(TableFrame)
    edges = [table.box.x + sum(table.columns[:n]) for n in range(1, len(table.columns))]
    assert len(edges) == 2
    assert not any(edge % PIXELS for edge in edges)
