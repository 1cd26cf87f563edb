from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import PLACES, WIDE, assert_clear, drawn, extents, texts
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from deckgen.blocks import ChartSpec, Series
from deckgen.charts.canvas import Canvas

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
    """Marker and colour of what stands at now, row by row."""
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() in ("o", "D")]
    return [
        (d.get_marker(), to_hex(d.get_markerfacecolor())) for d in dots if to_hex(d.get_markerfacecolor()) != "#ffffff"
    ]


@pytest.mark.parametrize("place", PLACES)
def test_every_row_tells_its_name_and_both_values(place: tuple[float, float]) -> None:
    canvas = drawn(SURVEY, place)
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
def test_good_and_bad_differ_in_shape_as_well_as_colour(values: tuple, better: str, end: tuple[str, str]) -> None:
    series = Series("Threats", values, better=better)  # type: ignore[arg-type]
    assert ends(drawn(replace(SURVEY, series=(series,)))) == [end]


def test_values_stand_outside_their_dots_in_the_order_of_the_scale() -> None:
    where = dict(extents(drawn(SURVEY, WIDE)))
    assert where["13.9%"].right < where["15.4%"].left
    assert where["11.5%"].right < where["15.0%"].left
    assert where["2020"].right < where["2019"].left


def test_rows_share_one_scale_from_zero() -> None:
    canvas = drawn(SURVEY)
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() == "o"]
    hollow = [d.get_xdata()[0] for d in dots if to_hex(d.get_markerfacecolor()) == "#ffffff"]
    steps = [(x - hollow[0]) / (hollow[-1] - hollow[0]) for x in hollow]
    assert steps == pytest.approx([(v - 15.4) / (27.5 - 15.4) for v in (15.4, 11.5, 1.9, 27.5)])


def test_a_row_without_its_earlier_value_says_so() -> None:
    row = Series("Women", (None, 15.0), ("not asked", "15.0%"))
    canvas = drawn(replace(SURVEY, series=(SURVEY.series[0], row)))
    assert {"not asked", "15.0%"} <= set(texts(canvas))
    assert ends(canvas)[1] == NONE


@pytest.mark.parametrize("values", [(0.0, 0.0), (-5.0, -2.0), (1e9, 1e9 + 1), (1e-7, 2e-7)])
def test_extreme_rows_draw(values: tuple[float, float]) -> None:
    assert_clear(drawn(replace(SURVEY, series=(Series("Row", values),))))
