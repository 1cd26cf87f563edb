"""Charts as authors write them: from `metrics`, or from `categories` and `series` written in place."""

from __future__ import annotations

import re
from math import isfinite
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, InstanceOf, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import ChartKind
from deckgen.model import Better, MetricId, Model, PlainText, Quantity, read_quantity
from deckgen.model.content import SWITCH

_GAP = re.compile(r"\s*[-–—]?\s*")
"""Inside brackets an empty item is no YAML, so that a gap has to be written somehow (`""`, or the dash of tables)."""


def _number(value: object) -> object:
    """Read a number as typed, a blank or a lone dash as a gap; raises PydanticCustomError for text that states none."""
    if value is None or isinstance(value, Quantity):
        return value
    if isinstance(value, str) and _GAP.fullmatch(value):
        return None
    found = read_quantity(value) if isinstance(value, str) else None
    # In “see page 5” stands a number, and “<5” is none that a bar could have.
    if found is None or not isfinite(found.value) or not str(value).lstrip().startswith(found.raw):
        hint = "write it in figures, with nothing before them; leave it empty where there is no number"
        raise PydanticCustomError(
            "number_expected", "a number is expected here (such as 64, +8.1% or 92K)", {"hint": hint}
        )
    return found


_NUMBER = {"type": ["string", "number", "null"], "pattern": rf"\d|^{_GAP.pattern}$"}
Number = Annotated[InstanceOf[Quantity] | None, BeforeValidator(_number), WithJsonSchema(_NUMBER)]
_LABEL = {"type": ["string", "number", "null"]}


def _label(value: object) -> object:
    return "" if value is None else value


class SeriesContent(Model):
    """Numbers of one name, one for each category; an empty one is a gap."""

    name: PlainText
    """What the numbers are of."""
    values: tuple[Number, ...]
    """One number for each category, as it should read (`64`, `+8.1%`, `92K`); an empty one is a gap."""
    goal: Number = None
    """What the numbers should reach."""
    better: Better = "higher"
    """Which way is good."""


OF_SERIES = ("categories", "unit", "goal", "total", "reported")
"""Fields that say something of `series`, and of metrics nothing."""


class ChartContent(Model):
    """A chart from `metrics`, or from `categories` and `series` written in place; a `status` chart needs neither."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["metrics"]},
                {"required": ["series"]},
                {"required": ["kind"], "properties": {"kind": {"const": "status"}}},
            ],
            "dependencies": {"metrics": {"properties": dict.fromkeys(("series", *OF_SERIES), False)}},
        }
    )

    kind: ChartKind | None = None
    """`trend`: quarters against a goal; `change`: baseline and now; `compare`: numbers side by side; `progress`: now on the
    way to a goal; `share`: parts of a whole; `status`: how many are on track. Without it, chosen from the data."""
    title: PlainText | None = None
    """What the chart shows; it stands over it where several share a slide."""
    metrics: tuple[MetricId, ...] = ()
    """The metrics to draw, by id."""
    categories: tuple[Annotated[str, BeforeValidator(_label), WithJsonSchema(_LABEL)], ...] = ()
    """What the numbers of each series stand for, in order; with `series` only."""
    series: tuple[SeriesContent, ...] = ()
    """Numbers written here, instead of `metrics`."""
    unit: PlainText | None = None
    """The unit of the numbers written here (`%`)."""
    goal: Number = None
    """A goal common to all the numbers."""
    total: Number = None
    """What the parts of a `share` make up."""
    reported: PlainText | None = None
    """The category (or part) in full colour; without it the last one, or of a share the largest."""
    table_in_notes: Annotated[bool, WithJsonSchema(SWITCH)] = False
    """Put the numbers into the notes as well."""

    @model_validator(mode="after")
    def _says_numbers_once(self) -> ChartContent:
        """Of metrics, everything is known already: what is written beside them would be shown nowhere."""
        beside = [name for name in OF_SERIES if name in self.model_fields_set and not self.series]
        if beside and (self.metrics or self.kind == "status"):
            hint = "take it out; what metrics reach and aim at stands in data/metrics.yaml"
            told = "`{field}` belongs to numbers written here under `series`"
            raise PydanticCustomError("chart_beside", told, {"field": beside[0], "hint": hint, "at": (beside[0],)})
        return self

    @model_validator(mode="after")
    def _has_numbers(self) -> ChartContent:
        if (self.metrics and self.series) or (not self.metrics and not self.series and self.kind != "status"):
            hint = "name metrics by their ids, or write `categories` and `series` with numbers; not both"
            raise PydanticCustomError("chart_data", "a chart has either `metrics` or `series`", {"hint": hint})
        return self
