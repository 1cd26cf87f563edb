"""Rows that override the metrics they name."""

import pytest

from deckgen.model import Metric, Row
from deckgen.resolve.merge import as_row, merged

METRICS = {
    "editors": Metric.model_validate(
        {
            "name": "Active editors", "baseline": "99K", "goal": "+5% YoY", "tolerance": "5%",
            "quarters": {"Q1": "+7%", "Q2": {"text": "+8%", "status": "at-risk"}},
            "parts": {"old": {"name": "Old markets", "goal": "+5%"}, "new": {"name": "New markets"}},
        }
    ),
    "other": Metric.model_validate({"name": "Other"}),
}  # fmt: skip


def row(**fields):
    return merged(Row.model_validate({"metric": "editors", **fields}), METRICS)


def test_a_row_that_overrides_nothing_is_the_metric():
    found = row()
    assert (found.name.raw, found.goal.raw, list(found.parts)) == ("Active editors", "+5% YoY", ["old", "new"])


def test_a_field_is_overridden_and_the_rest_kept():
    found = row(name="Editors", baseline="98K")
    assert (found.name.raw, found.baseline.raw, found.goal.raw) == ("Editors", "98K", "+5% YoY")


def test_an_empty_field_clears_that_of_the_metric():
    assert row(baseline=None).baseline is None


def test_quarters_are_overridden_one_by_one():
    found = row(quarters={"Q2": "+9%"})
    assert found.quarters["Q1"].text.raw == "+7%"
    assert (found.quarters["Q2"].text.raw, found.quarters["Q2"].status) == ("+9%", None)


def test_a_quarter_without_text_keeps_the_text():
    found = row(quarters={"Q2": {"status": "done"}})
    assert (found.quarters["Q2"].text.raw, found.quarters["Q2"].status) == ("+8%", "done")


def test_an_empty_quarter_is_open():
    assert row(quarters={"Q1": None}).quarters["Q1"] is None


@pytest.mark.parametrize("parts", [{}, None])
def test_no_parts_at_all_shows_the_metric_without_them(parts):
    assert row(parts=parts).parts == {}


def test_parts_are_overridden_taken_out_and_added():
    found = row(parts={"old": {"goal": "+1%"}, "new": None, "more": {"name": "More"}, "third": {"metric": "other"}})
    assert list(found.parts) == ["old", "more", "third"]
    assert (found.parts["old"].name.raw, found.parts["old"].goal.raw) == ("Old markets", "+1%")
    assert found.parts["third"].name.raw == "Other"


def test_the_metric_itself_is_never_changed():
    before = METRICS["editors"].model_copy(deep=True)
    row(quarters={"Q1": None}, parts={"old": None})
    assert METRICS["editors"] == before


def test_a_row_written_on_the_slide_stands_for_itself():
    written = Row.model_validate({"name": "n", "parts": {"a": {"metric": "other"}, "b": None}})
    assert [part.name.raw for part in merged(written, METRICS).parts.values()] == ["Other"]


def test_an_unknown_metric_raises():
    with pytest.raises(KeyError):
        merged(Row.model_validate({"metric": "none"}), METRICS)


def test_a_metric_as_a_row_keeps_every_field():
    assert as_row(METRICS["editors"]).tolerance == METRICS["editors"].tolerance
