"""Turns the values of a spec into texts for labels and into positions on a scale."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import takewhile
from unicodedata import category

from msgspec import Struct

from deckgen.ir.blocks import ChartSpec, Series
from deckgen.model import cldr
from deckgen.quantities import load_lexicon
from deckgen.quantities.numbers import scan_number

EN_DASH = "–"
_MINUS = "−"
_NUMBER = r"[+-]?[0-9][0-9,]*(\.[0-9]+)?"
_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))
_ATTACHED = frozenset({"%", "‰", "K", "M", "B", "T", "×", "x", "°"})


class Scale(Struct, frozen=True):
    """A linear scale from values (`low` … `high`, which includes zero) to positions in points (`start` … `end`)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of `value`; the ratio is calculated first, so that neither huge nor tiny ranges overflow."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def value_range(values: Iterable[float | None]) -> tuple[float, float]:
    """Return the lowest and the highest of `values` and zero; (0, 1) if all are zero."""
    known = [v for v in values if v is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    return (low, high) if high > low else (0.0, 1.0)


def axis_range(spec: ChartSpec) -> tuple[float, float]:
    """Return the range of a chart's scale: it covers all its numbers, and those of the charts on the same slide."""
    return value_range([*all_numbers(spec), *spec.axis])


def shared_decimals(values: Iterable[float | None]) -> int:
    """Return the number of decimals that shows all of `values` exactly, at most two (more if a value would read as zero)."""
    known = [abs(v) for v in values if v]
    needed = max((_decimals_of(v) for v in known), default=0)
    smallest = min(known, default=1.0)
    maximum = 2 if smallest >= 0.01 else min(6, 1 - Decimal(repr(smallest)).adjusted())
    return min(needed, maximum)


def _decimals_of(value: float) -> int:
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_number(value: float, decimals: int, spec: ChartSpec) -> str:
    """Format `value` with the unit and sign that `spec` requires; millions and more are shortened (`1.2M`)."""
    size, suffix = abs(value), ""
    if spec.unit not in ("K", "M", "B", "T"):
        factor, suffix = next(((f, s) for f, s in _STEPS if size >= f), (1.0, ""))
        size /= factor
    digits = f"{size:,.2f}".rstrip("0").rstrip(".") if suffix else f"{size:,.{decimals}f}"
    if value and not suffix and not digits.strip("0.,"):
        digits = f"{size:.1e}" if decimals >= 6 else f"<{10**-decimals:.{decimals}f}"
    is_zero = not digits.strip("0.,")
    sign = _MINUS if value < 0 and not is_zero else "+" if spec.signed and not is_zero else ""
    return _with_unit(sign, _localised(digits, suffix, abs(value), spec.language), spec.unit, spec.language)


def _localised(digits: str, suffix: str, size: float, language: str) -> str:
    """Return the digits of a number, and the suffix of a large one, as a language writes them: `1,2 Mio.` for `1.2M`."""
    if cldr.is_english(language):
        return digits + suffix
    if suffix:
        return cldr.shortened(size, language)
    return (
        digits if "e" in digits else f"{digits[: digits.startswith('<')]}{cldr.localised(digits.lstrip('<'), language)}"
    )


def _with_unit(sign: str, digits: str, unit: str, language: str) -> str:
    """Add the unit: a currency before the number, any other unit after it; the percent sign as the language has it."""
    if unit == "%":
        before, after = cldr.percent_marks(language)
        return f"{sign}{before}{digits}{after}"
    if is_currency(unit):
        return f"{sign}{currency_prefix(unit)}{digits}"
    space = "" if unit in _ATTACHED or not unit else "\u00a0"
    return f"{sign}{digits}{space}{unit}"


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency: a symbol (`€`, `US$`), or a code of ISO 4217."""
    return _ends_with_symbol(unit) or unit in load_lexicon("en").currency_codes


def _ends_with_symbol(unit: str) -> bool:
    return bool(unit) and category(unit[-1]) == "Sc"


def currency_prefix(unit: str) -> str:
    """Return a currency as it stands before a number: a code is followed by a space."""
    return unit if _ends_with_symbol(unit) else f"{unit}\u00a0"


def all_numbers(spec: ChartSpec) -> list[float]:
    """Return every number of a spec, including goals."""
    goals = [spec.goal, *(goal for s in spec.series for goal in (s.goal, s.goal_upper))]
    return [n for n in (*(v for s in spec.series for v in s.values), *goals) if n is not None]


def goal_of(series: Series, spec: ChartSpec) -> float | None:
    """Return the series' own goal, else the common one."""
    return spec.goal if series.goal is None else series.goal


def typed_label(series: Series, index: int) -> str:
    """Return what the author typed for a value, else an empty text."""
    return series.labels[index].strip() if series.labels else ""


def value_texts(series: Series, index: int, spec: ChartSpec) -> list[str]:
    """Return texts for a value, best first: as typed, then the number with its unit; for a gap, as typed, then an en dash.

    A bare number as typed gets the unit, which the author gave once for the entire chart.
    """
    value, typed = series.values[index], typed_label(series, index)
    if value is None:
        return list(dict.fromkeys(t for t in (typed, EN_DASH) if t))
    plain = format_number(value, shared_decimals(all_numbers(spec)), spec)
    if spec.unit and is_bare_number(typed, value, spec.language):
        digits = typed.lstrip("+-")
        typed = _with_unit(typed[: len(typed) - len(digits)], digits, spec.unit, spec.language)
    if value < 0 and typed.startswith("-"):
        # A minus sign, as in goals and numbers without a typed label: a hyphen is half as long as the plus of the next bar.
        typed = _MINUS + typed[1:]
    return list(dict.fromkeys(t for t in (typed, plain) if t))


def is_bare_number(text: str, value: float, language: str = cldr.ENGLISH) -> bool:
    """Whether `text` is the number `value` and nothing else."""
    if cldr.is_english(language):
        return bool(re.fullmatch(_NUMBER, text)) and float(text.replace(",", "")) == value
    digits = text.lstrip("+-")
    number = scan_number(digits, 0, load_lexicon(language).marks)
    if number is None or number.problem or number.end != len(digits):
        return False
    return number.value == abs(value)


def goal_text(goal: float, spec: ChartSpec) -> str:
    """Return the text of a goal: the spec's own label if it is about this goal, else that label's words and this number."""
    goals = [g for g in (spec.goal, *(s.goal for s in spec.series)) if g is not None]
    has_number = any(c.isdigit() for c in spec.goal_label)
    if has_number and goal == (goals[0] if len(set(goals)) == 1 else spec.goal):
        return spec.goal_label
    return f"{goal_words(spec)} {format_number(goal, shared_decimals([goal]), spec)}".strip()


def series_goal_text(series: Series, spec: ChartSpec) -> str:
    """Return the text of the goal of a series: a number, a limit where lower is better (`Goal ≤ 5 days`), or a range."""
    goal, upper = goal_of(series, spec), series.goal_upper
    if goal is None:
        return ""
    if upper is None:
        text = goal_text(goal, spec)
        return (
            limit_text(text, format_number(goal, shared_decimals([goal]), spec)) if series.better == "lower" else text
        )
    words = goal_words(spec)
    return f"{words} {range_text(goal, upper, spec)}".strip()


def limit_text(text: str, number: str) -> str:
    """Return the text of a goal as a limit: with ≤ before its number."""
    at = next((i for i, c in enumerate(text) if c.isdigit() or _ends_with_symbol(c) or c in f"+-{_MINUS}"), None)
    return f"≤ {number}" if at is None else f"{text[:at]}≤ {text[at:]}"


def range_text(low: float, high: float, spec: ChartSpec) -> str:
    """Return a range with its unit, which follows the last number only (`70–80%`)."""
    decimals = shared_decimals([low, high])
    first, last = (format_number(value, decimals, spec) for value in (low, high))
    return f"{first.removesuffix(spec.unit).rstrip()}{EN_DASH}{last}"


def goal_words(spec: ChartSpec) -> str:
    """Return the words of the label of the goal, without its number."""
    return " ".join(takewhile(lambda w: not any(c.isdigit() for c in w), spec.goal_label.split()))
