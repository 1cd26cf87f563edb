import pytest
from deck_samples import BRAND, cell, table
from lxml import etree
from msgspec.structs import replace
from opened_package import NS

from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.table import TableWriter
from deckgen.writer.text import TextWriter
from deckgen.writer.xml import NAMESPACES

COLOURS = Colours(BRAND)


def table_xml(frame, language="en-US"):
    xml = TableWriter(TextWriter(COLOURS, language), COLOURS, "{STYLE}").graphic_xml(frame)
    return etree.fromstring(f"<x {NAMESPACES}>{xml}</x>")


def find(root, path):
    return root.xpath(path, namespaces=NS)


def test_columns_and_rows_have_the_sizes_of_the_frame():
    frame = table()
    root = table_xml(frame)
    assert [int(w) for w in find(root, "//a:gridCol/@w")] == list(frame.columns)
    assert [int(h) for h in find(root, "//a:tr/@h")] == list(frame.heights)


def test_span_hides_the_cells_that_it_covers():
    root = table_xml(table())
    row = find(root, "//a:tr[2]/a:tc")
    assert [c.get("gridSpan") for c in row] == ["3", None, None]
    assert [c.get("hMerge") for c in row] == [None, "1", "1"]


def test_cells_have_insets_anchor_and_fill():
    (cell_properties,) = find(table_xml(table()), "//a:tr[3]/a:tc[3]/a:tcPr")
    assert (cell_properties.get("marL"), cell_properties.get("marT")) == ("91440", "45720")
    assert cell_properties.get("anchor") == "ctr"
    assert find(cell_properties, "a:solidFill/a:schemeClr/@val") == ["accent1"]


def test_only_the_rule_below_a_cell_is_visible():
    (properties,) = find(table_xml(table()), "//a:tr[1]/a:tc[1]/a:tcPr")
    drawn = {e.tag.rpartition("}")[2]: e.xpath("boolean(a:solidFill)", namespaces=NS) for e in properties[:4]}
    assert drawn == {"lnL": False, "lnR": False, "lnT": False, "lnB": True}
    assert find(properties, "a:lnB/@w") == ["19050"]


def test_line_between_two_cells_is_equal_on_both():
    root = table_xml(table())
    for column in (1, 2, 3):
        below = find(root, f"//a:tr[3]/a:tc[{column}]/a:tcPr/a:lnB")[0]
        above = find(root, f"//a:tr[4]/a:tc[{column}]/a:tcPr/a:lnT")[0]
        assert (below.get("w"), below[0].tag) == (above.get("w"), above[0].tag)


def test_bar_of_a_cell_is_a_thick_line_at_its_start():
    frame = table()
    row = tuple(replace(c, bar="danger") if n == 1 else c for n, c in enumerate(frame.rows[2]))
    root = table_xml(replace(frame, rows=(*frame.rows[:2], row, *frame.rows[3:])))
    widths = find(root, "//a:tr[3]/a:tc/a:tcPr/a:lnL/@w"), find(root, "//a:tr[3]/a:tc/a:tcPr/a:lnR/@w")
    assert widths == (["0", "63500", "0"], ["63500", "0", "0"])


def test_cell_without_a_rule_has_no_bottom_line():
    (last,) = find(table_xml(table()), "//a:tr[4]/a:tc[1]/a:tcPr/a:lnB")
    assert last[0].tag.endswith("noFill")


def test_every_run_in_a_table_has_a_size():
    assert not find(table_xml(table()), "//a:r/a:rPr[not(@sz)]")


def test_regular_text_in_the_header_row_stays_regular():
    root = table_xml(table(rows=((cell("light"), cell("bold", bold=True), cell("x")),)))
    assert [e.get("b") for e in find(root, "//a:tr[1]//a:rPr")] == ["0", None, "0"]


def test_table_without_header_rows_has_no_first_row_attribute():
    assert find(table_xml(table(header_rows=0)), "//a:tblPr/@firstRow") == []
    assert find(table_xml(table()), "//a:tblPr/@firstRow") == ["1"]


def test_table_from_right_to_left_is_written_as_it_is_seen():
    """Its columns are in visual order already: a program that obeys `rtl` would mirror them once more."""
    frame = table()
    row = tuple(replace(c, bar="danger") if n == 1 else c for n, c in enumerate(frame.rows[2]))
    root = table_xml(replace(frame, rows=(*frame.rows[:2], row, *frame.rows[3:])), "ar")
    assert find(root, "//a:tblPr/@rtl") == []
    assert set(find(root, "//a:pPr/@rtl")) == {"1"}
    widths = find(root, "//a:tr[3]/a:tc/a:tcPr/a:lnL/@w"), find(root, "//a:tr[3]/a:tc/a:tcPr/a:lnR/@w")
    assert widths == (["0", "0", "63500"], ["0", "63500", "0"]), "a bar is at the right, where the cell starts"


@pytest.mark.parametrize(
    "rows",
    [
        ((cell("a"), cell("b")),),
        ((cell("a", span=2), cell("b"), cell("c")),),
        ((cell("a"), cell("b", span=3), None),),
        ((None, cell("a"), cell("b")),),
        ((cell("a"), cell("b"), None),),
        ((cell("a"), cell("b"), cell("c"), cell("d")),),
    ],
)
def test_rows_that_do_not_fill_the_grid_are_refused(rows):
    with pytest.raises(WriterError, match="row 1 of the table 'Table' does not fill its 3 columns"):
        table_xml(table(rows=rows))


def test_table_without_rows_is_refused():
    with pytest.raises(WriterError, match="no rows or no columns"):
        table_xml(replace(table(), rows=(), heights=()))


def test_rows_without_heights_are_refused():
    with pytest.raises(WriterError, match="4 rows but 1 row heights"):
        table_xml(replace(table(), heights=(5,)))
