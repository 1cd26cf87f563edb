"""What authors may write: texts, items, quarters, metrics, rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from deckgen.model import FootnoteDef, Item, Measured, Metric, MetricId, PlainText, Quarter, RichText, Row, SlideContent
from deckgen.model.files import DeckFile
from deckgen.model.quantity import Tolerance

RICH, PLAIN = TypeAdapter(RichText), TypeAdapter(PlainText)


def test_rich_text_is_kept_as_typed_and_trimmed():
    assert RICH.validate_python("  66% *up* ") == RichText("66% *up*")


def test_markup_is_read_once():
    text = RichText("**a** b")
    assert text.paragraphs is text.paragraphs
    assert text.plain == "a b"


@pytest.mark.parametrize(("value", "given"), [(["a"], "a list"), ({"a": "b"}, "a group"), (None, "nothing")])
def test_what_is_no_text_is_named_in_plain_words(value, given):
    for adapter in (RICH, PLAIN):
        with pytest.raises(ValidationError, match=f"text is expected here, but (this is|there is) {given}"):
            adapter.validate_python(value)


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ufffe"])
def test_characters_that_no_slide_can_hold_are_refused(char):
    with pytest.raises(ValidationError, match="invisible character U\\+"):
        PLAIN.validate_python(f"a{char}b")


@pytest.mark.parametrize("text", ["", "  "])
def test_plain_text_is_never_empty(text):
    with pytest.raises(ValidationError, match="it is empty"):
        PLAIN.validate_python(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"])))
def test_rich_text_takes_any_ordinary_text(text):
    assert RICH.validate_python(text).raw == text.strip()


def test_an_item_is_text_or_a_mapping():
    assert Item.model_validate("Hello") == Item(text=RichText("Hello"))
    item = Item.model_validate({"lead": "Grants", "bullets": ["a", "b"]})
    assert [b.raw for b in item.bullets] == ["a", "b"]


@pytest.mark.parametrize("data", [{}, {"text": "a", "bullets": ["x"], "numbered": ["y"]}, ["a"], None, {"txt": "a"}])
def test_an_item_that_cannot_be_meant_is_refused(data):
    with pytest.raises(ValidationError):
        Item.model_validate(data)


def test_a_quarter_is_text_or_a_mapping_and_may_be_open():
    metric = Metric.model_validate(
        {
            "name": "n",
            "quarters": {"Q1": "5%", "Q2": {"text": "x", "status": "at-risk", "mark": "delivered"}, "Q3": None},
        }
    )
    assert metric.quarters["Q1"] == Quarter(text=RichText("5%"))
    assert metric.quarters["Q2"] == Quarter(text=RichText("x"), status="at-risk", mark="delivered")
    assert metric.quarters["Q3"] is None


@pytest.mark.parametrize(
    "field", [{"quarters": {"Q5": "x"}}, {"better": "highr"}, {"tolerance": "lots"}, {"goal": ["a"]}]
)
def test_a_metric_refuses_what_it_does_not_know(field):
    with pytest.raises(ValidationError):
        Metric.model_validate({"name": "n", **field})


def test_tolerance_is_read():
    assert Metric.model_validate({"name": "n", "tolerance": "5%"}).tolerance == Tolerance(0.05)


def test_measured_names_the_first_quarter_in_which_it_is_measured():
    assert Measured.model_validate({"every": "half-year", "in": "Q2, Q4"}).first == "Q2"
    with pytest.raises(ValidationError, match="names no quarter"):
        Measured.model_validate({"in": "spring"})


@pytest.mark.parametrize("key", ["Q1", "Q2-Q4", "Q2–Q4"])
def test_milestones_stand_at_quarters_or_ranges(key):
    assert Row.model_validate({"name": "n", "milestones": {key: "x"}}).milestones[key].raw == "x"


@pytest.mark.parametrize("key", ["Q5", "Q4-Q2", "Q2-", "spring", "Q1-Q2-Q3"])
def test_a_milestone_elsewhere_is_refused(key):
    with pytest.raises(ValidationError, match="quarter"):
        Row.model_validate({"name": "n", "milestones": {key: "x"}})


def test_an_empty_field_of_a_slide_is_as_if_left_out():
    class Content(SlideContent):
        texts: tuple[Item, ...] = ()

    content = Content.model_validate({"kind": "x", "texts": None, "notes": None})
    assert content.texts == ()
    assert content.notes is None


@pytest.mark.parametrize("slide_id", ["a b", "a/b", "#a", "a~2"])
def test_a_slide_id_is_one_word(slide_id):
    with pytest.raises(ValidationError, match="one word"):
        SlideContent.model_validate({"kind": "x", "id": slide_id})


def test_a_metric_id_is_told_apart_from_other_text():
    assert isinstance(Row.model_validate({"metric": " a "}).metric, MetricId)


def test_a_footnote_may_be_text_alone():
    assert FootnoteDef.model_validate("x") == FootnoteDef(text=RichText("x"))


DECK = {"format": "1", "title": "T", "fiscal_year": "FY20-21", "quarter": "Q2", "sections": ["a"]}


def test_a_deck_file_has_sensible_defaults():
    deck = DeckFile.model_validate(DECK)
    assert (deck.brand, deck.language, deck.statuses, deck.front) == ("wikimedia", "en", "computed", None)


@pytest.mark.parametrize(
    "field",
    [
        {"format": "2"}, {"fiscal_year": "2020"}, {"fiscal_year": "FY20-22"}, {"quarter": "Q5"}, {"sections": []},
        {"sections": ["../a"]}, {"sections": ["a/b"]}, {"sections": ["a", "a"]}, {"sections": "a"}, {"brand": "../x"},
        {"statuses": "all"}, {"front": ["covr"]}, {"titel": "x"}, {"title": ["x"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_deck_file_refuses_what_it_cannot_mean(field):
    with pytest.raises(ValidationError):
        DeckFile.model_validate({**DECK, **field})


def test_the_century_may_turn():
    assert DeckFile.model_validate({**DECK, "fiscal_year": "FY99-00"}).fiscal_year == "FY99-00"
