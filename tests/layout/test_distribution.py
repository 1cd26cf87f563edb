"""What is left of a page goes into the rows of its table; a panel ends below its text, and the next block begins there."""

from collections.abc import Iterable

import pytest
from blocks_for_tests import bullets, cell, lay_out_slides, para, row, slide, table, table_of
from msgspec.structs import replace

from deckgen.brand.types import Brand, Outline, SlideLayout, Slot
from deckgen.ir.blocks import Block, Row, Text
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Page, TextFrame

SENTENCE = "Editors of all wikis edited more this quarter than they did in the quarter before it. "


def page(brand: Brand, *blocks: Block, layout: str) -> Page:
    deck, errors = lay_out_slides(brand, slide(*blocks, layout=layout))
    assert errors == []
    return deck.pages[0]


def text_frames(page: Page) -> dict[str, TextFrame]:
    return {frame.slot: frame for frame in page.frames_of(TextFrame)}


def columns(*words: int) -> list[Text]:
    names = ("situation", "impact", "recommendation")
    return [Text(name, (para(SENTENCE * n),)) for name, n in zip(names, words, strict=True)]


def with_slots(brand: Brand, layout: str, slots: Iterable[Slot]) -> Brand:
    """The brand with a layout `own`: another one with `slots` instead of those of the same name, or added."""
    base = brand.layouts[layout]
    own = SlideLayout("own", "Own", {**base.slots, **{slot.name: slot for slot in slots}}, further="own")
    return replace(brand, layouts={**brand.layouts, "own": own})


@pytest.mark.parametrize("rows", range(1, 16))
def test_rows_of_a_table_spread_over_its_room(rows: int, brand: Brand) -> None:
    found = table_of(page(brand, table([row("a", "b")] * rows, 2), layout="table"))
    room = brand.layouts["table"].slots["table"].box.height
    header, *others = ({c.insets.top for c in cells if c is not None} for cells in found.rows)
    paddings = set.union(*others)
    assert max(header) <= round(0.1 * EMU_PER_INCH)
    assert found.box.height <= room
    assert len(paddings) == 1
    assert max(paddings) <= round(0.34 * EMU_PER_INCH)
    assert found.box.height >= 0.8 * room or max(paddings) == round(0.34 * EMU_PER_INCH)


def test_rows_are_not_spread_without_that_key_of_the_brand(fixed_brand: Brand) -> None:
    found = table_of(page(fixed_brand, table([row("a", "b")] * 3, 2), layout="table"))
    assert {c.insets.top for cells in found.rows for c in cells if c is not None} == {
        fixed_brand.look.table.paddings[0]
    }


def test_panels_side_by_side_end_together_below_the_longest_text(brand: Brand) -> None:
    frames = text_frames(page(brand, *columns(1, 1, 1), layout="drill-down-milestones"))
    panels = [frames[name] for name in ("situation", "impact", "recommendation")]
    assert len({frame.box.bottom for frame in panels}) == 1
    longest = max(panels, key=lambda frame: frame.text_height)
    bottom = brand.layouts["drill-down-milestones"].slots["impact"].insets.bottom
    assert longest.box.height - (longest.text_height - bottom) == round(0.25 * EMU_PER_INCH)


def test_panel_beside_longer_text_ends_with_it(brand: Brand) -> None:
    texts = [Text(name, (para(SENTENCE),)) for name in ("situation", "impact")]
    short = Text("recommendation", (para(SENTENCE * 2),))
    frames = text_frames(page(brand, *texts, short, layout="drill-down--stacked"))
    impact, panel = frames["impact"], frames["recommendation"].box
    assert panel.bottom == impact.box.y + impact.text_height
    assert panel.bottom < brand.layouts["drill-down--stacked"].slots["recommendation"].box.bottom


def test_panel_that_would_be_mostly_empty_ends_below_its_text(brand: Brand) -> None:
    texts = [Text("situation", (para(SENTENCE * 3),)), Text("impact", (para(SENTENCE * 4),))]
    short = Text("recommendation", (para("Wait."),))
    frames = text_frames(page(brand, *texts, short, layout="drill-down--stacked"))
    assert frames["recommendation"].box.bottom < frames["impact"].box.y


def test_panel_that_its_text_fills_keeps_its_height(brand: Brand) -> None:
    frames = text_frames(page(brand, *columns(1, 8, 1), layout="drill-down"))
    assert frames["impact"].box == brand.layouts["drill-down"].slots["impact"].box


def test_panel_keeps_its_height_without_that_key_of_the_brand(fixed_brand: Brand) -> None:
    without = replace(fixed_brand, look=replace(fixed_brand.look, panel_space=0))
    frames = text_frames(page(without, *columns(1, 3, 1), layout="drill-down"))
    assert frames["impact"].box == fixed_brand.layouts["drill-down"].slots["impact"].box


def test_outlined_panel_ends_below_its_text(brand: Brand) -> None:
    slot = brand.layouts["bullets"].slots["bullets"]
    outlined = with_slots(brand, "bullets", [replace(slot, outline=Outline("muted", EMU_PER_POINT))])
    assert text_frames(page(outlined, bullets("Short."), layout="own"))["bullets"].box.height < slot.box.height / 3


def test_panel_that_touches_another_one_keeps_its_height(brand: Brand) -> None:
    texts = [Text(name, (para("Short."),)) for name in ("progress", "deliverables", "actions")]
    overview = brand.layouts["overview"]
    box, end = overview.slots["deliverables"].box, overview.slots["actions"].box.y
    touching = replace(overview.slots["deliverables"], box=replace(box, height=end - box.y))
    slots = {**overview.slots, "deliverables": touching}
    brand = replace(brand, layouts={**brand.layouts, "overview": replace(overview, slots=slots)})
    frames = text_frames(page(brand, *texts, layout="overview"))
    assert [frames[name].box for name in ("deliverables", "actions")] == [
        slots["deliverables"].box,
        slots["actions"].box,
    ]


def test_table_below_panels_begins_where_they_end_and_grows(brand: Brand) -> None:
    slots = brand.layouts["drill-down-table"].slots
    own = with_slots(brand, "drill-down-table", [replace(slots["table"], below="")])
    rows = [Row((cell(f"Row {n}"), cell(SENTENCE))) for n in range(7)]
    before, after = (
        page(each, *columns(1, 1, 1), table(rows, 2), layout=key)
        for each, key in ((own, "own"), (brand, "drill-down-table"))
    )
    panel, found = text_frames(after)["situation"].box, table_of(after)
    assert panel.bottom < found.box.y <= panel.bottom + EMU_PER_INCH // 5
    assert found.box.bottom <= slots["table"].box.bottom

    def size(page: Page) -> int:
        first = table_of(page).rows[1][0]
        assert first is not None
        return first.paragraphs[0].runs[0].size

    assert size(after) > size(before)


def test_text_below_a_panel_grows_into_its_room(brand: Brand) -> None:
    slot = brand.layouts["bullets"].slots["bullets"]
    middle = slot.box.y + slot.box.height // 2
    panel = replace(slot, name="panel", fill="surface", box=replace(slot.box, height=slot.box.height // 2))
    rest = replace(slot, below="panel", box=replace(slot.box, y=middle, height=slot.box.bottom - middle))
    points = bullets(*[SENTENCE] * 6)
    fixed = with_slots(brand, "bullets", [panel, replace(rest, below="")])
    frames = [
        text_frames(page(each, Text("panel", (para("Short."),)), points, layout="own"))["bullets"]
        for each in (fixed, with_slots(brand, "bullets", [panel, rest]))
    ]
    assert frames[1].box.y < frames[0].box.y
    assert frames[1].paragraphs[0].runs[0].size > frames[0].paragraphs[0].runs[0].size


def stacked(brand: Brand, **lower: object) -> tuple[Brand, Slot, Slot]:
    """The brand with a layout `own`, and its slots: `panel` in the upper half, `bullets` below it in the lower one."""
    slot = brand.layouts["bullets"].slots["bullets"]
    half = slot.box.height // 2
    panel = replace(slot, name="panel", fill="surface", box=replace(slot.box, height=half - EMU_PER_INCH // 10))
    rest = replace(slot, below="panel", box=replace(slot.box, y=slot.box.y + half, height=half), **lower)
    return with_slots(brand, "bullets", [panel, rest]), panel, rest


def test_panel_below_a_panel_ends_below_its_text_in_the_room_that_it_has(brand: Brand) -> None:
    own, _, rest = stacked(brand, fill="primary")
    frames = text_frames(page(own, Text("panel", (para("Short."),)), bullets("Short, too."), layout="own"))
    assert frames["bullets"].box.bottom < rest.box.y
    assert frames["panel"].box.bottom < frames["bullets"].box.y


def test_text_below_nothing_stands_in_its_place(brand: Brand) -> None:
    own, panel, _ = stacked(brand)
    assert text_frames(page(own, bullets("Short."), layout="own"))["bullets"].box.y == panel.box.y


@pytest.mark.parametrize("fill", [None, "primary"])
def test_text_goes_on_in_the_place_of_what_the_page_before_has(fill: str | None, brand: Brand) -> None:
    own, panel, rest = stacked(brand, fill=fill)
    deck, _ = lay_out_slides(own, slide(Text("panel", (para("Short."),)), bullets(*[SENTENCE * 2] * 20), layout="own"))
    first, second, *_ = (text_frames(each)["bullets"].box for each in deck.pages)
    assert first.y > panel.box.y == second.y
    assert (second.height == rest.box.height) == (fill is not None)
