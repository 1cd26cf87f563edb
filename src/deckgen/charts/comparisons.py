"""What a chart says of its reported numbers besides their size: the change, with what it is compared with.

Periods of unlike length are marked with their length, and counts of such periods are not compared. Specs in, specs out; this
module does not import matplotlib.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec.structs import replace

from deckgen.charts.value_texts import format_number, goal_of
from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import Labels
from deckgen.periods import HALVES, MONTHS, QUARTERS, TRIMESTERS, Year

_MONTHS_OF_YEAR = 12
_SYSTEMS = {system.letter: _MONTHS_OF_YEAR // system.count for system in (QUARTERS, HALVES, TRIMESTERS)}
_PERIODS = re.compile(rf"\b([{''.join(_SYSTEMS)}])([1-4])(?:\s?[–-]\s?\1?([1-4]))?(?!\w)")
_MAX_LENGTH = 40
"""Characters of a name that is read as a period."""

Reference = tuple[float, str] | None
"""The number with which a result is compared, and its name in a sentence (`Q1`, `the goal`)."""


def months_of(name: str) -> int | None:
    """Return the length in months of the period that a name is (`Q1`, `FY20/21 Q1–Q2`, `2026`); None for any other name."""
    text = name.strip()
    if not text or len(text) > _MAX_LENGTH:
        return None
    if MONTHS.read(text):
        return 1
    if Year.read(text):
        return _MONTHS_OF_YEAR
    found = _PERIODS.search(text)
    if found is None:
        return None
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
    count = int(found[3] or found[2]) - int(found[2]) + 1
    months = _SYSTEMS[found[1]] * count
    is_period = count > 0 and months <= _MONTHS_OF_YEAR and (not rest or Year.read(rest) is not None)
    return months if is_period else None


def is_in_time(categories: Sequence[str]) -> bool:
    """Whether categories follow each other in time: all that have a name are periods, at least one."""
    named = [name for name in categories if name.strip()]
    return bool(named) and all(months_of(name) for name in named)


def with_lengths(spec: ChartSpec, labels: Labels) -> ChartSpec:
    """Return a spec in which periods that are shorter than others say so (“6 of 12 months”)."""
    months = [months_of(name) for name in spec.categories]
    longest = max((count for count in months if count), default=0)
    texts = tuple(
        labels.format("months-of", count=count, all=longest) if count and count < longest else "" for count in months
    )
    return replace(spec, lengths=texts) if any(texts) else spec


def with_changes_over_time(spec: ChartSpec, labels: Labels) -> ChartSpec:
    """Return a spec whose series have the change to the reported category since the last one before that has a name."""
    index = spec.reported
    if index is None:
        return spec
    is_share = spec.unit == "%"

    def earlier(series: Series) -> Reference:
        for i in reversed(range(index)):
            value, name = series.values[i], spec.categories[i].strip()
            if value is not None and name:
                is_alike = months_of(name) == months_of(spec.categories[index])
                return (value, name) if is_share or is_alike else None
        return None

    return with_changes(spec, labels, index, earlier)


def with_changes_since_first(spec: ChartSpec, labels: Labels, reference: str) -> ChartSpec:
    """Return a spec of two categories whose series have the change between them; `reference` names the first."""
    return with_changes(spec, labels, 1, lambda s: None if s.values[0] is None else (s.values[0], reference))


def with_distances_to_goals(spec: ChartSpec, labels: Labels) -> ChartSpec:
    """Return a spec of one category whose series have the distance to their goals; there is none to a range."""

    def goal(series: Series) -> Reference:
        value = goal_of(series, spec)
        return None if value is None or series.goal_upper is not None else (value, labels["arrows-goal"])

    return with_changes(spec, labels, 0, goal)


def with_changes(spec: ChartSpec, labels: Labels, index: int, reference: Callable[[Series], Reference]) -> ChartSpec:
    """Return a spec whose series have the difference of their number at `index` and that of their reference."""

    def with_change(series: Series) -> Series:
        compared, value = reference(series), series.values[index] if index < len(series.values) else None
        if compared is None or value is None:
            return series
        against = labels.format("against", reference=compared[1])
        return replace(series, change=difference_text(compared[0], value, spec, labels), against=against)

    return replace(spec, series=tuple(with_change(series) for series in spec.series))


def difference_text(before: float, now: float, spec: ChartSpec, labels: Labels) -> str:
    """Return how much `now` is more than `before`: a number with its sign and unit; percentages differ by points."""
    exact = Decimal(repr(now)) - Decimal(repr(before))
    if not exact:
        return labels["no-change"]
    exponent = exact.normalize().as_tuple().exponent
    decimals = min(6, max(0, -exponent)) if isinstance(exponent, int) else 0
    is_share = spec.unit == "%"
    text = format_number(float(exact), decimals, replace(spec, signed=True, unit="" if is_share else spec.unit))
    counted = abs(exact).normalize()
    return (
        labels.plural("points", int(counted) if counted == int(counted) else counted, number=text) if is_share else text
    )
