"""First lines of the cells of a row: on one baseline, or, for a large figure beside sentences, with their tops on one line."""

from itertools import product

import pytest
from blocks_for_tests import para
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Row, Table
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT
from deckgen.layout.baselines import baseline_shifts
from deckgen.layout.columns import Columns
from deckgen.layout.measure import Measurer

SIZES = {"label": 1400, "body": 1600, "figure": 4000}


def shifts_of(brand: Brand, styles: tuple[str, ...], *, beside_sentences: bool) -> tuple[list[int], list[int]]:
    """The shifts of cells whose first lines have the styles, and how far the tops of their capitals are below the row's top."""
    body = brand.layouts["table"].slots["table"].styles["body"]
    known = {name: replace(body, size=size, minimum=size) for name, size in SIZES.items()}
    measurer, cells = Measurer(brand), [Cell((para("Text", style),)) for style in styles]
    shifts = baseline_shifts(cells, measurer, known, 0, beside_sentences=beside_sentences)
    capitals = [round(0.68 * SIZES[style] * EMU_PER_POINT / 100) for style in styles]
    ascents = [measurer.ascent(known[style], SIZES[style]) for style in styles]
    return shifts, [shift + ascent - each for shift, ascent, each in zip(shifts, ascents, capitals, strict=True)]


@pytest.mark.parametrize("styles", [each for each in product(SIZES, repeat=3) if "figure" in each and len({*each}) > 1])
def test_large_figure_beside_sentences_has_its_top_at_their_capitals(brand: Brand, styles: tuple[str, ...]) -> None:
    shifts, tops = shifts_of(brand, styles, beside_sentences=True)
    assert min(shifts) == 0
    figures = [top for style, top in zip(styles, tops, strict=True) if style == "figure"]
    others = [top for style, top in zip(styles, tops, strict=True) if style != "figure"]
    assert figures == [min(others)] * len(figures)


def test_first_lines_stand_on_the_baseline_of_the_largest_elsewhere(brand: Brand) -> None:
    shifts, tops = shifts_of(brand, ("label", "body", "figure"), beside_sentences=False)
    assert shifts[2] == 0
    assert tops[0] > tops[1] > tops[2]


@pytest.mark.parametrize("words", [4, 60])
def test_large_figure_hangs_only_beside_text_of_several_lines(brand: Brand, words: int) -> None:
    body = brand.layouts["table"].slots["table"].styles["body"]
    known = {name: replace(body, size=size, minimum=size) for name, size in SIZES.items()}
    row = Row((Cell((para("50%", "figure"),)), Cell((para("word " * words),))))
    table = Table("table", (Column(tight=True), Column()), (), (row,), has_sentences=True)
    figure, text = Columns(table, Measurer(brand), known, 6 * EMU_PER_INCH, 0).baseline_shifts(row)
    assert [figure, text] == shifts_of(brand, ("figure", "body"), beside_sentences=words > 4)[0]
    assert figure == 0
