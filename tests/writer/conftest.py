import pytest
from deck_samples import BRAND, rich_deck
from opened_package import Opened

from deckgen.writer import write


@pytest.fixture(scope="session")
def rich_bytes(tmp_path_factory) -> bytes:
    made, drawings = rich_deck(tmp_path_factory.mktemp("rich"))
    return write(made, BRAND, drawings)


@pytest.fixture(scope="session")
def rich(rich_bytes) -> Opened:
    return Opened(rich_bytes)
