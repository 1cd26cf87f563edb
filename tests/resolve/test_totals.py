"""The sum of the results of a year so far, as text."""

import pytest

from deckgen.diagnostics import Origin
from deckgen.model import Labels, Row
from deckgen.quantities import read_result
from deckgen.resolve.measures import MeasureSettings, build_measure
from deckgen.resolve.merge import RowOrigins
from deckgen.resolve.totals import total_text
from sample_projects import Q2


@pytest.mark.parametrize(
    ("typed", "total", "language", "expected"),
    [
        ("110", 230, "en", "230"), ("1,100", 2300, "en", "2,300"), ("1.100", 2300, "de", "2.300"),
        ("€1.2M", 2_100_000, "en", "€2.1M"), ("1.2 million", 2_100_000, "en", "2.1 million"), ("+120", 250, "en", "250"),
        ("C$5M", 7_500_000, "en", "C$7.5M"), ("950", 12_950, "en", "12,950"), ("Two", 5, "en", "5"),
        ("(4%)", -6, "en", "-6%"), ("0.1", 0.1 + 0.2, "en", "0.3"), ("2 hours", 18_000, "en", "5 hours"),
        ("3 of 5", 7, "en", ""), ("110", 1234, "xx", "1,234"),
    ],
)  # fmt: skip
def test_total_is_written_as_the_result_is_typed(typed, total, language, expected):
    [statement] = read_result(typed, language).statements
    assert total_text(total, statement.figure, language) == expected


def totals(results, language="en", **fields):
    row = Row.model_validate({"name": "n", "goal": "400", "counts": "per-period", "quarters": results, **fields})
    settings = MeasureSettings(Q2, "computed", Labels.load("en"), language=language)
    measure = build_measure(row, "id", settings, RowOrigins(row, Origin()))
    return [line.total for result in measure.results.values() for line in result.lines]


def test_results_of_several_periods_are_added_up():
    assert totals({"Q1": "120", "Q2": "110"}) == ["", "230"]


@pytest.mark.parametrize("second", [{"text": "110", "status": "done"}, {"text": "110", "score": "0.5"}])
def test_total_does_not_depend_on_who_judges(second):
    assert totals({"Q1": "120", "Q2": second}) == ["", "230"]


def test_total_of_a_number_said_outright_is_in_its_unit():
    assert totals({"Q1": "120", "Q2": {"text": "more than last year", "value": "110"}}) == ["", "230"]


@pytest.mark.parametrize(
    ("results", "fields"),
    [
        ({"Q2": "110"}, {}), ({"Q1": "about 120", "Q2": "110"}, {}), ({"Q1": "some", "Q2": "110"}, {}),
        ({"Q1": "120", "Q2": "110"}, {"counts": "to-date"}),
    ],
)  # fmt: skip
def test_nothing_is_added_up_that_is_single_uncertain_or_no_sum(results, fields):
    assert set(totals(results, **fields)) == {""}
