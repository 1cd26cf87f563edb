"""The layouts that a deck contains: those that it uses and those that are used most, or all of the brand."""

from deck_samples import BRAND, page, title
from msgspec.structs import replace

from deckgen.brand.load import load_brand
from deckgen.io.project import packaged_folder
from deckgen.writer.written_layouts import MOST_USED, written_layouts


def keys(brand, *layouts):
    pages = [page(f"deck/{key}", key, title(key)) for key in layouts]
    return [key for key, _ in written_layouts(brand, pages)]


def test_deck_contains_used_layouts_in_the_order_of_the_brand():
    assert keys(BRAND, "pictures", "cover") == ["cover", "text", "table", "pictures"]
    assert keys(BRAND) == ["text", "table"]


def test_deck_contains_all_layouts_where_the_brand_says_so():
    assert keys(replace(BRAND, all_layouts=True)) == list(BRAND.layouts)


def test_deck_that_uses_no_layout_contains_all_of_the_brand():
    brand = replace(BRAND, layouts={"cover": BRAND.layouts["cover"]})
    assert keys(brand) == ["cover"]


def test_brand_has_every_layout_that_is_used_most():
    brand, *_ = load_brand("wikimedia", [packaged_folder("layouts")])
    assert brand.layouts.keys() >= set(MOST_USED)
    assert len(keys(brand, "cover")) == len(MOST_USED) + 1
