"""A deck in a language from right to left is the mirror of the same deck in English; in a template, its content is."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from msgspec.structs import replace

from deckgen.build import layout_stages, pipeline, right_to_left
from deckgen.build.build_results import LayoutResult
from deckgen.ir.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, mirrored_insets
from deckgen.ir.frames import Box, CarriedFrame, CellFrame, ChartFrame, Frame, FrameParagraph, TableFrame, TextFrame
from sample_projects import make_every_example


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> tuple[LayoutResult, LayoutResult]:
    """Every kind of slide in English, and with the same texts and labels from right to left."""
    folder = make_every_example(tmp_path_factory.mktemp("every"))
    english = pipeline.lay_out(folder)
    with pytest.MonkeyPatch.context() as patch:
        for module in (layout_stages, right_to_left):
            patch.setattr(module, "is_right_to_left", lambda language: language == "en")
        other = pipeline.lay_out(folder)
    assert english.deck is not None
    assert other.deck is not None
    return english, other


def mirrored(box: Box, width: int) -> Box:
    return replace(box, x=width - box.right)


def plain(frame: Frame) -> Frame:
    """Return a frame without the marks of direction in its texts, and without the cuts between runs that go with them."""

    def plain_text(value: object) -> object:
        if isinstance(value, str):
            return value.replace(LEFT_TO_RIGHT_MARK, "").replace(RIGHT_TO_LEFT_MARK, "")
        if isinstance(value, tuple):
            return tuple(plain_text(each) for each in value)
        if isinstance(value, FrameParagraph):
            groups = [list(group) for _, group in groupby(value.runs, lambda run: replace(run, text=""))]
            joined = (replace(group[0], text="".join(run.text for run in group)) for group in groups)
            return replace(value, runs=tuple(replace(run, text=str(plain_text(run.text))) for run in joined))
        if hasattr(value, "__struct_fields__"):
            return replace(value, **{name: plain_text(getattr(value, name)) for name in value.__struct_fields__})
        return value

    return plain_text(frame)  # type: ignore[return-value]


def inner_boxes(frame: Frame) -> Iterator[Box]:
    """Yield the boxes of what a frame has besides itself."""
    if isinstance(frame, TableFrame):
        yield from (shape.box for shape in (*frame.marks, *frame.grounds))
    if isinstance(frame, TextFrame) and frame.mark is not None:
        yield frame.mark.box
    if isinstance(frame, CarriedFrame) and frame.ground is not None:
        yield frame.ground


def test_each_frame_is_the_mirror_of_the_other(decks: tuple[LayoutResult, LayoutResult]) -> None:
    english, other = (result.deck for result in decks)
    assert english is not None
    assert other is not None
    width = english.size[0]
    assert [page.kind for page in other.pages] == [page.kind for page in english.pages]
    for page, opposite in zip(english.pages, other.pages, strict=True):
        assert len(page.frames) == len(opposite.frames), page.id
        for frame, counterpart in zip(page.frames, opposite.frames, strict=True):
            assert counterpart.box == mirrored(frame.box, width), (page.id, frame.name)
            boxes = [mirrored(box, width) for box in inner_boxes(frame)]
            assert list(inner_boxes(counterpart)) == boxes, (page.id, frame.name)


def test_cells_are_in_the_order_in_which_they_are_seen(decks: tuple[LayoutResult, LayoutResult]) -> None:
    english, other = (result.deck for result in decks)
    assert english is not None
    assert other is not None
    tables, opposites = (
        [plain(table) for page in deck.pages for table in page.frames_of(TableFrame)] for deck in (english, other)
    )
    assert tables
    for table, opposite in zip(tables, opposites, strict=True):
        assert isinstance(table, TableFrame)
        assert isinstance(opposite, TableFrame)
        assert opposite.columns == table.columns[::-1]
        for row, other_row in zip(table.rows, opposite.rows, strict=True):
            expected = {len(row) - i - cell.span: cell for i, cell in enumerate(row) if cell is not None}
            cells = {i: cell for i, cell in enumerate(other_row) if cell is not None}
            assert cells == {i: swapped(cell) for i, cell in expected.items()}


def swapped(cell: CellFrame) -> CellFrame:
    return replace(cell, insets=mirrored_insets(cell.insets))


def test_charts_are_drawn_from_the_right(decks: tuple[LayoutResult, LayoutResult]) -> None:
    charts = [
        [chart.is_mirrored for page in result.deck.pages for chart in page.frames_of(ChartFrame)]
        for result in decks
        if result.deck is not None
    ]
    assert set(charts[0]) == {False}
    assert set(charts[1]) == {True}


def test_tracker_begins_at_the_right(decks: tuple[LayoutResult, LayoutResult]) -> None:
    english, other = (result.deck for result in decks)
    assert english is not None
    assert other is not None
    assert english.options.tracker is not None
    assert other.options.tracker is not None
    width = english.size[0]
    for entry, opposite in zip(english.options.tracker.entries, other.options.tracker.entries, strict=True):
        assert (opposite.strip, opposite.reach) == (mirrored(entry.strip, width), mirrored(entry.reach, width))


def test_layouts_are_mirrored_so_that_reset_keeps_the_places(decks: tuple[LayoutResult, LayoutResult]) -> None:
    english, other = (result.brand for result in decks)
    assert english is not None
    assert other is not None
    width = english.size[0]
    for key, layout in english.layouts.items():
        slots = {name: mirrored(slot.box, width) for name, slot in layout.slots.items()}
        assert {name: slot.box for name, slot in other.layouts[key].slots.items()} == slots, key
    assert {slot.box for slot in other.master.slots.values()} == {
        mirrored(slot.box, width) for slot in english.master.slots.values()
    }


def test_deck_in_english_has_no_mark_of_direction(tmp_path: Path) -> None:
    deck = pipeline.lay_out(make_every_example(tmp_path)).deck
    assert deck is not None
    assert LEFT_TO_RIGHT_MARK not in repr(deck)
