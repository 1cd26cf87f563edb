"""Random decks have slides of every kind. This test is fast, so that a kind that they lack is reported at once."""

from collections.abc import Iterable

import pytest
import random_decks
import strategies

from deckgen.kinds import find_kinds

AUTHORED = {name for name, kind in find_kinds().items() if kind.Content.generated is None}
"""The kinds of slides that authors write; those of the other kinds are added by deckgen."""


@pytest.mark.parametrize(
    ("file", "kinds"), [("strategies.py", strategies.KINDS), ("random_decks.py", random_decks.KINDS)]
)
def test_every_kind_occurs_in_random_decks(file: str, kinds: Iterable[str]) -> None:
    missing = sorted(AUTHORED - set(kinds))
    assert not missing, f"add {missing} to KINDS of tests/stress/{file}"
