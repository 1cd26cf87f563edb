"""Layouts that stand beside others: the body of the other layout is narrowed, and keeps its slots."""

from pathlib import Path

import pytest

from deckgen.brand.asides import with_asides
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, SlideLayout
from deckgen.io import project


@pytest.fixture(scope="module")
def brand() -> Brand:
    loaded, *_ = load_brand("wikimedia", [project.packaged_folder("layouts")])
    assert loaded is not None
    return loaded


def combined(brand: Brand, name: str) -> SlideLayout:
    return with_asides(brand, [name]).layouts[name]


def test_layouts_beside_others_are_no_slide_layouts(brand: Brand) -> None:
    assert {"aside-chart", "aside-picture", "aside-figure", "aside-quote", "aside-remarks"} <= brand.asides.keys()
    assert not brand.asides.keys() & brand.layouts.keys()


def test_combined_layout_has_the_slots_of_both(brand: Brand) -> None:
    layout = combined(brand, "metrics+aside-figure")
    assert layout.slots.keys() == {*brand.layouts["metrics"].slots, "aside"}
    assert len({slot.index for slot in layout.slots.values()}) == len(layout.slots)


@pytest.mark.parametrize("base", ["table", "metrics", "highlights-3", "text-2", "bullets"])
def test_body_takes_the_columns_beside(base: str, brand: Brand) -> None:
    layout = combined(brand, f"{base}+aside-figure")
    aside = brand.asides["aside-figure"]
    body = [layout.slots[name].box for name in brand.layouts[base].slots if name not in brand.master.slots]
    assert (min(box.x for box in body), max(box.right for box in body)) == (aside.left, aside.right)
    assert aside.right < layout.slots["aside"].box.x
    assert all(layout.slots[name] == brand.layouts[base].slots[name] for name in ("title", "footnotes", "number"))


def test_slots_side_by_side_stay_apart(brand: Brand) -> None:
    slots = combined(brand, "text-2+aside-quote").slots
    assert slots["column-1"].box.right < slots["column-2"].box.x


def test_combined_layout_is_raised_under_a_title_of_one_line(brand: Brand) -> None:
    layout = combined(brand, "table+aside-remarks")
    assert layout.raised is not None
    assert layout.raised.slots["table"].box.y == layout.raised.slots["aside"].box.y < layout.slots["table"].box.y


def test_continued_pages_have_the_layout_alone(brand: Brand) -> None:
    assert combined(brand, "table+aside-remarks").further == "table"
    assert combined(brand, "metrics-chart+aside-remarks").further == brand.layouts["metrics-chart"].further


def test_unknown_parts_are_not_combined(brand: Brand) -> None:
    assert with_asides(brand, ["table+unknown", "unknown+aside-chart", "table"]) == brand


def test_columns_beside_must_be_on_the_grid(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    own.mkdir(parents=True)
    (own / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    (own / "aside-own.yaml").write_text("name: Own\nbeside: [8, 13]\n", encoding="utf-8")
    loaded, issues, _ = load_brand("own", [own.parent, project.packaged_folder("layouts")], tmp_path)
    assert loaded is None
    assert [issue.message for issue in issues] == ["`beside` names columns that the grid of 12 does not have"]
    assert issues[0].span is not None
