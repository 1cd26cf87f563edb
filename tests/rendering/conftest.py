"""The deck that the tests of this folder draw and validate."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def built_deck() -> Path:
    """The deck that `deckgen build` left in `output/`, or the one that DECKGEN_DECK names."""
    deck = Path(os.environ.get("DECKGEN_DECK") or PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    assert deck.is_file(), f"there is no {deck}: run `deckgen build` first"
    return deck
