"""Overviews: names of deliverables in two columns, other deliverables as a list, actions under them."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.frames import EMU_PER_INCH, CellFrame, TableFrame, TextFrame
from sample_projects import make_project

ENTRY = """\
kind: overview
title: Growth
overview: The team reached more readers.
progress: [Readers came back.]
actions: [Move the survey to March]
key_deliverables: {deliverables}
"""
NAMES = ["Search", "Survey", "Mentors", "Help pages", "Tools"]


def frames_of(root: Path, deliverables: list[str]) -> tuple[str, dict[str, TextFrame]]:
    result = pipeline.lay_out(make_project(root, ENTRY.format(deliverables=deliverables)))
    assert result.deck is not None, result.issues
    page = result.deck.pages[-1]
    return page.layout, {frame.slot: frame for frame in page.frames_of(TextFrame)}


@pytest.mark.parametrize(
    ("deliverables", "layout", "counts"),
    [
        (NAMES, "overview--halves", [4, 2]),
        (NAMES[:4], "overview", [5]),
        ([*NAMES, "A deliverable that needs more words than a name has"], "overview", [7]),
    ],
)
def test_names_of_deliverables_stand_in_two_columns(
    deliverables: list[str], layout: str, counts: list[int], tmp_path: Path
) -> None:
    found, frames = frames_of(tmp_path, deliverables)
    assert found == layout
    columns = [frames[slot] for slot in ("deliverables", "further-deliverables") if slot in frames]
    assert [len(frame.paragraphs) for frame in columns] == counts
    shown = [run.text for frame in columns for p in frame.paragraphs for run in p.runs]
    assert shown[1:] == deliverables
    assert len({(frame.box.y, frame.box.bottom) for frame in columns}) == 1


def test_actions_stand_below_the_deliverables_at_the_size_of_the_progress(tmp_path: Path) -> None:
    _, frames = frames_of(tmp_path, NAMES)
    upper, lower = frames["deliverables"], frames["actions"]
    assert abs(lower.box.y - upper.box.bottom - 0.2 * EMU_PER_INCH) < 0.03 * EMU_PER_INCH, "the gutter of the grid"
    assert lower.box.height < lower.text_height + 0.3 * EMU_PER_INCH
    assert lower.paragraphs[-1].runs[0].size == frames["progress"].paragraphs[-1].runs[0].size


def test_actions_without_deliverables_stand_in_their_place(tmp_path: Path) -> None:
    entry = "kind: overview\nprogress: [Readers came back.]\nactions: [Move the survey to March]"
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    frames = {frame.slot: frame for frame in result.deck.pages[-1].frames_of(TextFrame)}
    assert frames["actions"].box.y == frames["progress"].box.y


def test_progress_of_two_pages_has_the_second_page(tmp_path: Path) -> None:
    progress = [f"The **{name}** is late. {'More of it follows in spring. ' * 17}" for name in ("survey", "search")]
    entry = ENTRY.format(deliverables=NAMES).replace("[Readers came back.]", f"{progress}")
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    first, second = result.deck.pages[-2:]
    assert (first.layout, second.layout) == ("overview--summary", "overview-labels-continued")
    assert {frame.slot for frame in first.frames} >= {"overview", "deliverables", "actions"}
    assert not first.frames_of(TableFrame)
    [table] = second.frames_of(TableFrame)
    assert len(table.rows) == 3
    assert not [issue for issue in result.issues if issue.code == "continues"]


def test_labelled_progress_alone_has_the_whole_width(tmp_path: Path) -> None:
    entry = "kind: overview\nprogress: [{lead: Search, text: is faster}, {lead: Survey, text: is late}]"
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    page = result.deck.pages[-1]
    [table] = page.frames_of(TableFrame)
    assert page.layout == "overview--progress"
    assert table.box.width > 0.85 * result.deck.size[0]


def test_overview_without_progress_is_one_page_without_its_heading(tmp_path: Path) -> None:
    entry = ENTRY.format(deliverables=NAMES).replace("progress: [Readers came back.]\n", "")
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    [page] = result.deck.pages
    assert page.layout == "overview--summary"
    assert not page.frames_of(TableFrame)


@pytest.mark.parametrize("variant", ["labels", "summary"])
def test_progress_without_labels_is_shown_in_a_variant_with_labels(variant: str, tmp_path: Path) -> None:
    entry = ENTRY.format(deliverables=NAMES) + f"variant: {variant}"
    result = pipeline.lay_out(make_project(tmp_path, entry))
    assert result.deck is not None, result.issues
    [table] = result.deck.pages[-1].frames_of(TableFrame)
    shown = [
        run.text for cell in table.rows[-1] if isinstance(cell, CellFrame) for p in cell.paragraphs for run in p.runs
    ]
    assert shown == ["Readers came back."]
