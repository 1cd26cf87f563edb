"""Marks of cells: shapes over the table, or characters in the text of cells where the font is not known."""

from blocks_for_tests import lay_out_slides, para, slide, table, table_of
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Row
from deckgen.ir.frames import EMU_PER_POINT, TableFrame
from deckgen.ir.roles import CellMark
from deckgen.layout.cell_spaces import mark_size, mark_width


def drawn(brand: Brand, *marks: CellMark, text: str = "On track") -> TableFrame:
    rows = [Row((Cell((para("Name"),)), Cell((para(text), para("since Q1")), mark=mark))) for mark in marks]
    deck, _ = lay_out_slides(brand, slide(table(rows, 2), layout="table"))
    return table_of(deck.pages[0])


def with_unknown_font(brand: Brand) -> Brand:
    return replace(brand, font=replace(brand.fallback, family="A Font That Nobody Has", widening=1.15))


def test_mark_is_a_shape_where_the_font_is_known(brand: Brand) -> None:
    frame = drawn(brand, "on-track")
    assert [mark.shape for mark in frame.marks] == ["ellipse"]


def test_mark_is_a_bullet_in_its_cell_where_the_font_is_not_known(brand: Brand) -> None:
    unknown = with_unknown_font(brand)
    frame = drawn(unknown, "on-track", "at-risk", "off-track")
    assert frame.marks == ()
    cells = [row[1] for row in frame.rows[1:]]
    firsts = [cell.paragraphs[0] for cell in cells if cell is not None]
    assert [first.bullet for first in firsts] == ["●", "▲", "■"]
    assert [first.bullet_role for first in firsts] == [
        unknown.look.marks[name].fill for name in ("on-track", "at-risk", "off-track")
    ]
    width = mark_width(unknown.look.table, firsts[0].runs[0].size)
    assert all(first.margin == first.hanging == width for first in firsts)
    assert all(cell.paragraphs[1].margin == width for cell in cells if cell is not None)


def test_mark_is_as_large_as_the_capital_letters_beside_it(brand: Brand) -> None:
    look = brand.look.table
    assert mark_size(look, 1200) == look.mark_size, "no mark is smaller than the brand has it"
    assert mark_size(look, 2400) == round(24 * 0.55 * EMU_PER_POINT)
    assert mark_width(look, 2400) - mark_size(look, 2400) == look.mark_width - look.mark_size


def test_text_stands_where_it_stands_beside_a_shape(brand: Brand) -> None:
    unknown = with_unknown_font(brand)
    known = replace(unknown, font=replace(unknown.font, widening=1.0))
    starts = []
    for each in (known, unknown):
        cell = drawn(each, "on-track").rows[1][1]
        assert cell is not None
        starts.append(cell.insets.left + cell.paragraphs[0].margin)
    assert starts[0] == starts[1]


def test_mark_that_no_font_has_stays_a_shape(brand: Brand) -> None:
    frame = drawn(with_unknown_font(brand), "done")
    assert [mark.shape for mark in frame.marks] == ["tick"]


def test_mark_without_text_stays_a_shape(brand: Brand) -> None:
    frame = drawn(with_unknown_font(brand), "on-track", text="")
    assert [mark.shape for mark in frame.marks] == ["ellipse"]
