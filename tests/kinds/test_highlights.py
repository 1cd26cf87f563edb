"""Highlights: figures alone take the whole page, and one alone is largest."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.frames import EMU_PER_INCH, ChartFrame, Page, TextFrame
from sample_projects import make_project

REMARKS = "remarks: [More in Q3.]\n"
CHART = "chart: {kind: trend, categories: [Q1, Q2], series: [{name: Edits, values: [1, 2]}]}\n"


def page_of(tmp_path: Path, count: int, more: str = "") -> Page:
    figures = "".join(f"  - {{value: {n}7%, label: of editors}}\n" for n in range(1, count + 1))
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: highlights\nfigures:\n{figures}{more}"))
    assert laid_out.deck is not None, laid_out.issues
    return laid_out.deck.pages[-1]


def sizes(page: Page) -> set[float]:
    """The sizes of the figures in points."""
    frames = [f for f in page.frames if isinstance(f, TextFrame) and f.slot.startswith("figure")]
    return {frame.paragraphs[0].runs[0].size / 100 for frame in frames}


@pytest.mark.parametrize(
    ("count", "layout"), [(1, "highlights-1"), (2, "highlights-2"), (3, "highlights-3"), (4, "highlights")]
)
def test_figures_without_remarks_stand_in_the_middle_of_the_page(count: int, layout: str, tmp_path: Path) -> None:
    page = page_of(tmp_path, count)
    assert page.layout == f"{layout}--figures"
    assert min(sizes(page)) >= 72
    boxes = [f.box for f in page.frames if isinstance(f, TextFrame) and f.slot.startswith("figure")]
    top, bottom = min(box.y for box in boxes), max(box.bottom for box in boxes)
    assert top < 3 * EMU_PER_INCH
    assert bottom > 6 * EMU_PER_INCH


@pytest.mark.parametrize("more", ["", REMARKS])
def test_one_figure_alone_is_larger_than_several(more: str, tmp_path: Path) -> None:
    assert sizes(page_of(tmp_path / "one", 1, more)) == {120}
    assert max(sizes(page_of(tmp_path / "three", 3, more))) <= 80


def test_chart_next_to_figures_repeats_none_in_large_type(tmp_path: Path) -> None:
    [chart] = [frame for frame in page_of(tmp_path, 1, CHART).frames if isinstance(frame, ChartFrame)]
    assert not chart.spec.has_large_value


@pytest.mark.parametrize("more", [REMARKS, CHART])
def test_figures_with_remarks_or_chart_have_the_standard_layout(more: str, tmp_path: Path) -> None:
    assert "--" not in page_of(tmp_path, 3, more).layout


def frame_of(page: Page, slot: str) -> TextFrame:
    [frame] = [f for f in page.frames if isinstance(f, TextFrame) and f.slot == slot]
    return frame


def test_figure_with_a_status_has_its_colour_and_its_word(tmp_path: Path) -> None:
    figures = "[{value: −17 points, label: Organizers, status: off-track}, {value: +3%, label: Readers}]"
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: highlights\nfigures: {figures}\n{REMARKS}"))
    assert laid_out.deck is not None, laid_out.issues
    judged, other = (frame_of(laid_out.deck.pages[-1], f"figure-{n}") for n in (1, 2))
    assert ["".join(run.text for run in p.runs) for p in judged.paragraphs] == [
        "−17\u00a0points",
        "Off track",
        "Organizers",
    ]
    figure, word, _ = (p.runs[0] for p in judged.paragraphs)
    assert figure.role == word.role != other.paragraphs[0].runs[0].role
    assert len(other.paragraphs) == 2


def test_statuses_of_all_figures_stand_first_with_their_marks(tmp_path: Path) -> None:
    figures = "[{value: −17, label: Organizers, status: off-track}, {value: +3%, label: Readers, status: on-track}]"
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: highlights\nfigures: {figures}\n{REMARKS}"))
    assert laid_out.deck is not None, laid_out.issues
    frame = frame_of(laid_out.deck.pages[-1], "figure-1")
    word = frame.paragraphs[0]
    assert frame.mark is not None
    assert (frame.mark.shape, frame.mark.name, word.bullet, word.hanging) == ("square", "Mark off-track", None, 0)
    assert (word.runs[0].text, frame.paragraphs[1].runs[0].text) == ("Off track", "−17")
    assert frame.box.x + frame.insets.left == frame.mark.box.x < frame.mark.box.right < frame.mark.box.x + word.margin
    assert frame.box.y < frame.mark.box.y < frame.mark.box.bottom < frame.box.y + EMU_PER_INCH // 2


def test_remarks_begin_where_the_longest_label_ends(tmp_path: Path) -> None:
    label = "of editors who took part in the survey and answered each of its forty questions"
    tops = []
    for name, text in (("short", "editors"), ("long", label)):
        figures = f"[{{value: 7%, label: {text}}}, {{value: 8%, label: readers}}]"
        folder = make_project(tmp_path / name, f"kind: highlights\nfigures: {figures}\n{REMARKS}")
        laid_out = pipeline.lay_out(folder)
        assert laid_out.deck is not None, laid_out.issues
        tops.append(frame_of(laid_out.deck.pages[-1], "remarks").box.y)
    assert tops[0] < tops[1] < 5.5 * EMU_PER_INCH


def test_short_figure_becomes_smaller_before_it_breaks(tmp_path: Path) -> None:
    figures = ", ".join(f"{{value: {value}, label: of editors}}" for value in ("+3.5 pts", "0 of 350K", "1", "2"))
    laid_out = pipeline.lay_out(make_project(tmp_path, f"kind: highlights\nfigures: [{figures}]\n{REMARKS}"))
    assert laid_out.deck is not None, laid_out.issues
    figure = frame_of(laid_out.deck.pages[-1], "figure-2").paragraphs[0]
    assert [run.text for run in figure.runs] == ["0\u00a0of\u00a0350K"]
    assert figure.runs[0].size < 6000
