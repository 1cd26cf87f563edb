from __future__ import annotations

from itertools import pairwise

import pytest
from charts_for_tests import FULL, HALF, assert_clear, compose_chart, text_areas, texts

from deckgen.charts.chart_kind import find_chart_kinds
from deckgen.charts.comparisons import difference_text, is_in_time, months_of
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels

LABELS = Labels.load("en")


def compared(spec: ChartSpec) -> ChartSpec:
    return find_chart_kinds()[spec.kind].with_comparison(spec, LABELS)


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("Q1", 3), ("Q4 FY19-20", 3), ("FY20/21 Q1–Q2", 6), ("Q1-Q3", 9), ("H1", 6), ("H2 2026", 6), ("T2", 4), ("2026-03", 1),
        ("FY19/20", 12), ("2026", 12), ("Africa", None), ("", None), ("Q1 of the plan", None), ("Q3–Q1", None), ("Q9", None),
        ("Wave Q2", None), ("H1–H2", 12), ("T1–T4", None),
    ],
)  # fmt: skip
def test_length_of_a_period_is_read_from_its_name(name: str, months: int | None) -> None:
    assert months_of(name) == months


def test_categories_without_a_name_do_not_decide_what_is_in_time() -> None:
    assert is_in_time(("FY19/20", "", "FY20/21"))
    assert not is_in_time(("FY19/20", "Africa"))
    assert not is_in_time(("", ""))


@pytest.mark.parametrize(
    ("before", "now", "unit", "text"),
    [
        (64, 82, "%", "+18 points"), (27.5, 24.5, "%", "−3 points"), (7.3, 8.1, "%", "+0.8 points"), (4, 5, "%", "+1 point"),
        (470, 540, "", "+70"), (0.1, 0.3, "", "+0.2"), (5, 5, "%", "no change"), (1_000_000, 3_500_000, "€", "+€2.5M"),
        (75, 60, "teachers", "−15 teachers"), (3.63, 3.82, "", "+0.19"),
    ],
)  # fmt: skip
def test_difference_has_a_sign_and_its_unit(before: float, now: float, unit: str, text: str) -> None:
    shown = difference_text(before, now, ChartSpec("trend", (), (), unit), LABELS).replace("\u00a0", " ")
    assert shown == text


def test_change_over_time_names_the_period_before() -> None:
    spec = ChartSpec(
        "trend", ("Q1", "Q2", "Q3"), (Series("A", (7.3, 8.1, None)), Series("B", (None, 4, None))), "%", reported=1
    )
    assert [(s.change, s.against) for s in compared(spec).series] == [("+0.8 points", "against Q1"), ("", "")]


def test_change_passes_over_a_period_without_a_name() -> None:
    spec = ChartSpec("compare", ("FY19/20", "", "FY20/21"), (Series("A", (64, 66, 82)),), "%", reported=2)
    assert [(s.change, s.against) for s in compared(spec).series] == [("+18 points", "against FY19/20")]


def test_categories_that_are_no_periods_have_no_change() -> None:
    spec = ChartSpec("compare", ("Africa", "Asia"), (Series("A", (3, 9)),), reported=1)
    assert compared(spec) == spec


def test_shorter_periods_are_marked_and_their_counts_not_compared() -> None:
    spec = ChartSpec("compare", ("FY19/20", "FY20/21 Q1–Q2"), (Series("Grants", (64, 30)),), reported=1)
    marked = compared(spec)
    assert marked.lengths == ("", "6 of 12 months")
    assert [s.change for s in marked.series] == [""]
    canvas = compose_chart(marked, HALF)
    assert "6 of 12 months" in texts(canvas)
    assert_clear(canvas)


def test_change_names_the_baseline_and_progress_the_goal() -> None:
    change = ChartSpec("change", ("Baseline", "Q2"), (Series("Women", (11.5, 15.0)),), "%", reported=1)
    progress = ChartSpec("progress", ("Q2",), (Series("Teachers", (60,), goal=75),), reported=0)
    years = ChartSpec("change", ("2019", "2020"), (Series("Women", (11.5, 15.0)),), "%", reported=1)
    found = [(s.change, s.against) for spec in (change, progress, years) for s in compared(spec).series]
    assert found == [
        ("+3.5 points", "against the baseline"), ("−15", "against the goal"), ("+3.5 points", "against 2019"),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(3.5, 2.0), (6.0, 3.0), (9.0, 4.2), (12.0, 5.0)])
@pytest.mark.parametrize("kind", ["trend", "change", "progress"])
def test_changes_are_clear_of_everything_else(kind: str, size: tuple[float, float]) -> None:
    categories = {"trend": ("Q1", "Q2"), "change": ("Baseline", "Q2"), "progress": ("Q2",)}[kind]
    values = ((12.5, 15.0), (46.0, 29.0), (30.0, 23.0))
    series = tuple(Series(f"Organizers {i}", v[-len(categories) :], goal=20 + i) for i, v in enumerate(values))
    canvas = compose_chart(compared(ChartSpec(kind, categories, series, "%", reported=len(categories) - 1)), size)
    assert_clear(canvas)
    is_wide = size[0] > 5
    assert any("points" in text for text in texts(canvas)) is is_wide


@pytest.mark.parametrize("values", [(64, 82), (39, 25), (-10, -30)])
def test_change_is_next_to_the_value_of_its_bar(values: tuple[float, float]) -> None:
    spec = compared(ChartSpec("trend", ("FY19/20", "FY20/21"), (Series("A", values),), "%", reported=1))
    canvas = compose_chart(spec, FULL)
    where = dict(text_areas(canvas))
    value = next(area for text, area in where.items() if text.removesuffix("%").lstrip("−") == str(abs(values[1])))
    change, against = where[spec.series[0].change], where["against FY19/20"]
    assert change.left < (value.left + value.right) / 2 < against.right
    assert change.right < against.left < change.right + 8
    above, below = (value, change) if values[1] < 0 else (change, value)
    assert 5 < above.bottom - below.top < 16
    assert_clear(canvas)


def test_change_without_room_for_one_line_stands_under_itself() -> None:
    years = ("FY17/18", "FY18/19", "FY19/20", "FY20/21")
    spec = compared(ChartSpec("trend", years, (Series("A", (57, 61, 64, 82)),), "%", reported=3))
    canvas = compose_chart(spec, (5.0, 4.0))
    where = dict(text_areas(canvas))
    order = [
        where["+18 points"],
        where["against FY19/20"],
        next(area for text, area in where.items() if text.startswith("82")),
    ]
    assert all(0 < above.bottom - below.top < 12 for above, below in pairwise(order))
    assert_clear(canvas)
