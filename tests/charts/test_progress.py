from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, SMALL, assert_clear, compose_chart, texts
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from msgspec.structs import replace

from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import Area
from deckgen.ir.blocks import ChartSpec, Series

GOALS = ChartSpec(
    "progress",
    ("Q2",),
    (
        Series("Growth features on Wikipedias", (17,), goal=25),
        Series("Languages documented", (7,), goal=10),
        Series("Campaigns run", (12,), goal=10),
        Series("Grants to emerging communities", (2,), goal=20),
    ),
    goal_label="Goal",
)


def widths(canvas: Canvas, colour: str) -> list[float]:
    return [r.get_width() for r in canvas.figure.findobj(Rectangle) if to_hex(r.get_facecolor()) == colour]


@pytest.mark.parametrize("size", CHART_SIZES)
def test_every_bar_shows_its_value_and_its_goal(size: tuple[float, float]) -> None:
    canvas = compose_chart(GOALS, size)
    assert {"17", "7", "12", "2", "Goal 25", "Goal 10", "Goal 20"} <= set(texts(canvas))
    assert_clear(canvas)


def test_bars_and_tracks_share_one_scale_from_zero() -> None:
    canvas = compose_chart(GOALS)
    lengths = widths(canvas, "#3366cc")
    assert [w / lengths[0] for w in lengths] == pytest.approx([v / 17 for v in (17, 7, 12, 2)])
    assert widths(canvas, "#eaecf0")[0] / lengths[0] == pytest.approx(25 / 17)


def test_names_are_complete_in_a_small_chart() -> None:
    assert not any("…" in t for t in texts(compose_chart(GOALS, SMALL)))


def test_common_goal_is_shown_at_every_bar() -> None:
    spec = ChartSpec(
        "progress", ("Q2",), (Series("A", (67.2,)), Series("B", (61,))), "%", goal=66, goal_label="Goal 66%"
    )
    assert texts(compose_chart(spec)).count("Goal 66%") == 2


@pytest.mark.parametrize("value", [0.0, None, -4.0, 1e9, 1e-7])
def test_bullets_with_extreme_values_are_drawn(value: float | None) -> None:
    rows = (Series("Row", (value,), goal=10), Series("Other", (3.0,)))
    assert_clear(compose_chart(ChartSpec("progress", ("Q2",), rows)))


def test_missing_value_is_a_dash_without_a_bar() -> None:
    canvas = compose_chart(ChartSpec("progress", ("Q2",), (Series("Row", (None,), goal=10), Series("Other", (3.0,)))))
    assert "–" in texts(canvas)
    assert len(widths(canvas, "#3366cc")) == 1


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.02, 4.85), (5.95, 4.9)])
def test_different_goals_each_have_the_unit(size: tuple[float, float]) -> None:
    rows = (Series("Satisfied", (67.2,), goal=75), Series("Certified", (61,), ("61",), 66), Series("Met", (2,), goal=5))
    canvas = compose_chart(ChartSpec("progress", ("Q2",), rows, "%", goal_label="Goal"), size)
    assert {"Goal 75%", "Goal 66%", "Goal 5%", "67.2%", "61%"} <= set(texts(canvas))
    assert_clear(canvas)


LIMITS = ChartSpec(
    "progress",
    ("Q2",),
    (
        Series("Days to answer", (6,), ("6 days",), 5, "lower", mark="off-track"),
        Series("Days to close", (5.2,), ("5.2 days",), 5, "lower", mark="at-risk"),
        Series("Days to triage", (3,), ("3 days",), 5, "lower", mark="on-track"),
        Series("Days to decide", (7,), ("7 days",), 5, "lower", mark="neutral"),
    ),
    "days",
    goal_label="Goal",
)


def bars(canvas: Canvas, role: str) -> list[Area]:
    return [mark.area for mark in canvas.marks if mark.shape == "bar" and mark.role == role and mark.area.width > 4]


@pytest.mark.parametrize("size", CHART_SIZES)
def test_limit_is_marked_as_one_and_fits_every_size(size: tuple[float, float]) -> None:
    canvas = compose_chart(LIMITS, size)
    assert texts(canvas).count("Goal ≤ 5 days") == 4
    assert {"6 days", "5.2 days", "3 days", "7 days"} <= set(texts(canvas))
    assert_clear(canvas)


def test_what_lies_beyond_a_missed_limit_has_the_colour_of_its_status() -> None:
    canvas = compose_chart(LIMITS)
    [beyond] = bars(canvas, "danger")
    [whole, *_] = bars(canvas, "primary")
    assert beyond.right == whole.right
    assert beyond.width == pytest.approx(whole.width / 6)
    assert len(bars(canvas, "warning")) == 1
    assert len(bars(canvas, "primary")) == 4


def test_limit_has_no_track_that_asks_to_be_filled() -> None:
    assert bars(compose_chart(LIMITS), "neutral") == []


def test_status_has_its_mark_before_its_bar() -> None:
    canvas = compose_chart(LIMITS)
    marks = [mark for mark in canvas.marks if mark.shape == "dot"]
    assert [mark.role for mark in marks] == ["danger-fill", "warning-fill", "success-fill"]
    assert max(mark.area.right for mark in marks) < min(area.left for area in bars(canvas, "primary"))


def test_chart_without_a_verdict_has_no_column_of_marks() -> None:
    rows = tuple(replace(series, mark="neutral") for series in LIMITS.series)
    written = tuple(replace(series, mark=None) for series in LIMITS.series)
    one, other = (compose_chart(replace(LIMITS, series=series)) for series in (rows, written))
    assert one.marks == other.marks


@pytest.mark.parametrize("size", CHART_SIZES)
def test_range_is_a_band_with_both_numbers(size: tuple[float, float]) -> None:
    rows = (
        Series("Below", (66,), ("66%",), 70, goal_upper=80, mark="at-risk"),
        Series("Within", (75,), ("75%",), 70, goal_upper=80, mark="on-track"),
        Series("Above", (85,), ("85%",), 70, goal_upper=80, mark="off-track"),
    )
    canvas = compose_chart(ChartSpec("progress", ("Q2",), rows, "%", goal_label="Goal"), size)
    assert texts(canvas).count("Goal 70–80%") == 3
    assert_clear(canvas)
    bands, [beyond] = bars(canvas, "neutral"), bars(canvas, "danger")
    assert len(bands) == 3
    assert beyond.left == pytest.approx(bands[0].right)
