"""How many rows have which status: the numbers of scorecard and status charts."""

import pytest

from deckgen.diagnostics import Origin
from deckgen.model import Labels, Row
from deckgen.resolve import count_statuses, shown_rows
from deckgen.resolve.measures import MeasureSettings, build_measure
from deckgen.resolve.merge import RowOrigins
from sample_projects import Q2

ON, OFF = {"goal": "5%", "quarters": {"Q2": "6%"}}, {"goal": "5%", "quarters": {"Q2": "2%"}}
OPEN = {"goal": "5%"}


def measure(**fields):
    row = Row.model_validate({"name": "n", **fields})
    return build_measure(row, "id", MeasureSettings(Q2, "computed", Labels.load("en")), RowOrigins(row, Origin()))


def counted(*rows):
    count = count_statuses([measure(**row) for row in rows], "Q2")
    return count.total, dict(count.by_status)


def written(status):
    return {"quarters": {"Q2": {"text": "x", "status": status}}}


def test_every_row_counts_with_or_without_a_status():
    assert counted(ON, OFF, OPEN) == (3, {"on-track": 1, "off-track": 1})


def test_delivered_step_is_no_status():
    assert counted({"goal": "Strategy", "quarters": {"Q2": {"text": "Draft", "mark": "delivered"}}}) == (1, {})


def test_heading_of_parts_is_not_counted():
    parts = {"a": {"name": "A", **ON}, "b": {"name": "B", "parts": {"c": {"name": "C", **OFF}}}}
    assert counted({"parts": parts}) == (2, {"on-track": 1, "off-track": 1})


def test_parts_of_a_row_with_a_result_are_not_counted():
    assert counted({**ON, "parts": {"a": {"name": "A", **OFF}}}) == (1, {"on-track": 1})


@pytest.mark.parametrize("verdict", ["worst", "each"])
def test_row_with_measures_counts_once_by_its_worst_line(verdict):
    lines = [{"of": "Women", **ON}, {"of": "Youth", **OFF}]
    assert counted({"measures": lines, "verdict": verdict}) == (1, {"off-track": 1})


def test_judged_set_aside_and_unknown_add_up_to_the_total():
    rows = [written(status) for status in ("on-track", "done", "paused", "not-started", "no-data")]
    count = count_statuses([measure(**row) for row in [*rows, OPEN]], "Q2")
    assert (count.judged, count.set_aside, count.known, count.total) == (2, 3, 5, 6)


def test_rows_of_parts_follow_their_heading_level_by_level():
    parts = {"b": {"name": "B", "short": "B", "parts": {"c": {"name": "C", "short": "C", **OFF}}}}
    rows = shown_rows(measure(short="A", parts=parts), "Q2")
    assert [(row.measure.short, row.depth, row.is_heading) for row in rows] == [
        ("A", 0, True), ("B", 1, True), ("C", 2, False),
    ]  # fmt: skip
