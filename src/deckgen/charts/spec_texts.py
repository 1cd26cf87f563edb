"""Chart specs as text: the parts of a chart's alt text, and its numbers as a small table for the notes."""

from __future__ import annotations

from collections.abc import Iterable

from deckgen.charts.value_texts import currency_prefix, is_currency
from deckgen.ir.blocks import ChartSpec, Paragraph, Run, Series
from deckgen.model import Labels, cldr
from deckgen.quantities import Quantity


def figure_text(quantity: Quantity) -> str:
    """Return a quantity as typed, without its basis ("/mo", "YoY")."""
    raw = quantity.raw.strip()
    return raw.removesuffix(quantity.basis).strip() if quantity.basis else raw


def goal_label(goal: Quantity | None, labels: Labels) -> str:
    """Return the label of a goal with its figure; empty without a goal."""
    return "" if goal is None else f"{labels['goal']} {figure_text(goal)}"


def row_text(spec: ChartSpec, series: Series, labels: Labels, indices: Iterable[int]) -> str:
    """Return the part of an alt text about one series: the values at `indices` that it has, with their categories."""
    known = [(spec.categories[i], value_text(spec, series, i)) for i in indices if series.values[i] is not None]
    values = labels.listed(labels.format("alt-value", category=c, value=v).strip() for c, v in known)
    return labels.format("alt-row", name=series.name, values=values or _first_label(series) or labels["no-data"])


def notes_table(spec: ChartSpec, labels: Labels) -> tuple[Paragraph, ...]:
    """Return the numbers of a chart as lines with tabs: figures first, so that columns align however long the names are."""
    goals = any(s.goal is not None for s in spec.series) or spec.goal is not None
    header = [*(name or labels["open"] for name in spec.categories), *([labels["goal"]] if goals else [])]
    rows = [header]
    for series in spec.series:
        cells = [value_text(spec, series, i) or labels["open"] for i in range(len(spec.categories))]
        if goals:
            cells.append(_goal_cell(spec, series) or labels["open"])
        rows.append([*cells, series.name])
    return tuple(Paragraph((Run("\t".join(row)),)) for row in rows)


def _goal_cell(spec: ChartSpec, series: Series) -> str:
    goal = spec.goal if series.goal is None else series.goal
    if goal is None:
        return ""
    return with_unit(goal_number(goal, spec, series.goal_upper), spec)


def goal_number(goal: float, spec: ChartSpec, upper: float | None = None) -> str:
    """Return a goal in digits; of a range both ends."""
    low = digits_of(goal, spec)
    return low if upper is None else f"{low}–{digits_of(upper, spec)}"


def digits_of(value: float, spec: ChartSpec) -> str:
    """Return a number in digits, in English without groups."""
    text = f"{value:.12g}"
    return text if "e" in text else cldr.localised(text, spec.language)


def _first_label(series: Series) -> str:
    return next((label for label in series.labels if label), "")


def value_text(spec: ChartSpec, series: Series, index: int) -> str:
    """Return a value as typed with its unit; for a gap the text that was typed in its place, if any."""
    label = series.labels[index] if index < len(series.labels) else ""
    value = series.values[index]
    if value is None:
        return label
    return with_unit(label or digits_of(value, spec), spec)


def with_unit(text: str, spec: ChartSpec) -> str:
    """Return a number with its unit, unless it has it already: a currency before the number, any other unit after it."""
    unit = spec.unit
    if unit in text:
        return text
    if unit == "%":
        before, after = cldr.percent_marks(spec.language)
        return f"{before}{text}{after}"
    if is_currency(unit):
        digits = text.lstrip("+-−")
        return f"{text[: len(text) - len(digits)]}{currency_prefix(unit)}{digits}"
    return f"{text} {unit}"
