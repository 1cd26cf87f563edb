"""Tests marked `rendering` run where `.ci/run` has installed what they need (DECKGEN_RENDERING=1); there none skips."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("DECKGEN_RENDERING") == "1":
        return
    skipped = pytest.mark.skip(reason="needs LibreOffice and the validators: set DECKGEN_RENDERING=1, as .ci/run does")
    for item in items:
        if item.get_closest_marker("rendering"):
            item.add_marker(skipped)


@pytest.fixture(scope="session")
def built_deck() -> Path:
    """The deck that `deckgen build` left in `output/`, or the one that DECKGEN_DECK names."""
    deck = Path(os.environ.get("DECKGEN_DECK") or PROJECT / "output" / "thriving-movement-fy20-21-q2.pptx")
    assert deck.is_file(), f"there is no {deck}: run `deckgen build` first"
    return deck
