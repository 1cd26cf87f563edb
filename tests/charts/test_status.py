from __future__ import annotations

import pytest
from charts_for_tests import CHART_SIZES, FULL, SMALL, WIDE, assert_clear, compose_chart, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from msgspec.structs import replace

from deckgen.charts import ChartError, check
from deckgen.charts.canvas import Canvas
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.ir.roles import STATUSES

WORDS = ("On track", "At risk", "Off track", "Done", "Paused", "Not started", "No data")
DECK = ChartSpec(
    "status",
    WORDS,
    (Series("Editor base", (5, 1, 2, 0, 0, 0, 1)), Series("Grantmaking", (3, 0, 0, 2, 1, 1, 0))),
    statuses=STATUSES,
)


def marks(canvas: Canvas) -> list[tuple[str, str]]:
    """Return shape and colour of every dot, including those in the column heads."""
    dots = [d for d in canvas.figure.findobj(Line2D) if d.get_marker() in ("o", "^", "s")]
    return [(str(d.get_marker()), to_hex(d.get_markeredgecolor())) for d in dots]


def test_each_measure_and_each_column_head_has_one_mark() -> None:
    shapes = marks(compose_chart(DECK, FULL))
    assert shapes.count(("o", "#0f6e5a")) == 5 + 3 + 1
    assert shapes.count(("^", "#8a5200")) == 1 + 1
    assert shapes.count(("s", "#b32424")) == 2 + 1
    assert shapes.count(("s", "#54595d")) == 1 + 1
    assert shapes.count(("o", "#54595d")) == 1 + 1


def test_statuses_differ_without_colour() -> None:
    shapes = {status: mark_without_colour(status) for status in STATUSES}
    assert len(set(shapes.values())) == len(STATUSES), shapes


def mark_without_colour(status: str) -> str:
    """Describe the shapes in the row of one measure with this status, without their colours."""
    spec = ChartSpec("status", (WORDS[STATUSES.index(status)],), (Series("All", (1.0,)),), statuses=(status,))  # type: ignore[arg-type]
    canvas = compose_chart(spec, FULL)
    lines = [d for d in canvas.figure.findobj(Line2D) if 0 < d.get_ydata()[0] < canvas.height - 30]
    faces = [(str(d.get_marker()), to_hex(d.get_markerfacecolor()) == "#ffffff", len(d.get_xdata())) for d in lines]
    return f"{faces} {sum(m.shape == 'bar' for m in canvas.marks)}"


@pytest.mark.parametrize("size", [WIDE, FULL])
def test_words_and_counts_are_shown(size: tuple[float, float]) -> None:
    canvas = compose_chart(DECK, size)
    all_text = " ".join(texts(canvas))
    assert all(part in all_text for word in WORDS for part in word.split())
    assert {"5", "3", "2"} <= set(texts(canvas))
    assert "8" in all_text.split()
    assert_clear(canvas)


def test_numbers_remain_where_there_is_no_room_for_marks() -> None:
    canvas = compose_chart(replace(DECK, series=(Series("All", (40, 30, 20, 0, 0, 0, 0)),)), WIDE)
    assert {"40", "30", "20"} <= set(texts(canvas))
    assert len(marks(canvas)) < 10


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (replace(DECK, statuses=STATUSES[:2]), "the categories of a status chart are statuses"),
        (replace(DECK, series=(Series("All", (1.5, 0, 0, 0, 0, 0, 0)),)), "a whole number from 0"),
        (replace(DECK, series=(Series("All", (-1, 0, 0, 0, 0, 0, 0)),)), "a whole number from 0"),
        (replace(DECK, series=DECK.series * 7), "14 series are too many"),
    ],
)
def test_values_that_are_no_counts_of_statuses_are_refused(spec: ChartSpec, reason: str) -> None:
    assert any(reason in issue.message for issue in check(spec)), check(spec)


def test_area_too_small_for_statuses_is_refused() -> None:
    with pytest.raises(ChartError, match="too small"):
        compose_chart(DECK, SMALL)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.integers(0, 15)] * 7), min_size=1, max_size=12),
    st.sampled_from(CHART_SIZES),
    st.text("abcdefg hijk", min_size=1, max_size=50),
)
def test_texts_of_statuses_do_not_overlap_or_leave_the_picture(
    rows: list[tuple[int, ...]], size: tuple[float, float], name: str
) -> None:
    series = tuple(Series(f"{name} {i}", tuple(float(n) for n in row)) for i, row in enumerate(rows))
    try:
        canvas = compose_chart(replace(DECK, series=series), size)
    except ChartError:
        return
    assert_clear(canvas)
