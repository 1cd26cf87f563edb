"""The words that deckgen puts on slides."""

import re
from pathlib import Path

import pytest

from deckgen.ir.roles import STATUSES
from deckgen.kinds import content_models
from deckgen.model import Labels, labels
from deckgen.model.labels import LanguageFile

SOURCE = Path(labels.__file__).parents[1]


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Labels:
    """The labels of a language that has few words."""
    own = LanguageFile({"goal": "Ziel"}, {"kinds": {"timeline": {"label": "Zeitleiste"}}, "charts": {}})
    read = labels.read_language
    monkeypatch.setattr(labels, "read_language", lambda language: own if language == "de-test" else read(language))
    monkeypatch.setattr(Labels, "known", lambda: ("de-test", "en"))
    return Labels.load("de-test")


def test_every_status_has_a_label():
    assert all(Labels.load("en")[status] for status in STATUSES)


def test_every_english_word_is_used_outside_the_language_file():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    computed = re.compile(r"measured-|is-|points-")
    unused = [key for key in labels.read_language("en").words if f'"{key}"' not in code and not computed.match(key)]
    assert not unused


def test_values_are_filled_in():
    assert Labels.load("en").format("measured-year", period="Q2") == "Measured annually, Q2"


def test_regional_language_falls_back_to_the_general_one():
    assert Labels.load("en-GB").language == "en"


def test_language_without_a_file_falls_back_to_english():
    assert Labels.load("xx")["goal"] == "Goal"


def test_words_that_a_language_lacks_are_english(german):
    assert (german["goal"], german["open"], german["done"]) == ("Ziel", "–", "Done")


def test_words_of_a_kind_are_translated_or_english(german):
    timeline = german.for_kind("timeline", {"label": "Timeline", "milestone": "Milestone"})
    assert (timeline["label"], timeline["milestone"], timeline["goal"]) == ("Zeitleiste", "Milestone", "Ziel")


def test_kind_named_like_a_word_does_not_get_that_word():
    assert Labels.load("en").for_kind("goal", {"label": "Our goal"})["label"] == "Our goal"


@pytest.mark.parametrize("content", content_models().values())
def test_every_kind_has_an_english_label(content):
    assert content.english_words()["label"] == content.label != ""


def test_unknown_key_raises():
    with pytest.raises(KeyError, match=r"`no-such-words`: add it to `words` of the kind, or to labels/en\.yaml"):
        Labels.load("en")["no-such-words"]
    with pytest.raises(KeyError, match="`no-such-words`: add it"):
        Labels.load("en").format("no-such-words")


def test_known_languages_are_listed():
    assert "en" in Labels.known()
