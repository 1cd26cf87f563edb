"""Short texts of two and more lines: their lines end where readers expect it, and they take no further line."""

from itertools import pairwise
from pathlib import Path

import pytest
from blocks_for_tests import cell, pages_of, slide, table, table_of

from deckgen.brand.types import Brand, TextStyle
from deckgen.build import pipeline
from deckgen.ir.blocks import Paragraph, Row, Run
from deckgen.ir.frames import EMU_PER_INCH, Insets, TextFrame
from deckgen.layout.line_ends import best_width, narrowed
from deckgen.layout.measure import Measurer
from sample_projects import make_project

HANGING = "Communities that are not well established account for 82% of grants, a record"
EVEN = "More women take part and fewer contributors felt unsafe during the year, but harassment went up"
SLASH = "Editors and retention grow beyond their goals; people outside NA/EU and safety fall behind"
STYLES = {"body": TextStyle(2000, 2000, bold=True)}


def title_frame(root: Path, headline: str) -> TextFrame:
    folder = make_project(root, f"kind: bullets\nheadline: {headline}\nbullets: [One]")
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None
    [frame] = [frame for frame in laid_out.deck.pages[0].frames_of(TextFrame) if frame.slot == "title"]
    return frame


def lines_at(brand: Brand, text: str, inches: float) -> tuple[list[str], list[str]]:
    """The lines of a text in a width, and in the width that is chosen for it."""
    measurer, paragraphs, width = Measurer(brand), (Paragraph((Run(text),)),), round(inches * EMU_PER_INCH)
    [before] = measurer.measure_all(paragraphs, STYLES, width, 0)
    chosen = best_width(measurer, paragraphs, (before,), STYLES, 0)
    [after] = measurer.measure_all(paragraphs, STYLES, chosen, 0)
    lines, better = (
        [text[a:b].strip() for a, b in pairwise([*layout.line_starts, len(text)])] for layout in (before, after)
    )
    return lines, better


@pytest.mark.parametrize("headline", ["Short", EVEN])
def test_title_whose_lines_end_well_is_left_alone(tmp_path: Path, headline: str) -> None:
    frame = title_frame(tmp_path, headline)
    assert frame.insets.right == frame.insets.left == 0


@pytest.mark.parametrize("headline", [HANGING, SLASH])
def test_title_whose_lines_end_badly_is_narrowed(tmp_path: Path, headline: str) -> None:
    frame = title_frame(tmp_path, headline)
    assert frame.lines == 2
    assert 0 < frame.insets.right / frame.box.width < 0.6


def test_narrowed_title_stands_where_its_layout_puts_it(tmp_path: Path) -> None:
    plain = title_frame(tmp_path / "plain", EVEN)
    narrow = title_frame(tmp_path / "narrow", HANGING)
    assert narrow.box == plain.box
    assert "".join(run.text for p in narrow.paragraphs for run in p.runs) == HANGING


@pytest.mark.parametrize(
    ("text", "inches", "lines"),
    [
        ("Contributors who report it self-reported", 4.2, ["Contributors who report", "it self-reported"]),
        ("Monthly active editors grow 5% YoY", 4.2, ["Monthly active editors", "grow 5% YoY"]),
        (
            "The team has visited all of its 12 sites by now",
            4.2,
            ["The team has visited all of its", "12 sites by now"],
        ),
    ],
)
def test_lines_do_not_end_in_words_or_before_units(brand: Brand, text: str, inches: float, lines: list[str]) -> None:
    before, after = lines_at(brand, text, inches)
    assert before != lines, "the text shows nothing"
    assert after == lines


def test_long_text_does_not_end_with_one_word(brand: Brand) -> None:
    text = "We are still working out what the problem space around consultations is, and trying new solutions in pilots"
    found = [lines_at(brand, text, n / 20) for n in range(60, 100)]
    mended = [after for before, after in found if len(before) > 3 and " " not in before[-1] and " " in after[-1]]
    assert mended
    assert all(len(before) == len(after) for before, after in found)


@pytest.mark.parametrize("inches", [n / 10 for n in range(12, 60, 3)])
def test_no_text_takes_a_further_line_for_better_ends(brand: Brand, inches: float) -> None:
    for text in (HANGING, EVEN, SLASH, "Participation outside NA/EU"):
        before, after = lines_at(brand, text, inches)
        assert len(after) == len(before)


def test_program_that_breaks_after_slashes_finds_no_room_for_it(brand: Brand) -> None:
    text = "Participation outside NA/EU"
    measurer, paragraphs = Measurer(brand), (Paragraph((Run(text),)),)
    [before_slash] = measurer.measure_all((Paragraph((Run("Participation outside NA/"),)),), STYLES, 10**8, 0)
    needed = measurer.text_widths((Paragraph(before_slash.runs),), STYLES, 0).max_content
    [layout] = measurer.measure_all(paragraphs, STYLES, needed, 0)
    assert layout.line_count == 2
    assert best_width(measurer, paragraphs, (layout,), STYLES, 0) < needed


def test_names_in_cells_are_narrowed_and_values_are_not(brand: Brand) -> None:
    names = [" ".join(["contributors"] * count) for count in range(4, 10)]
    block = table([Row((cell(name), cell("99K a month", align="end"))) for name in names], 2)
    frame = table_of(pages_of(brand, slide(block, layout="table"))[0])
    ends = [tuple(found.insets.right for found in cells if found is not None) for cells in frame.rows[1:]]
    assert max(name for name, _ in ends) > brand.look.table.side
    assert {value for _, value in ends} == {brand.look.table.side}


@pytest.mark.parametrize(("align", "expected"), [("start", (1, 12)), ("end", (11, 2)), ("center", (6, 7))])
def test_text_keeps_its_alignment_in_its_place(align: str, expected: tuple[int, int]) -> None:
    insets = narrowed(Insets(1, 0, 2, 0), 10, align)  # type: ignore[arg-type]
    assert (insets.left, insets.right) == expected
