"""Rows that override the metrics they name."""

import pytest

from deckgen.diagnostics import Origin
from deckgen.model import Metric, Row
from deckgen.resolve.merge import UndefinedMetricError, as_row, merged_row, row_origins

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


def row_of_editors(**fields):
    return merged_row(Row.model_validate({"metric": "editors", **fields}), METRICS)


def test_row_without_overrides_equals_the_metric():
    result = row_of_editors()
    assert (result.name.raw, result.goal.raw, list(result.parts)) == ("Active editors", "+5% YoY", ["old", "new"])


def test_field_is_overridden_and_the_others_stay():
    result = row_of_editors(name="Editors", baseline="98K")
    assert (result.name.raw, result.baseline.raw, result.goal.raw) == ("Editors", "98K", "+5% YoY")


def test_empty_field_clears_that_of_the_metric():
    assert row_of_editors(baseline=None).baseline is None


def test_quarters_are_overridden_one_by_one():
    result = row_of_editors(quarters={"Q2": "+9%"})
    assert result.quarters["Q1"].text.raw == "+7%"
    assert (result.quarters["Q2"].text.raw, result.quarters["Q2"].status) == ("+9%", None)


def test_override_of_a_quarter_without_text_leaves_its_text():
    result = row_of_editors(quarters={"Q2": {"status": "done"}})
    assert (result.quarters["Q2"].text.raw, result.quarters["Q2"].status) == ("+8%", "done")


def test_empty_quarter_clears_that_of_the_metric():
    assert row_of_editors(quarters={"Q1": None}).quarters["Q1"] is None


@pytest.mark.parametrize("parts", [{}, None])
def test_empty_parts_remove_all_parts_of_the_metric(parts):
    assert row_of_editors(parts=parts).parts == {}


def test_parts_are_overridden_removed_and_added():
    result = row_of_editors(
        parts={"old": {"goal": "+1%"}, "new": None, "more": {"name": "More"}, "third": {"metric": "other"}}
    )
    assert list(result.parts) == ["old", "more", "third"]
    assert (result.parts["old"].name.raw, result.parts["old"].goal.raw) == ("Old markets", "+1%")
    assert result.parts["third"].name.raw == "Other"


def test_metric_itself_is_never_changed():
    before = METRICS["editors"].model_copy(deep=True)
    row_of_editors(quarters={"Q1": None}, parts={"old": None})
    assert METRICS["editors"] == before


def test_row_without_a_metric_needs_no_merge_except_in_its_parts():
    written = Row.model_validate({"name": "n", "parts": {"a": {"metric": "other"}, "b": None}})
    assert [part.name.raw for part in merged_row(written, METRICS).parts.values()] == ["Other"]


def test_undefined_metric_raises_an_error_of_its_own():
    with pytest.raises(UndefinedMetricError):
        merged_row(Row.model_validate({"metric": "none"}), METRICS)


def test_metric_as_a_row_has_all_fields_of_the_metric():
    assert as_row(METRICS["editors"]).tolerance == METRICS["editors"].tolerance


def origins_of_row(**fields):
    row = Row.model_validate({"metric": "editors", **fields})
    return row_origins(row, Origin("a/metrics", "a.yaml", ("rows", 0)), METRICS, "data/metrics.yaml")


def place(origin):
    return origin.file, "/".join(map(str, origin.path))


def test_origin_of_a_field_is_the_row_if_it_overrides_it_else_the_metric():
    origins = origins_of_row(goal="+9%", quarters={"Q2": "+9%"})
    assert place(origins.of("goal")) == ("a.yaml", "rows/0/goal")
    assert place(origins.of("short")) == ("data/metrics.yaml", "editors/short")
    assert place(origins.of_result("Q2", "quarters")) == ("a.yaml", "rows/0/quarters/Q2")
    assert place(origins.of_result("Q1", "quarters")) == ("data/metrics.yaml", "editors/quarters/Q1")


def test_origin_of_a_part_is_the_row_the_metric_or_another_metric():
    origins = origins_of_row(parts={"old": {"goal": "+1%"}, "third": {"metric": "other"}})
    old, new, third = (origins.of_part(key, METRICS, "data/metrics.yaml") for key in ("old", "new", "third"))
    assert place(old.of("goal")) == ("a.yaml", "rows/0/parts/old/goal")
    assert place(old.of("short")) == ("data/metrics.yaml", "editors/parts/old/short")
    assert place(new.origin) == ("data/metrics.yaml", "editors/parts/new")
    assert place(third.of("short")) == ("data/metrics.yaml", "other/short")
    assert origins.of_part("none", METRICS, "data/metrics.yaml") is None
