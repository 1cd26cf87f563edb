"""Rows merged with the metrics they name: a row of overrides in, a complete row out, and where each field was written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.model import Metric, MetricId, PeriodResult, Row
from deckgen.model.metrics import MetricFields


class UndefinedMetricError(LookupError):
    """A row names a metric that has no valid definition: `resolve` has reported the name, or the loader the definition."""


class RowOrigins(Struct, frozen=True):
    """Where the fields of a merged row were written: in the `row` at `origin`, else in `base`, which that row overrides."""

    row: Row | Metric
    origin: Origin
    base: RowOrigins | None = None

    def of(self, name: str, *keys: str | int) -> Origin:
        """Return the origin of a field, or of a value inside a field that is overridden as a whole."""
        if self.base is None or name in self.row.model_fields_set:
            return self.origin.at(name, *keys)
        return self.base.of(name, *keys)

    def of_result(self, period: str, default_key: str) -> Origin:
        """Return the origin of the result of a period; of an open one, the place where it belongs.

        `default_key` is the key of results in a row that has none.
        """
        if self.base is None or period in self.row.results:
            return self.origin.at(self.row.result_key or default_key, period)
        return self.base.of_result(period, default_key)

    @property
    def places(self) -> tuple[Origin, ...]:
        """Where the row was written, and before it what it overrides, first the one that counts."""
        return (self.origin, *(self.base.places if self.base is not None else ()))

    def of_part(self, key: str, metrics: Mapping[str, Metric], metrics_file: str) -> RowOrigins | None:
        """Return the origins of a part; None if there is no such part."""
        part, inherited = self.row.parts.get(key), None
        if self.base is not None:
            inherited = self.base.of_part(key, metrics, metrics_file)
        if part is None:
            return inherited
        origin = self.origin.at("parts", key)
        if isinstance(part, Row) and part.metric is None and inherited is not None:
            return RowOrigins(part, origin, inherited)
        return row_origins(part, origin, metrics, metrics_file)


def row_origins(row: Row | Metric, origin: Origin, metrics: Mapping[str, Metric], metrics_file: str) -> RowOrigins:
    """Return the origins of the fields of `row`, written at `origin`, merged with the metric of `metrics_file` that it names."""
    base = None
    if isinstance(row, Row) and row.metric is not None:
        base = RowOrigins(metrics[row.metric], Origin(file=metrics_file, path=(str(row.metric),)))
    return RowOrigins(row, origin, base)


def merged_row(row: Row, metrics: Mapping[str, Metric]) -> Row:
    """Return a row with the fields of the metric that it names, overridden by its own (rules: `model.Row`).

    Raises UndefinedMetricError if the row, or one of its parts, names an undefined metric.
    """
    if row.metric is None:
        return _copy_with(
            row, parts={key: merged_row(part, metrics) for key, part in row.parts.items() if part is not None}
        )
    if row.metric not in metrics:
        raise UndefinedMetricError(row.metric)
    return _override(as_row(metrics[row.metric]), row, metrics)


@lru_cache(maxsize=1024)
def metric_row(id: str) -> Row:  # noqa: A002
    """Return the row that only names a metric; kept, because every slide with the metric needs it."""
    return _copy_with(_empty_row(), metric=MetricId(id))


@lru_cache(maxsize=1)
def _empty_row() -> Row:
    """Return a row without any field, of which others are copies."""
    # A row that is validated costs building the validator first, about 5 ms in every process.
    return Row.model_construct()


def as_row(metric: Metric) -> Row:
    """Return the row that shows a metric without overrides."""
    values: dict[str, Any] = {name: getattr(metric, name) for name in MetricFields.model_fields}
    parts: dict[str, Row | None] = {key: as_row(part) for key, part in metric.parts.items()}
    return _copy_with(_empty_row(), **values, name=metric.name, parts=parts)


def _copy_with(row: Row, **values: object) -> Row:
    return row.model_copy(update=values)


def _override(base: Row, row: Row, metrics: Mapping[str, Metric]) -> Row:
    own = {name: getattr(row, name) for name in row.model_fields_set}
    if row.result_key is not None:
        own |= {"quarters": _override_results(base.results, row.results), "periods": {}}
    if "parts" in own:
        own["parts"] = _override_parts(base.parts, row.parts, metrics)
    return _copy_with(base, **own)


def _override_results(
    base: Mapping[Any, PeriodResult | None], own: Mapping[Any, PeriodResult | None]
) -> dict[Any, PeriodResult | None]:
    """Override period by period; one without `text` leaves the text unchanged. An empty `own` removes all results."""
    result = {**base, **own} if own else {}
    for name, entry in own.items():
        before = base.get(name)
        if entry is not None and before is not None and "text" not in entry.model_fields_set:
            changes = {field: getattr(entry, field) for field in entry.model_fields_set}
            result[name] = before.model_copy(update=changes)
    return result


def _override_parts(
    base: Mapping[str, Row | None], own: Mapping[str, Row | None], metrics: Mapping[str, Metric]
) -> dict[str, Row | None]:
    """Override part by part: an empty part is removed, a new one added. An empty `own` removes all parts."""
    result = dict(base) if own else {}
    for key, part in own.items():
        before = result.get(key)
        if part is None:
            result.pop(key, None)
        elif part.metric is None and before is not None:
            result[key] = _override(before, part, metrics)
        else:
            result[key] = merged_row(part, metrics)
    return result
