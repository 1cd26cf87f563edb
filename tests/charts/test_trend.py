from __future__ import annotations

import pytest
from charts_for_tests import FULL, HALF, PLACES, SMALL, WIDE, assert_clear, drawn, extents, texts
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from msgspec.structs import replace

from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
ONE = ChartSpec("trend", QUARTERS, (Series("All", (7.3, 8.1, None, None)),), "%", True, 1, 5, "Goal +5% YoY")
RETENTION = replace(
    ONE,
    series=(
        Series("All", (7.5, 8.6, None, None)),
        Series("Established markets", (None,) * 4, ("not available (6.6%/mo)", "not available", "", "")),
        Series("Emerging markets", (12.2, 18.2, None, None)),
    ),
)


def bars(canvas: Canvas, *colours: str) -> list[Rectangle]:
    wanted = colours or ("#3366cc", "#adc2eb")
    return [r for r in canvas.figure.findobj(Rectangle) if to_hex(r.get_facecolor()) in wanted]


@pytest.mark.parametrize("place", PLACES)
def test_reported_quarter_is_full_and_the_one_before_a_tint(place: tuple[float, float]) -> None:
    canvas = drawn(ONE, place)
    tinted, full = bars(canvas, "#adc2eb"), bars(canvas, "#3366cc")
    assert len(tinted) == len(full) == 1
    assert full[0].get_height() / tinted[0].get_height() == pytest.approx(8.1 / 7.3)
    assert_clear(canvas)


@pytest.mark.parametrize("place", PLACES)
def test_all_four_quarters_are_named_and_open_ones_left_empty(place: tuple[float, float]) -> None:
    canvas = drawn(ONE, place)
    assert set(QUARTERS) <= set(texts(canvas))
    assert len(bars(canvas)) == 2
    assert "–" not in texts(canvas)


def test_the_goal_is_a_line_at_its_height_with_its_label() -> None:
    canvas = drawn(ONE)
    zero, full = bars(canvas, "#3366cc")[0].get_y(), bars(canvas, "#3366cc")[0].get_height()
    dashed = next(line for line in canvas.figure.axes[0].lines if line.is_dashed())
    assert dashed.get_ydata()[0] == pytest.approx(zero + full * 5 / 8.1)
    where = dict(extents(canvas))["Goal +5% YoY"]
    assert where.middle == pytest.approx(dashed.get_ydata()[0], abs=2)


@pytest.mark.parametrize("place", [WIDE, FULL, HALF])
def test_panels_share_one_scale_and_every_value_is_told(place: tuple[float, float]) -> None:
    canvas = drawn(RETENTION, place)
    heights = [b.get_height() for b in bars(canvas)]
    assert [h / heights[0] for h in heights] == pytest.approx([v / 7.5 for v in (7.5, 8.6, 12.2, 18.2)])
    assert {"+7.5%", "+8.6%", "+12.2%", "+18.2%", "Emerging markets"} <= set(texts(canvas))


@pytest.mark.parametrize("place", PLACES)
def test_a_missing_value_is_said_and_never_drawn_as_zero(place: tuple[float, float]) -> None:
    canvas = drawn(RETENTION, place)
    assert "not available" in texts(canvas)
    assert len(bars(canvas)) == 4
    assert_clear(canvas)


def test_a_gap_between_values_is_an_en_dash() -> None:
    canvas = drawn(replace(ONE, series=(Series("All", (3.0, None, 4.0, None)),), reported=2))
    assert texts(canvas).count("–") == 1


def test_in_a_small_place_the_reported_values_and_names_stay() -> None:
    assert {"+8.6%", "+18.2%", "All", "Goal"} <= set(texts(drawn(RETENTION, SMALL)))


def test_negative_bars_hang_from_zero_and_a_minus_is_a_minus() -> None:
    canvas = drawn(replace(ONE, series=(Series("All", (-3.2, 4.5, -1.1, 6.0)),), reported=3))
    drawn_bars = bars(canvas)
    zero = drawn_bars[1].get_y()
    assert drawn_bars[0].get_y() + drawn_bars[0].get_height() == pytest.approx(zero)
    assert "−3.2%" in texts(canvas)


def test_labels_as_typed_are_preferred_where_they_fit() -> None:
    typed = replace(ONE, series=(Series("All", (7.3, 8.1, None, None), ("7.3% YoY", "8.1% YoY", "", "")),))
    assert {"7.3% YoY", "8.1% YoY"} <= set(texts(drawn(typed)))


@pytest.mark.parametrize("values", [(0.0, 0.0), (1e9, 1.0), (1e-7, 0.0), (5e-324, 0.0), (-1e15, 1e15)])
def test_extreme_values_stand_to_scale(values: tuple[float, float]) -> None:
    canvas = drawn(ChartSpec("trend", ("Q1", "Q2"), (Series("All", values),)))
    heights = [b.get_height() for b in bars(canvas)]
    largest = max(abs(v) for v in values)
    if largest:
        for height, value in zip(heights, values, strict=True):
            assert height == pytest.approx(abs(value) / largest * max(heights), abs=0.8)
    else:
        assert heights == [0, 0]
    assert_clear(canvas)


def test_a_single_point_draws() -> None:
    assert "8%" in texts(drawn(ChartSpec("trend", ("Q1",), (Series("All", (8.0,)),), "%"), SMALL))


def test_forty_points_thin_their_labels_and_keep_the_reported_one() -> None:
    names = tuple(f"M{i}" for i in range(40))
    canvas = drawn(
        ChartSpec("trend", names, (Series("All", tuple(float(i % 7) for i in range(40))),), reported=38), SMALL
    )
    assert "M38" in texts(canvas)
    assert_clear(canvas)


def test_series_with_goals_of_their_own_are_each_labelled() -> None:
    series = (Series("A", (1.0, 2.0), goal=3), Series("B", (4.0, 5.0), goal=6))
    found = texts(drawn(ChartSpec("trend", ("Q1", "Q2"), series, "%", goal_label="Goal")))
    assert found.count("Goal") == 2 or {"Goal 3%", "Goal 6%"} <= set(found)
    assert {"3%", "6%"} <= {t.removeprefix("Goal ") for t in found}


@pytest.mark.parametrize("place", [*PLACES, (8.9, 2.0)])
def test_a_series_without_values_says_so_once_in_the_middle_of_its_panel(place: tuple[float, float]) -> None:
    canvas = drawn(RETENTION, place)
    zeros = [d.get_xdata() for d in canvas.figure.axes[0].lines if to_hex(d.get_color()) == "#54595d"]
    assert [t for t in texts(canvas) if t in ("not available", "–")] == ["not available"]
    where = dict(extents(canvas))["not available"]
    assert (where.left + where.right) / 2 == pytest.approx(sum(zeros[1]) / 2, abs=1)


def test_a_panel_without_values_is_narrower() -> None:
    lines = drawn(RETENTION, FULL).figure.axes[0].lines
    widths = [d.get_xdata()[1] - d.get_xdata()[0] for d in lines if to_hex(d.get_color()) == "#54595d"]
    assert widths[1] < 0.8 * widths[0]
    assert widths[0] == pytest.approx(widths[2])


def test_neighbouring_gaps_that_say_the_same_say_it_once() -> None:
    series = Series("All", (None, None, 4.0, 5.0), ("not available", "not available", "", ""))
    canvas = drawn(replace(ONE, series=(series,), reported=3))
    assert texts(canvas).count("not available") == 1
    assert "–" not in texts(canvas)


@pytest.mark.parametrize("place", [*PLACES, (8.9, 2.0)])
def test_the_caption_stands_clear_over_the_titles(place: tuple[float, float]) -> None:
    canvas = drawn(replace(RETENTION, value_label="Year on year"), place)
    where = dict(extents(canvas))
    assert where["Year on year"].bottom - where["All"].top >= 6
    assert_clear(canvas)


def test_a_value_just_short_of_the_goal_stands_over_its_line() -> None:
    canvas = drawn(replace(ONE, series=(Series("All", (6.0, 4.8, None, None)),)), (8.9, 2.0))
    dashed = next(line for line in canvas.figure.axes[0].lines if line.is_dashed())
    assert dict(extents(canvas))["+4.8%"].bottom > dashed.get_ydata()[0] + 1
