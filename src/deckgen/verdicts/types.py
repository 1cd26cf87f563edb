"""What a verdict depends on, and a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from deckgen.ir.roles import Status
from deckgen.quantities import Figure, Goal

Better = Literal["higher", "lower"]
Counts = Literal["level", "to-date", "per-period"]
"""What the results of a row count: the state at the end of a period, all since the year's start, or the period alone."""


class Tolerance(Struct, frozen=True):
    """How far from its goal a result is still at risk: a share of the goal (0.1 is 10%), or a number in its unit (in points)."""

    value: float
    relative: bool = True

    def around(self, goal: float) -> float:
        """Return the tolerated distance from a goal, in the goal's unit; never negative."""
        return abs(goal) * self.value if self.relative else self.value


DEFAULT_TOLERANCE = Tolerance(0.1)
"""A result within 10% of the goal is at risk: one more period can make up for the rest."""


class Scores(Struct, frozen=True):
    """From which score on a key result is on track or at risk; below that it is off track."""

    on_track: float = 0.7
    at_risk: float = 0.4


class TimeFrame(Struct, frozen=True):
    """The periods of the year, in order, the reported year as written, and the periods in which it is measured (none: all)."""

    periods: tuple[str, ...]
    year: str = ""
    measured: tuple[str, ...] = ()

    @property
    def last(self) -> int:
        """The index of the last period in which a result is due."""
        measured = [self.periods.index(name) for name in self.measured if name in self.periods]
        return max(measured) if measured else len(self.periods) - 1


class Terms(Struct, frozen=True):
    """By what the results of one line are judged.

    `goal` is None where there is none, or no text. `names` are the words of the row (its name, short name and `of`),
    `usually_lower` those of which fewer are better. `stages` are goals by period. `by` is the period by which the goal is due.
    """

    goal: Goal | None = None
    baseline: Figure | None = None
    baseline_names: tuple[str, ...] = ()
    better: Better | None = None
    tolerance: Tolerance | None = None
    counts: Counts | None = None
    pace: Literal["even"] | None = None
    stages: Mapping[str, Goal] = field(default_factory=dict)
    by: str | None = None
    names: tuple[str, ...] = ()
    usually_lower: tuple[str, ...] = ()
    language: str = "en"
    time: TimeFrame = TimeFrame(("Q1", "Q2", "Q3", "Q4"))


Cause = Literal[
    "judged",
    "behind-baseline",
    "no-goal",
    "no-result",
    "not-understood",
    "not-comparable",
    "not-due",
    "contradiction",
    "written",
    "excluded",
    "presented",
]
"""Why there is a verdict or none. `not-understood` and `not-comparable` are what an author can mend; `presented` is that of
an earlier period, as the deck showed it then."""


class Verdict(Struct, frozen=True):
    """A verdict with its reason. `figure` is the main figure of the result, which is also what charts show.

    `reason` is a clause in English that `deckgen explain` shows. `total` is the sum of the results of several periods, where
    these are added up. `is_written` marks a status that the author gives, in a field or in the text. `due` is the period of the
    year in which a verdict that is not due will be; empty if it is a later one. `is_open` marks a contradiction with what is
    usual only: nothing in the content says which way is better.
    """

    status: Status | None = None
    cause: Cause = "judged"
    reason: str = ""
    figure: Figure | None = None
    total: float | None = None
    is_written: bool = False
    due: str = ""
    is_open: bool = False
