"""Charts as authors write them: from `metrics`, or from `categories` and `series` written in place."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.blocks import ChartKind
from deckgen.model import Better, MetricId, Model, PlainText, Quantity, read_quantity


def _number(value: object) -> object:
    """Read a number as typed; raises PydanticCustomError for text that states none."""
    if value is None or isinstance(value, Quantity):
        return value
    found = read_quantity(value) if isinstance(value, str) else None
    if found is None or not isfinite(found.value):
        hint = "write it in figures; leave it empty where there is no number"
        raise PydanticCustomError(
            "number_expected", "a number is expected here (such as 64, +8.1% or 92K)", {"hint": hint}
        )
    return found


Number = Annotated[Quantity | None, BeforeValidator(_number)]


def _label(value: object) -> object:
    return "" if value is None else value


class SeriesContent(Model):
    """Numbers of one name, one for each category; an empty one is a gap."""

    name: PlainText
    values: tuple[Number, ...]
    goal: Number = None
    better: Better = "higher"


class ChartContent(Model):
    """A chart from `metrics`, or from `categories` and `series` written in place; a `status` chart needs neither.

    `title` stands over it where several share a slide. `total` is what the parts of a `share` make up. `reported` is the
    category (or part) in full colour; the last one, or of a share the largest, if it is not given. `table_in_notes`
    puts the numbers into the notes as well.
    """

    kind: ChartKind | None = None
    title: PlainText | None = None
    metrics: tuple[MetricId, ...] = ()
    categories: tuple[Annotated[str, BeforeValidator(_label)], ...] = ()
    series: tuple[SeriesContent, ...] = ()
    unit: PlainText | None = None
    goal: Number = None
    total: Number = None
    reported: PlainText | None = Field(
        default=None, description="the category in full colour; the last one if not given"
    )
    table_in_notes: bool = False

    @model_validator(mode="after")
    def _has_numbers(self) -> ChartContent:
        if (self.metrics and self.series) or (not self.metrics and not self.series and self.kind != "status"):
            hint = "name metrics by their ids, or write `categories` and `series` with numbers; not both"
            raise PydanticCustomError("chart_data", "a chart has either `metrics` or `series`", {"hint": hint})
        return self
