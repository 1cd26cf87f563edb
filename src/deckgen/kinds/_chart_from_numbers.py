"""Numbers written on the slide → a chart spec. An issue of a number is reported at its own line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import fsum

from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.diagnostics.wording import counted
from deckgen.ir.blocks import STATUSES, ChartKind, ChartSpec, Series, Status
from deckgen.kinds._chart_content import ChartContent, SeriesContent
from deckgen.kinds._chart_text import figure_text, goal_label
from deckgen.kinds._errors import chart_error, raise_errors
from deckgen.model import QUARTERS, Labels, Quantity
from deckgen.resolve import Context

_PERIOD = re.compile(r"\b(?:Q[1-4]|FY\s?\d\d|(?:19|20)\d\d)")
_ONE_UNIT = "numbers of one unit share an axis; make a chart for each unit"


def spec_from_numbers(content: ChartContent, context: Context, origin: Origin) -> ChartSpec:
    """Return the spec of a chart. Raises ContentError if lengths, units or names do not agree."""
    raise_errors([*_length_issues(content, origin), *_unit_issues(content, origin)])
    kind = content.kind or _choose_kind(content)
    if kind == "status":
        return _status_spec(content, context.labels, origin)
    if kind == "share" and len(content.categories) == 1:
        content = _as_parts_of_one_series(content)
    reported = _reported_index(content, kind, origin)
    quantities = [q for _, q in _quantities(content)]
    series = tuple(
        Series(
            s.name, tuple(q.value if q else None for q in s.values), tuple(figure_text(q) if q else "" for q in s.values),
            s.goal.value if s.goal else None, s.better,
        )
        for s in content.series
    )  # fmt: skip
    goal = content.goal
    has_own_goals = any(s.goal for s in content.series)
    return ChartSpec(
        kind, content.categories, series, unit=_common_unit(content),
        signed=any(q.sign == "+" for q in quantities), reported=reported, goal=goal.value if goal else None,
        goal_label=context.labels["goal"] if has_own_goals and goal is None else goal_label(goal, context.labels),
        total=content.total.value if content.total else None,
    )  # fmt: skip


def _common_unit(content: ChartContent) -> str:
    return content.unit or next((q.unit for _, q in _quantities(content) if q.unit), "")


def _quantities(content: ChartContent) -> Iterator[tuple[KeyPath, Quantity]]:
    """Yield every value with its path under the chart."""
    for i, series in enumerate(content.series):
        for j, quantity in enumerate(series.values):
            if quantity is not None:
                yield ("series", i, "values", j), quantity


def _goals(content: ChartContent) -> Iterator[tuple[KeyPath, Quantity]]:
    """Yield the goal and total of the chart and the goals of its series, each with its path under the chart."""
    of_series = [(("series", i, "goal"), s.goal) for i, s in enumerate(content.series)]
    yield from ((path, q) for path, q in ((("goal",), content.goal), (("total",), content.total), *of_series) if q)


def _length_issues(content: ChartContent, origin: Origin) -> Iterator[Issue]:
    count = len(content.categories)
    for i, series in enumerate(content.series):
        if len(series.values) != count:
            message = f"“{series.name}” has {counted(len(series.values), 'value')} for {count} categories"
            hint = "give one value for each category; leave one empty where there is none"
            yield make_issue("chart-length", message, origin.at("series", i, "values"), hint)


def _unit_issues(content: ChartContent, origin: Origin) -> Iterator[Issue]:
    """Yield an issue for each number and goal in another unit, or on another basis, than the first number."""
    known = list(_quantities(content))
    unit = Quantity(0, unit=_common_unit(content))
    basis = next((q.basis for _, q in known if q.unit or q.basis), None)
    for path, quantity in known:
        if quantity.unit and not Quantity(0, unit=quantity.unit).is_comparable_to(unit):
            message = f"{quantity.raw} and the other numbers have different units: {quantity.unit} and {unit.unit}"
            yield make_issue("chart", message, origin.at(*path), _ONE_UNIT)
        elif basis is not None and (quantity.unit or quantity.basis) and quantity.basis != basis:
            message = f"{quantity.raw} is {_basis_text(quantity.basis)}, the first number is {_basis_text(basis)}"
            yield make_issue("chart", message, origin.at(*path), "counts and growth rates do not share an axis")
    for path, goal in _goals(content):
        name = path[-1]
        if goal.unit and unit.unit and not Quantity(0, unit=goal.unit).is_comparable_to(unit):
            message = f"the {name} is in {goal.unit}, the numbers are in {unit.unit}"
            yield make_issue("chart", message, origin.at(*path), f"give the {name} in the unit of the numbers")
        elif basis is not None and goal.basis and goal.basis != basis:
            message = f"the {name} is {_basis_text(goal.basis)}, the numbers are {_basis_text(basis)}"
            yield make_issue("chart", message, origin.at(*path), "counts and growth rates do not share an axis")


def _basis_text(basis: str) -> str:
    return f"{basis} growth" if basis[:1].isalpha() else f"a number {basis}" if basis else "a plain number"


def _reported_index(content: ChartContent, kind: ChartKind, origin: Origin) -> int:
    """Return the index of the category in full colour."""
    if content.reported is not None:
        if content.reported in content.categories:
            return content.categories.index(content.reported)
        hint = f"name one of {', '.join(c for c in content.categories if c)}"
        raise chart_error(f"“{content.reported}” is not one of the categories", origin.at("reported"), hint)
    if kind == "share":
        values = [q.value if q else 0.0 for q in content.series[0].values]
        return values.index(max(values))
    return len(content.categories) - 1


def _as_parts_of_one_series(content: ChartContent) -> ChartContent:
    """Turn several series of one category into one series: the parts of a share may be written either way."""
    parts = SeriesContent(
        name=content.categories[0] or content.series[0].name, values=tuple(s.values[0] for s in content.series)
    )
    return content.model_copy(update={"categories": tuple(s.name for s in content.series), "series": (parts,)})


def _choose_kind(content: ChartContent) -> ChartKind:
    """Choose the kind from the numbers, by the rules in docs/charts.md."""
    categories, series = content.categories, content.series
    if categories and set(categories) <= set(STATUSES):
        return "status"
    goals = content.goal is not None or any(s.goal for s in series)
    row = series[0].values if len(series) == 1 else [s.values[0] for s in series] if len(categories) == 1 else []
    periods = sum(bool(_PERIOD.search(c)) for c in categories)
    if not goals and len(row) > 1 and periods < 2 and _adds_up(content, [q.value for q in row if q]):
        return "share"
    if len(categories) == 1:
        return "progress" if goals else "compare"
    if set(categories) <= set(QUARTERS) or (len(categories) > 2 and periods == len(categories)) or goals:
        return "trend"
    return "change" if len(categories) == 2 and len(series) > 1 else "compare"


def _adds_up(content: ChartContent, values: list[float]) -> bool:
    if content.total is not None:
        return True
    return _common_unit(content) == "%" and abs(fsum(values) - 100) <= 0.5 * len(values) and min(values) >= 0


def _status_spec(content: ChartContent, labels: Labels, origin: Origin) -> ChartSpec:
    """Return the spec of a chart of status counts, one row for each series."""
    unknown = [
        make_issue(
            "chart", f"“{name}” is not a status", origin.at("categories", i), f"name statuses: {', '.join(STATUSES)}"
        )
        for i, name in enumerate(content.categories)
        if name not in STATUSES
    ]  # fmt: skip
    raise_errors(unknown)
    statuses: tuple[Status, ...] = tuple(s for name in content.categories for s in STATUSES if s == name)
    rows = tuple(Series(s.name, tuple(q.value if q else 0.0 for q in s.values)) for s in content.series)
    return ChartSpec("status", tuple(labels[s] for s in statuses), rows, statuses=statuses)
