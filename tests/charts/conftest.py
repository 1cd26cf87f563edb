"""Fixtures of the charts room; what measures a drawing stands in `charts_for_tests`."""

import pytest
from charts_for_tests import make_brand

from deckgen.brand.types import Brand


@pytest.fixture(scope="session")
def brand() -> Brand:
    return make_brand()
