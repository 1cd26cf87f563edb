import pytest
from deck_samples import BRAND, rich_deck
from opened_package import OpenedPackage

from deckgen.writer import write


@pytest.fixture(scope="session")
def rich_bytes(tmp_path_factory) -> bytes:
    sample, drawings = rich_deck(tmp_path_factory.mktemp("rich"))
    return write(sample, BRAND, drawings)


@pytest.fixture(scope="session")
def rich(rich_bytes) -> OpenedPackage:
    return OpenedPackage(rich_bytes)
