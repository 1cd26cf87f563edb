"""Chart specs as text: the sentence for a chart's alt text, and its numbers as a small table for the notes."""

from __future__ import annotations

from deckgen.ir.blocks import ChartSpec, Paragraph, Run, Series
from deckgen.model import Labels, Quantity


def figure_text(quantity: Quantity) -> str:
    """Return a quantity as typed, without its basis ("/mo", "YoY")."""
    raw = quantity.raw.strip()
    return raw.removesuffix(quantity.basis).strip() if quantity.basis else raw


def goal_label(goal: Quantity | None, labels: Labels) -> str:
    """Return the label of a goal with its figure; empty without a goal."""
    return "" if goal is None else f"{labels['goal']} {figure_text(goal)}"


def describe(spec: ChartSpec, labels: Labels) -> str:
    """Return one sentence on what a chart shows: what is compared, every number, and the goal."""
    parts = [_series_text(spec, series, labels) for series in spec.series]
    if spec.goal is not None and spec.goal_label:
        parts.append(spec.goal_label[:1].lower() + spec.goal_label[1:])
    if spec.total is not None:
        parts.append(labels.format("alt-total", total=_with_unit(f"{spec.total:,.10g}", spec.unit)))
    what = labels[f"alt-{spec.kind}"]
    if spec.value_label:
        what = f"{what}, {spec.value_label[:1].lower()}{spec.value_label[1:]}"
    return labels.format("alt-chart", what=what, rows="; ".join(parts)) + "."


def _series_text(spec: ChartSpec, series: Series, labels: Labels) -> str:
    """Return the part of the alt text about one series."""
    known = [(c, value_text(spec, series, i)) for i, c in enumerate(spec.categories) if series.values[i] is not None]
    if spec.kind == "status":
        known = [(c, v) for (c, v), count in zip(known, series.values, strict=True) if count]
    if spec.kind == "change" and len(known) == 2:
        text = labels.format("alt-from-to", name=series.name, before=known[0][1], now=known[1][1])
    else:
        values = ", ".join(labels.format("alt-value", category=c, value=v).strip() for c, v in known)
        text = labels.format("alt-row", name=series.name, values=values or _first_label(series) or labels["no-data"])
    if series.goal is not None and spec.goal is None:
        text += ", " + labels.format("alt-goal", goal=_with_unit(f"{series.goal:g}", spec.unit))
    return text


def notes_table(spec: ChartSpec, labels: Labels) -> tuple[Paragraph, ...]:
    """Return the numbers of a chart as lines with tabs: figures first, so that columns align however long the names are."""
    goals = any(s.goal is not None for s in spec.series) or spec.goal is not None
    header = [*(name or labels["open"] for name in spec.categories), *([labels["goal"]] if goals else [])]
    rows = [header]
    for series in spec.series:
        cells = [value_text(spec, series, i) or labels["open"] for i in range(len(spec.categories))]
        if goals:
            goal = spec.goal if series.goal is None else series.goal
            cells.append(labels["open"] if goal is None else _with_unit(f"{goal:g}", spec.unit))
        rows.append([*cells, series.name])
    return tuple(Paragraph((Run("\t".join(row)),)) for row in rows)


def _first_label(series: Series) -> str:
    return next((label for label in series.labels if label), "")


def value_text(spec: ChartSpec, series: Series, index: int) -> str:
    """Return a value as typed with its unit; for a gap the text that was typed in its place, if any."""
    label = series.labels[index] if index < len(series.labels) else ""
    value = series.values[index]
    if value is None:
        return label
    return _with_unit(label or f"{value:g}", spec.unit)


def _with_unit(text: str, unit: str) -> str:
    if unit in text:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"
