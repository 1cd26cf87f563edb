"""Kinds of charts are found by name, and chosen by the rank that each returns."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from deckgen.charts import chart_kind
from deckgen.charts.chart_kind import ChartKind, choose_for_metrics, choose_for_numbers, find_chart_kinds
from deckgen.charts.metric_source import MetricSource
from deckgen.charts.numbers import Numbers, NumberSeries
from deckgen.diagnostics import ContentError, Origin
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels
from deckgen.quantities import Quantity
from sample_projects import Q2

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas

LABELS = Labels.load("en")


class Dots(ChartKind):
    """A kind that suits three categories, and that is never chosen for metrics."""

    alt = "Rows of dots"

    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        raise NotImplementedError

    def rank_for_numbers(self, numbers: Numbers) -> int:
        return 100 if len(numbers.categories) == 3 else 0


@pytest.fixture
def dots(monkeypatch: pytest.MonkeyPatch) -> ChartKind:
    kind = Dots("dots", "a dot for each")
    kinds = {**find_chart_kinds(), "dots": kind}
    monkeypatch.setattr(chart_kind, "find_chart_kinds", lambda: kinds)
    return kind


def numbers(*values: float) -> Numbers:
    quantities = tuple(Quantity(value, raw=f"{value:g}") for value in values)
    categories = tuple(f"Part {i}" for i in range(len(values)))
    return Numbers(categories, (NumberSeries("All", quantities),), "", None, None, None, LABELS, Origin())


@pytest.mark.parametrize("kind", find_chart_kinds().values(), ids=lambda kind: kind.name)
def test_kind_has_a_purpose_in_a_few_words_and_an_alt_text(kind: ChartKind) -> None:
    docstring = sys.modules[type(kind).__module__].__doc__ or ""
    assert docstring.startswith(f"`{kind.name}`: "), "the docstring of the module begins with the name of the kind"
    assert 0 < len(kind.purpose) < 40, "the first line of the docstring states in a few words what the chart shows"
    assert "`" not in kind.purpose
    assert getattr(kind, "alt", "")[:1].isupper(), "`alt` of `Kind` begins the alt text"


def test_kind_with_the_highest_rank_is_chosen(dots: ChartKind) -> None:
    assert choose_for_numbers(numbers(1, 2, 3)) is dots
    assert choose_for_numbers(numbers(1, 2)).name == "compare"


def test_metrics_that_suit_no_kind_are_an_error(dots: ChartKind) -> None:
    with pytest.raises(ContentError, match="no number to draw yet"):
        choose_for_metrics(MetricSource((), (), Q2, LABELS, Origin()))


def test_kind_without_methods_for_numbers_takes_them_as_they_are(dots: ChartKind) -> None:
    spec = dots.spec_from_numbers(numbers(1, 2, 3))
    assert spec == ChartSpec(
        "dots", ("Part 0", "Part 1", "Part 2"), (Series("All", (1, 2, 3), ("1", "2", "3")),), reported=2
    )
    assert dots.describe(spec, LABELS) == "Rows of dots: All: Part 0 1, Part 1 2, Part 2 3."


def test_kind_that_does_not_draw_metrics_says_so(dots: ChartKind) -> None:
    with pytest.raises(ContentError, match="a dots chart is not drawn from metrics"):
        dots.spec_from_metrics(MetricSource((), (), Q2, LABELS, Origin()))
