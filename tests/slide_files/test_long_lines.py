"""Text boxes of slides that were sent which do not wrap: their lines that run past the edge of the slide."""

from pathlib import Path
from typing import Any

import pytest
from pptx.enum.text import PP_ALIGN

from deckgen.build import pipeline
from deckgen.slide_files.long_lines import lines_past_the_edge
from deckgen.slide_files.reading import read_slide
from made_slides import add_text, made
from sample_projects import make_project

LONG = "A line that is longer than the slide has room for, since nothing breaks it"


def found(text: str, *, align: Any = None, wraps: bool = False, at: float = 6, bold: bool = False) -> list[str]:
    """Return the lines that run past the edge, where each character is half an em wide, or one em if bold."""

    def draw(slide: Any) -> None:
        box = add_text(slide, text, at=(at, 2), size=24)
        box.text_frame.word_wrap = wraps
        paragraph = box.text_frame.paragraphs[0]
        paragraph.alignment = align
        paragraph.runs[0].font.bold = bold

    slide = read_slide(made(draw), "`legal.pptx`", None).slide
    return list(lines_past_the_edge(slide, lambda shown, is_bold: len(shown) * (1 if is_bold else 0.5)))


def test_long_line_is_named_by_its_beginning() -> None:
    assert found(LONG) == [LONG[:40]]
    assert found("Short") == []


def test_text_that_wraps_has_no_long_line() -> None:
    assert found(LONG, wraps=True) == []


@pytest.mark.parametrize(("align", "expected"), [(PP_ALIGN.LEFT, 0), (PP_ALIGN.CENTER, 1), (PP_ALIGN.RIGHT, 1)])
def test_line_runs_over_the_edge_at_which_it_is_not_aligned(align: Any, expected: int) -> None:
    """40 characters take 480 points, and the box begins half an inch from the left edge."""
    assert len(found("x" * 40, align=align, at=0.5)) == expected


def test_bold_text_is_measured_as_bold() -> None:
    assert found("x" * 30, at=6.5) == []
    assert len(found("x" * 30, at=6.5, bold=True)) == 1


def test_each_line_of_a_paragraph_is_measured_alone() -> None:
    assert found("x" * 20 + "\v" + "x" * 20) == []


@pytest.mark.parametrize(("fit", "expected"), [("brand", True), ("as-is", False)])
def test_build_names_lines_that_the_font_of_the_brand_makes_too_long(tmp_path: Path, fit: str, expected: bool) -> None:
    folder = make_project(tmp_path, f"kind: file\nfile: slides/sent.pptx\ntitle: T\nfit: {fit}")
    data = made(lambda slide: add_text(slide, LONG, at=(8, 2), size=24))
    (folder / "slides" / "sent.pptx").write_bytes(data)
    messages = [issue.message for issue in pipeline.lay_out(folder).issues if issue.code == "file-slide-loss"]
    said = f"“{LONG[:40]}” runs past the edge of the slide, since its text box does not wrap"
    assert any(said in message for message in messages) is expected
