from __future__ import annotations

import pytest
from charts_for_tests import PLACES, WIDE, assert_clear, drawn, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from msgspec.structs import replace

from deckgen.charts import ChartError, check
from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series

GRANTS = ChartSpec(
    "share",
    ("Rapid grants", "Simple annual plan grants", "Annual plan grants"),
    (Series("Grants", (102, 23, 11)),),
    reported=0,
)
PERCENT = replace(GRANTS, series=(Series("Grants", (75.0, 16.9, 8.1)),), unit="%")


def bars(canvas: Canvas) -> list[Rectangle]:
    """The parts of the bar, in order."""
    return [r for r in canvas.figure.findobj(Rectangle) if r.get_height() > 20 and r.get_width() < canvas.width]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spec", [GRANTS, PERCENT])
def test_every_part_is_named_with_its_value(spec: ChartSpec, place: tuple[float, float]) -> None:
    canvas = drawn(spec, place)
    told = " ".join(texts(canvas))
    assert all(word in told for name in spec.categories for word in name.split())
    assert all(str(value) in told for value in spec.series[0].values)
    assert_clear(canvas)


def test_parts_are_as_wide_as_their_values_and_fill_the_bar() -> None:
    widths = [bar.get_width() for bar in bars(drawn(GRANTS))]
    assert [w / sum(widths) for w in widths] == pytest.approx([102 / 136, 23 / 136, 11 / 136])
    assert sum(widths) == pytest.approx(WIDE[0] * 72, abs=1)


def test_the_reported_part_alone_is_in_full_colour() -> None:
    colours = [to_hex(bar.get_facecolor()) for bar in bars(drawn(replace(GRANTS, reported=1)))]
    assert colours == ["#adc2eb", "#3366cc", "#adc2eb"]


def test_counts_tell_their_percentage_and_percentages_do_not_repeat_it() -> None:
    assert "102 (75%)" in texts(drawn(GRANTS))
    assert "75.0%" in texts(drawn(PERCENT))
    assert not any("(" in text for text in texts(drawn(PERCENT)))


def test_nothing_but_zeros_is_an_empty_bar_with_its_zeros() -> None:
    canvas = drawn(replace(GRANTS, series=(Series("Grants", (0, 0, 0)),)))
    assert {to_hex(bar.get_facecolor()) for bar in bars(canvas)} == {"#eaecf0"}
    assert texts(canvas).count("0") == 3


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (replace(GRANTS, total=140), "the parts add up to 136, not to 140"),
        (replace(PERCENT, series=(Series("Grants", (75.0, 16.9, 18.1)),)), "add up to 110, not to 100"),
        (replace(GRANTS, series=(Series("Grants", (102, -23, 11)),)), "cannot be negative"),
        (replace(GRANTS, series=(Series("Grants", (102, None, 11)),)), "a part is missing"),
        (replace(GRANTS, signed=True), "growth rates do not add up"),
        (replace(GRANTS, goal=120), "a share has no goal"),
        (ChartSpec("share", ("All",), (Series("Grants", (5,)),)), "one part is no share"),
        (replace(GRANTS, series=GRANTS.series * 2), "2 series are too many"),
        (ChartSpec("share", tuple("abcdefg"), (Series("Grants", (1,) * 7),)), "7 parts are too many"),
    ],
)
def test_what_is_no_share_is_refused_with_its_reason(spec: ChartSpec, reason: str) -> None:
    assert any(reason in r for r in check(spec)), check(spec)


def test_percentages_may_miss_the_hundred_by_their_rounding_and_no_more() -> None:
    thirds = ChartSpec("share", ("a", "b", "c"), (Series("Thirds", (33, 33, 33)),), "%", reported=0)
    assert check(thirds) == []
    assert check(replace(thirds, series=(Series("Thirds", (33.3, 33.3, 33.3)),))) == []
    assert check(replace(thirds, series=(Series("Thirds", (33, 33, 32)),)))
    assert check(replace(thirds, series=(Series("Thirds", (33.3, 33.3, 33.1)),)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1e6).map(lambda v: round(v, 1)), min_size=2, max_size=6), st.sampled_from(PLACES), st.data()
)
def test_no_text_of_a_share_touches_another_or_leaves_the_picture(
    values: list[float], place: tuple[float, float], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(st.text("abcdefg hijk", min_size=1, max_size=30), min_size=len(values), max_size=len(values))
    )
    spec = ChartSpec("share", tuple(names), (Series("All", tuple(values)),), reported=0)
    try:
        canvas = drawn(spec, place)
    except ChartError:
        return
    assert_clear(canvas)
