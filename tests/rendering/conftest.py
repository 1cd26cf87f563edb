"""The deck that the tests of this folder render and validate."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def drawn_decks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what LibreOffice draws for the other tests of this run, and for the other workers of pytest-xdist."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "drawn-decks"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAWN_DECKS", str(folder))
        yield


@pytest.fixture(scope="session")
def built_deck() -> Path:
    """Return the deck in `output/` as built by `deckgen build`, or the one in DECKGEN_DECK."""
    deck = Path(os.environ.get("DECKGEN_DECK") or PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    assert deck.is_file(), f"there is no {deck}: run `deckgen build` first"
    return deck
