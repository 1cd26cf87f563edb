from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, assert_clear, compose_chart, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.charts import ChartError, check
from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import Area
from deckgen.ir.blocks import ChartSpec, Series

GRANTS = ChartSpec(
    "share",
    ("Rapid grants", "Simple annual plan grants", "Annual plan grants"),
    (Series("Grants", (102, 23, 11)),),
    reported=0,
)
PERCENT = replace(GRANTS, series=(Series("Grants", (75.0, 16.9, 8.1)),), unit="%")


def bars(canvas: Canvas, *roles: str) -> list[Area]:
    """Return the bars of the parts in order; those of the role `neutral` are their tracks."""
    return [mark.area for mark in canvas.marks if mark.shape == "bar" and mark.role in roles]


@pytest.mark.parametrize("size", CHART_SIZES)
@pytest.mark.parametrize("spec", [GRANTS, PERCENT])
def test_every_part_is_named_with_its_value(spec: ChartSpec, size: tuple[float, float]) -> None:
    canvas = compose_chart(spec, size)
    all_text = " ".join(texts(canvas))
    assert all(word in all_text for name in spec.categories for word in name.split())
    assert all(str(value) in all_text for value in spec.series[0].values)
    assert_clear(canvas)


def test_bars_are_as_long_as_their_share_of_the_track() -> None:
    canvas = compose_chart(GRANTS)
    widths, tracks = (
        [bar.width for bar in bars(canvas, *roles)] for roles in (("primary", "primary-light"), ("neutral",))
    )
    assert [w / t for w, t in zip(widths, tracks, strict=True)] == pytest.approx([102 / 136, 23 / 136, 11 / 136])
    assert len(set(tracks)) == 1


def test_only_the_reported_part_is_highlighted() -> None:
    marks = compose_chart(replace(GRANTS, reported=1)).marks
    assert [m.role for m in marks if m.role.startswith("primary")] == ["primary-light", "primary", "primary-light"]


def test_only_counts_show_their_percentage_in_parentheses() -> None:
    assert "102 (75%)" in texts(compose_chart(GRANTS))
    assert "75.0%" in texts(compose_chart(PERCENT))
    assert not any("(" in text for text in texts(compose_chart(PERCENT)))


def test_percentage_is_never_rounded_to_nothing_or_everything() -> None:
    spec = replace(GRANTS, series=(Series("Grants", (997, 3, 0)),))
    assert {"997 (>99%)", "3 (<1%)", "0 (0%)"} <= set(texts(compose_chart(spec)))
    assert {"994 (99%)", "5 (<1%)"} <= set(
        texts(compose_chart(replace(GRANTS, series=(Series("Grants", (994, 5, 1)),))))
    )


def test_share_of_only_zeros_is_empty_tracks_with_zeros() -> None:
    canvas = compose_chart(replace(GRANTS, series=(Series("Grants", (0, 0, 0)),)))
    assert (len(bars(canvas, "neutral")), bars(canvas, "primary", "primary-light")) == (3, [])
    assert texts(canvas).count("0") == 3


@pytest.mark.parametrize("size", [*CHART_SIZES, (3.5, 2.0), (12.0, 5.0)])
def test_five_parts_with_long_names_are_named_in_full(size: tuple[float, float]) -> None:
    names = tuple(
        f"Grants to {who}" for who in ("affiliates", "community groups", "single people", "events", "partners")
    )
    canvas = compose_chart(ChartSpec("share", names, (Series("Grants", (50, 30, 10, 6, 4)),), "%", reported=0), size)
    assert canvas.shortened_names == {}
    assert [value for value in ("50%", "30%", "10%", "6%", "4%") if value not in texts(canvas)] == []
    assert_clear(canvas)


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (replace(GRANTS, total=140), "the parts add up to 136, not to 140"),
        (replace(PERCENT, series=(Series("Grants", (75.0, 16.9, 18.1)),)), "add up to 110, not to 100"),
        (
            replace(GRANTS, series=(Series("Grants", (102, -23, 11)),)),
            "the part “Simple annual plan grants” is negative",
        ),
        (
            replace(GRANTS, series=(Series("Grants", (102, None, 11)),)),
            "the part “Simple annual plan grants” has no number",
        ),
        (replace(GRANTS, signed=True), "growth rates do not add up"),
        (replace(GRANTS, goal=120), "a share has no goal"),
        (ChartSpec("share", ("All",), (Series("Grants", (5,)),)), "one part is no share"),
        (replace(GRANTS, series=GRANTS.series * 2), "2 series are too many"),
        (ChartSpec("share", tuple("abcdefg"), (Series("Grants", (1,) * 7),)), "7 parts are too many"),
    ],
)
def test_values_that_are_no_shares_are_refused_with_the_reason(spec: ChartSpec, reason: str) -> None:
    assert any(reason in issue.message for issue in check(spec)), check(spec)


def test_percentages_may_miss_100_only_by_rounding() -> None:
    thirds = ChartSpec("share", ("a", "b", "c"), (Series("Thirds", (33, 33, 33)),), "%", reported=0)
    assert check(thirds) == []
    assert check(replace(thirds, series=(Series("Thirds", (33.3, 33.3, 33.3)),))) == []
    assert check(replace(thirds, series=(Series("Thirds", (33, 33, 32)),)))
    assert check(replace(thirds, series=(Series("Thirds", (33.3, 33.3, 33.1)),)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 1e6).map(lambda v: round(v, 1)), min_size=2, max_size=6),
    st.sampled_from(CHART_SIZES),
    st.data(),
)
def test_texts_of_a_share_do_not_overlap_or_leave_the_picture(
    values: list[float], size: tuple[float, float], data: st.DataObject
) -> None:
    names = data.draw(
        st.lists(st.text("abcdefg hijk", min_size=1, max_size=30), min_size=len(values), max_size=len(values))
    )
    spec = ChartSpec("share", tuple(names), (Series("All", tuple(values)),), reported=0)
    try:
        canvas = compose_chart(spec, size)
    except ChartError:
        return
    assert_clear(canvas)
