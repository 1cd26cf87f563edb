"""What a chart of numbers written on the slide is drawn from. An issue of a number is reported at its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from deckgen.charts.errors import chart_error
from deckgen.charts.spec_texts import figure_text, goal_label
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.diagnostics.wording import counted
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels
from deckgen.quantities import Quantity

_PERIOD = re.compile(r"\b(?:Q[1-4]|(?:H[12]|T[1-3])\b|FY\s?\d\d|(?:19|20)\d\d)")
_ONE_UNIT = "numbers of one unit share an axis; make a chart for each unit"


class NumberSeries(Struct, frozen=True):
    """A named series of numbers, one for each category; None is a gap."""

    name: str
    values: tuple[Quantity | None, ...]
    goal: Quantity | None = None
    better: Literal["higher", "lower"] = "higher"


class Numbers(Struct, frozen=True):
    """The numbers of a chart as the author wrote them; `reported` names the category in full colour."""

    categories: tuple[str, ...]
    series: tuple[NumberSeries, ...]
    unit: str
    goal: Quantity | None
    total: Quantity | None
    reported: str | None
    labels: Labels
    origin: Origin

    def quantities(self) -> Iterator[tuple[KeyPath, Quantity]]:
        """Yield every value with its path under the chart."""
        for i, series in enumerate(self.series):
            for j, quantity in enumerate(series.values):
                if quantity is not None:
                    yield ("series", i, "values", j), quantity

    @property
    def common_unit(self) -> str:
        """The unit of all numbers."""
        return self.unit or next((q.unit for _, q in self.quantities() if q.unit), "")

    @property
    def has_goals(self) -> bool:
        """Whether there is a goal, of all numbers or of one series."""
        return self.goal is not None or any(s.goal for s in self.series)

    @property
    def period_count(self) -> int:
        """How many categories are periods or years."""
        return sum(bool(_PERIOD.search(c)) for c in self.categories)


def check_numbers(numbers: Numbers) -> list[Issue]:
    """Return an issue for each series whose length, and each number whose unit or basis, differs from the others."""
    return [*_length_issues(numbers), *_unit_issues(numbers)]


def name_warnings(numbers: Numbers) -> list[Issue]:
    """Return a warning for each name by which a reader cannot tell what a number is: one given twice, and an empty one."""
    return [*_series_warnings(numbers), *_category_warnings(numbers)]


def _series_warnings(numbers: Numbers) -> Iterator[Issue]:
    for i, name in _repeated(tuple(s.name for s in numbers.series)):
        hint = "give each series a name of its own, by which readers can tell them apart"
        message = f"two series of the chart have the name “{name}”"
        yield make_issue("chart-names", message, numbers.origin.at("series", i, "name"), hint)


def _category_warnings(numbers: Numbers) -> Iterator[Issue]:
    if len(numbers.categories) < 2:
        return
    for i, name in _repeated(numbers.categories):
        hint = "give each category a name of its own, such as `2020` and `2021`"
        message = f"two categories of the chart have the name “{name}”"
        yield make_issue("chart-names", message, numbers.origin.at("categories", i), hint)
    for i, name in enumerate(numbers.categories):
        values = [q for s in numbers.series if (q := (*s.values, None)[i]) is not None]
        if not name.strip() and values:
            hint = "name the category, or leave out its numbers"
            message = f"the category of {values[0].raw} has no name, so that nobody can tell what the number is"
            yield make_issue("chart-names", message, numbers.origin.at("categories", i), hint)


def _repeated(names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield each name that stood before, however it is spelled there, with its position; empty names are passed over."""
    seen: set[str] = set()
    for i, name in enumerate(names):
        key = " ".join(name.split()).casefold()
        if key and key in seen:
            yield i, name
        seen.add(key)


def spec_of_numbers(kind: str, numbers: Numbers, default_reported: int | None) -> ChartSpec:
    """Return the spec of a chart whose series are those of `numbers`.

    `default_reported` is the index of the category in full colour where the author names none; None for all of them.
    """
    quantities = [q for _, q in numbers.quantities()]
    series = tuple(
        Series(
            s.name, tuple(q.value if q else None for q in s.values), tuple(figure_text(q) if q else "" for q in s.values),
            s.goal.value if s.goal else None, s.better,
        )
        for s in numbers.series
    )  # fmt: skip
    goal, labels = numbers.goal, numbers.labels
    has_own_goals = any(s.goal for s in numbers.series)
    return ChartSpec(
        kind, numbers.categories, series, unit=numbers.common_unit,
        signed=any(q.sign == "+" for q in quantities), reported=_reported_index(numbers, default_reported),
        goal=goal.value if goal else None,
        goal_label=labels["goal"] if has_own_goals and goal is None else goal_label(goal, labels),
        total=numbers.total.value if numbers.total else None,
    )  # fmt: skip


def _reported_index(numbers: Numbers, default: int | None) -> int | None:
    if numbers.reported is None:
        return default
    if numbers.reported in numbers.categories:
        return numbers.categories.index(numbers.reported)
    hint = f"name one of {', '.join(c for c in numbers.categories if c)}"
    raise chart_error(f"“{numbers.reported}” is not one of the categories", numbers.origin.at("reported"), hint)


def _goals(numbers: Numbers) -> Iterator[tuple[KeyPath, Quantity]]:
    """Yield the goal and total of the chart and the goals of its series, each with its path under the chart."""
    of_series = [(("series", i, "goal"), s.goal) for i, s in enumerate(numbers.series)]
    yield from ((path, q) for path, q in ((("goal",), numbers.goal), (("total",), numbers.total), *of_series) if q)


def _length_issues(numbers: Numbers) -> Iterator[Issue]:
    count = len(numbers.categories)
    for i, series in enumerate(numbers.series):
        if len(series.values) != count:
            message = f"“{series.name}” has {counted(len(series.values), 'value')} for {count} categories"
            hint = 'give one value for each category, and `""` in the place of one that is missing'
            yield make_issue("chart-length", message, numbers.origin.at("series", i, "values"), hint)


def _unit_issues(numbers: Numbers) -> Iterator[Issue]:
    """Yield an issue for each number and goal in another unit, or on another basis, than the first number."""
    known = list(numbers.quantities())
    unit = Quantity(0, unit=numbers.common_unit)
    basis = next((q.basis for _, q in known if q.unit or q.basis), None)
    for path, quantity in known:
        if quantity.unit and not Quantity(0, unit=quantity.unit).is_comparable_to(unit):
            message = f"{quantity.raw} and the other numbers have different units: {quantity.unit} and {unit.unit}"
            yield make_issue("chart", message, numbers.origin.at(*path), _ONE_UNIT)
        elif basis is not None and (quantity.unit or quantity.basis) and quantity.basis != basis:
            message = f"{quantity.raw} is {_basis_text(quantity.basis)}, the first number is {_basis_text(basis)}"
            yield make_issue("chart", message, numbers.origin.at(*path), "counts and growth rates do not share an axis")
    for path, goal in _goals(numbers):
        name = path[-1]
        if goal.unit and unit.unit and not Quantity(0, unit=goal.unit).is_comparable_to(unit):
            message = f"the {name} is in {goal.unit}, the numbers are in {unit.unit}"
            yield make_issue("chart", message, numbers.origin.at(*path), f"give the {name} in the unit of the numbers")
        elif basis is not None and goal.basis and goal.basis != basis:
            message = f"the {name} is {_basis_text(goal.basis)}, the numbers are {_basis_text(basis)}"
            yield make_issue("chart", message, numbers.origin.at(*path), "counts and growth rates do not share an axis")


def _basis_text(basis: str) -> str:
    return f"{basis} growth" if basis[:1].isalpha() else f"a number {basis}" if basis else "a plain number"
