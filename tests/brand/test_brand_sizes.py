"""A brand drawn for one size of slide stands on another: everything inside, round things round, nothing too small."""

from pathlib import Path

import pytest

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand

LAYOUTS = Path(__file__).parents[2] / "layouts"
ROUNDING = 2
"""EMU."""


def load(size: str | None) -> Brand:
    found, problems, _ = load_brand("wikimedia", [LAYOUTS], None, size)
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def wide() -> Brand:
    return load(None)


@pytest.fixture(scope="module")
def standard() -> Brand:
    return load("4:3")


def test_the_page_is_what_powerpoint_calls_standard(standard: Brand) -> None:
    assert standard.size == (9144000, 6858000)


def test_every_slot_and_every_decoration_is_on_the_slide(standard: Brand) -> None:
    width, height = standard.size
    for layout in standard.layouts.values():
        for box in [slot.box for slot in layout.slots.values()] + [d.box for d in layout.decorations]:
            assert min(box.x, box.y) >= 0, layout.key
            assert box.right <= width + ROUNDING, layout.key
            assert box.bottom <= height + ROUNDING, layout.key


def test_slots_of_one_layout_overlap_no_more_than_they_did(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        slots, other = list(layout.slots.values()), standard.layouts[key].slots
        for i, one in enumerate(slots):
            for two in slots[i + 1 :]:
                assert one.box.overlaps(two.box) or not other[one.name].box.overlaps(other[two.name].box), key


def test_a_circle_stays_a_circle_and_keeps_its_height_on_the_slide(wide: Brand, standard: Brand) -> None:
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


def test_text_may_be_smaller_but_never_below_nine_points(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        for name, slot in layout.slots.items():
            for style_name, style in slot.styles.items():
                other = standard.layouts[key].slots[name].styles[style_name]
                assert 900 <= other.minimum <= other.size <= style.size
                assert other.size % 50 == 0


def test_a_slot_keeps_its_name_its_role_and_its_index(wide: Brand, standard: Brand) -> None:
    for key, layout in wide.layouts.items():
        other = standard.layouts[key].slots
        assert {(s.name, s.role, s.index) for s in layout.slots.values()} == {
            (s.name, s.role, s.index) for s in other.values()
        }


def test_a_size_that_the_brand_does_not_have_is_told() -> None:
    brand, [problem], _ = load_brand("wikimedia", [LAYOUTS], None, "1:1")
    assert brand is None
    assert problem.message == "the brand `wikimedia` has no slides of the size 1:1"
    assert "sizes:" in (problem.hint or "")
