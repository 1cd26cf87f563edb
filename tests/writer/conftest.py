import pytest
from deck_samples import BRAND, rich_deck
from opened_package import OpenedPackage

from deckgen.writer import write


@pytest.fixture(scope="session")
def rich_bytes() -> bytes:
    sample, drawings, files = rich_deck()
    return write(sample, BRAND, drawings, files=files)


@pytest.fixture(scope="session")
def rich(rich_bytes) -> OpenedPackage:
    return OpenedPackage(rich_bytes)
