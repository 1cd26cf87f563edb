"""Suggestions for unknown names, and the limits of the search for them."""

from deckgen.diagnostics.suggestions import SuggestionBudget, closest, hint_for, most_similar


def test_closest_name_is_found_regardless_of_case_and_dashes() -> None:
    assert closest("Active_Editorz", ["readers", "active-editors"]) == "active-editors"
    assert closest("x", ["readers"]) is None


def test_too_long_name_is_not_compared() -> None:
    assert most_similar("a" * 100, ["a" * 99]) == "a" * 99
    assert most_similar("a" * 101, ["a" * 100]) is None
    assert most_similar("a" * 100, ["a" * 101]) is None
    assert closest("a" * 101, ["a" * 100]) is None


def test_alphabetical_neighbours_are_compared_among_many_names() -> None:
    names = [f"metric-{number}" for number in range(5_000)]
    assert most_similar("metric-412x", names) == "metric-412"


def test_suggestions_end_after_a_hundred_names_of_a_run() -> None:
    guesses = SuggestionBudget()
    hints = [guesses.hint_for("editor", ["editors"], "metrics") for _ in range(101)]
    assert hints[:100] == ["did you mean `editors`?"] * 100
    assert hints[100] == "known metrics are `editors`"
    assert guesses.closest("editor", ["editors"]) is None


def test_hint_lists_the_known_names_if_none_is_similar() -> None:
    assert hint_for("x", [], "metrics") == "there are no metrics yet"
    assert hint_for("x", ["editors", "readers"], "metrics") == "known metrics are `editors`, `readers`"
    assert hint_for("x", map(str, range(100, 200)), "metrics").endswith("`139` …")
