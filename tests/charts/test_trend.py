from __future__ import annotations

from itertools import pairwise

import pytest
from charts_for_tests import CHART_SIZES, FULL, HALF, SMALL, WIDE, assert_clear, compose_chart, text_areas, texts
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from msgspec.structs import replace

from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import ELLIPSIS, Label
from deckgen.charts.marks import fill_role
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import STATUSES, Status

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


@pytest.mark.parametrize("size", CHART_SIZES)
def test_reported_quarter_is_highlighted_and_the_one_before_tinted(size: tuple[float, float]) -> None:
    canvas = compose_chart(ONE, size)
    tinted, full = bars(canvas, "#adc2eb"), bars(canvas, "#3366cc")
    assert len(tinted) == len(full) == 1
    assert full[0].get_height() / tinted[0].get_height() == pytest.approx(8.1 / 7.3)
    assert_clear(canvas)


@pytest.mark.parametrize("size", CHART_SIZES)
def test_all_quarters_are_named_and_upcoming_ones_have_no_bar(size: tuple[float, float]) -> None:
    canvas = compose_chart(ONE, size)
    assert set(QUARTERS) <= set(texts(canvas))
    assert len(bars(canvas)) == 2
    assert "–" not in texts(canvas)


def test_goal_is_a_labelled_line_at_its_height() -> None:
    canvas = compose_chart(ONE)
    zero, full = bars(canvas, "#3366cc")[0].get_y(), bars(canvas, "#3366cc")[0].get_height()
    dashed = next(line for line in canvas.figure.axes[0].lines if line.is_dashed())
    assert dashed.get_ydata()[0] == pytest.approx(zero + full * 5 / 8.1)
    where = dict(text_areas(canvas))["Goal +5% YoY"]
    assert where.middle_y == pytest.approx(dashed.get_ydata()[0], abs=2)


@pytest.mark.parametrize("size", [WIDE, FULL, HALF])
def test_panels_share_one_scale_and_show_every_value(size: tuple[float, float]) -> None:
    canvas = compose_chart(RETENTION, size)
    heights = [b.get_height() for b in bars(canvas)]
    assert [h / heights[0] for h in heights] == pytest.approx([v / 7.5 for v in (7.5, 8.6, 12.2, 18.2)])
    assert {"+7.5%", "+8.6%", "+12.2%", "+18.2%", "Emerging markets"} <= set(texts(canvas))


@pytest.mark.parametrize("size", CHART_SIZES)
def test_missing_value_has_its_text_and_is_never_drawn_as_zero(size: tuple[float, float]) -> None:
    canvas = compose_chart(RETENTION, size)
    assert "not available" in texts(canvas)
    assert len(bars(canvas)) == 4
    assert_clear(canvas)


@pytest.mark.parametrize("size", CHART_SIZES)
@pytest.mark.parametrize("mark", STATUSES)
def test_reported_bar_has_the_colour_and_the_mark_of_its_verdict(mark: Status, size: tuple[float, float]) -> None:
    canvas = compose_chart(replace(ONE, series=(replace(ONE.series[0], mark=mark),)), size)
    fill = fill_role(canvas, mark)
    reported, earlier = (
        next(m for m in canvas.marks if m.shape == "bar" and m.role == role) for role in (fill, "rule")
    )
    assert reported.area.left > earlier.area.right
    value = dict(text_areas(canvas))["+8.1%"]
    shapes = [
        m.area for m in canvas.marks if m.role == fill and m.area.width < 30 and m.area.middle_y > reported.area.top
    ]
    assert shapes
    assert all(value.left - 36 < area.left and area.right < value.left for area in shapes)
    assert bars(canvas) == []
    assert_clear(canvas)


def test_gap_between_values_is_an_en_dash() -> None:
    canvas = compose_chart(replace(ONE, series=(Series("All", (3.0, None, 4.0, None)),), reported=2))
    assert texts(canvas).count("–") == 1


def test_small_chart_shows_reported_values_and_names() -> None:
    assert {"+8.6%", "+18.2%", "All", "Goal"} <= set(texts(compose_chart(RETENTION, SMALL)))


def test_negative_bars_end_at_zero_and_have_a_minus_sign() -> None:
    canvas = compose_chart(replace(ONE, series=(Series("All", (-3.2, 4.5, -1.1, 6.0)),), reported=3))
    drawn_bars = bars(canvas)
    zero = drawn_bars[1].get_y()
    assert drawn_bars[0].get_y() + drawn_bars[0].get_height() == pytest.approx(zero)
    assert "−3.2%" in texts(canvas)


def test_typed_labels_are_preferred_where_they_fit() -> None:
    typed = replace(ONE, series=(Series("All", (7.3, 8.1, None, None), ("7.3% YoY", "8.1% YoY", "", "")),))
    assert {"7.3% YoY", "8.1% YoY"} <= set(texts(compose_chart(typed)))


@pytest.mark.parametrize("values", [(0.0, 0.0), (1e9, 1.0), (1e-7, 0.0), (5e-324, 0.0), (-1e15, 1e15)])
def test_bars_of_extreme_values_are_to_scale(values: tuple[float, float]) -> None:
    canvas = compose_chart(ChartSpec("trend", ("Q1", "Q2"), (Series("All", values),)))
    heights = [b.get_height() for b in bars(canvas)]
    largest = max(abs(v) for v in values)
    if largest:
        for height, value in zip(heights, values, strict=True):
            assert height == pytest.approx(abs(value) / largest * max(heights), abs=0.8)
    else:
        assert heights == [0, 0]
    assert_clear(canvas)


def test_trend_of_a_single_point_is_drawn() -> None:
    assert "8%" in texts(compose_chart(ChartSpec("trend", ("Q1",), (Series("All", (8.0,)),), "%"), SMALL))


def test_forty_points_show_some_labels_including_the_reported_one() -> None:
    names = tuple(f"M{i}" for i in range(40))
    canvas = compose_chart(
        ChartSpec("trend", names, (Series("All", tuple(float(i % 7) for i in range(40))),), reported=38), SMALL
    )
    assert "M38" in texts(canvas)
    assert_clear(canvas)


def test_each_series_with_its_own_goal_has_a_goal_label() -> None:
    series = (Series("A", (1.0, 2.0), goal=3), Series("B", (4.0, 5.0), goal=6))
    shown_texts = texts(compose_chart(ChartSpec("trend", ("Q1", "Q2"), series, "%", goal_label="Goal")))
    assert shown_texts.count("Goal") == 2 or {"Goal 3%", "Goal 6%"} <= set(shown_texts)
    assert {"3%", "6%"} <= {t.removeprefix("Goal ") for t in shown_texts}


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.9, 2.0)])
def test_series_without_values_has_one_text_in_its_panel_middle(size: tuple[float, float]) -> None:
    canvas = compose_chart(RETENTION, size)
    zeros = [d.get_xdata() for d in canvas.figure.axes[0].lines if to_hex(d.get_color()) == "#54595d"]
    assert [t for t in texts(canvas) if t in ("not available", "–")] == ["not available"]
    where = dict(text_areas(canvas))["not available"]
    assert (where.left + where.right) / 2 == pytest.approx(sum(zeros[1]) / 2, abs=1)


def test_panels_have_one_width_with_and_without_values() -> None:
    lines = compose_chart(RETENTION, FULL).figure.axes[0].lines
    widths = [d.get_xdata()[1] - d.get_xdata()[0] for d in lines if to_hex(d.get_color()) == "#54595d"]
    assert widths == pytest.approx([widths[0]] * 3)


@pytest.mark.parametrize("size", CHART_SIZES)
def test_quarters_to_come_have_the_width_of_others(size: tuple[float, float]) -> None:
    where = dict(text_areas(compose_chart(ONE, size)))
    middles = [(where[name].left + where[name].right) / 2 for name in QUARTERS]
    steps = [b - a for a, b in pairwise(middles)]
    assert steps == pytest.approx([steps[0]] * 3, abs=0.5)


@pytest.mark.parametrize("size", CHART_SIZES)
@pytest.mark.parametrize("count", [3, 4, 6])
def test_gap_between_bars_is_narrower_than_a_bar(count: int, size: tuple[float, float]) -> None:
    years = tuple(f"FY{20 + n}" for n in range(count))
    spec = ChartSpec("trend", years, (Series("All", (5.0,) * count),), "%", reported=count - 1)
    drawn = sorted((m.area for m in compose_chart(spec, size).marks if m.shape == "bar"), key=lambda area: area.left)
    gaps = [after.left - before.right for before, after in pairwise(drawn)]
    assert gaps == pytest.approx([gaps[0]] * (count - 1))
    assert gaps[0] <= 0.8 * drawn[0].width


def test_neighbouring_gaps_with_the_same_text_share_one_label() -> None:
    series = Series("All", (None, None, 4.0, 5.0), ("not available", "not available", "", ""))
    canvas = compose_chart(replace(ONE, series=(series,), reported=3))
    assert texts(canvas).count("not available") == 1
    assert "–" not in texts(canvas)


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.9, 2.0)])
def test_caption_is_clear_of_the_titles(size: tuple[float, float]) -> None:
    canvas = compose_chart(replace(RETENTION, value_label="Year on year"), size)
    where = dict(text_areas(canvas))
    assert where["Year on year"].bottom - where["All"].top >= 6
    assert_clear(canvas)


def test_value_just_below_the_goal_is_placed_above_the_goal_line() -> None:
    canvas = compose_chart(replace(ONE, series=(Series("All", (6.0, 4.8, None, None)),)), (8.9, 2.0))
    dashed = next(line for line in canvas.figure.axes[0].lines if line.is_dashed())
    assert dict(text_areas(canvas))["+4.8%"].bottom > dashed.get_ydata()[0] + 1


def test_lines_of_a_name_are_about_equally_long() -> None:
    canvas, name = compose_chart(ONE), Label("Grantees from communities not well established", 12, "ink")
    room = canvas.measure(replace(name, text="Grantees from communities not well"))[0] + 1
    assert canvas.wrap(name, room).text.split("\n") == ["Grantees from communities", "not well established"]
    assert canvas.wrap(name, room, 1).text.endswith(ELLIPSIS)


LEFT_OUT = replace(RETENTION, left_out=("Established markets: not available",))


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.9, 2.0)])
def test_caption_names_the_series_without_values_in_place_of_a_panel(size: tuple[float, float]) -> None:
    canvas = compose_chart(replace(LEFT_OUT, value_label="Year on year"), size)
    shown = " ".join(texts(canvas))
    assert "Year on year · Established markets: not available" in shown
    assert shown.count("Established markets") == 1
    assert len([d for d in canvas.figure.axes[0].lines if to_hex(d.get_color()) == "#54595d"]) == 2
    assert_clear(canvas)


def test_single_series_keeps_its_name_where_another_is_left_out() -> None:
    canvas = compose_chart(replace(LEFT_OUT, series=RETENTION.series[1:]))
    assert "Emerging markets" in texts(canvas)


def test_series_without_values_has_a_panel_where_the_caption_has_no_room() -> None:
    canvas = compose_chart(replace(RETENTION, left_out=("Established markets: " + "not available " * 30,)), SMALL)
    assert "not available" in texts(canvas)
    assert not [text for text in texts(canvas) if ELLIPSIS in text]
