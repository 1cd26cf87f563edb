"""Rows and the metrics they name, made one: a row with overrides in, a row that says everything itself out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deckgen.model import Metric, Quarter, Row
from deckgen.model.metrics import MetricFields


def merged(row: Row, metrics: Mapping[str, Metric]) -> Row:
    """Give a row in which the fields of the metric it names stand, overridden by its own (rules: `model.Row`).

    Raises KeyError if it, or one of its parts, names a metric that there is not.
    """
    if row.metric is None:
        return _copy(row, parts={key: merged(part, metrics) for key, part in row.parts.items() if part is not None})
    return _overridden(as_row(metrics[row.metric]), row, metrics)


def as_row(metric: Metric) -> Row:
    """Give a metric as the row that shows it."""
    values: dict[str, Any] = {name: getattr(metric, name) for name in MetricFields.model_fields}
    parts: dict[str, Row | None] = {key: as_row(part) for key, part in metric.parts.items()}
    return Row.model_construct(**values, name=metric.name, parts=parts)


def _copy(row: Row, **values: object) -> Row:
    return row.model_copy(update=values)


def _overridden(base: Row, row: Row, metrics: Mapping[str, Metric]) -> Row:
    own = {name: getattr(row, name) for name in row.model_fields_set}
    if "quarters" in own:
        own["quarters"] = _quarters(base.quarters, row.quarters)
    if "parts" in own:
        own["parts"] = _parts(base.parts, row.parts, metrics)
    return _copy(base, **own)


def _quarters(base: Mapping[Any, Quarter | None], own: Mapping[Any, Quarter | None]) -> dict[Any, Quarter | None]:
    """Override quarter by quarter; one that gives no text keeps the text and changes the rest. None at all clears."""
    result = {**base, **own} if own else {}
    for name, quarter in own.items():
        before = base.get(name)
        if quarter is not None and before is not None and "text" not in quarter.model_fields_set:
            changes = {field: getattr(quarter, field) for field in quarter.model_fields_set}
            result[name] = before.model_copy(update=changes)
    return result


def _parts(
    base: Mapping[str, Row | None], own: Mapping[str, Row | None], metrics: Mapping[str, Metric]
) -> dict[str, Row | None]:
    """Override part by part; a part left empty is taken out, a new one added. None at all clears."""
    result = dict(base) if own else {}
    for key, part in own.items():
        before = result.get(key)
        if part is None:
            result.pop(key, None)
        elif part.metric is None and before is not None:
            result[key] = _overridden(before, part, metrics)
        else:
            result[key] = merged(part, metrics)
    return result
