"""Metrics and results: `Metric` (defined once in `data/metrics.yaml`) and `Row` (a reference to it, or a result, on a slide)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from deckgen.ir.blocks import Status
from deckgen.model.base import MetricId, Model, PlainText, QuarterName, RichText, validate_fiscal_year
from deckgen.model.content import TextOrFields
from deckgen.model.quantity import Tolerance, read_tolerance

Better = Literal["higher", "lower"]
"""Whether higher or lower values of a metric are better."""


class Quarter(TextOrFields):
    """The result of one quarter: plain text, as it should appear (`+8.1% YoY (92K/mo)`), or `{text, status, mark}`."""

    text: RichText | None = Field(default=None, examples=["+8.1% YoY (92K/mo)"])
    """The result as it should appear; it may have several lines."""
    status: Status | None = None
    """The status of the result; it replaces the computed one."""
    mark: Literal["delivered"] | None = None
    """`delivered` puts a tick before the text."""


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


def _empty_list(value: object) -> object:
    return [] if value is None else value


def _validate_quarter_range(key: str) -> str:
    match = re.fullmatch(r"(Q[1-4])(?:\s?[-–]\s?(Q[1-4]))?", key)
    if not match or (match[2] and match[2] <= match[1]):
        raise PydanticCustomError(
            "quarter_range", "`{key}` is neither a quarter nor a range such as Q2-Q4", {"key": key}
        )
    return key


def _validate_measured_in(text: str) -> str:
    if not re.search(r"\bQ[1-4]\b", text):
        raise PydanticCustomError("quarter_expected", "`{text}` names no quarter (Q1, Q2, Q3 or Q4)", {"text": text})
    return text


def _parse_tolerance(value: object) -> object:
    if value is None or isinstance(value, Tolerance):
        return value
    tolerance = read_tolerance(value) if isinstance(value, str) else None
    if tolerance is None:
        raise PydanticCustomError("tolerance", "a tolerance is a share of the goal (10%) or a number in its unit", {})
    return tolerance


_MEASURED_IN_JSON = {"type": "string", "pattern": r"\bQ[1-4]\b"}
_TOLERANCE_JSON = {
    "type": ["string", "number", "null"],
    "pattern": r"^\s*(\d+(\.\d+)?|\.\d+)\s?%?\s*$",
    "examples": ["5%"],
}

YEAR_KEY = re.compile(r"FY\d\d-\d\d")
"""The key under which a metric has the results of an earlier fiscal year."""


def _group_earlier_years(data: Any) -> Any:
    """Group the earlier fiscal years under `earlier`.

    In files they are keys next to `quarters`, so that `deckgen roll` only has to rename a key.
    """
    if not isinstance(data, dict) or not any(isinstance(key, str) and YEAR_KEY.fullmatch(key) for key in data):
        return data
    years = {key: value for key, value in data.items() if isinstance(key, str) and YEAR_KEY.fullmatch(key)}
    return {**{key: value for key, value in data.items() if key not in years}, "earlier": years}


Quarters = Annotated[dict[QuarterName, Quarter | None], BeforeValidator(_empty_mapping)]
"""Results by quarter; a quarter left empty is open."""
Earlier = Annotated[dict[Annotated[str, AfterValidator(validate_fiscal_year)], Quarters], WithJsonSchema({})]
"""Results of earlier fiscal years, by year; files have each year as a key of its own."""
QuarterRange = Annotated[
    PlainText,
    AfterValidator(_validate_quarter_range),
    WithJsonSchema({"type": "string", "pattern": r"^Q[1-4](\s?[-–]\s?Q[1-4])?$"}),
]
"""A quarter (`Q1`) or a range of them (`Q2-Q4`)."""


class Measured(Model):
    """How often something is measured: `{every: year, in: Q2}`. `in` may name several quarters (`Q2, Q4`)."""

    every: Literal["year", "half-year"] = "year"
    """How often it is measured."""
    when: Annotated[PlainText, AfterValidator(_validate_measured_in), WithJsonSchema(_MEASURED_IN_JSON)] = Field(
        alias="in", examples=["Q2", "Q2, Q4"]
    )
    """The quarter or quarters in which it is measured."""

    @property
    def first(self) -> str:
        """The first quarter that is measured."""
        quarters: list[str] = re.findall(r"\bQ[1-4]\b", self.when)
        return min(quarters)


class MeasureLine(Model):
    """One of several lines in the cells of a metric, with its own baseline, goal and results.

    A line without a goal has that of its metric, where that is "Maintain baseline".
    """

    of: PlainText = Field(examples=["Women"])
    """Who or what the line is about (Women, Organizers …)."""
    baseline: RichText | None = None
    """The value of the line at the start."""
    goal: RichText | None = None
    """The value that it should reach."""
    better: Better | None = None
    """Whether higher or lower values are better; by default, as for the metric."""
    quarters: Quarters = Field(default_factory=dict)
    """Results of this fiscal year by quarter."""
    earlier: Earlier = Field(default_factory=dict, exclude=True)
    """Results of earlier fiscal years, each under its name (`FY20-21:`): kept, but not shown."""

    @model_validator(mode="before")
    @classmethod
    def _collect_earlier_years(cls, data: Any) -> Any:
        return _group_earlier_years(data)


class MetricFields(Model):
    """The fields that metrics and rows have in common."""

    short: PlainText | None = Field(default=None, examples=["Active editors"])
    """A short name, for the scorecard and for charts."""
    baseline: RichText | None = Field(default=None, examples=["99K active editors/month"])
    """The value at the start, as it should appear."""
    goal: RichText | None = Field(default=None, examples=["+5% YoY", "Maintain baseline"])
    """The value to reach, as it should appear; results of the same unit are compared with it."""
    better: Better | None = None
    """Whether higher or lower values are better; by default, `higher`."""
    tolerance: Annotated[
        InstanceOf[Tolerance] | None, BeforeValidator(_parse_tolerance), WithJsonSchema(_TOLERANCE_JSON)
    ] = None
    """Up to which distance from its goal a result is at risk, not off track; by default, 10% of the goal."""
    quarters: Quarters = Field(default_factory=dict)
    """Results of this fiscal year by quarter; a quarter left empty is open and shown as an en dash."""
    measures: Annotated[tuple[MeasureLine, ...], BeforeValidator(_empty_list)] = ()
    """Several lines in one cell, each with its own results."""
    measured: Measured | None = None
    """How often it is measured, if not every quarter: `{every: year, in: Q2}`."""
    source: RichText | None = Field(default=None, examples=["Wikistats, January 2021"])
    """The source of the number, for those who maintain it; not shown in the deck."""
    owner: PlainText | None = Field(default=None, examples=["Product Analytics"])
    """Who supplies the result; `deckgen status` lists missing results by owner."""
    earlier: Earlier = Field(default_factory=dict, exclude=True)
    """Results of earlier fiscal years, each under its name (`FY20-21:`): kept, but not shown."""

    @model_validator(mode="before")
    @classmethod
    def _collect_earlier_years(cls, data: Any) -> Any:
        return _group_earlier_years(data)


class Metric(MetricFields):
    """A metric as defined in `data/metrics.yaml`; `parts` are metrics shown as indented rows under it."""

    name: RichText = Field(examples=["Monthly active editors"])
    """What is measured, as shown in the row of a table."""
    parts: Annotated[dict[str, Metric], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Metrics shown as indented rows under this one, each by its own id."""


class Row(MetricFields):
    """A row of a slide: `{metric: id, …overrides}`, or a result that is written in the row.

    With `metric`, every other field overrides that of the metric; an empty value clears it. `quarters` are overridden
    quarter by quarter, `parts` part by part (a part left empty is not shown, a new one is added); `parts: {}` shows
    the metric without its parts. `measures` and `measured` are replaced as a whole. Without `metric`, a row needs a
    `name` or a `result`; `result` is the long text that is shown, `name` then its short name.
    """

    metric: MetricId | None = None
    """The id of a metric in `data/metrics.yaml`; other fields of the row replace those of the metric on this slide."""
    id: PlainText | None = Field(default=None, examples=["two-tools"])
    """The id of a result that is written in the row, for `deckgen set` and `fill`."""
    name: RichText | None = None
    """The name of the row; if it has a `result`, its short name."""
    result: RichText | None = Field(default=None, examples=["Two tools that patrollers use every day"])
    """The full text of a key result."""
    parts: Annotated[dict[str, Row | None], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Indented rows under this one."""
    milestones: Annotated[dict[QuarterRange, RichText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """What is planned for each quarter, or for a range of quarters (`Q2-Q4`)."""
