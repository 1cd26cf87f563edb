from __future__ import annotations

import pytest
from charts_for_tests import make_brand
from hypothesis import given
from hypothesis import strategies as st

from deckgen.charts.style import Style
from deckgen.charts.value_texts import format_number, goal_text, shared_decimals, value_range, value_texts
from deckgen.ir.blocks import ChartSpec, Series


def spec(unit: str = "", signed: bool = False, **more: object) -> ChartSpec:
    return ChartSpec("trend", ("Q1",), (Series("All", (1.0,)),), unit, signed, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "unit", "signed", "text"),
    [
        (8.1, 1, "%", True, "+8.1%"),
        (-8.1, 1, "%", True, "−8.1%"),
        (0.0, 1, "%", True, "0.0%"),
        (-0.0, 0, "", False, "0"),
        (92, 0, "K", False, "92K"),
        (61000, 0, "", False, "61,000"),
        (1.2e6, 0, "", False, "1.2M"),
        (1e9, 0, "", False, "1B"),
        (2_500_000, 0, "K", False, "2,500,000K"),
        (5, 0, "$", False, "$5"),
        (-5, 0, "€", False, "−€5"),
        (3, 0, "editors", False, "3\u00a0editors"),
        (0.001, 2, "%", False, "<0.01%"),
        (1e-9, 6, "", False, "1.0e-09"),
    ],
)
def test_format_number_writes_numbers_as_an_author_would(
    value: float, places: int, unit: str, signed: bool, text: str
) -> None:
    assert format_number(value, places, spec(unit, signed)) == text


@pytest.mark.parametrize(
    ("values", "places"),
    [((1, 2), 0), ((7.3, 8), 1), ((0.25, 1), 2), ((1.23456, 2), 2), ((), 0), ((0, None), 0), ((0.0041, 1), 4)],
)
def test_all_values_of_a_chart_have_the_same_decimals(values: tuple[float | None, ...], places: int) -> None:
    assert shared_decimals(values) == places


@given(st.floats(-1e15, 1e15), st.sampled_from(["", "%", "K", "$", "editors"]), st.booleans())
def test_no_value_but_zero_reads_as_zero(value: float, unit: str, signed: bool) -> None:
    text = format_number(value, shared_decimals([value]), spec(unit, signed))
    assert any(c in "123456789" for c in text) == bool(value)


def test_goal_keeps_its_label_and_other_goals_get_their_number() -> None:
    chart = spec("%", True, goal=5.0, goal_label="Goal +5% YoY")
    assert (goal_text(5, chart), goal_text(9, chart)) == ("Goal +5% YoY", "Goal +9%")
    assert goal_text(9, spec("%", goal_label="Goal")) == "Goal 9%"
    assert goal_text(9, spec("%")) == "9%"


def test_shared_goal_keeps_its_label_and_its_own_decimals() -> None:
    shared = ChartSpec("trend", ("Q1",), (Series("All", (1.25,), goal=5),) * 2, "%", goal_label="Goal +5% YoY")
    assert goal_text(5, shared) == "Goal +5% YoY"
    assert goal_text(75, ChartSpec("progress", ("Q1",), (Series("A", (67.2,)),), "%", goal_label="Goal")) == "Goal 75%"


@pytest.mark.parametrize(
    ("value", "label", "unit", "text"),
    [
        (82, "82", "%", "82%"),
        (8.1, "+8.1", "%", "+8.1%"),
        (-8.0, "-8.0", "%", "−8.0%"),
        (-8.0, "-8", "", "−8"),
        (-8.0, "-$8M", "$", "−$8M"),
        (61000, "61,000", "editors", "61,000\u00a0editors"),
        (5, "5", "$", "$5"),
        (82, "82%", "%", "82%"),
        (82, "about 82", "%", "about 82"),
        (61, "61,000", "K", "61,000"),
        (82, "82", "", "82"),
    ],
)
def test_only_a_bare_typed_number_gets_the_unit(value: float, label: str, unit: str, text: str) -> None:
    chart = ChartSpec("compare", ("Q1",), (Series("All", (value,), (label,)),), unit)
    assert value_texts(chart.series[0], 0, chart)[0] == text


def test_typed_label_is_the_first_text_of_a_value() -> None:
    series = Series("All", (8.1, None, None), ("8.1% YoY", "not available", ""))
    chart = ChartSpec("trend", ("Q1", "Q2", "Q3"), (series,), "%", True)
    assert [value_texts(series, i, chart) for i in range(3)] == [["8.1% YoY", "+8.1%"], ["not available", "–"], ["–"]]


@given(st.lists(st.one_of(st.none(), st.floats(-1e15, 1e15))))
def test_value_range_includes_zero_and_is_never_empty(values: list[float | None]) -> None:
    low, high = value_range(values)
    assert low <= 0 <= high
    assert low < high


def test_unknown_role_raises_and_primary_light_is_that_of_the_brand() -> None:
    style = Style(make_brand())
    assert style.colour("primary-light") == "#ADC2EB"
    with pytest.raises(KeyError):
        style.colour("highlight")  # type: ignore[arg-type]
