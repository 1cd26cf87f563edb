"""What is measured: `Metric` (defined once in `data/metrics.yaml`) and `Row` (used, or written, on a slide)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.blocks import Status
from deckgen.model.base import MetricId, Model, PlainText, QuarterName, RichText
from deckgen.model.content import from_text
from deckgen.model.quantity import Tolerance, read_tolerance

Better = Literal["higher", "lower"]
"""Which way is good for a metric."""


class Quarter(Model):
    """What was reached in one quarter: plain text, or `{text, status, mark}`.

    `text` may hold several lines; `status`, once written, wins over any computed one; `mark: delivered` puts a tick
    before the text.
    """

    text: RichText | None = None
    status: Status | None = None
    mark: Literal["delivered"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return from_text(data)


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


def _empty_list(value: object) -> object:
    return [] if value is None else value


def _quarter_range(key: str) -> str:
    found = re.fullmatch(r"(Q[1-4])(?:\s?[-–]\s?(Q[1-4]))?", key)
    if not found or (found[2] and found[2] <= found[1]):
        raise PydanticCustomError("quarter_range", "`{key}` is no quarter, nor a range such as Q2-Q4", {"key": key})
    return key


def _when_measured(text: str) -> str:
    if not re.search(r"\bQ[1-4]\b", text):
        raise PydanticCustomError("quarter_expected", "`{text}` names no quarter (Q1, Q2, Q3 or Q4)", {"text": text})
    return text


def _tolerance(value: object) -> object:
    if value is None or isinstance(value, Tolerance):
        return value
    found = read_tolerance(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("tolerance", "a tolerance is a share of the goal (10%) or a number in its unit", {})
    return found


Quarters = Annotated[dict[QuarterName, Quarter | None], BeforeValidator(_empty_mapping)]
"""Results by quarter; a quarter left empty is open."""
QuarterRange = Annotated[PlainText, AfterValidator(_quarter_range)]
"""A quarter (`Q1`) or a range of them (`Q2-Q4`)."""


class Measured(Model):
    """How often something is measured: `{every: year, in: Q2}`. `in` may name several quarters (`Q2, Q4`)."""

    every: Literal["year", "half-year"] = "year"
    when: Annotated[PlainText, AfterValidator(_when_measured)] = Field(alias="in")

    @property
    def first(self) -> str:
        """The first quarter that is measured."""
        found: list[str] = re.findall(r"\bQ[1-4]\b", self.when)
        return min(found)


class MeasureLine(Model):
    """One of several lines in a metric's cell, with a baseline, goal and results of its own.

    A line without a goal has that of its metric, where that is "Maintain baseline".
    """

    of: PlainText
    baseline: RichText | None = None
    goal: RichText | None = None
    better: Better | None = None
    quarters: Quarters = Field(default_factory=dict)


class MetricFields(Model):
    """What metrics and rows have in common.

    `short` is the name for the scorecard; `tolerance` is how far below its goal a result is still at risk (10% of the
    goal unless given); `source` says where the number comes from.
    """

    short: PlainText | None = None
    baseline: RichText | None = None
    goal: RichText | None = None
    better: Better | None = None
    tolerance: Annotated[Tolerance | None, BeforeValidator(_tolerance)] = None
    quarters: Quarters = Field(default_factory=dict)
    measures: Annotated[tuple[MeasureLine, ...], BeforeValidator(_empty_list)] = ()
    measured: Measured | None = None
    source: RichText | None = None
    owner: PlainText | None = None


class Metric(MetricFields):
    """A metric as defined in `data/metrics.yaml`; `parts` are metrics shown as indented rows under it."""

    name: RichText
    parts: Annotated[dict[str, Metric], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)


class Row(MetricFields):
    """A row of a slide: `{metric: id, …overrides}`, or a result written there.

    With `metric`, every other field overrides that of the metric; an empty value clears it. `quarters` are overridden
    quarter by quarter, `parts` part by part (a part left empty is not shown, a new one is added); `parts: {}` shows
    the metric without its parts. `measures` and `measured` are replaced as a whole. Without `metric`, a row needs a
    `name` or a `result`; `result` is the long text that is shown, `name` then its short name.
    """

    metric: MetricId | None = None
    id: PlainText | None = None
    name: RichText | None = None
    result: RichText | None = None
    parts: Annotated[dict[str, Row | None], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    milestones: Annotated[dict[QuarterRange, RichText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
