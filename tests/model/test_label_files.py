"""The files of labels that come with deckgen."""

import re
import unicodedata

import pytest

from deckgen.build.label_reports import report
from deckgen.kinds import english_labels
from deckgen.model import Labels, cldr
from deckgen.model.label_files import read_language

LANGUAGES = ["ar", "bn", "de", "es", "fa", "fr", "he", "hi", "id", "ja", "pt-BR", "ru", "zh-Hans", "zh-Hant"]
SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI", "bn": "BENGALI", "ru": "CYRILLIC",
    "ja": "CJK|HIRAGANA|KATAKANA", "zh-Hans": "CJK", "zh-Hant": "CJK",
}  # fmt: skip
"""The scripts of languages that are not written in Latin letters, as Unicode names their characters."""
LATIN = {"pt"}
"""What has Latin letters in these scripts, too."""


def test_every_language_has_its_file():
    assert [name for name in Labels.known() if name != "en"] == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_complete_and_without_errors(language):
    found = report(language, None)
    assert (found.issues, found.missing.names()) == ([], [])


@pytest.mark.parametrize("language", SCRIPTS)
def test_words_are_in_the_script_of_the_language(language):
    file = read_language(language)
    kinds = [words for group in file.groups.values() for words in group.values()]
    texts = [re.sub(r"\{\w+\}", "", text) for words in (file.words, *kinds) for text in words.values()]
    letters = {char for text in texts for char in re.sub("|".join(LATIN), "", text) if char.isalpha()}
    other = {char for char in letters if not re.match(SCRIPTS[language], unicodedata.name(char))}
    assert other - set("ー々") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_counts_have_words_with_their_number(language):
    labels = Labels.load(language).for_kind("scorecard", english_labels().of_kind("kinds", "scorecard"))
    for count in (1, 2, 3, 5, 11, 21, 100):
        is_alone = len(cldr.plural_forms(language)[cldr.plural_form(language, count)]) == 1
        text = labels.plural("none-judged", count)
        assert is_alone or str(count) in text


def test_months_and_lists_are_those_of_the_language():
    assert Labels.load("de").enumeration(["Editoren", "Leser", "Tester"]) == "Editoren, Leser und Tester"
    assert Labels.load("fr").alternatives(["à risque", "en pause"]) == "à risque ou en pause"
    assert Labels.load("es").period("2026-03") == "mar 2026"
