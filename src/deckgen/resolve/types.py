"""What kinds read from a context: measures with their results, agenda entries, groups of the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from deckgen.diagnostics import Origin
from deckgen.ir.roles import Status
from deckgen.model import Better, RichText
from deckgen.model.verdict_fields import Against
from deckgen.quantities import Quantity
from deckgen.verdicts import Verdict

MeasureKind = Literal["metric", "key-result"]
"""A metric also shows a computed status, a key result only one that the author wrote."""


class ResultLine(Struct, frozen=True):
    """One line of a result cell.

    `of` names who or what was measured (Women, GM …), `arrow` is the direction of the change from the baseline.
    `is_good` states whether the metric should move in that direction; it is `None` without an arrow. `of_origin` is where
    `of` was written. `status` is that of the line, where each line shows its own; `total` is the sum of the year's results so
    far, as they are typed (`€2.1M`), where results are added up. An item of a list has a `bullet`, and its `level`.
    """

    text: RichText | None
    of: str = ""
    arrow: Literal["up", "down"] | None = None
    is_good: bool | None = None
    quantity: Quantity | None = None
    of_origin: Origin | None = None
    status: Status | None = None
    total: str = ""
    bullet: str | None = None
    level: int = 0


class Reasons(Struct, frozen=True):
    """Why a result is what it is (`because`), what comes `next`, and when or how it will be `back_on_track`.

    `of` names who or what the line is about that has them (Women, GM …), and was written at `of_origin`.
    """

    because: RichText | None = None
    next: RichText | None = None
    back_on_track: RichText | None = None
    of: str = ""
    of_origin: Origin | None = None


class Outlook(Struct, frozen=True):
    """What is planned or expected for a later period, or, where `period` is empty, for a measure as a whole.

    `status` is that of a forecast, which is no verdict. With `is_forecast`, it is called a forecast. `of` names the line of the
    measure that it is about (Women, GM …).
    """

    text: RichText
    period: str = ""
    is_forecast: bool = False
    status: Status | None = None
    of: str = ""


class Result(Struct, frozen=True):
    """The result of a measure in one period.

    If `is_open`, there is none yet: an en dash is shown. `is_reported` marks the period that the slide reports. `origin` is
    where the result was written, or belongs: in the metrics file, or on the slide that overrides it. If `shows_each`, the lines
    show their statuses, and `status`, that of the worst one, is only counted. If it `is_before_measured`, its only line says
    when it will be measured. Only the reported one has `reasons`: those that slides show.
    """

    period: str
    lines: tuple[ResultLine, ...] = ()
    status: Status | None = None
    mark: Literal["delivered"] | None = None
    is_open: bool = True
    is_reported: bool = False
    verdicts: tuple[Verdict, ...] = ()
    origin: Origin | None = None
    shows_each: bool = False
    is_before_measured: bool = False
    reasons: tuple[Reasons, ...] = ()


Movement = Literal["better", "worse"]
"""How a result moved from its baseline."""


class LineData(Struct, frozen=True):
    """The numbers and verdicts of one line of a measure, for charts, by period.

    `None` stands for periods after the reported one, and for results that state no single number; `gaps` says of the latter why
    there is none, `baseline_gaps` why a number cannot be compared with the baseline. `goal` is empty if the goal is a range
    (`goal_range`). `statuses` are those that the deck shows, `movements` the changes from the baseline that contradict no
    verdict; a period has at most one of the two. `totals` are the sums of the year so far, where results are added up.
    `texts` are the texts of all these numbers as they were written. `earlier` are the numbers of the year before, by period and
    year (`Q4 FY19-20`).
    """

    of: str
    baseline: Quantity | None
    quantities: Mapping[str, Quantity | None]
    better: Better
    goal: Quantity | None = None
    texts: tuple[RichText, ...] = ()
    of_origin: Origin | None = None
    statuses: Mapping[str, Status | None] = field(default_factory=dict)
    movements: Mapping[str, Movement | None] = field(default_factory=dict)
    goal_range: tuple[Quantity, Quantity] | None = None
    totals: Mapping[str, Quantity | None] | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    baseline_gaps: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, Quantity | None] = field(default_factory=dict)


class Measure(Struct, frozen=True):
    """A metric or key result as a row shows it: overrides merged, statuses decided.

    `name` is what the row shows (for a key result its long text), `short` its name in the scorecard. `baseline` has several
    texts where only the `measures` of the metric have one ("Women 11.5%", "GM 1.9%"). `results` has all periods of the year.
    `origin` is the row on the slide (for an inherited part, the part in the metrics file), `short_origins` that of `short`.
    `against` is with what arrows compare results, if the row or the deck says so; by default, with the baseline. `coming` are
    the plans and forecasts of later periods, and then those of the whole; a slide that reports an earlier period than the deck
    has none. `turned_from` is the verdict of the period before, where that of the reported one is another.
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
    against: Against | None = None
    coming: tuple[Outlook, ...] = ()
    turned_from: Status | None = None


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
