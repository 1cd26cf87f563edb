"""The deck that the tests of this folder render and validate."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def built_deck() -> Path:
    """Return the deck in `output/` as built by `deckgen build`, or the one in DECKGEN_DECK."""
    deck = Path(os.environ.get("DECKGEN_DECK") or PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    assert deck.is_file(), f"there is no {deck}: run `deckgen build` first"
    return deck
