"""A brand designed for one slide size on another: all elements are inside, circles are round, no text is too small."""

from pathlib import Path

import pytest

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.ir.frames import Box

LAYOUTS = Path(__file__).parents[2] / "layouts"
ROUNDING = 2
"""EMU."""


def load(size: str | None) -> Brand:
    brand, issues, _ = load_brand("wikimedia", [LAYOUTS], None, size)
    assert brand is not None, issues
    return brand


@pytest.fixture(scope="module")
def wide() -> Brand:
    return load(None)


@pytest.fixture(scope="module")
def standard() -> Brand:
    return load("4:3")


def test_page_size_4_3_is_the_standard_size_of_powerpoint(standard: Brand) -> None:
    assert standard.size == (9144000, 6858000)


def test_every_slot_is_on_the_slide_and_every_decoration_at_least_partly(standard: Brand) -> None:
    width, height = standard.size
    for layout in standard.layouts.values():
        assert all(d.box.overlaps(Box(0, 0, width, height)) for d in layout.decorations), layout.key
        for box in [slot.box for slot in layout.slots.values()]:
            assert min(box.x, box.y) >= 0, layout.key
            assert box.right <= width + ROUNDING, layout.key
            assert box.bottom <= height + ROUNDING, layout.key


def test_slots_overlap_only_if_they_did_before_resizing(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        slots, other = list(layout.slots.values()), standard.layouts[key].slots
        for i, one in enumerate(slots):
            for two in slots[i + 1 :]:
                assert one.box.overlaps(two.box) or not other[one.name].box.overlaps(other[two.name].box), key


def test_circle_remains_a_circle_at_the_same_height_on_the_slide(wide: Brand, standard: Brand) -> None:
    circles = [
        (d.box, other.box)
        for key, layout in wide.layouts.items()
        for d, other in zip(layout.decorations, standard.layouts[key].decorations, strict=True)
        if d.shape == "ellipse"
    ]
    assert circles
    for old, new in circles:
        assert abs(new.width - new.height) <= ROUNDING
        assert abs((old.y + old.bottom) - (new.y + new.bottom)) <= 2 * ROUNDING
        assert new.width < old.width


def test_text_is_smaller_but_never_below_nine_points(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        for name, slot in layout.slots.items():
            for style_name, style in slot.styles.items():
                other = standard.layouts[key].slots[name].styles[style_name]
                assert 900 <= other.minimum <= other.size <= style.size
                assert other.size % 50 == 0


def test_slot_keeps_its_name_role_and_index(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        other = standard.layouts[key].slots
        assert {(s.name, s.role, s.index) for s in layout.slots.values()} == {
            (s.name, s.role, s.index) for s in other.values()
        }


def test_undefined_slide_size_is_reported() -> None:
    brand, [problem], _ = load_brand("wikimedia", [LAYOUTS], None, "1:1")
    assert brand is None
    assert problem.message == "the brand `wikimedia` has no slides of the size 1:1"
    assert "sizes:" in (problem.hint or "")
