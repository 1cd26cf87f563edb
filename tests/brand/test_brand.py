"""The brand folder: what is wrong in it is told with its place, and what it says can be read by everybody."""

import colorsys
from itertools import combinations
from pathlib import Path

import pytest

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, Slot
from deckgen.ir.blocks import STATUSES, ColourRole
from deckgen.kinds._measures import STATUS_ROLES
from deckgen.layout.fonts import Fonts

LAYOUTS = Path(__file__).parents[2] / "layouts"


@pytest.fixture(scope="module")
def brand() -> Brand:
    found, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert found is not None, problems
    assert problems == []
    return found


def rgb(brand: Brand, role: ColourRole) -> tuple[float, float, float]:
    base, scale, lift = brand.tints.get(role, (role, 100000, 0))
    red, green, blue = (int(brand.colours[base][i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    return colorsys.hls_to_rgb(hue, min(1, light * scale / 100000 + lift / 100000), saturation)


def contrast(brand: Brand, text: ColourRole, ground: ColourRole) -> float:
    """Contrast ratio by WCAG 2.2 (relative luminance of sRGB)."""

    def luminance(role: ColourRole) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(brand, role)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    one, other = sorted((luminance(text), luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def slots(brand: Brand) -> list[tuple[str, ColourRole, Slot]]:
    return [
        (f"{key}/{slot.name}", slot.fill or layout.background, slot)
        for key, layout in brand.layouts.items()
        for slot in layout.slots.values()
    ]


def test_every_style_can_be_read_on_the_ground_it_stands_on(brand: Brand) -> None:
    faint = [
        f"{name} {style_name}: {contrast(brand, style.role, ground):.2f}"
        for name, ground, slot in slots(brand)
        for style_name, style in slot.styles.items()
        if contrast(brand, style.role, ground) < 4.5
    ]
    assert faint == []


@pytest.mark.parametrize("ground", ["white", "surface", "primary-tint"])
def test_verdicts_and_links_can_be_read_wherever_a_cell_shows_them(brand: Brand, ground: ColourRole) -> None:
    roles: set[ColourRole] = {*STATUS_ROLES.values(), "primary", "muted", "ink"}
    assert {role: contrast(brand, role, ground) for role in roles if contrast(brand, role, ground) < 4.5} == {}


def test_every_status_has_a_colour_and_none_stands_for_two_opposite_ones() -> None:
    assert set(STATUS_ROLES) == set(STATUSES)
    assert len({STATUS_ROLES[s] for s in ("on-track", "at-risk", "off-track")}) == 3


@pytest.mark.parametrize("char", "↑↓–—•·…‹›()#*+§\u00a0°¹²³")
def test_every_mark_drawn_as_text_is_in_the_brand_font_and_in_its_fallback(brand: Brand, char: str) -> None:
    assert Fonts(brand.font, brand.fallback).has(char)


def test_slots_lie_on_the_slide_and_those_of_a_layout_do_not_overlap(brand: Brand) -> None:
    width, height = brand.size
    for key, layout in brand.layouts.items():
        for slot in layout.slots.values():
            assert slot.box.x >= 0, (key, slot.name)
            assert slot.box.y >= 0, (key, slot.name)
            assert slot.box.right <= width, (key, slot.name)
            assert slot.box.bottom <= height, (key, slot.name)
        # Notes at the foot push the others up; a slot below a table starts where that ends.
        still = [s for s in layout.slots.values() if s.name != "footnotes" and not s.below]
        for one, other in combinations(still, 2):
            assert not one.box.overlaps(other.box), (key, one.name, other.name)


def test_indices_of_placeholders_are_unique_in_a_layout(brand: Brand) -> None:
    for layout in brand.layouts.values():
        indices = [slot.index for slot in layout.slots.values()]
        assert len(indices) == len(set(indices))


def test_no_text_is_set_smaller_than_the_look_allows(brand: Brand) -> None:
    small = {"footnotes": 900, "footer": 1000, "date": 1000, "back": 1000, "number": 1000}
    for name, _, slot in slots(brand):
        least = 1100 if slot.role in ("table", "tag", "eyebrow") or slot.name.startswith("caption") else 1200
        for style in slot.styles.values():
            assert style.minimum >= small.get(slot.name, least), name


def test_a_layout_that_a_brand_lacks_is_replaced_by_the_smallest_with_the_same_slots(brand: Brand) -> None:
    found = brand.layout_for("timeline", ["table"])
    assert found is not None
    assert "table" in found.slots
    assert brand.layout_for("timeline", ["a-slot-of-tomorrow"]) is None


def test_layouts_bear_names_of_their_own_under_new_slide(brand: Brand) -> None:
    names = [layout.name for layout in brand.layouts.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("wanted", [{"table"}, {"picture-1"}, {"situation", "impact"}, {"title"}])
def test_the_layout_that_stands_in_is_the_smallest_that_has_all_slots_asked_for(brand: Brand, wanted: set[str]) -> None:
    found = brand.layout_for("nowhere", wanted)
    assert found is not None
    fitting = [layout for layout in brand.layouts.values() if wanted <= set(layout.slots)]
    assert found in fitting
    assert len(found.slots) == min(len(layout.slots) for layout in fitting) < max(len(x.slots) for x in fitting)


def test_a_layout_that_the_brand_has_is_taken_whatever_slots_are_asked_for(brand: Brand) -> None:
    assert brand.layout_for("drill-down", {"table"}) is brand.layouts["drill-down"]
