"""What a name that is not known was meant to be, and how far that is looked for."""

from deckgen.model.suggest import Guesses, closest, hint_for, near


def test_the_closest_name_is_found_whatever_its_case_and_its_dashes() -> None:
    assert closest("Active_Editorz", ["readers", "active-editors"]) == "active-editors"
    assert closest("x", ["readers"]) is None


def test_a_name_too_long_to_be_mistyped_is_near_to_nothing() -> None:
    assert near("a" * 100, ["a" * 99]) == "a" * 99
    assert near("a" * 101, ["a" * 100]) is None
    assert near("a" * 100, ["a" * 101]) is None
    assert closest("a" * 101, ["a" * 100]) is None


def test_among_very_many_names_the_near_ones_in_the_alphabet_are_compared() -> None:
    names = [f"metric-{number}" for number in range(5_000)]
    assert near("metric-412x", names) == "metric-412"


def test_after_a_hundred_names_of_a_run_nothing_is_guessed() -> None:
    guesses = Guesses()
    hints = [guesses.hint_for("editor", ["editors"], "metrics") for _ in range(101)]
    assert hints[:100] == ["did you mean `editors`?"] * 100
    assert hints[100] == "known metrics are `editors`"
    assert guesses.closest("editor", ["editors"]) is None


def test_a_hint_names_what_is_known_where_nothing_is_near() -> None:
    assert hint_for("x", [], "metrics") == "there are no metrics yet"
    assert hint_for("x", ["editors", "readers"], "metrics") == "known metrics are `editors`, `readers`"
    assert hint_for("x", map(str, range(100, 200)), "metrics").endswith("`123` …")
