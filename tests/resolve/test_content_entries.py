"""Which entries of a period are results."""

import pytest

from deckgen.model import PeriodResult
from deckgen.resolve.entries import has_result, is_finished


@pytest.mark.parametrize(
    ("text", "is_result"),
    [
        ("+8.1% YoY (92K/mo)", True), ("Prototype", True), ("0", True), ("None", True), ("Not started yet", True),
        ("Not yet 5 sites", True), ("not available (92K/mo)", True), ("Paused until Q4", True), ("No data yet", True),
        ("Plan of the Needs Assessment drawn up", True), ("Delayed; 3 planned for Q4", True), ("30% (target 50%)", True),
        ("5% of budget", True), ("€12M pledged", True), ("Target reached", True), ("On hold (was 6%)", True),
        ("–", True), ("Nil", True), ("X", True), ("n/a in 2 of 5 sites", True),
        ("TBC", False), ("Pending", False), ("TBC in March", False), ("TBC (last year 82%)", False),
        ("300 planned", False), ("Forecast 82%", False), ("300 (planned)", False), ("planned: 300", False),
    ],
)  # fmt: skip
def test_text_that_only_announces_a_result_is_none(text: str, is_result: bool) -> None:
    assert has_result(PeriodResult.model_validate(text), "en") is is_result


@pytest.mark.parametrize(
    ("fields", "is_result"),
    [
        ({"status": "on-track"}, True), ({"mark": "delivered"}, True), ({"score": "0.7"}, True),
        ({"text": "5", "plan": "6"}, True),
        ({"text": "TBC", "status": "at-risk"}, True), ({"value": "5"}, False), ({"plan": "5"}, False),
        ({"forecast": "5", "because": "Late", "next": "Start"}, False),
    ],
)  # fmt: skip
def test_plan_or_bare_value_is_no_result(fields: dict[str, str], is_result: bool) -> None:
    assert has_result(PeriodResult.model_validate(fields), "en") is is_result


@pytest.mark.parametrize(
    "text",
    [
        "~",
        "null",
        "NULL",
        "TBD",
        "n/a",
        "N/A",
        "(TBD)",
        "[tba]",
        "t.b.d.",
        "?",
        "??",
        "…",
        "...",
        "TODO",
        "to do",
        "xx",
        "k. A.",
        "n.a.",
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "zh"])
def test_placeholder_is_no_result_in_any_language(text: str, language: str) -> None:
    assert not has_result(PeriodResult.model_validate(text), language)


@pytest.mark.parametrize(
    ("results", "finished"),
    [
        ({"Q1": {"status": "done"}}, True), ({"Q1": {"text": "5", "mark": "delivered"}, "Q2": None}, False),
        ({"Q1": {"status": "done"}, "Q2": {"text": "5", "status": "off-track"}}, False), ({"Q1": {"text": "5"}}, False),
        ({"Q1": {"status": "done"}, "Q2": "TBC"}, True), ({"Q3": {"status": "done"}}, False), ({}, False),
    ],
)  # fmt: skip
def test_work_is_finished_if_its_last_earlier_result_says_so(results: dict[str, object], finished: bool) -> None:
    entries = {name: value and PeriodResult.model_validate(value) for name, value in results.items()}
    assert is_finished(entries, ("Q1", "Q2"), "en") is finished  # type: ignore[arg-type]


def test_language_without_words_takes_every_text_as_a_result() -> None:
    assert has_result(PeriodResult.model_validate("300 planned"), "eo")
    assert not has_result(None, "en")
