from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, SMALL, assert_clear, compose_chart, texts
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from deckgen.charts.canvas import Canvas
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
