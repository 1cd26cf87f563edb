"""Words that limit a figure are found directly before it."""

import pytest

from deckgen.quantities import start_of_bound


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("DPLA put more than 1 million files on Commons", "en", "more than"),
        ("Over 100 members", "en", "Over"),
        ("We reached at least 20% of them", "en", "at least"),
        ("more than 3 of the 100 wikis", "en", ""),
        ("The move over took 100 days", "en", ""),
        ("100 members", "en", ""),
        ("Mehr als 100 Wikis", "de", "Mehr als"),
        ("Over 100 wikis", "xx", ""),
    ],
)
def test_words_that_limit_a_figure_stand_directly_before_it(text: str, language: str, bound: str) -> None:
    figure = text.index("1") if "1" in text else text.index("2")
    assert text[start_of_bound(text, figure, language) : figure].strip() == bound
