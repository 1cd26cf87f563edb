"""The brand that comes with deckgen: it is valid, and its texts are readable on their grounds."""

from itertools import combinations
from pathlib import Path

import pytest

from deckgen.brand.colour_math import contrast
from deckgen.brand.load import load_brand
from deckgen.brand.status_marks import MARKS_ON_PRIMARY
from deckgen.brand.types import Brand, Slot
from deckgen.ir.roles import STATUSES, ColourRole
from deckgen.layout.fonts import Fonts

LAYOUTS = Path(__file__).parents[2] / "layouts"


@pytest.fixture(scope="module")
def brand() -> Brand:
    brand, issues, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, issues
    assert issues == []
    return brand


def slots(brand: Brand) -> list[tuple[str, ColourRole, Slot]]:
    return [
        (f"{key}/{slot.name}", slot.fill or layout.background, slot)
        for key, layout in brand.layouts.items()
        for slot in layout.slots.values()
    ]


def test_every_text_style_is_readable_on_its_ground(brand: Brand) -> None:
    faint = [
        f"{name} {style_name}: {contrast(brand.colour(style.role), brand.colour(ground)):.2f}"
        for name, ground, slot in slots(brand)
        for style_name, style in slot.styles.items()
        if contrast(brand.colour(style.role), brand.colour(ground)) < 4.5
    ]
    assert faint == []


@pytest.mark.parametrize("ground", ["white", "surface", "primary-tint"])
def test_statuses_and_links_are_readable_in_every_cell(brand: Brand, ground: ColourRole) -> None:
    marks = (mark.role for name, mark in brand.look.marks.items() if name not in MARKS_ON_PRIMARY)
    roles: set[ColourRole] = {*marks, "primary", "muted", "ink"}
    ratios = {role: contrast(brand.colour(role), brand.colour(ground)) for role in roles}
    assert {role: ratio for role, ratio in ratios.items() if ratio < 4.5} == {}


def test_every_status_has_a_colour_and_opposite_ones_differ(brand: Brand) -> None:
    assert {*STATUSES, "delivered", "milestone", "recommended", "low", "medium", "high"} == brand.look.marks.keys()
    assert len({brand.look.marks[status].role for status in ("on-track", "at-risk", "off-track")}) == 3


@pytest.mark.parametrize("char", "↑↓–—•·…‹›()#*+§\u00a0°¹²³")
def test_brand_font_and_fallback_have_every_mark_drawn_as_text(brand: Brand, char: str) -> None:
    assert Fonts(brand.font, brand.fallback).has_glyph(char)


def test_slots_are_on_the_slide_and_do_not_overlap(brand: Brand) -> None:
    width, height = brand.size
    for key, layout in brand.layouts.items():
        for slot in layout.slots.values():
            assert slot.box.x >= 0, (key, slot.name)
            assert slot.box.y >= 0, (key, slot.name)
            assert slot.box.right <= width, (key, slot.name)
            assert slot.box.bottom <= height, (key, slot.name)
        # Footnotes move the others up; a slot below a table starts where the table ends.
        fixed = [s for s in layout.slots.values() if s.name != "footnotes" and not s.below]
        for one, other in combinations(fixed, 2):
            assert not one.box.overlaps(other.box), (key, one.name, other.name)


def test_placeholder_indices_are_unique_in_a_layout(brand: Brand) -> None:
    for layout in brand.layouts.values():
        indices = [slot.index for slot in layout.slots.values()]
        assert len(indices) == len(set(indices))


def test_minimum_text_sizes_are_those_of_the_look(brand: Brand) -> None:
    small = {"footnotes": 900, "footer": 1000, "date": 1000, "back": 1000, "number": 1000}
    for name, _, slot in slots(brand):
        minimum = 1100 if slot.role in ("table", "tag", "eyebrow") or slot.name.startswith("caption") else 1200
        for style in slot.styles.values():
            assert style.minimum >= small.get(slot.name, minimum), name


def test_missing_layout_is_replaced_by_one_that_has_its_slots(brand: Brand) -> None:
    found = brand.layout_for("layout-of-tomorrow", ["table"])
    assert found is not None
    assert "table" in found.slots
    assert brand.layout_for("layout-of-tomorrow", ["a-slot-of-tomorrow"]) is None


def test_no_words_of_a_layout_grow_to_the_size_of_its_title(brand: Brand) -> None:
    figures, spoken = {"figure", "small-figure", "number", "callout"}, {"quote", "cover", "objective--statement"}
    for name, layout in brand.layouts.items():
        title = layout.slots["title"].styles["body"].size if "title" in layout.slots else 0
        for slot in layout.slots.values():
            if slot.name != "title" and title and name not in spoken and slot.name != "part":
                words = {key: style for key, style in slot.styles.items() if key not in figures}
                assert all(max(style.size, style.maximum) < title for style in words.values()), (name, slot.name)


def test_layout_names_are_unique(brand: Brand) -> None:
    names = [layout.name for layout in brand.layouts.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("required", [{"table"}, {"picture-1"}, {"situation", "impact"}, {"title"}])
def test_replacement_layout_is_the_smallest_with_all_required_slots(brand: Brand, required: set[str]) -> None:
    found = brand.layout_for("nowhere", required)
    assert found is not None
    fitting = [layout for layout in brand.layouts.values() if required <= set(layout.slots)]
    assert found in fitting
    assert len(found.slots) == min(len(layout.slots) for layout in fitting) < max(len(x.slots) for x in fitting)


def test_layout_of_the_brand_is_used_whatever_slots_are_required(brand: Brand) -> None:
    assert brand.layout_for("drill-down", {"table"}) is brand.layouts["drill-down"]
