"""Numbers as text, and the scale they stand on: values of a spec in, labels and positions out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import takewhile

from msgspec import Struct

from deckgen.ir.blocks import ChartSpec, Series

EN_DASH = "–"
_MINUS = "−"
_CURRENCIES = frozenset("$€£¥₹")
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?")
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_ATTACHED = frozenset({"%", "‰", "K", "M", "B", "T", "×", "x", "°"})


class Scale(Struct, frozen=True):
    """A linear scale from values (`low` … `high`, zero always within) to points (`start` … `end`)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Tell where `value` stands; the ratio is taken first, so that neither huge nor tiny ranges overflow."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def span(values: Iterable[float | None]) -> tuple[float, float]:
    """Give lowest and highest of `values` with zero among them; where all are zero, 0 to 1."""
    known = [v for v in values if v is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (0.0, 1.0)


def axis_span(spec: ChartSpec) -> tuple[float, float]:
    """Give what the scale of a chart must hold: all its numbers, and those of the charts that it stands beside."""
    return span([*all_numbers(spec), *spec.axis])


def decimals(values: Iterable[float | None]) -> int:
    """Tell how many decimals show all of `values` as they are, at most two (more only where all would read as zero)."""
    known = [abs(v) for v in values if v]
    needed = max((_decimals(v) for v in known), default=0)
    smallest = min(known, default=1.0)
    least = 2 if smallest >= 0.01 else min(6, 1 - Decimal(repr(smallest)).adjusted())
    return min(needed, least)


def _decimals(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number(value: float, places: int, spec: ChartSpec) -> str:
    """Write `value` with the unit and sign that `spec` asks for; millions and more are shortened (`1.2M`)."""
    size, suffix = abs(value), ""
    if spec.unit not in ("K", "M", "B", "T"):
        factor, suffix = next(((f, s) for f, s in _STEPS if size >= f), (1.0, ""))
        size /= factor
    digits = f"{size:,.2f}".rstrip("0").rstrip(".") if suffix else f"{size:,.{places}f}"
    if value and not suffix and not digits.strip("0.,"):
        digits = f"{size:.1e}" if places >= 6 else f"<{10**-places:.{places}f}"
    zero = not digits.strip("0.,")
    sign = _MINUS if value < 0 and not zero else "+" if spec.signed and not zero else ""
    return _with_unit(sign, digits + suffix, spec.unit)


def _with_unit(sign: str, digits: str, unit: str) -> str:
    """Put the unit where it belongs: a currency before the number, all others behind it."""
    if unit in _CURRENCIES:
        return f"{sign}{unit}{digits}"
    space = "" if unit in _ATTACHED or not unit else "\u00a0"
    return f"{sign}{digits}{space}{unit}"


def all_numbers(spec: ChartSpec) -> list[float]:
    """List every number of a spec, goals too."""
    goals = [spec.goal, *(s.goal for s in spec.series)]
    return [n for n in (*(v for s in spec.series for v in s.values), *goals) if n is not None]


def goal_of(series: Series, spec: ChartSpec) -> float | None:
    """Give the series' own goal, else the common one."""
    return spec.goal if series.goal is None else series.goal


def typed(series: Series, index: int) -> str:
    """Give what the author typed for a value, else nothing."""
    return series.labels[index].strip() if series.labels else ""


def value_texts(series: Series, index: int, spec: ChartSpec) -> list[str]:
    """Give ways to write a value, best first: as typed, then the bare number; of a gap, as typed, then an en dash.

    What was typed as a bare number gets the unit, which the author then gave once for the whole chart.
    """
    value, own = series.values[index], typed(series, index)
    if value is None:
        return list(dict.fromkeys(t for t in (own, EN_DASH) if t))
    plain = number(value, decimals(all_numbers(spec)), spec)
    if spec.unit and _bare(own, value):
        digits = own.lstrip("+-")
        own = _with_unit(own[: len(own) - len(digits)], digits, spec.unit)
    if value < 0 and own.startswith("-"):
        # As goals and bare numbers have it: a hyphen is half as long as the plus of the bar beside it.
        own = _MINUS + own[1:]
    return list(dict.fromkeys(t for t in (own, plain) if t))


def _bare(text: str, value: float) -> bool:
    """Tell whether `text` is the number `value` and nothing else."""
    return bool(_NUMBER.fullmatch(text)) and float(text.replace(",", "")) == value


def goal_text(goal: float, spec: ChartSpec) -> str:
    """Label a goal: with the spec's own label where it belongs to this goal, else with its word and this number."""
    goals = [g for g in (spec.goal, *(s.goal for s in spec.series)) if g is not None]
    says_number = any(c.isdigit() for c in spec.goal_label)
    if says_number and goal == (goals[0] if len(set(goals)) == 1 else spec.goal):
        return spec.goal_label
    word = " ".join(takewhile(lambda w: not any(c.isdigit() for c in w), spec.goal_label.split()))
    return f"{word} {number(goal, decimals([goal]), spec)}".strip()
