"""Results, lines, arrows and statuses of a row."""

import pytest

from deckgen.diagnostics import Origin
from deckgen.model import Labels, Row
from deckgen.resolve.measures import MeasureSettings, build_measure
from deckgen.resolve.merge import RowOrigins
from sample_projects import Q2


def measure(kind="metric", statuses="computed", reported="Q2", **fields):
    settings = MeasureSettings(Q2.at(reported), statuses, Labels.load("en"), kind)
    row = Row.model_validate({"name": "n", **fields})
    return build_measure(row, "id", settings, RowOrigins(row, Origin()))


def q2(**fields):
    return measure(**fields).results["Q2"]


GROWTH = {"goal": "+5% YoY", "quarters": {"Q1": "+7.3% YoY", "Q2": "+4.8% YoY", "Q3": "+9% YoY"}}


def test_quarters_after_the_reported_one_are_open_even_if_filled_in():
    results = measure(**GROWTH).results
    assert list(results) == ["Q1", "Q2", "Q3", "Q4"]
    assert [r.is_open for r in results.values()] == [False, False, True, True]
    assert [r.is_reported for r in results.values()] == [False, True, False, False]
    assert results["Q3"].lines == ()


def test_quarters_after_an_earlier_reported_one_are_open():
    assert [r.is_open for r in measure(reported="Q1", **GROWTH).results.values()] == [False, True, True, True]


def test_metric_statuses_are_computed_from_result_and_goal():
    assert [r.status for r in measure(**GROWTH).results.values()] == ["on-track", "at-risk", None, None]


@pytest.mark.parametrize(
    ("kind", "statuses", "written", "expected"),
    [
        ("metric", "computed", None, "at-risk"), ("metric", "computed", "done", "done"),
        ("metric", "written", None, None), ("metric", "written", "done", "done"), ("metric", "none", "done", None),
        ("key-result", "computed", None, "at-risk"), ("key-result", "computed", "done", "done"),
        ("key-result", "written", None, None),
        ("key-result", "none", "done", None),
    ],
)  # fmt: skip
def test_shown_status_depends_on_deck_setting_kind_and_author(kind, statuses, written, expected):
    quarter = {"text": "+4.8% YoY", "status": written}
    assert q2(kind=kind, statuses=statuses, goal="+5% YoY", quarters={"Q2": quarter}).status == expected


def test_written_statuses_of_lines_count_for_the_row_as_computed_ones_do():
    def row(*statuses):
        lines = [
            {"of": f"L{n}", "quarters": {"Q2": {"text": "5", "status": status}}} for n, status in enumerate(statuses)
        ]
        return q2(statuses="written", measures=lines).status

    assert row("on-track", None) is None
    assert row("off-track", None) == "off-track"
    assert row("on-track", "at-risk") == "at-risk"


def test_result_that_cannot_be_compared_has_no_status():
    assert q2(goal="+5% YoY", quarters={"Q2": "not available[^na] (6.6%/mo[^p])"}).status is None


def test_goal_to_maintain_the_baseline_is_compared_with_the_baseline():
    assert (
        q2(goal="Maintain baseline", name="Youth", baseline="15.4%", quarters={"Q2": "13.9% Youth"}).status == "at-risk"
    )


@pytest.mark.parametrize(
    ("fields", "status", "is_open"),
    [
        ({"goal": "paused"}, "paused", True),
        ({"goal": "x", "quarters": {"Q2": "paused"}}, "paused", False),
        ({"goal": "Establish baseline", "quarters": {"Q2": "no data yet"}}, "no-data", False),
    ],
)
def test_paused_and_no_data_are_read_from_the_text(fields, status, is_open):
    result = q2(**fields)
    assert (result.status, result.is_open) == (status, is_open)
    assert q2(**fields, kind="key-result", statuses="written").status in {None, status}


def test_arrow_has_a_direction_and_is_good_or_bad():
    [up] = q2(baseline="3.63", quarters={"Q2": "3.82"}).lines
    [bad] = q2(baseline="19%", better="lower", name="Harassed", quarters={"Q2": "21% Harassed"}).lines
    assert (up.arrow, up.is_good) == ("up", True)
    assert (bad.arrow, bad.is_good) == ("up", False)


def test_growth_rate_has_no_arrow_if_the_baseline_is_a_count():
    [line] = q2(baseline="99K active editors/month", quarters={"Q2": "+8.1% YoY (92K/mo)"}).lines
    assert line.arrow is None
    assert line.quantity.value == 8.1


def test_lines_of_text_stay_separate_and_first_figure_has_the_arrow():
    lines = q2(name="Pilot", baseline="0 teachers", quarters={"Q2": "Pilot\n470 teachers\n\n66%"}).lines
    assert [(line.text.raw, line.arrow) for line in lines] == [("Pilot", None), ("470 teachers", "up"), ("66%", None)]


def test_two_figures_of_a_kind_have_no_arrow():
    lines = q2(baseline="0 teachers", quarters={"Q2": "470 teachers\n3 countries"}).lines
    assert [line.arrow for line in lines] == [None, None]


GENDERS = [
    {"of": "Women", "baseline": "11.5%", "quarters": {"Q2": "15.0%"}},
    {"of": "GM", "baseline": "1.9%", "quarters": {"Q2": "1.8%"}},
]


def test_each_of_several_measures_is_a_line_with_its_own_arrow():
    result_measure = measure(goal="Maintain baseline", measures=GENDERS)
    assert [(x.of, x.text.raw, x.arrow) for x in result_measure.results["Q2"].lines] == [
        ("Women", "15.0%", "up"),
        ("GM", "1.8%", "down"),
    ]
    assert [b.raw for b in result_measure.baseline] == ["Women 11.5%", "GM 1.9%"]


def test_status_of_several_lines_is_the_worst_if_each_has_one():
    assert q2(goal="Maintain baseline", measures=GENDERS).status == "at-risk"
    unclear = [*GENDERS, {"of": "x", "quarters": {"Q2": "soon"}}]
    assert q2(goal="Maintain baseline", measures=unclear).status is None
    missed = [*unclear, {"of": "Admins", "baseline": "30%", "quarters": {"Q2": "23%"}}]
    assert q2(goal="Maintain baseline", measures=missed).status == "off-track"


def test_status_written_for_one_line_replaces_its_computed_status():
    line = {**GENDERS[1], "quarters": {"Q2": {"text": "1.8%", "status": "on-track"}}}
    assert q2(goal="Maintain baseline", measures=[GENDERS[0], line]).status == "on-track"


def test_figure_in_the_metric_goal_is_not_the_goal_of_its_lines():
    lines = [{"of": "Unsafe", "quarters": {"Q2": "34%"}}, {"of": "Harassed", "quarters": {"Q2": "21%"}}]
    assert q2(goal="35% unsafe, 18% harassed", better="lower", measures=lines).status is None


def test_goals_of_lines_are_joined_as_the_goal_of_the_metric():
    lines = [{"of": "Unsafe", "goal": "35%"}, {"of": "Harassed", "goal": "18%"}]
    assert [p.plain_text for p in measure(measures=lines).goal.paragraphs] == ["Unsafe 35%", "Harassed 18%"]


def test_quarters_before_an_annual_measurement_state_its_quarter():
    results = measure(measured={"every": "year", "in": "Q2"}).results
    assert results["Q1"].lines[0].text.raw == "Measured annually, Q2"
    assert not results["Q1"].is_open
    assert results["Q2"].is_open


def test_text_of_a_quarter_replaces_the_annual_measurement_text():
    results = measure(measured={"every": "year", "in": "Q2"}, quarters={"Q1": "pilot"}).results
    assert [line.text.raw for line in results["Q1"].lines] == ["pilot"]


def test_delivered_quarter_without_text_is_not_open():
    result = q2(quarters={"Q2": {"mark": "delivered"}})
    assert (result.is_open, result.mark, result.lines) == (False, "delivered", ())


def test_key_result_shows_its_result_text_and_has_a_short_name():
    result_measure = measure(kind="key-result", name="Tools", result="Build and ship **two** tools")
    assert (result_measure.name.raw, result_measure.short) == ("Build and ship **two** tools", "Tools")


def test_short_field_takes_precedence_over_the_name():
    assert measure(short="S").short == "S"


def test_parts_are_measures():
    [part] = measure(parts={"a": {"name": "A", "goal": "5%", "quarters": {"Q2": "6%"}}}).parts
    assert (part.id, part.results["Q2"].status) == ("id/a", "on-track")


def test_chart_line_ends_with_the_reported_quarter():
    [line] = measure(baseline="3%", **GROWTH).chart_lines
    assert line.baseline.value == 3
    assert [q.value if q else None for q in line.quantities.values()] == [7.3, 4.8, None, None]


def test_each_of_several_measures_is_one_chart_line():
    assert [line.of for line in measure(measures=GENDERS).chart_lines] == ["Women", "GM"]
