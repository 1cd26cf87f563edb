"""Titles of one line: the body begins `title-gap` below them, on a layout that the deck has for such titles."""

from io import BytesIO
from pathlib import Path

import pytest
from blocks_for_tests import bullets, lay_out_slides, pages_of, para, row, slide, table
from msgspec.structs import replace
from pptx import Presentation
from pptx.util import Inches

from deckgen.brand.density import without_growth
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Slide, Text
from deckgen.ir.frames import Page
from deckgen.writer import write

LONG = "More women take part and fewer contributors felt unsafe, but self-reported harassment went up since last year"
GAP = Inches(0.3) // 2
"""Between the boxes: the other half of the gap belongs to the title."""
LAYOUTS = Path(__file__).parents[2] / "layouts"


def boxes(page: Page) -> dict[str, tuple[int, int]]:
    """The top and the bottom of each frame."""
    return {frame.slot: (frame.box.y, frame.box.bottom) for frame in page.frames}  # type: ignore[union-attr]


def columns() -> tuple[Text, ...]:
    return tuple(Text(name, (para("One."),)) for name in ("situation", "impact", "recommendation"))


def test_body_begins_the_gap_below_a_title_of_one_line(packaged_brand: Brand) -> None:
    [page] = pages_of(packaged_brand, slide(bullets("One")))
    found, slot = boxes(page), packaged_brand.layouts["bullets"].slots["bullets"]
    assert found["bullets"] == (found["title"][1] + GAP, slot.box.bottom)
    assert found["bullets"][0] < slot.box.y


def test_body_stays_under_a_title_of_two_lines(packaged_brand: Brand) -> None:
    [page] = pages_of(packaged_brand, slide(bullets("One"), title=LONG))
    slots = packaged_brand.layouts["bullets"].slots
    assert boxes(page)["bullets"][0] == slots["bullets"].box.y
    assert boxes(page)["title"][1] == slots["title"].box.bottom


def test_what_stands_side_by_side_rises_together(packaged_brand: Brand) -> None:
    [page] = pages_of(packaged_brand, slide(*columns(), layout="drill-down"))
    tops = {frame.box.y for frame in page.frames if frame.slot != "title"}  # type: ignore[union-attr]
    assert tops == {boxes(page)["title"][1] + GAP}


def test_rows_of_a_body_share_the_room_that_is_won(packaged_brand: Brand) -> None:
    layout = packaged_brand.layouts["charts-4"]
    raised = layout.raised
    assert raised is not None
    won = [raised.slots[name].box.height - layout.slots[name].box.height for name in ("chart-1", "chart-3")]
    assert min(won) > 0
    assert max(won) - min(won) < Inches(0.01)
    assert raised.slots["chart-3"].box.bottom == layout.slots["chart-3"].box.bottom


@pytest.mark.parametrize("key", ["objective--opener", "objective--narrow", "section"])
def test_opener_is_raised_but_not_its_panel(packaged_brand: Brand, key: str) -> None:
    layout = packaged_brand.layouts[key]
    raised = layout.raised
    assert raised is not None
    rises = {name: slot.box.y - raised.slots[name].box.y for name, slot in layout.slots.items()}
    assert rises["objective" if key.startswith("objective") else "about"] == 0
    assert rises["updates" if key.startswith("objective") else "verdicts"] > Inches(0.2)
    assert raised.decorations == layout.decorations


@pytest.mark.parametrize("key", ["cover", "divider"])
def test_layout_that_places_its_title_itself_is_not_raised(packaged_brand: Brand, key: str) -> None:
    assert packaged_brand.layouts[key].raised is None


def test_pages_whose_number_makes_the_title_too_long_stay(packaged_brand: Brand) -> None:
    rows = [row(f"Row {n}", "text") for n in range(60)]
    fitting = next(
        LONG[:n] for n in range(len(LONG), 0, -1) if boxes(one(packaged_brand, LONG[:n]))["bullets"][0] < Inches(1.7)
    )
    pages = pages_of(packaged_brand, slide(table(rows, 2), layout="table", title=fitting))
    assert len(pages) > 1
    assert {page.is_raised for page in pages} == {False}
    assert {page.is_raised for page in pages_of(packaged_brand, slide(table(rows, 2), layout="table"))} == {True}


def one(brand: Brand, title: str) -> Page:
    return pages_of(brand, slide(bullets("One"), title=title))[0]


def test_brand_without_the_key_and_a_deck_to_read_are_not_raised(packaged_brand: Brand) -> None:
    for brand in (without_growth(packaged_brand), unraised(packaged_brand)):
        page = one(brand, "Title")
        assert not page.is_raised
        assert boxes(page)["bullets"][0] == brand.layouts["bullets"].slots["bullets"].box.y


def unraised(brand: Brand) -> Brand:
    return replace(brand, layouts={key: replace(each, raised=None) for key, each in brand.layouts.items()})


def test_gap_of_other_slide_sizes_is_in_proportion() -> None:
    brand, _, _ = load_brand("wikimedia", [LAYOUTS], size="4:3")
    assert brand is not None
    found = boxes(one(brand, "Title"))
    assert found["bullets"][0] == found["title"][1] + GAP


def test_title_from_right_to_left_raises_the_body(packaged_brand: Brand) -> None:
    page = one(packaged_brand, "המשתתפים החדשים חוזרים")
    assert page.is_raised


def test_deck_has_the_layouts_for_short_titles_that_it_uses(packaged_brand: Brand) -> None:
    deck, _ = lay_out_slides(packaged_brand, slide(*columns(), layout="drill-down"))
    layouts = Presentation(BytesIO(write(deck, packaged_brand, {}))).slide_layouts
    [raised] = [each for each in layouts if each.name.endswith("title of one line")]
    assert raised.name == "Drill-down, title of one line"
    tops = {shape.name: shape.top for shape in raised.shapes}
    assert tops["impact rule"] == tops["Impact"] - packaged_brand.look.rule_height
    assert tops["Impact"] == boxes(deck.pages[0])["impact"][0]


def decisions_below(findings: int, decisions: int) -> Slide:
    """A slide of a table and of a text that begins where it ends; the slot between the two has no content."""
    line = "Ten more teams take part this year Ten more teams take part this year "
    rows = table([row("A", "B")] * findings, 2, header=False, slot="findings")
    texts = Text("decisions", tuple(para(line) for _ in range(decisions)))
    return slide(rows, texts, layout="at-a-glance-decisions")


def test_higher_body_takes_no_page_more(packaged_brand: Brand) -> None:
    without = {key: replace(layout, raised=None) for key, layout in packaged_brand.layouts.items()}
    assert packaged_brand.layouts["at-a-glance-decisions"].raised is not None
    counts = [
        len(pages_of(brand, decisions_below(9, 10)))
        for brand in (packaged_brand, replace(packaged_brand, layouts=without))
    ]
    assert counts == [2, 2]
