"""Fixtures of the charts tests; functions that measure a chart are in `charts_for_tests`."""

import pytest
from charts_for_tests import make_brand

from deckgen.brand.types import Brand


@pytest.fixture(scope="session")
def brand() -> Brand:
    return make_brand()
