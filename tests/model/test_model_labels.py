"""The words that deckgen puts on slides."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from deckgen.ir.roles import STATUSES
from deckgen.kinds import content_models
from deckgen.model import Labels, labels
from deckgen.model.label_files import LanguageFile, fitting, read_language, similar

SOURCE = Path(labels.__file__).parents[1]
SWEDISH = LanguageFile({"goal": "Mål"}, {"kinds": {"timeline": {"label": "Tidslinje"}}, "charts": {}})


@pytest.fixture
def swedish() -> Labels:
    """The labels of a language that has few words."""
    return Labels.load("en").overridden_by(SWEDISH)


def test_every_status_has_a_label():
    assert all(Labels.load("en")[status] for status in STATUSES)


def test_every_english_word_is_used_outside_the_language_file():
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    computed = re.compile(r"measured-|is-|points-|prompt-")
    unused = [key for key in read_language("en").words if f'"{key}"' not in code and not computed.match(key)]
    assert not unused


def test_values_are_filled_in():
    assert Labels.load("en").format("measured-year", period="Q2") == "Measured annually, Q2"


def test_english_of_a_country_is_english():
    assert Labels.load("en-GB") == Labels.load("en")


def test_language_without_a_file_falls_back_to_english():
    assert Labels.load("tlh")["goal"] == "Goal"


@pytest.mark.parametrize(
    ("tag", "names", "expected"),
    [
        ("de-AT", ["de", "de-AT", "de-CH", "fr"], ("de", "de-AT")),
        ("de", ["de-AT"], ()),
        ("zh-TW", ["zh-Hans", "zh-Hant"], ("zh-Hant",)),
        ("zh-CN", ["zh-Hans", "zh-Hant"], ("zh-Hans",)),
        ("zh", ["zh-Hans", "zh-Hant"], ("zh-Hans",)),
        ("pt", ["pt-BR"], ("pt-BR",)),
        ("pt-PT", ["pt-BR"], ()),
        ("iw", ["he"], ("he",)),
        ("english", ["de", "en"], ()),
    ],
)
def test_files_that_fit_a_language(tag, names, expected):
    assert fitting(tag, names) == expected


def test_labels_of_another_country_are_the_similar_ones():
    assert similar("pt-PT", ["pt-BR", "es"]) == "pt-BR"
    assert similar("zh-TW", ["zh-Hans"]) == ""


def test_words_that_a_language_lacks_are_english(swedish):
    assert (swedish["goal"], swedish["open"], swedish["done"]) == ("Mål", "–", "Done")


def test_words_of_a_kind_are_translated_or_english(swedish):
    timeline = swedish.for_kind("timeline", {"label": "Timeline", "milestone": "Milestone"})
    assert (timeline["label"], timeline["milestone"], timeline["goal"]) == ("Tidslinje", "Milestone", "Mål")


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


def test_periods_have_the_names_of_the_language():
    french = LanguageFile({"quarter": "T{number}", "half-year": "S{number}", "reported": "{period} {year}"})
    labels = Labels.load("en").overridden_by(french)
    assert [labels.period(name) for name in ("Q2", "H1", "T3", "Q4 FY19-20")] == ["T2", "S1", "T3", "T4 FY19-20"]
    assert labels.periods("Q2-Q4") == "T2–T4"
    assert labels.spellings("Q2") == ("Q2", "T2")


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("fr", "Q3", "T3"),
        ("ja", "Q4 FY20-21", "FY20-21 第4四半期"),
        ("hi", "Q2", "तिमाही 2"),
        ("fr", "Q2, Q4", "T2, T4"),
        ("en", "Q4 FY20-21", "Q4 FY20-21"),
        ("fr", "EOY", "EOY"),
        ("fr", "FAQ2, Q2-Q4, Q7", "FAQ2, Q2-Q4, Q7"),
    ],
)
def test_typed_periods_are_shown_like_those_of_columns(language: str, typed: str, shown: str) -> None:
    assert Labels.load(language).dates(typed) == shown


def test_year_stands_before_the_month_where_the_language_has_it_so():
    japanese = Labels("ja", Labels.load("en").words, {})
    assert (japanese.period("2026-03"), japanese.categories(["2026-03"])) == ("2026年3月", ("3月",))


def test_plural_form_of_a_decimal_number_is_that_of_the_language():
    words = {f"points-{form}": form for form in ("one", "few", "many", "other")}
    assert Labels("fr", words, {}).plural("points", Decimal("1.5")) == "one"
    assert [Labels("ru", words, {}).plural("points", n) for n in (21, 3, 5, Decimal("8.1"))] == [
        "one", "few", "many", "other",
    ]  # fmt: skip


def test_numbers_have_the_marks_of_the_language():
    written = {tag: Labels(tag, {}, {}).number("1,234,567.50") for tag in ("en", "de", "hi", "ar")}
    assert written == {"en": "1,234,567.50", "de": "1.234.567,50", "hi": "12,34,567.50", "ar": "1,234,567.50"}


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", "Readers: Women"), ("fr", "Readers\u00a0: Women"), ("ja", "Readers：Women"), ("ar", "Readers: Women")],
)
def test_name_of_a_part_stands_behind_that_of_its_whole(language: str, named: str) -> None:
    assert Labels.load(language).named("Readers", "Women") == named
