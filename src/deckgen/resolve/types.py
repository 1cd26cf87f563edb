"""What kinds read from a context: measures with their results, agenda entries, groups of the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct, field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Status
from deckgen.model import Better, Quantity, RichText

MeasureKind = Literal["metric", "key-result"]
"""A metric also shows a computed status, a key result only one that the author wrote."""


class ResultLine(Struct, frozen=True):
    """One line of a result cell.

    `of` names who or what was measured (Women, GM …), `arrow` is the direction of the change from the baseline.
    `is_good` states whether the metric should move in that direction; it is `None` without an arrow. `of_origin` is where
    `of` was written.
    """

    text: RichText | None
    of: str = ""
    arrow: Literal["up", "down"] | None = None
    is_good: bool | None = None
    quantity: Quantity | None = None
    of_origin: Origin | None = None


class Result(Struct, frozen=True):
    """The result of a measure in one period.

    If `is_open`, there is none yet: an en dash is shown. `is_reported` marks the period that the slide reports. `origin` is
    where the result was written, or belongs: in the metrics file, or on the slide that overrides it.
    """

    period: str
    lines: tuple[ResultLine, ...] = ()
    status: Status | None = None
    mark: Literal["delivered"] | None = None
    is_open: bool = True
    is_reported: bool = False
    origin: Origin | None = None


class LineData(NamedTuple):
    """The numbers of one line of a measure, for charts.

    `None` stands for periods after the reported one, and for results that state no quantity. `texts` are the texts of all
    these numbers as they were written.
    """

    of: str
    baseline: Quantity | None
    quantities: Mapping[str, Quantity | None]
    better: Better
    goal: Quantity | None = None
    texts: tuple[RichText, ...] = ()
    of_origin: Origin | None = None


class Measure(Struct, frozen=True):
    """A metric or key result as a row shows it: overrides merged, statuses decided.

    `name` is what the row shows (for a key result its long text), `short` its name in the scorecard. `baseline` has several
    texts where only the `measures` of the metric have one ("Women 11.5%", "GM 1.9%"). `results` has all periods of the year.
    `origin` is the row on the slide (for an inherited part, the part in the metrics file), `short_origins` that of `short`.
    """

    id: str
    name: RichText
    short: str
    baseline: tuple[RichText, ...] = ()
    goal: RichText | None = None
    better: Better = "higher"
    results: Mapping[str, Result] = field(default_factory=dict)
    parts: tuple[Measure, ...] = ()
    milestones: Mapping[str, RichText] = field(default_factory=dict)
    owner: str | None = None
    goal_quantity: Quantity | None = None
    chart_lines: tuple[LineData, ...] = ()
    kind: MeasureKind = "metric"
    origin: Origin = Origin()
    short_origins: tuple[Origin, ...] = ()


class AgendaEntry(Struct, frozen=True):
    """A section in the agenda; `section` is its id, `department` is empty if it has none, `origin` is its file."""

    title: str
    section: str
    department: str = ""
    origin: Origin = Origin()


class ScorecardGroup(Struct, frozen=True):
    """The measures that the scorecard lists under one section; `section` is its id, `origin` its file."""

    title: str
    section: str
    measures: tuple[Measure, ...]
    origin: Origin = Origin()
