"""Colours that deck.yaml gives to statuses."""

import pytest

from deckgen.build import pipeline
from sample_projects import make_project

SLIDE = "kind: key-results\ntitle: Results\nrows:\n  - {name: A, goal: 50%, quarters: {Q2: 20%}}\n"


def laid_out(tmp_path, words):
    return pipeline.lay_out(make_project(tmp_path, SLIDE, verdicts={"words": words}))


def test_colour_of_a_status_is_that_of_its_role_for_the_deck(tmp_path):
    brand = laid_out(tmp_path, {"off-track": {"say": "Red", "color": "#8a0f6e"}}).brand
    assert brand.colours["danger"] == "8A0F6E"
    assert brand.colour("danger-fill") == "8A0F6E"
    assert brand.colours["success"] != "8A0F6E"


def test_two_statuses_of_one_role_may_have_one_colour(tmp_path):
    words = {"on-track": {"color": "#0A5C2B"}, "done": {"say": "Complete", "color": "#0A5C2B"}}
    result = laid_out(tmp_path, words)
    assert (result.issues, result.brand.colours["success"]) == ([], "0A5C2B")


@pytest.mark.parametrize(
    ("words", "line", "message"),
    [
        ({"off-track": {"color": "#FF8888"}}, "#FF8888", "a contrast of 2.3 to the page"),
        ({"paused": {"color": "#0A5C2B"}}, "#0A5C2B", "`paused` has the colour `muted` in the brand"),
        ({"on-track": {"color": "#0A5C2B"}, "done": {"color": "#0A5C2C"}}, "#0A5C2C", "another status have the role `success`"),
        ({"off-track": {"color": "red"}}, "red", "not a colour: # and six digits"),
        ({"off-track": {"say": "Green"}, "on-track": "green"}, "Green", "would be the word of two statuses"),
        ({"off-track": "done"}, "done", "would be the word of two statuses"),
        ({"late": "Red"}, "late", "`late` is not a status"),
    ],
)  # fmt: skip
def test_colour_or_word_that_cannot_be_right_is_refused(tmp_path, words, line, message):
    result = laid_out(tmp_path, words)
    [issue] = [issue for issue in result.issues if message in issue.message]
    assert issue.severity.value == "error"
    text = result.sources[issue.span.file]
    assert line in text[: issue.span.end].splitlines()[-1]
