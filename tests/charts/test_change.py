from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, FULL, SMALL, WIDE, assert_clear, compose_chart, font_sizes, text_areas, texts
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from msgspec.structs import replace

from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series, SeriesMark

SURVEY = ChartSpec(
    "change",
    ("2019", "2020"),
    (
        Series("Youth", (15.4, 13.9)),
        Series("Women", (11.5, 15.0)),
        Series("Gender minorities", (1.9, 2.8)),
        Series("Outside North America and Europe", (27.5, 24.5)),
    ),
    "%",
)
GOOD, BAD, NONE = ("o", "#0f6e5a"), ("D", "#b32424"), ("o", "#54595d")


def ends(canvas: Canvas) -> list[tuple[str, str]]:
    """Return marker and colour of the current value's dot, row by row."""
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() in ("o", "D")]
    return [
        (d.get_marker(), to_hex(d.get_markerfacecolor())) for d in dots if to_hex(d.get_markerfacecolor()) != "#ffffff"
    ]


@pytest.mark.parametrize("size", CHART_SIZES)
def test_every_row_shows_its_name_and_both_values(size: tuple[float, float]) -> None:
    canvas = compose_chart(SURVEY, size)
    wanted = {f"{v}%" for s in SURVEY.series for v in s.values}
    assert wanted | {"2019", "2020", "Youth", "Women"} <= set(texts(canvas))
    assert_clear(canvas)


@pytest.mark.parametrize(
    ("values", "better", "end"),
    [
        ((1, 2), "higher", GOOD),
        ((2, 1), "higher", BAD),
        ((2, 1), "lower", GOOD),
        ((1, 2), "lower", BAD),
        ((2, 2), "lower", NONE),
    ],
)
def test_good_and_bad_movements_differ_in_shape_and_colour(values: tuple, better: str, end: tuple[str, str]) -> None:
    series = Series("Threats", values, better=better)  # type: ignore[arg-type]
    assert ends(compose_chart(replace(SURVEY, series=(series,)))) == [end]


def test_values_are_outside_their_dots_in_the_order_of_the_scale() -> None:
    where = dict(text_areas(compose_chart(SURVEY, WIDE)))
    assert where["13.9%"].right < where["15.4%"].left
    assert where["11.5%"].right < where["15.0%"].left


@pytest.mark.parametrize("size", CHART_SIZES)
def test_line_at_the_top_names_both_ends_of_all_rows(size: tuple[float, float]) -> None:
    names = text_areas(compose_chart(SURVEY, size))
    where = dict(names)
    assert where["2019"].right < where["2020"].left
    assert where["2019"].middle_y == pytest.approx(where["2020"].middle_y, abs=3)
    rows = [area for text, area in names if text.endswith("%")]
    assert min(where[name].bottom for name in ("2019", "2020")) > max(area.top for area in rows)


@pytest.mark.parametrize("values", [((36, 37), (19, 21)), ((80, 82), (81, 83)), ((-4, -5), (-3, -2))])
def test_scale_fits_the_numbers_but_does_not_exaggerate(values: tuple[tuple[float, float], ...]) -> None:
    spec = ChartSpec("change", ("2019", "2020"), tuple(Series(f"Row {v}", v) for v in values))
    canvas = compose_chart(spec, FULL)
    dots = [m.area for m in canvas.marks if m.shape == "dot"][: 2 * len(values)]
    middles = [(area.left + area.right) / 2 for area in dots]
    largest, span = max(abs(v) for row in values for v in row), max(map(max, values)) - min(map(min, values))
    used = (max(middles) - min(middles)) / (canvas.width * 0.55)
    assert used > min(1, span / (0.25 * largest)) * 0.8
    assert used < span / (0.25 * largest) * 1.5


def test_rows_share_one_scale() -> None:
    canvas = compose_chart(SURVEY)
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() == "o"]
    hollow = [d.get_xdata()[0] for d in dots if to_hex(d.get_markerfacecolor()) == "#ffffff"][:4]
    steps = [(x - hollow[0]) / (hollow[-1] - hollow[0]) for x in hollow]
    assert steps == pytest.approx([(v - 15.4) / (27.5 - 15.4) for v in (15.4, 11.5, 1.9, 27.5)])


def test_row_without_its_earlier_value_shows_the_typed_text() -> None:
    row = Series("Women", (None, 15.0), ("not asked", "15.0%"))
    canvas = compose_chart(replace(SURVEY, series=(SURVEY.series[0], row)))
    assert {"not asked", "15.0%"} <= set(texts(canvas))
    assert ends(canvas)[1] == NONE


@pytest.mark.parametrize("values", [(0.0, 0.0), (-5.0, -2.0), (1e9, 1e9 + 1), (1e-7, 2e-7)])
def test_rows_with_extreme_values_are_drawn(values: tuple[float, float]) -> None:
    assert_clear(compose_chart(replace(SURVEY, series=(Series("Row", values),))))


SAFETY = ChartSpec(
    "change",
    ("Baseline", "Q2"),
    (
        Series("Feeling unsafe", (37, 34), ("37%", "34%"), 35, "lower"),
        Series("Harassed", (19, 21), ("19%", "21%"), 18, "lower"),
    ),
    "%",
    goal_label="Goal",
)


def ticks(canvas: Canvas) -> list[Line2D]:
    """Return the ticks of the goals: all vertical lines."""
    lines = [d for d in canvas.figure.axes[0].lines if len(d.get_xdata()) == 2]
    return [d for d in lines if d.get_xdata()[0] == d.get_xdata()[1]]


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.02, 4.85), (8.9, 2.0)])
def test_goal_is_a_labelled_tick_at_its_position_on_the_scale(size: tuple[float, float]) -> None:
    canvas = compose_chart(SAFETY, size)
    assert {"Goal 35%", "Goal 18%", "34%", "37%", "19%", "21%"} <= set(texts(canvas))
    markers = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() == "o"]
    rings = [d.get_xdata()[0] for d in markers if to_hex(d.get_markerfacecolor()) == "#ffffff"]
    unit = (rings[0] - rings[1]) / (37 - 19)
    assert [t.get_xdata()[0] for t in ticks(canvas)] == pytest.approx([rings[0] - 2 * unit, rings[1] - unit])
    assert_clear(canvas)


def test_goal_tick_does_not_cross_a_value() -> None:
    rows = tuple(replace(s, goal=(s.values[0] or 0) + 1.5) for s in SURVEY.series)
    canvas = compose_chart(replace(SURVEY, series=rows, goal_label="Goal"), FULL)
    for tick in ticks(canvas):
        x, (low, high) = tick.get_xdata()[0], tick.get_ydata()
        for text, area in text_areas(canvas):
            assert not (area.left < x < area.right and low < area.top and area.bottom < high), text


@pytest.mark.parametrize(("goal", "crosses_before"), [(18, True), (22, False)])
def test_value_that_a_goal_tick_would_part_from_its_dot_is_above(goal: float, crosses_before: bool) -> None:
    canvas = compose_chart(replace(SAFETY, series=(SAFETY.series[0], replace(SAFETY.series[1], goal=goal))), FULL)
    where, tick = dict(text_areas(canvas)), ticks(canvas)[1]
    x, row = tick.get_xdata()[0], where["Harassed"].middle_y
    moved, other = (where["19%"], where["21%"]) if crosses_before else (where["21%"], where["19%"])
    assert row < moved.bottom < moved.top < row + 40
    assert not moved.left < x < moved.right
    assert other.bottom < row < other.top
    assert (x < min(moved.left, other.left)) == crosses_before


def test_changes_have_one_heading_in_the_line_at_the_top() -> None:
    rows = tuple(replace(s, change="+2 points", against="against the baseline") for s in SAFETY.series)
    areas = text_areas(compose_chart(replace(SAFETY, series=rows), FULL))
    [heading] = [area for text, area in areas if text == "against the baseline"]
    changes = [area for text, area in areas if text == "+2 points"]
    assert [area.right for area in changes] == pytest.approx([heading.right] * 2, abs=1)
    assert heading.middle_y == pytest.approx(dict(areas)["Baseline"].middle_y, abs=3)


@pytest.mark.parametrize("size", CHART_SIZES)
def test_goal_labels_never_replace_values(size: tuple[float, float]) -> None:
    rows = tuple(replace(s, goal=s.values[1]) for s in SURVEY.series)
    canvas = compose_chart(replace(SURVEY, series=rows, goal_label="Goal"), size)
    assert {f"{v}%" for s in SURVEY.series for v in s.values} <= set(texts(canvas))
    assert_clear(canvas)


def test_goals_of_low_rows_are_in_a_column_at_the_row_ends() -> None:
    rows = tuple(replace(s, goal=20) for s in SURVEY.series)
    canvas = compose_chart(replace(SURVEY, series=rows, goal_label="Goal"), (8.9, 2.0))
    ends = [area.right for text, area in text_areas(canvas) if text == "Goal 20%"]
    assert ends == pytest.approx([canvas.width] * 4, abs=1)


def test_few_rows_stay_together_at_the_top_of_a_tall_chart() -> None:
    canvas = compose_chart(SAFETY, (8.02, 4.85))
    areas = text_areas(canvas)
    assert max(area.top for _, area in areas) > canvas.height - 12
    assert min(area.bottom for _, area in areas) > canvas.height * 0.4
    named = dict(zip(texts(canvas), font_sizes(canvas), strict=True))
    assert named["34%"] > named["Feeling unsafe"] == 20


def test_zero_has_a_line_where_rows_do_not_start_at_it() -> None:
    rows = (Series("A", (-5.0, 3.0)), Series("B", (-2.0, -8.0)))
    lines = [
        mark.area for mark in compose_chart(ChartSpec("change", ("Before", "Now"), rows)).marks if mark.role == "rule"
    ]
    [zero] = lines
    assert zero.width == 0
    assert zero.height > 30
    assert not [m for m in compose_chart(SAFETY).marks if m.role == "rule"]


def test_small_chart_has_no_enlarged_type() -> None:
    assert max(font_sizes(compose_chart(SURVEY, SMALL))) == 14


@pytest.mark.parametrize(
    ("mark", "end"),
    [
        ("on-track", ("o", "#0f6e5a")),
        ("better", GOOD),
        ("worse", BAD),
        ("neutral", NONE),
        ("at-risk", ("^", "#8a5200")),
        ("off-track", ("s", "#b32424")),
    ],
)
@pytest.mark.parametrize("values", [(15.4, 13.9), (13.9, 15.4)])
def test_mark_of_a_metric_decides_how_its_row_ends(
    mark: SeriesMark, end: tuple[str, str], values: tuple[float, float]
) -> None:
    canvas = compose_chart(replace(SURVEY, series=(Series("Youth", values, mark=mark),)))
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() in ("o", "D", "^", "s")]
    full = [d for d in dots if to_hex(d.get_markerfacecolor()) != "#ffffff"]
    assert [(d.get_marker(), to_hex(d.get_markerfacecolor())) for d in full] == [end]


@pytest.mark.parametrize("size", CHART_SIZES)
@pytest.mark.parametrize("mark", ["paused", "no-data"])
def test_every_status_can_end_a_row(mark: SeriesMark, size: tuple[float, float]) -> None:
    assert_clear(
        compose_chart(replace(SURVEY, series=(replace(SURVEY.series[0], mark=mark), *SURVEY.series[1:])), size)
    )
