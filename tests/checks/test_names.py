"""`NameFinder` finds the same names as one regular expression for each name."""

import re

from hypothesis import given
from hypothesis import strategies as st

from deckgen.checks._names import MAX_NAME_LENGTH, NameFinder, between_boundaries

TEXTS = st.text(alphabet="ab é'&+(). ", max_size=24)


@given(st.lists(TEXTS.filter(bool), max_size=6), TEXTS)
def test_name_is_found_wherever_a_regular_expression_finds_it(names: list[str], text: str) -> None:
    expected = {
        (match.start(1), name) for name in names for match in re.finditer(rf"(?=\b({re.escape(name)})\b)", text)
    }
    assert set(NameFinder(names, between_boundaries).find(text)) == expected


def test_name_inside_another_name_is_found() -> None:
    names = NameFinder(["active editors", "editors", "active"], between_boundaries)
    found = [(0, "active"), (0, "active editors"), (7, "editors"), (23, "editors")]
    assert list(names.find("active editors and non-editors, deactive")) == found


def test_name_over_the_maximum_length_is_never_found() -> None:
    assert list(NameFinder(["a" * MAX_NAME_LENGTH], between_boundaries).find("a" * MAX_NAME_LENGTH)) == [
        (0, "a" * MAX_NAME_LENGTH)
    ]
    assert not list(NameFinder(["a" * (MAX_NAME_LENGTH + 1)], between_boundaries).find("a" * (MAX_NAME_LENGTH + 1)))
