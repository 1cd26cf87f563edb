"""The content models: texts, items, results, metrics, rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from deckgen.model import (
    FootnoteDef,
    Item,
    Measured,
    Metric,
    MetricId,
    PeriodResult,
    PlainText,
    RichText,
    Row,
    SlideContent,
)
from deckgen.model.files import DeckFile
from deckgen.verdicts import Tolerance
from sample_projects import Q2

RICH, PLAIN = TypeAdapter(RichText), TypeAdapter(PlainText)


def test_rich_text_is_stored_as_typed_and_trimmed():
    assert RICH.validate_python("  66% *up* ") == RichText("66% *up*")


def test_markup_is_parsed_once():
    text = RichText("**a** b")
    assert text.paragraphs is text.paragraphs
    assert text.plain == "a b"


@pytest.mark.parametrize(("value", "description"), [(["a"], "a list"), ({"a": "b"}, "a group"), (None, "nothing")])
def test_value_that_is_not_text_is_described_in_plain_words(value, description):
    for adapter in (RICH, PLAIN):
        with pytest.raises(ValidationError, match=f"text is expected here, but (this is|there is) {description}"):
            adapter.validate_python(value)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ufffe"])
def test_characters_that_no_slide_can_show_are_rejected(char):
    with pytest.raises(ValidationError, match="invisible character U\\+"):
        PLAIN.validate_python(f"a{char}b")


@pytest.mark.parametrize("text", ["", "  "])
def test_plain_text_is_never_empty(text):
    with pytest.raises(ValidationError, match="it is empty"):
        PLAIN.validate_python(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_rich_text_accepts_any_ordinary_text(text):
    assert RICH.validate_python(text).raw == text.strip()


def test_item_is_text_or_a_mapping():
    assert Item.model_validate("Hello") == Item(text=RichText("Hello"))
    item = Item.model_validate({"lead": "Grants", "bullets": ["a", "b"]})
    assert [b.raw for b in item.bullets] == ["a", "b"]


@pytest.mark.parametrize("data", [{}, {"text": "a", "bullets": ["x"], "numbered": ["y"]}, ["a"], None, {"txt": "a"}])
def test_invalid_item_is_rejected(data):
    with pytest.raises(ValidationError):
        Item.model_validate(data)


def test_quarter_is_text_or_a_mapping_or_empty():
    metric = Metric.model_validate(
        {
            "name": "n",
            "quarters": {"Q1": "5%", "Q2": {"text": "x", "status": "at-risk", "mark": "delivered"}, "Q3": None},
        }
    )
    assert metric.quarters["Q1"] == PeriodResult(text=RichText("5%"))
    assert metric.quarters["Q2"] == PeriodResult(text=RichText("x"), status="at-risk", mark="delivered")
    assert metric.quarters["Q3"] is None


@pytest.mark.parametrize(
    "field", [{"quarters": {"Q5": "x"}}, {"better": "highr"}, {"tolerance": "lots"}, {"goal": ["a"]}]
)
def test_metric_rejects_invalid_fields(field):
    with pytest.raises(ValidationError):
        Metric.model_validate({"name": "n", **field})


def test_tolerance_is_parsed():
    assert Metric.model_validate({"name": "n", "tolerance": "5%"}).tolerance == Tolerance(0.05)


def test_periods_in_which_something_is_measured_are_found():
    measured = Measured.model_validate({"every": "half-year", "in": "Q4, Q2"})
    assert measured.periods(Q2.calendar) == ("Q2", "Q4")
    with pytest.raises(ValidationError, match="names no quarter"):
        Measured.model_validate({"in": "spring"})


@pytest.mark.parametrize("key", ["Q1", "Q2-Q4", "Q2–Q4"])
def test_milestone_has_a_quarter_or_a_range(key):
    assert Row.model_validate({"name": "n", "milestones": {key: "x"}}).milestones[key].raw == "x"


@pytest.mark.parametrize("key", ["Q5", "Q4-Q2", "Q2-", "spring", "Q1-Q2-Q3"])
def test_milestone_with_another_key_is_rejected(key):
    with pytest.raises(ValidationError, match="quarter"):
        Row.model_validate({"name": "n", "milestones": {key: "x"}})


def test_empty_field_of_a_slide_is_the_same_as_a_missing_one():
    class Content(SlideContent):
        texts: tuple[Item, ...] = ()

    content = Content.model_validate({"kind": "x", "texts": None, "notes": None})
    assert content.texts == ()
    assert content.notes is None


@pytest.mark.parametrize("slide_id", ["a b", "a/b", "#a", "a~2"])
def test_slide_id_is_one_word(slide_id):
    with pytest.raises(ValidationError, match="one word"):
        SlideContent.model_validate({"kind": "x", "id": slide_id})


def test_metric_id_has_a_type_of_its_own():
    assert isinstance(Row.model_validate({"metric": " a "}).metric, MetricId)


def test_footnote_can_be_plain_text():
    assert FootnoteDef.model_validate("x") == FootnoteDef(text=RichText("x"))


DECK = {"format": "1", "title": "T", "fiscal_year": "FY20-21", "quarter": "Q2", "sections": ["a"]}


def test_deck_file_has_defaults():
    deck = DeckFile.model_validate(DECK)
    assert (deck.brand, deck.language, deck.statuses, deck.front) == ("wikimedia", "en", None, None)


@pytest.mark.parametrize(
    "field",
    [
        {"format": "2"}, {"sections": []},
        {"sections": ["../a"]}, {"sections": ["a/b"]}, {"sections": ["a", "a"]}, {"sections": "a"}, {"brand": "../x"},
        {"statuses": "all"}, {"titel": "x"}, {"title": ["x"]},
    ],
    ids=str,
)  # fmt: skip
def test_deck_file_rejects_invalid_fields(field):
    with pytest.raises(ValidationError):
        DeckFile.model_validate({**DECK, **field})


def test_fiscal_year_can_span_two_centuries():
    assert DeckFile.model_validate({**DECK, "fiscal_year": "FY99-00"}).fiscal_year == "FY99-00"
