"""Text grows to the largest size that costs no page, moves nothing to another page and spoils nothing."""

from pathlib import Path

import pytest
from blocks_for_tests import bullets, cell, footnote, lay_out_slides, para, row, rows_of, slide, table, table_of
from hypothesis import given
from hypothesis import strategies as st

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Slide, Table, Text
from deckgen.ir.frames import Page, TableFrame, TextFrame
from deckgen.layout.growth import IMPOSSIBLE, smallest_step

SENTENCE = "Editors of all wikis edited more this quarter than they did in the quarter before it. "
ADDRESS = "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page_and_upload_blocking/archive"


def pages(brand: Brand, *slides: Slide) -> tuple[Page, ...]:
    deck, errors = lay_out_slides(brand, *slides)
    assert errors == []
    return deck.pages


def sizes(page: Page) -> dict[str, list[int]]:
    """The sizes of all runs of a page by slot, in reading order."""
    found: dict[str, list[int]] = {}
    for frame in page.frames_of(TextFrame):
        found.setdefault(frame.slot, []).extend(run.size for p in frame.paragraphs for run in p.runs)
    for frame in page.frames_of(TableFrame):
        cells = (c for cells in frame.rows for c in cells if c is not None)
        found.setdefault(frame.slot, []).extend(run.size for c in cells for p in c.paragraphs for run in p.runs)
    return found


def tabled(rows: int, words: int = 1, **more: object) -> Slide:
    texts = [row(f"Row {n}", " ".join(["word"] * words)) for n in range(rows)]
    return slide(table(texts, 2), layout="table", **more)


@given(st.integers(-30, 0), st.integers(0, 9), st.integers(-40, 10))
def test_search_finds_the_first_step_with_room(low: int, width: int, first: int) -> None:
    high = low + width
    measured: list[int] = []

    def load(step: int) -> float:
        measured.append(step)
        return 1 + (first - step) / 20

    assert smallest_step(low, high, load) == min(max(first, low), high)
    assert len(measured) <= 6


def test_search_passes_over_steps_that_spoil_something() -> None:
    assert smallest_step(-12, 0, lambda step: IMPOSSIBLE if step < -5 else 0.5) == -5


def test_headings_side_by_side_grow_only_as_long_as_none_wraps(brand: Brand) -> None:
    names = ("Tom Okafor", "Sarah Lindqvist", "Ana Souza", "Mei Tanaka")
    chips = [Text(f"person-{n}", (Paragraph((Run(name),), "heading"),)) for n, name in enumerate(names, 1)]
    [page] = pages(brand, slide(*chips, layout="people--rows-of-four"))
    assert {frame.lines for frame in page.frames_of(TextFrame) if frame.slot != "title"} == {1}
    [size] = {size for slot, found in sizes(page).items() if slot.startswith("person") for size in found}
    assert 1800 < size < 2400


def test_short_text_has_its_maximum_size(brand: Brand) -> None:
    assert set(sizes(pages(brand, slide(bullets("One", "Two")))[0])["bullets"]) == {2000}


def test_text_is_as_large_as_its_slot_allows(brand: Brand, fixed_brand: Brand) -> None:
    [page] = pages(brand, slide(bullets(*[SENTENCE] * 12)))
    [size] = set(sizes(page)["bullets"])
    assert 1600 < size < 2000
    [frame] = [frame for frame in page.frames_of(TextFrame) if frame.slot == "bullets"]
    assert 0.9 * frame.box.height < frame.text_height <= frame.box.height


def test_styles_of_a_slot_stay_distinct_as_they_grow(brand: Brand) -> None:
    for count in range(12):
        text = Text("bullets", (para("Lead", "lead"), para(SENTENCE * count + "End."), para("Small", "small")))
        lead, body, small = sizes(pages(brand, slide(text))[0])["bullets"]
        assert lead > body > small


def test_dense_slide_makes_no_other_slide_small(brand: Brand) -> None:
    few, many = pages(brand, tabled(3), tabled(14, 9))
    assert max(sizes(few)["table"]) == 1800
    assert max(sizes(many)["table"]) < 1700


def test_table_that_grows_takes_no_further_page(brand: Brand, fixed_brand: Brand) -> None:
    for rows in range(2, 40, 3):
        before, after = (pages(each, tabled(rows)) for each in (fixed_brand, brand))
        assert len(after) == len(before)
        assert max(sizes(after[0])["table"]) >= max(sizes(before[0])["table"])
        assert len({max(sizes(page)["table"]) for page in after}) == 1


def test_pages_of_a_continued_table_grow_together_after_the_cut(brand: Brand, fixed_brand: Brand) -> None:
    before, after = (pages(each, tabled(20)) for each in (fixed_brand, brand))
    assert len(before) == len(after) == 2
    assert {max(sizes(page)["table"]) for page in before} == {1200}
    assert {max(sizes(page)["table"]) for page in after} > {1200} or min(sizes(after[0])["table"]) > 1200


def test_pages_of_a_continued_text_grow_together_after_the_cut(brand: Brand, fixed_brand: Brand) -> None:
    before, after = (pages(each, slide(bullets(*[SENTENCE] * 18))) for each in (fixed_brand, brand))
    assert len(before) == len(after) == 2
    assert {size for page in before for size in sizes(page)["bullets"]} == {1400}
    [size] = {size for page in after for size in sizes(page)["bullets"]}
    assert size > 1600


def test_word_that_would_break_keeps_text_smaller(brand: Brand) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    found = Table("table", tuple(Column() for _ in range(3)), (), (row(word, word, word),), "Table: sample")
    [page] = pages(brand, slide(found, layout="table"))
    assert rows_of(table_of(page)) == [[word] * 3]
    assert 1200 <= max(sizes(page)["table"]) < 1800


def test_figures_that_would_be_broken_keep_text_smaller(brand: Brand) -> None:
    def figures(align: str) -> int:
        values = [cell(f"+{n}4.3% of the year", align=align) for n in range(5)]
        found = Table("table", tuple(Column() for _ in range(6)), (), (Row((cell("All of them"), *values)),), "Table")
        [page] = pages(brand, slide(found, layout="table"))
        return max(sizes(page)["table"])

    assert 1200 <= figures("end") < figures("start") == 1800


def test_address_that_would_lose_its_room_keeps_text_smaller(brand: Brand) -> None:
    for width in (60, 80, len(ADDRESS)):
        address = ADDRESS[:width]
        link = Cell((Paragraph((Run(address, link=address),)),))
        found = table([Row((link, *map(cell, "xyz"))), row(*"abcd")], 4)
        assert rows_of(table_of(pages(brand, slide(found, layout="table"))[0]))[1][0] == address


def test_footnotes_keep_their_room(brand: Brand) -> None:
    noted = Cell((Paragraph((Run("noted"), Run("1", superscript=True, note="a"))),))
    rows = [Row((noted, cell(SENTENCE))), *(row("x", SENTENCE) for _ in range(9))]
    [page] = pages(brand, slide(table(rows, 2), layout="table", footnotes={"a": footnote("1", SENTENCE * 3)}))
    boxes = {frame.slot: frame.box for frame in page.frames if isinstance(frame, TextFrame | TableFrame)}
    assert not boxes["table"].overlaps(boxes["footnotes"])
    assert max(sizes(page)["table"]) > 1200


@pytest.mark.parametrize(
    ("style", "message"), [("{size: 12, min: 11, max: 10}", "`max`, the size up to which text grows")]
)
def test_max_below_size_is_refused(style: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    (folder / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    (folder / "master.yaml").write_text(f"styles:\n  table:\n    body: {style}\n", encoding="utf-8")
    brand, issues, _ = load_brand("own", [tmp_path / "layouts", Path(__file__).parents[2] / "layouts"], tmp_path)
    assert brand is None
    assert message in issues[0].message


def fill_of_last_page(brand: Brand, found: tuple[Page, ...], slot: str) -> float:
    """The height of what the last page shows in a slot, as a share of the slot's height."""
    room = brand.layouts[found[-1].layout].slots[slot].box.height
    frames = [f for f in found[-1].frames if isinstance(f, TextFrame | TableFrame) and f.slot == slot]
    return sum(f.text_height if isinstance(f, TextFrame) else f.box.height for f in frames) / room


@pytest.mark.parametrize("rows", range(16, 60, 4))
def test_last_page_of_a_continued_table_is_not_nearly_empty(rows: int, brand: Brand) -> None:
    assert fill_of_last_page(brand, pages(brand, tabled(rows)), "table") > 0.4


@pytest.mark.parametrize("count", range(14, 50, 4))
def test_last_page_of_a_continued_text_is_not_nearly_empty(count: int, brand: Brand) -> None:
    assert fill_of_last_page(brand, pages(brand, slide(bullets(*[SENTENCE] * count))), "bullets") > 0.4
