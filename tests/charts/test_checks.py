from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.charts import ChartError, check, draw
from deckgen.ir.blocks import ChartSpec, Series

GOOD = ChartSpec("trend", ("Q1", "Q2"), (Series("All", (7.3, 8.1)),), "%", reported=1)


def test_check_accepts_an_ordinary_chart() -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (replace(GOOD, series=()), "no numbers"),
        (replace(GOOD, series=(Series("All", (None, None)),)), "no numbers"),
        (replace(GOOD, series=(Series("All", (1.0,)),)), "All has 1 values for 2 categories"),
        (replace(GOOD, series=(Series("", (1.0,)),)), "a series without a name"),
        (replace(GOOD, series=(Series("All", (1.0, 2.0), ("1",)),)), "1 labels for 2 values"),
        (replace(GOOD, series=(Series("All", (1.0, math.nan)),)), "not a finite number"),
        (replace(GOOD, series=(Series("All", (1.0, -math.inf)),)), "not a finite number"),
        (replace(GOOD, goal=math.nan), "not a finite number"),
        (replace(GOOD, series=(Series("All", (1.0, 2.0), goal=math.inf),)), "not a finite number"),
        (replace(GOOD, series=(Series("All", (1.0, 1e16)),)), "too large"),
        (replace(GOOD, categories=()), "no categories"),
        (replace(GOOD, reported=2), "the reported category is number 3 of 2"),
        (replace(GOOD, reported=-1), "the reported category is number 0 of 2"),
        (replace(GOOD, series=GOOD.series * 7), "7 series are too many"),
        (ChartSpec("trend", ("Q",) * 41, (Series("All", (1.0,) * 41),)), "41 points are too many"),
        (ChartSpec("compare", ("Q",) * 11, (Series("A", (1.0,) * 11),) * 4), "44 points are too many"),
        (ChartSpec("compare", ("Q",), (Series("A", (1.0,)),) * 5), "the maximum is 4"),
        (ChartSpec("change", ("Q",), (Series("A", (1.0,)),)), "takes 2 values a row, not 1"),
        (ChartSpec("change", ("a", "b"), (Series("A", (1.0, None)),)), "both a value before and a value now"),
        (ChartSpec("progress", ("a", "b"), (Series("A", (1.0, 2.0)),)), "takes 1 value a row, not 2"),
        (replace(GOOD, kind="pie"), "no chart of the kind pie"),
    ],
)
def test_misleading_chart_is_refused_with_its_reason(spec: ChartSpec, reason: str, brand: Brand) -> None:
    assert any(reason in issue.message for issue in check(spec)), check(spec)
    with pytest.raises(ChartError, match=reason):
        draw(spec, 8_000_000, 2_000_000, brand)


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (914400, 100_000), (100_000, 914400), (300_000, 300_000)])
@pytest.mark.parametrize("kind", ["trend", "change", "compare", "progress"])
def test_area_too_small_for_readable_text_is_refused(kind: str, size: tuple[int, int], brand: Brand) -> None:
    categories = {"change": ("Before", "Now"), "progress": ("Now",)}.get(kind, ("Q1", "Q2"))
    series = Series("Active editors", tuple(float(i + 1) for i in range(len(categories))), goal=5)
    with pytest.raises(ChartError, match="too small"):
        draw(ChartSpec(kind, categories, (series, series), "%"), *size, brand)
