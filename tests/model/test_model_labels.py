"""The words that deckgen puts on slides."""

import pytest

from deckgen.ir.blocks import STATUSES
from deckgen.model import Labels


def test_every_status_has_a_label():
    assert all(Labels.load("en")[status] for status in STATUSES)


def test_values_are_filled_in():
    assert Labels.load("en").format("measured-year", quarter="Q2") == "Measured annually, Q2"


def test_regional_language_falls_back_to_the_general_one():
    assert Labels.load("en-GB").language == "en"


def test_language_without_a_file_falls_back_to_english():
    assert Labels.load("xx")["goal"] == "Goal"


def test_unknown_key_raises():
    with pytest.raises(KeyError):
        Labels.load("en")["no-such-words"]


def test_known_languages_are_listed():
    assert "en" in Labels.known()
