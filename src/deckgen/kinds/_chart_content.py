"""Content models of charts: drawn from `metrics`, or from `categories` and `series` written on the slide."""

import re
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    JsonValue,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from deckgen.charts.chart_kind import find_chart_kinds
from deckgen.model import Better, MetricId, Model, PlainText
from deckgen.model.content import Switch
from deckgen.model.deck_settings import settings_of
from deckgen.quantities import Quantity, find_quantities

_BLANK = re.compile(r"\s*[-–—]?\s*")
"""How authors write a gap: YAML has no empty item inside brackets, so it is `""`, or the dash that tables use."""


def _read_number(value: object, info: ValidationInfo) -> object:
    """Return the quantity of a text, None for a blank or a single dash; raises PydanticCustomError for any other text."""
    if value is None or isinstance(value, Quantity):
        return value
    if isinstance(value, str) and _BLANK.fullmatch(value):
        return None
    found = next(iter(find_quantities(value, settings_of(info).language)), None) if isinstance(value, str) else None
    quantity = found[1] if found is not None else None
    # “see page 5” has a number but is not one; “<5” is not a height that a bar could have.
    if quantity is None or not isfinite(quantity.value) or not str(value).lstrip().startswith(quantity.raw):
        hint = "write it in figures, with nothing before them; leave it empty where there is no number"
        raise PydanticCustomError(
            "number_expected", "a number is expected here (such as 64, +8.1% or 92K)", {"hint": hint}
        )
    return quantity


_NUMBER_SCHEMA = {"type": ["string", "number", "null"], "pattern": rf"\d|^{_BLANK.pattern}$"}
Number = Annotated[InstanceOf[Quantity] | None, BeforeValidator(_read_number), WithJsonSchema(_NUMBER_SCHEMA)]
_LABEL_SCHEMA = {"type": ["string", "number", "null"]}


def _empty_if_none(value: object) -> object:
    return "" if value is None else value


class SeriesContent(Model):
    """A named series of numbers, one for each category; an empty one is a gap."""

    name: PlainText
    """The name of the series."""
    values: tuple[Number, ...]
    """One number for each category, as it should appear (`64`, `+8.1%`, `92K`); an empty one is a gap."""
    goal: Number = None
    """The value that the numbers should reach."""
    better: Better = "higher"
    """Whether higher or lower numbers are better."""


_KINDS = find_chart_kinds()
_PURPOSES: list[JsonValue] = [kind.purpose for kind in _KINDS.values()]
_NEED_NO_DATA: list[JsonValue] = [name for name, kind in _KINDS.items() if kind.counts_deck]
if TYPE_CHECKING:
    _KindName = str
else:
    _KindName = Literal[tuple(_KINDS)]

SERIES_FIELDS = ("categories", "unit", "goal", "total", "reported")
"""Fields that apply to `series` only, not to metrics."""


class ChartContent(Model):
    """A chart from `metrics`, or from `categories` and `series` written on the slide; a `status` chart needs neither."""

    model_config = ConfigDict(
        defer_build=False,
        json_schema_extra={
            "anyOf": [
                {"required": ["metrics"]},
                {"required": ["series"]},
                {"required": ["kind"], "properties": {"kind": {"enum": _NEED_NO_DATA}}},
            ],
            "dependencies": {"metrics": {"properties": dict.fromkeys(("series", *SERIES_FIELDS), False)}},
        },
    )

    kind: _KindName | None = Field(default=None, json_schema_extra={"markdownEnumDescriptions": _PURPOSES})
    """The kind of chart. By default, chosen from the data."""
    title: PlainText | None = None
    """What the chart shows; shown above it if a slide has several charts."""
    metrics: tuple[MetricId, ...] = ()
    """The metrics to draw, by id."""
    categories: tuple[Annotated[str, BeforeValidator(_empty_if_none), WithJsonSchema(_LABEL_SCHEMA)], ...] = ()
    """The names of the numbers of each series, in order; only with `series`."""
    series: tuple[SeriesContent, ...] = ()
    """Numbers written on the slide, instead of `metrics`."""
    unit: PlainText | None = None
    """The unit of the numbers in `series` (`%`)."""
    goal: Number = None
    """The common goal of all numbers."""
    total: Number = None
    """The total of the parts of a `share`."""
    reported: PlainText | None = None
    """The category or part in full colour; by default the latest period, in a `share` the largest part, else every category."""
    table_in_notes: Switch = False
    """Whether the numbers are also added to the speaker notes."""

    @property
    def needs_no_data(self) -> bool:
        """Whether the chart counts all measures of the deck unless it names metrics."""
        return self.kind in _NEED_NO_DATA

    @model_validator(mode="after")
    def _rejects_series_fields_with_metrics(self) -> Self:
        """Reject fields that apply to `series` only: next to `metrics` they would have no effect."""
        unused = [name for name in SERIES_FIELDS if name in self.model_fields_set and not self.series]
        if unused and (self.metrics or self.needs_no_data):
            hint = "remove it; results and goals of metrics are in data/metrics.yaml"
            message = "`{field}` belongs to numbers written here under `series`"
            raise PydanticCustomError("chart_beside", message, {"field": unused[0], "hint": hint, "at": (unused[0],)})
        return self

    @model_validator(mode="after")
    def _requires_metrics_or_series(self) -> Self:
        if (self.metrics and self.series) or (not self.metrics and not self.series and not self.needs_no_data):
            hint = "name metrics by their ids, or write `categories` and `series` with numbers; not both"
            raise PydanticCustomError("chart_data", "a chart has either `metrics` or `series`", {"hint": hint})
        return self
