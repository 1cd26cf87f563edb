"""Kinds of charts: what the module of one offers, and how it is found by its name.

Each module in `kinds/` is a kind of chart (`kinds/trend.py` is `trend`) with a class `Kind`: its limits, its checks, what data it
is chosen for, and its drawing. Modules import matplotlib only to draw, because every build reads the rest of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, ClassVar

from deckgen.charts.errors import chart_error
from deckgen.charts.metric_source import MetricSource
from deckgen.charts.numbers import Numbers, spec_of_numbers
from deckgen.charts.spec_texts import goal_number, row_text, with_unit
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels
from deckgen.model.label_files import CHARTS

if TYPE_CHECKING:
    from deckgen.charts.canvas import Canvas


class ChartKind(ABC):
    """A kind of chart: `name` is what authors write, `purpose` what it shows, in a few words.

    A kind is chosen for metrics or numbers if it returns the highest rank for them; 0 means that it does not suit them. The
    ranks of different kinds differ.
    """

    alt: ClassVar[str]
    """What it is, in English: the beginning of the alt text."""
    words: ClassVar[Mapping[str, str]] = {}
    """Other words, by key, that only this kind adds to charts, in English."""
    max_series: ClassVar[int] = 12
    categories: ClassVar[int | None] = None
    """The number of categories that it needs; None for any number."""
    max_parts: ClassVar[int | None] = None
    """The maximum number of categories if they are parts next to each other; None for the maximum number of points."""
    has_axis: ClassVar[bool] = True
    """Whether charts of this kind next to each other can have one scale."""
    counts_deck: ClassVar[bool] = False
    """Whether it can be drawn without metrics and numbers, from all measures of the deck."""

    def __init__(self, name: str, purpose: str) -> None:
        self.name, self.purpose = name, purpose

    @abstractmethod
    def compose(self, canvas: Canvas, spec: ChartSpec) -> None:
        """Draw the chart; raises ChartError where its area is too small."""

    def point_count(self, spec: ChartSpec) -> int:
        """Return how many points a reader must take in next to each other."""
        return len(spec.categories)

    def check(self, spec: ChartSpec) -> Iterator[Issue]:
        """Yield further reasons why a spec cannot be drawn honestly; its limits and numbers have been checked."""
        yield from ()

    def rank_for_metrics(self, source: MetricSource) -> int:
        """Return the rank of this kind for a chart of metrics; 0 if it is only drawn when its name is given."""
        return 0

    def rank_for_numbers(self, numbers: Numbers) -> int:
        """Return the rank of this kind for a chart of numbers; 0 if it is only drawn when its name is given."""
        return 0

    def spec_from_metrics(self, source: MetricSource) -> tuple[ChartSpec, list[Issue]]:
        """Return the spec of metrics, with a warning for each one left out. Raises ContentError if it would mislead."""
        raise chart_error(
            f"a {self.name} chart is not drawn from metrics", source.origin, "write its numbers as `series`"
        )

    def spec_from_numbers(self, numbers: Numbers) -> ChartSpec:
        """Return the spec of numbers, the last category in full colour. Raises ContentError if it would mislead."""
        return spec_of_numbers(self.name, numbers, len(numbers.categories) - 1)

    def with_comparison(self, spec: ChartSpec, labels: Labels) -> ChartSpec:
        """Return a spec with what the chart prints besides its numbers: changes, and the lengths of periods."""
        return spec

    def row_text(self, spec: ChartSpec, series: Series, labels: Labels) -> str:
        """Return the part of the alt text about one series."""
        return row_text(spec, series, labels, range(len(spec.categories)))

    def what(self, spec: ChartSpec, labels: Labels) -> str:
        """Return what a chart is: the beginning of its alt text."""
        return labels["alt"]

    def describe(self, spec: ChartSpec, labels: Labels) -> str:
        """Return one sentence on what a chart shows: what is compared, every number, and the goal."""
        labels = self.labels(labels)
        parts = [self._series_text(spec, series, labels) for series in spec.series]
        if spec.goal is not None and spec.goal_label:
            parts.append(spec.goal_label[:1].lower() + spec.goal_label[1:])
        if spec.total is not None:
            parts.append(labels.format("alt-total", total=with_unit(labels.number(f"{spec.total:,.10g}"), spec)))
        what = self.what(spec, labels)
        if spec.value_label:
            what = labels.listed([what, f"{spec.value_label[:1].lower()}{spec.value_label[1:]}"])
        return labels.format("alt-chart", what=what, rows=labels.clauses(parts))

    def _series_text(self, spec: ChartSpec, series: Series, labels: Labels) -> str:
        """Return the name and the numbers of a series with its goal and its status."""
        text = self.row_text(spec, series, labels)
        if goal := self.goal_text(spec, series):
            text = labels.listed([text, labels.format("alt-goal", goal=goal)])
        if series.status is None or not self.says_status(series):
            return text
        return labels.format("alt-status", text=text, status=labels[series.status])

    def goal_text(self, spec: ChartSpec, series: Series) -> str:
        """Return the goal of a series in an alt text; empty if it has none, or if all share one, which is said once."""
        if series.goal is None or spec.goal is not None:
            return ""
        return with_unit(goal_number(series.goal, spec, series.goal_upper), spec)

    def says_status(self, series: Series) -> bool:
        """Whether the alt text says the status of a series."""
        return False

    def english_words(self) -> dict[str, str]:
        """Return `words`, and the beginning of the alt text under `alt`."""
        return {**self.words, "alt": self.alt}

    def labels(self, labels: Labels) -> Labels:
        """Return the labels of a deck with those of this kind added."""
        return labels.for_kind(self.name, self.english_words(), CHARTS)


@lru_cache(maxsize=1)
def find_chart_kinds() -> Mapping[str, ChartKind]:
    """Return every kind of chart by the name that authors write, in alphabetical order."""
    names = sorted(module.name for module in iter_modules([str(Path(__file__).with_name("kinds"))]))
    return {name.replace("_", "-"): _load(name) for name in names}


def _load(module_name: str) -> ChartKind:
    module = import_module(f"deckgen.charts.kinds.{module_name}")
    name = module_name.replace("_", "-")
    purpose = (module.__doc__ or "").partition("\n")[0].removeprefix(f"`{name}`: ").rstrip(".")
    kind: ChartKind = module.Kind(name, purpose)
    return kind


def choose_for_metrics(source: MetricSource) -> ChartKind:
    """Choose a kind of chart from the data of metrics. Raises ContentError if there is nothing to draw."""
    kind = _highest(lambda kind: kind.rank_for_metrics(source))
    if kind is None:
        raise chart_error("these metrics have no number to draw yet", source.origin, "leave the chart out for now")
    return kind


def choose_for_numbers(numbers: Numbers) -> ChartKind:
    """Choose a kind of chart from numbers. Raises ContentError if no kind suits them."""
    kind = _highest(lambda kind: kind.rank_for_numbers(numbers))
    if kind is None:
        raise chart_error("no kind of chart suits these numbers", numbers.origin, "name one with `kind`")
    return kind


def _highest(rank: Callable[[ChartKind], int]) -> ChartKind | None:
    best = max(find_chart_kinds().values(), key=rank)
    return best if rank(best) else None
