"""Names are found in texts where the pattern of each one would find it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from deckgen.checks._names import LONGEST, NameFinder, between_boundaries

TEXTS = st.text(alphabet="ab é'&+(). ", max_size=24)


@given(st.lists(TEXTS.filter(bool), max_size=6), TEXTS)
def test_a_name_is_found_wherever_its_pattern_finds_it(names: list[str], text: str) -> None:
    expected = {
        (match.start(1), name) for name in names for match in re.finditer(rf"(?=\b({re.escape(name)})\b)", text)
    }
    assert set(NameFinder(names, between_boundaries).found(text)) == expected


def test_a_name_inside_another_is_found_too() -> None:
    names = NameFinder(["active editors", "editors", "active"], between_boundaries)
    found = [(0, "active"), (0, "active editors"), (7, "editors"), (23, "editors")]
    assert list(names.found("active editors and non-editors, deactive")) == found


def test_a_very_long_name_is_found_nowhere() -> None:
    assert list(NameFinder(["a" * LONGEST], between_boundaries).found("a" * LONGEST)) == [(0, "a" * LONGEST)]
    assert not list(NameFinder(["a" * (LONGEST + 1)], between_boundaries).found("a" * (LONGEST + 1)))
