"""The brand, read once, and a measurer for it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from deckgen.brand.density import without_growth
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.layout import Measurer

LAYOUTS = Path(__file__).parents[2] / "layouts"


@pytest.fixture(scope="session")
def packaged_brand() -> Brand:
    found, problems, _ = load_brand("wikimedia", [LAYOUTS])
    assert found is not None, problems
    return found


@pytest.fixture(scope="session")
def brand(packaged_brand: Brand) -> Brand:
    """The brand with every body where its layout says, however long the title is."""
    layouts = {key: replace(layout, raised=None) for key, layout in packaged_brand.layouts.items()}
    return replace(packaged_brand, layouts=layouts)


@pytest.fixture(scope="session")
def fixed_brand(brand: Brand) -> Brand:
    """The brand with text that does not grow."""
    return without_growth(brand)


@pytest.fixture(scope="session")
def measurer(brand: Brand) -> Measurer:
    return Measurer(brand)
