"""What counts since the year, or its period, began is not held against the baseline, which is of a whole year."""

from typing import Any

import pytest
from cases import line_of, status_of, verdict_of

from deckgen.resolve.movements import arrow, is_behind_baseline, is_good

INCOME = {"goal": "£2.4m by Q4", "baseline": "£2.1m", "period": "Q2"}
TO_DATE = {"results": {"Q1": "£540k", "Q2": "£1.2m"}}
SINGLE = {"results": {"Q1": "£600k", "Q2": "£600k"}}
LATE = {"results": {"Q1": "£540k", "Q2": "£700k"}}


def _case(*parts: dict[str, Any], **fields: str) -> dict[str, Any]:
    return {key: value for part in (INCOME, *parts) for key, value in part.items()} | {"fields": fields}


@pytest.mark.parametrize(
    ("results", "counts", "status"),
    [
        (TO_DATE, "to-date", "on-track"),
        (SINGLE, "per-period", "on-track"),
        (LATE, "to-date", "off-track"),
        (TO_DATE, "level", "off-track"),
    ],
)
def test_even_pace_starts_at_zero_unless_a_state_is_counted(results: dict[str, Any], counts: str, status: str) -> None:
    assert status_of(_case(results, counts=counts, pace="even")) == status


def test_pace_gives_no_verdict_where_its_start_would_decide() -> None:
    case = _case(TO_DATE, pace="even")
    assert (status_of(case), verdict_of(case).cause) == ("none", "not-understood")


def test_pace_gives_a_verdict_where_its_start_makes_no_difference() -> None:
    assert status_of(_case({"results": {"Q1": "£300k", "Q2": "£400k"}}, pace="even")) == "off-track"


def test_way_from_a_number_is_not_judged_by_what_came_since_january() -> None:
    case = _case({"goal": "from £2.1m to £2.4m by Q4", **TO_DATE}, counts="to-date", pace="even")
    assert status_of(case) == "none"


@pytest.mark.parametrize("counts", ["to-date", "per-period"])
def test_part_of_the_year_is_neither_behind_the_baseline_nor_has_an_arrow(counts: str) -> None:
    line, period = line_of(_case(TO_DATE, counts=counts))
    assert (line.verdict(period).status, arrow(line, period), is_behind_baseline(line, period)) == (None, None, False)


def test_arrow_of_a_part_of_the_year_is_drawn_on_demand() -> None:
    line, period = line_of(_case(TO_DATE, counts="to-date", against="baseline"))
    assert (arrow(line, period), is_good(line, "down", period), is_good(line, "up", period)) == ("down", None, True)


def test_number_that_may_be_a_part_of_the_year_is_not_called_worse() -> None:
    line, period = line_of(_case(TO_DATE))
    assert (line.verdict(period).status, arrow(line, period), is_good(line, "down", period)) == (None, "down", None)


@pytest.mark.parametrize(("counts", "status"), [("to-date", "at-risk"), ("level", "at-risk")])
def test_whole_year_is_compared_with_the_baseline(counts: str, status: str) -> None:
    line, _ = line_of(_case({"results": {"Q4": "£2.2m"}, "period": "Q4"}, counts=counts))
    assert (line.verdict("Q4").status, arrow(line, "Q4")) == (status, "up")


def test_baseline_to_maintain_is_due_at_the_end_for_what_is_counted() -> None:
    kept = {"goal": "Maintain baseline", **TO_DATE}
    assert status_of(_case(kept, counts="to-date")) == "none"
    assert status_of(
        _case({"goal": "Maintain baseline", "results": {"Q4": "£2.2m"}, "period": "Q4"}, counts="to-date")
    ) == ("on-track")
