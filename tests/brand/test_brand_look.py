"""What a brand decides besides colours, fonts and layouts: each key changes the slides, and without it the default applies."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, ChartTypeSizes, Look, TableLook, TextColours
from deckgen.charts import compose
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Cell, ChartSpec, Column, Paragraph, Row, Run, Series, Slide, Table, Text
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_INCH, EMU_PER_POINT, FrameParagraph, TableFrame
from deckgen.ir.roles import STATUSES
from deckgen.layout import DeckInfo, lay_out
from deckgen.writer import write

LAYOUTS = Path(__file__).parents[2] / "layouts"
BASE = "defaults:\n  deckgen:\n    extend: wikimedia\n"
PADDINGS = tuple(round(inches * EMU_PER_INCH) for inches in (0.085, 0.065, 0.045, 0.03))
CHART_SIZES = ChartTypeSizes(small=12, text=13, strong=14)
INFO = DeckInfo("Deck", "Review", "Organisation", ("Deck",), "en")
CELLS = (Cell((Paragraph((Run("at risk", status="at-risk"),)),), "at-risk", indent=1), Cell((Paragraph((Run("x"),)),)))
TABLE = Table(
    "table", (Column(), Column()), (Row((Cell((Paragraph((Run("Head"),)),), span=2),), "header"),), (Row(CELLS),)
)
COUNTED = tuple(status for status in STATUSES if status != "not-started")
SPEC = ChartSpec(
    "status",
    COUNTED,
    (Series("A", (1.0,) * 6), Series("B", (1.0,) * 6)),
    statuses=COUNTED,
)


def load(root: Path, *lines: str) -> tuple[Brand | None, list[Issue]]:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_brand.yml").write_text(BASE + "".join(f"    {line}\n" for line in lines), encoding="utf-8")
    brand, issues, _ = load_brand("own", [root / "layouts", LAYOUTS], root)
    return brand, issues


def loaded(root: Path, *lines: str) -> Brand:
    brand, issues = load(root, *lines)
    assert brand is not None, [issue.message for issue in issues]
    return brand


def table_frame(brand: Brand) -> TableFrame:
    deck, _ = lay_out([Slide("part/a", "table", "table", "Title", (TABLE,))], brand, INFO)
    return next(frame for frame in deck.pages[0].frames if isinstance(frame, TableFrame))


def body_cell(brand: Brand) -> tuple[FrameParagraph, tuple[int, int]]:
    """Return the first paragraph of the first cell under the header, and the left and top inset of the cell."""
    cell = table_frame(brand).rows[1][0]
    assert cell is not None
    return cell.paragraphs[0], (cell.insets.left, cell.insets.top)


def test_brand_without_these_keys_has_the_look_of_the_brand_it_extends(tmp_path: Path) -> None:
    look, side = loaded(tmp_path).look, EMU_PER_INCH // 10
    assert replace(look, text=TextColours()) == Look(
        table=TableLook(
            paddings=PADDINGS, side=side, spread=round(0.34 * EMU_PER_INCH), flush=True, margin=side + BAR_WIDTH
        ),
        panel_space=EMU_PER_INCH // 4,
        rule_height=EMU_PER_POINT * 3 // 2,
        names_sections=True,
        marks_title_figures=True,
        chart_sizes=CHART_SIZES,
    )


def test_spacing_of_a_brand_may_be_switched_off(tmp_path: Path) -> None:
    tables = "tables: {paddings: [0.085, 0.065, 0.045], spread: 0, flush: false, side: 0.08}"
    look = loaded(tmp_path, tables, "panel-space: 0", "rule-height: 3").look
    assert replace(look, text=TextColours()) == Look(
        names_sections=True, marks_title_figures=True, chart_sizes=CHART_SIZES
    )


def test_shape_and_colour_of_a_status_change_mark_and_word(tmp_path: Path) -> None:
    brand = loaded(tmp_path, "statuses: {at-risk: {shape: ring, role: danger}, no-data: {shape: triangle}}")
    [mark] = table_frame(brand).marks
    assert (mark.shape, mark.fill) == ("ring", "danger-fill")
    assert body_cell(brand)[0].runs[0].role == "danger"
    assert brand.look.marks["no-data"].role == Look().marks["no-data"].role


def test_shape_and_colour_of_a_status_change_its_chart(tmp_path: Path) -> None:
    brand = loaded(tmp_path, "statuses: {on-track: {shape: square, role: primary}, off-track: {shape: ellipse}}")
    size = (6 * EMU_PER_INCH, 4 * EMU_PER_INCH)
    roles = {mark.role for mark in compose(SPEC, *size, brand).marks}
    assert "primary" in roles
    assert "primary" not in {mark.role for mark in compose(SPEC, *size, loaded(tmp_path)).marks}


def test_two_statuses_of_one_shape_are_refused(tmp_path: Path) -> None:
    brand, [issue] = load(tmp_path, "statuses: {at-risk: {shape: square}}")
    assert brand is None
    assert issue.message == "`at-risk` and `off-track` have the same shape, `square`"
    assert issue.span is not None


MARK = 0.22 + 0.55 * 18 / 72 - 0.125
"""The inches that are reserved for a mark beside text of 18 points: it is as large as the capital letters."""

INCH_KEYS: list[tuple[str, Callable[[Brand], int], float]] = [
    ("paddings: [0.4]", lambda brand: body_cell(brand)[1][1], 0.4),
    ("flush: false", lambda brand: body_cell(brand)[1][0], 0.1 + 0.22 + MARK),
    ("side: 0.2, flush: false", lambda brand: body_cell(brand)[1][0], 0.2 + 0.22 + MARK),
    ("indent: 0.4", lambda brand: body_cell(brand)[1][0], MARK + 0.4),
    ("mark-width: 0.4", lambda brand: body_cell(brand)[1][0], MARK - 0.22 + 0.4 + 0.22),
    ("mark-size: 0.2", lambda brand: table_frame(brand).marks[0].box.width, 0.2),
]


@pytest.mark.parametrize(("line", "measure", "inches"), INCH_KEYS, ids=[key for key, _, _ in INCH_KEYS])
def test_spacing_of_tables_is_that_of_the_brand(
    tmp_path: Path, line: str, measure: Callable[[Brand], int], inches: float
) -> None:
    assert measure(loaded(tmp_path, f"tables: {{{line}}}")) == pytest.approx(inches * EMU_PER_INCH, abs=3)
    assert measure(loaded(tmp_path)) != pytest.approx(inches * EMU_PER_INCH, abs=3)


@pytest.mark.parametrize(("key", "row"), [("header-rule", 0), ("row-rule", 1)])
def test_lines_under_rows_are_those_of_the_brand(tmp_path: Path, key: str, row: int) -> None:
    brand = loaded(tmp_path, f"tables: {{{key}: {{role: primary, width: 4}}}}")
    cell, plain = (table_frame(one).rows[row][0] for one in (brand, loaded(tmp_path)))
    assert cell is not None
    assert plain is not None
    assert (cell.rule, cell.rule_width) == ("primary", 4 * EMU_PER_POINT)
    assert (plain.rule, plain.rule_width) != ("primary", 4 * EMU_PER_POINT)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("paddings: [0.05, 0.06]", "the paddings of tables are not in descending order"),
        ("paddings: []", "the paddings of tables are not in descending order"),
        ("mark-width: 0.1", "`mark-size` is larger than `mark-width`"),
        ("side: 0.6", "a number from 0 to 0.5 (inches) is expected here"),
    ],
)
def test_spacing_that_no_table_can_have_is_refused(tmp_path: Path, line: str, message: str) -> None:
    brand, [issue] = load(tmp_path, f"tables: {{{line}}}")
    assert brand is None
    assert issue.message.startswith(message)


def test_type_sizes_of_charts_are_those_of_the_brand(tmp_path: Path) -> None:
    lines = "chart-sizes: {small: 13, text: 15, strong: 19, largest: 22, enlarged: {small: 16, text: 20, strong: 25}}"
    brand = loaded(tmp_path, lines)
    spec = ChartSpec("progress", ("Now",), (Series("Edits", (3.0,), goal=5.0),))
    small, large = ((2 * EMU_PER_INCH, EMU_PER_INCH), (11 * EMU_PER_INCH, 4 * EMU_PER_INCH))
    for size in (small, large):
        own, default = (
            max(label.size for label, _ in compose(spec, *size, one).placed_labels) for one in (brand, loaded(tmp_path))
        )
        assert own > default
    sizes = {label.size for label, _ in compose(SPEC, *large, brand).placed_labels}
    assert sizes == {25}


@pytest.mark.parametrize(
    "line", ["small: 13", "text: 15", "enlarged: {text: 19}", "enlarged: {small: 10}", "largest: 13"]
)
def test_chart_sizes_in_a_wrong_order_are_refused(tmp_path: Path, line: str) -> None:
    brand, [issue] = load(tmp_path, f"chart-sizes: {{{line}}}")
    assert brand is None
    assert "is smaller than" in issue.message


def test_chart_sizes_default_to_those_of_the_brand_that_is_extended(tmp_path: Path) -> None:
    brand = loaded(tmp_path, "chart-sizes: {largest: 20}")
    assert brand.look.chart_sizes == replace(CHART_SIZES, largest=20)


@pytest.mark.parametrize("points", [0, 6])
def test_rule_above_a_slot_has_the_height_of_the_brand(tmp_path: Path, points: int) -> None:
    brand = loaded(tmp_path, f"rule-height: {points}")
    default = loaded(tmp_path)
    frames, _ = lay_out([], brand, INFO)
    assert write(frames, brand, {}) != write(frames, default, {})
    assert brand.look.rule_height == points * EMU_PER_POINT


def test_comfortable_size_decides_what_is_only_a_note(tmp_path: Path) -> None:
    text = "Editors who are thanked within a day come back twice as often as those who wait."
    block = Text("bullets", tuple(Paragraph((Run(text),), bullet="•") for _ in range(15)))
    slide = Slide("part/a", "bullets", "bullets", "Title", (block,))

    def severity(*lines: str) -> str:
        _, [issue] = lay_out([slide], loaded(tmp_path, *lines), INFO)
        return issue.severity

    assert severity() == "note"
    assert severity("comfortable-size: 18") == "warning"
