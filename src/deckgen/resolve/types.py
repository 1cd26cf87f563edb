"""What kinds are given: measures with their results, agenda entries, groups of the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from msgspec import Struct, field

from deckgen.ir.blocks import Status
from deckgen.model import Better, Quantity, RichText

Kind = Literal["metric", "key-result"]
"""Metrics also show computed statuses, key results written ones only."""


class ResultLine(Struct, frozen=True):
    """One line of a result cell. `of` is what it is of (Women, GM …); `arrow` tells how it moved from the baseline.

    `good` says whether that is the way this metric should go; it is `None` where there is no arrow.
    """

    text: RichText | None
    of: str = ""
    arrow: Literal["up", "down"] | None = None
    good: bool | None = None
    quantity: Quantity | None = None


class Result(Struct, frozen=True):
    """A metric's quarter. An `open` one is shown as an en dash; `reported` is the quarter the slide is about."""

    quarter: str
    lines: tuple[ResultLine, ...] = ()
    status: Status | None = None
    mark: Literal["delivered"] | None = None
    open: bool = True
    reported: bool = False


class LineData(NamedTuple):
    """The numbers of one line, for charts; quarters after the reported one and what cannot be read are `None`."""

    of: str
    baseline: Quantity | None
    quarters: Mapping[str, Quantity | None]
    better: Better
    goal: Quantity | None = None


class Measure(Struct, frozen=True):
    """A metric or key result as it stands in a row, overrides merged, statuses decided.

    `name` is what the row shows (for a key result its long text), `short` the scorecard's name. `baseline` has several
    lines where only the measures have one ("Women 11.5%", "GM 1.9%"). `results` holds all four quarters.
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
    source: RichText | None = None
    goal_quantity: Quantity | None = None
    lines_data: tuple[LineData, ...] = ()
    kind: Kind = "metric"


class AgendaEntry(Struct, frozen=True):
    """A section in the agenda; `section` is its id, `department` empty where none is given."""

    title: str
    section: str
    department: str = ""


class ScorecardGroup(Struct, frozen=True):
    """The measures of a section, by their short names."""

    title: str
    section: str
    measures: tuple[Measure, ...]
