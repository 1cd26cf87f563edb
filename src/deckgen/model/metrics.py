"""Metrics and results: `Metric` (defined once in `data/metrics.yaml`) and `Row` (a reference to it, or a result, on a slide)."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from deckgen.model.base import MetricId, Model, OptionalRichText, OptionalText, PlainText, RichText
from deckgen.model.content import Switch, TextOrFields
from deckgen.model.goals import GoalText
from deckgen.model.period_keys import YEAR_KEY, EarlierPeriodName, MeasuredIn, PeriodName, PeriodRange, YearName
from deckgen.model.verdict_fields import Against, PlainNumber, StatusField, ToleranceField
from deckgen.periods import QUARTERS, Calendar, PeriodSystem
from deckgen.verdicts import Better, Counts


class Forecast(TextOrFields):
    """What is expected: plain text, as it should appear, or `{text, status}`."""

    text: RichText = Field(examples=["82% by Q4"])
    """What is expected, as it should appear."""
    status: StatusField | None = None
    """The status that is expected; it is shown with the text, and is no verdict."""


class PeriodResult(TextOrFields):
    """The result of one period: plain text, as it should appear (`+8.1% YoY (92K/mo)`), or `{text, status, mark}`."""

    text: OptionalRichText = Field(default=None, examples=["+8.1% YoY (92K/mo)"])
    """The result as it should appear; it may have several lines."""
    status: StatusField | None = None
    """The status of the result; it replaces the computed one."""
    mark: Literal["delivered"] | None = None
    """`delivered` puts a tick before the text."""
    value: PlainNumber = None
    """The number of the result, said outright where its text cannot be read (`1234000`)."""
    unit: OptionalText = Field(default=None, examples=["EUR"])
    """The unit of `value`."""
    score: Annotated[PlainNumber, Field(ge=0, le=1)] = Field(default=None, examples=["0.7"])
    """A score from 0 to 1, from which the status follows (`verdicts: scores` in deck.yaml)."""
    compare: Switch | None = None
    """`no` excludes the result from verdicts, arrows and charts."""
    reason: OptionalText = None
    """Why it is excluded."""
    because: OptionalRichText = None
    """Why the result is what it is. Shown with results that are at risk or off track, have no verdict, or another one than in the
    period before."""
    next: OptionalRichText = None
    """What happens next; shown where `because` is."""
    back_on_track: OptionalRichText = None
    """When or how the goal will be reached after all; shown where `because` is."""
    plan: OptionalRichText = None
    """What was planned for the period; shown as what comes next while the period is still to come."""
    forecast: Forecast | None = Field(default=None, examples=["82%"])
    """What is expected for the period, as text or `{text, status}`; shown as `plan` is."""
    comment: OptionalText = Field(default=None, examples=["Finance confirms the figure on Monday"])
    """What those who supply the result tell those who maintain the deck; not shown in the deck."""


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


def _empty_list(value: object) -> object:
    return [] if value is None else value


RESULT_KEYS = ("quarters", "periods")
"""The keys under which a metric has its results; the two are the same."""


def default_result_key(system: PeriodSystem) -> str:
    """Return the key under which results are written where the content has none yet."""
    return "quarters" if system is QUARTERS else "periods"


def _with_results_sorted_out(data: Any) -> Any:
    """Group the earlier years under `earlier`; raises PydanticCustomError if the results of this year have both keys.

    In files the years are keys next to `quarters` or `periods`, so that `deckgen roll` only has to rename a key.
    """
    if not isinstance(data, dict):
        return data
    if all(key in data for key in RESULT_KEYS):
        hint = "write all results under one of the two"
        raise PydanticCustomError(
            "two_names", "`periods` is another name of `quarters`", {"at": ("periods",), "at_key": True, "hint": hint}
        )
    years = {key: value for key, value in data.items() if isinstance(key, str) and YEAR_KEY.fullmatch(key)}
    return {**{key: value for key, value in data.items() if key not in years}, "earlier": years} if years else data


Results = Annotated[dict[PeriodName, PeriodResult | None], BeforeValidator(_empty_mapping)]
"""Results by period; a period left empty is open."""
EarlierResults = Annotated[dict[EarlierPeriodName, PeriodResult | None], BeforeValidator(_empty_mapping)]
"""Results of an earlier year by period."""
Earlier = Annotated[dict[YearName, EarlierResults], WithJsonSchema({})]
"""Results of earlier years, by year; files have each year as a key of its own."""


class Measured(Model):
    """How often something is measured: `{every: year, in: Q2}`. `in` may name several periods (`Q2, Q4`)."""

    every: Literal["year", "half-year", "quarter"] = "year"
    """How often it is measured."""
    when: MeasuredIn = Field(alias="in", examples=["Q2", "Q2, Q4", "2026-03"])
    """The period or periods in which it is measured; a month stands for the same month of every year."""

    def periods(self, calendar: Calendar) -> tuple[str, ...]:
        """Return the periods of a year in which it is measured, in order."""
        named = {calendar.same_period(name) for name in re.findall(rf"\b{calendar.system.pattern}\b", self.when)}
        return tuple(name for name in calendar.names if name in named)


class WithResults(Model):
    """The results of this year, under either of their two keys, and those of earlier years.

    Each model has the fields itself, so that they stand among its others in schemas and in the guide.
    """

    if TYPE_CHECKING:
        quarters: Results
        periods: Results
        earlier: Earlier

    @model_validator(mode="before")
    @classmethod
    def _sort_out_results(cls, data: Any) -> Any:
        return _with_results_sorted_out(data)

    @property
    def results(self) -> Mapping[str, PeriodResult | None]:
        """The results of this year by period."""
        return self.quarters or self.periods

    @property
    def result_key(self) -> str | None:
        """The key under which the content has them; None if it has neither."""
        for key in RESULT_KEYS:
            if key in self.model_fields_set:
                return key
        return None


class MeasureLine(WithResults):
    """One of several lines in the cells of a metric, with its own baseline, goal and results.

    A line without a goal has that of its metric, where that is "Maintain baseline".
    """

    of: PlainText = Field(examples=["Women"])
    """Who or what the line is about (Women, Organizers …)."""
    baseline: OptionalRichText = None
    """The value of the line at the start."""
    goal: GoalText | None = None
    """The value that it should reach; text, or `{text, at_least, at_most, unit, by}`, or a text for each period."""
    better: Better | None = None
    """Whether higher or lower values are better; by default, as for the metric."""
    plan: OptionalRichText = None
    """What is planned for the line, as a whole."""
    forecast: Forecast | None = None
    """Where the results of the line will probably end, as text or `{text, status}`."""
    quarters: Results = Field(default_factory=dict)
    """Results of this year by period."""
    periods: Results = Field(default_factory=dict)
    """The same as `quarters`, for years that are divided into half-years, trimesters or months."""
    earlier: Earlier = Field(default_factory=dict, exclude=True)
    """Results of earlier years, each under its name (`FY20-21:`, `2024/25:`): kept, but not shown."""


class MetricFields(WithResults):
    """The fields that metrics and rows have in common."""

    short: OptionalText = Field(default=None, examples=["Active editors"])
    """A short name, for the scorecard and for charts."""
    baseline: OptionalRichText = Field(default=None, examples=["99K active editors/month"])
    """The value at the start, as it should appear."""
    goal: GoalText | None = Field(default=None, examples=["+5% YoY", "Maintain baseline"])
    """The value to reach: text, or `{text, at_least, at_most, unit, by}`, or a text for each period (`{Q2: 150, Q4: 400}`)."""
    better: Better | None = None
    """Whether higher or lower values are better; by default, `higher`."""
    tolerance: ToleranceField = None
    """Up to which distance from its goal a result is at risk, not off track; by default, 10% of the goal.
    `5%` is a share of the goal, whatever its unit (of a goal of 80%: 4 points); `5` is 5 in the goal's unit."""
    quarters: Results = Field(default_factory=dict)
    """Results of this year by period; a period left empty is open and shown as an en dash."""
    periods: Results = Field(default_factory=dict)
    """The same as `quarters`, for years that are divided into half-years, trimesters or months."""
    measures: Annotated[tuple[MeasureLine, ...], BeforeValidator(_empty_list)] = ()
    """Several lines in one cell, each with its own results."""
    counts: Counts | None = None
    """What a result counts: a `level` at its time, all of the year `to-date`, or its period alone (`per-period`)."""
    pace: Literal["even"] | None = None
    """`even` judges results on the way to a goal for the end of the year: each period needs its share."""
    by: OptionalText = Field(default=None, examples=["Q4"])
    """The period by which the goal is due."""
    against: Against | None = None
    """With what the arrow compares a result: the `baseline`, the `previous` period or the `goal`."""
    compare: Switch = True
    """`no` excludes the results from verdicts, arrows and charts."""
    reason: OptionalText = Field(default=None, examples=["Measured in another way since Q3"])
    """Why they are excluded."""
    verdict: Literal["worst", "each"] = "worst"
    """The status of a row with `measures`: that of the `worst` line, or one for `each` line."""
    measured: Measured | None = None
    """How often it is measured, if not every period: `{every: year, in: Q2}`."""
    plan: OptionalRichText = Field(default=None, examples=["Two pilots, then all wikis"])
    """What is planned, as a whole; a plan for one period stands under that period."""
    forecast: Forecast | None = Field(default=None, examples=["82% by Q4"])
    """Where the results will probably end, as text or `{text, status}`; a forecast for one period stands under that period."""
    source: OptionalRichText = Field(default=None, examples=["Wikistats, January 2021"])
    """The source of the number, for those who maintain it; not shown in the deck."""
    owner: OptionalText = Field(default=None, examples=["Product Analytics"])
    """Who supplies the result; `deckgen status` lists missing results by owner."""
    earlier: Earlier = Field(default_factory=dict, exclude=True)
    """Results of earlier years, each under its name (`FY20-21:`, `2024/25:`): kept, but not shown."""


class Metric(MetricFields):
    """A metric as defined in `data/metrics.yaml`; `parts` are metrics shown as indented rows under it."""

    name: RichText = Field(examples=["Monthly active editors"])
    """What is measured, as shown in the row of a table."""
    parts: Annotated[dict[str, "Metric"], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Metrics shown as indented rows under this one, each by its own id."""


class Row(MetricFields):
    """A row of a slide: `{metric: id, …overrides}`, or a result that is written in the row.

    With `metric`, every other field overrides that of the metric; an empty value clears it. Results are overridden
    period by period, `parts` part by part (a part left empty is not shown, a new one is added); `parts: {}` shows
    the metric without its parts. `measures` and `measured` are replaced as a whole. Without `metric`, a row needs a
    `name` or a `result`; `result` is the long text that is shown, `name` then its short name.
    """

    model_config = ConfigDict(defer_build=False)

    metric: MetricId | None = None
    """The id of a metric in `data/metrics.yaml`; other fields of the row replace those of the metric on this slide."""
    id: OptionalText = Field(default=None, examples=["two-tools"])
    """The id of a result that is written in the row, for `deckgen set` and `fill`."""
    name: OptionalRichText = None
    """The name of the row; if it has a `result`, its short name."""
    result: OptionalRichText = Field(default=None, examples=["Two tools that patrollers use every day"])
    """The full text of a key result."""
    parts: Annotated[dict[str, "Row | None"], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """Indented rows under this one."""
    milestones: Annotated[dict[PeriodRange, RichText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """What is planned for each period, or for a range of periods (`Q2-Q4`)."""
