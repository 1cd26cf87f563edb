"""Lines of measures: the texts of one line in; its readings and verdicts, period by period, out.

A line is a metric's own baseline, goal and results, or those of one of its `measures`. Every figure and every status that a deck
shows of it comes from here: cells, arrows, charts, scorecard and alt texts cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.roles import Status
from deckgen.model import Better, PeriodResult, RichText
from deckgen.model.goals import GoalText
from deckgen.model.verdict_fields import Against
from deckgen.quantities import (
    Figure,
    Goal,
    Reading,
    Statement,
    read_baseline,
    read_goal,
    single_statement,
    usually_lower,
    words_of,
)
from deckgen.resolve.outright import goal_of_terms, read_entry
from deckgen.verdicts import (
    Counts,
    Reference,
    Scores,
    Terms,
    TimeFrame,
    Tolerance,
    Verdict,
    as_presented,
    as_rate,
    choose_figure,
    deck_counts,
    goal_side,
    is_own_rate,
    judge,
    stated_status,
)


class LineTerms(Struct, frozen=True):
    """What a row says about how one of its lines is judged; `deck_counts` is what the deck says that results count."""

    better: Better | None = None
    tolerance: Tolerance | None = None
    counts: Counts | None = None
    pace: Literal["even"] | None = None
    by: str | None = None
    against: Against | None = None
    compare: bool = True
    reason: str = ""
    deck_counts: Counts | None = None


class Line(Struct, frozen=True, dict=True):
    """One line of a measure in all periods; `names` are the words of its row, `reported` is the period that is reported."""

    of: str
    baseline_text: RichText | None
    goal_text: RichText | None
    entries: Mapping[str, PeriodResult | None]
    time: TimeFrame
    reported: str
    row_name: str = ""
    said: LineTerms = LineTerms()
    scores: Scores = Scores()
    language: str = "en"
    of_origin: Origin | None = None
    earlier: Mapping[str, PeriodResult | None] = field(default_factory=dict)
    """The results of the year before, in order, by period and year (`Q4 FY19-20`)."""
    presented: Mapping[str, Status] = field(default_factory=dict)
    """The statuses of earlier periods as they were presented, where the result is still the same."""

    @cached_property
    def baseline_statement(self) -> Statement | None:
        """What the baseline states, if it is a single figure."""
        return single_statement(read_baseline(self.baseline_text.raw, self.language)) if self.baseline_text else None

    @property
    def baseline(self) -> Figure | None:
        """The figure of the baseline."""
        return self.baseline_statement.figure if self.baseline_statement else None

    @cached_property
    def goal(self) -> Goal | None:
        """The goal as read, or as said outright."""
        text = self.goal_text
        if text is None or not text.raw:
            return None
        if (
            isinstance(text, GoalText)
            and text.terms is not None
            and (text.terms.at_least, text.terms.at_most) != (None, None)
        ):
            return goal_of_terms(text, self.language)
        if isinstance(text, GoalText) and text.stages:
            return next(iter(reversed(self.stages.values())), None)
        return read_goal(text.raw, self.language)

    @cached_property
    def stages(self) -> dict[str, Goal]:
        """The goals of single periods."""
        stages = self.goal_text.stages if isinstance(self.goal_text, GoalText) else ()
        return {name: read_goal(text, self.language) for name, text in stages}

    @cached_property
    def goal_figure(self) -> Figure | None:
        """The figure to reach: that of the baseline if the goal is to maintain it."""
        if self.goal is None or self.goal.problems:
            return None
        return self.baseline if self.goal.keeps_baseline else self.goal.figure

    @cached_property
    def terms(self) -> Terms:
        """What the results are judged by."""
        name = f"{self.row_name} {self.of}"
        by = self.said.by
        if by is None and isinstance(self.goal_text, GoalText) and self.goal_text.terms is not None:
            by = self.goal_text.terms.by
        return Terms(
            self.goal, self.baseline, self.baseline_statement.names if self.baseline_statement else (), self.said.better,
            self.said.tolerance, self.counts, self.said.pace, self.stages, by, words_of(name, self.language),
            usually_lower(name, self.language), self.language, self.time,
        )  # fmt: skip

    @cached_property
    def counts(self) -> Counts | None:
        """What a result counts: what the row says, or else what the deck says."""
        figures = [self.goal_figure] if self.goal_figure is not None else self._stated_figures
        is_rate = is_own_rate(self.goal_figure, self.time)
        return self.said.counts or deck_counts(self.said.deck_counts, figures, is_rate=is_rate)

    @property
    def _stated_figures(self) -> list[Figure]:
        return [s.figure for reading in self.readings.values() for s in reading.statements]

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """The results up to the reported period, as read; what stands in a later period is a plan."""
        read = {
            name: read_entry(entry, self.language)
            for name, entry in self.entries.items()
            if entry is not None and entry.text is not None and entry.text.raw and self._is_reached(name)
        }
        goal = self.goal_figure
        if goal is None or not is_own_rate(goal, self.time) or self.counts != "per-period":
            return read
        return {name: as_rate(reading, goal) for name, reading in read.items()}

    def verdict(self, period: str) -> Verdict:
        """Return the verdict of a period: that of the author, of the text (“paused”), of a score, or of its figure."""
        if period not in self._verdicts:
            self._verdicts[period] = self._find_verdict(period)
        return self._verdicts[period]

    @cached_property
    def _verdicts(self) -> dict[str, Verdict]:
        return {}

    def _find_verdict(self, period: str) -> Verdict:
        entry = self.entries.get(period)
        if entry is None or not self._is_reached(period):
            return Verdict(cause="no-result", reason="there is no result")
        if entry.status:
            total = self.computed(period).total
            return Verdict(entry.status, "written", "the author says so", self.figure(period), total, is_written=True)
        if stated := stated_status(entry.text.raw if entry.text else ""):
            return Verdict(stated, "written", "the text says so")
        if entry.score is not None:
            computed = self.computed(period)
            return replace(self._scored(entry.score), figure=computed.figure, total=computed.total)
        if period not in self.readings:
            return Verdict(cause="no-result", reason="there is no result")
        return as_presented(self.computed(period), self.presented.get(period))

    def reading(self, period: str) -> Reading | None:
        """Return what the result of a period states; None if there is none, or if the period is after the reported one."""
        return self.readings.get(period)

    def _is_reached(self, period: str) -> bool:
        return self.time.periods.index(period) <= self.time.periods.index(self.reported)

    def computed(self, period: str) -> Verdict:
        """Return the verdict of a period by its figure alone, whatever the author says."""
        if period not in self._computed:
            self._computed[period] = self._compute(period)
        return self._computed[period]

    @cached_property
    def _computed(self) -> dict[str, Verdict]:
        return {}

    def _compute(self, period: str) -> Verdict:
        entry = self.entries.get(period)
        if not self.said.compare or (entry is not None and entry.compare is False):
            reason = (entry.reason if entry is not None else None) or self.said.reason or "`compare: no`"
            return Verdict(cause="excluded", reason=f"the author excludes it: {reason}")
        return judge(self.readings, period, self.terms)

    def _scored(self, score: float) -> Verdict:
        status: Status = (
            "on-track" if score >= self.scores.on_track else "at-risk" if score >= self.scores.at_risk else "off-track"
        )
        return Verdict(status, "judged", f"score {score:g}")

    def figure(self, period: str) -> Figure | None:
        """Return the main figure of a result: that of the goal's unit and basis, else the only one."""
        statement = self.statement(period)
        return statement.figure if statement is not None else None

    def statement(self, period: str) -> Statement | None:
        """Return the statement of the main figure: that of the goal's unit and basis, else the only one."""
        if period not in self._statements:
            self._statements[period] = self._find_statement(period)
        return self._statements[period]

    @cached_property
    def _statements(self) -> dict[str, Statement | None]:
        return {}

    def _find_statement(self, period: str) -> Statement | None:
        reading = self.readings.get(period)
        if reading is None:
            return None
        if self.goal_figure is None:
            return single_statement(reading)
        figure = self.computed(period).figure
        return next((s for s in reading.statements if s.figure is figure), None)

    def earlier_statement(self, name: str) -> Statement | None:
        """Return the statement of a result of the year before, which is compared as one of this year would be."""
        entry = self.earlier.get(name)
        if entry is None or entry.text is None or not entry.text.raw or entry.compare is False:
            return None
        reading = read_entry(entry, self.language)
        goal, figure = self.goal, self.goal_figure
        if goal is None or figure is None:
            return single_statement(reading)
        names = (self.terms.baseline_names,) * 2 if goal.keeps_baseline else (goal.names, goal.names_after)
        choice = choose_figure(reading, Reference(figure, *names), self.terms.names, tuple(name.split()), self.language)
        return next((s for s in reading.statements if s.figure is choice.figure), None)

    def is_compared(self, period: str) -> bool:
        """Whether the author has not excluded the result."""
        entry = self.entries.get(period)
        return self.said.compare and (entry is None or entry.compare is not False)

    @cached_property
    def baseline_reference(self) -> Reference | None:
        """The baseline, as results are compared with it."""
        return reference_of(self.baseline_statement, "baseline")

    @property
    def goal_limits(self) -> tuple[float, float] | None:
        """The lowest and the highest value that reach the goal, if it is a range."""
        goal = self.goal
        if goal is None or goal.problems or goal.low is None or goal.high is None:
            return None
        return goal.low, goal.high

    def mismatch(self, period: str, reference: Reference) -> str:
        """Return why a result cannot be compared with a figure (another unit, other names, several figures); empty if it can."""
        reading = self.readings.get(period)
        if reading is None:
            return "there is no result"
        own = (period, f"{period} {self.time.year}", self.time.year)
        choice = choose_figure(reading, reference, self.terms.names, own, self.language)
        return "" if choice.figure is not None else choice.reason

    @property
    def is_added_up(self) -> bool:
        """Whether each result counts its period alone, so that their sum is what the goal is about."""
        is_rate = self.goal_figure is not None and bool(self.goal_figure.basis)
        return self.counts == "per-period" and not is_rate

    def total(self, period: str) -> float | None:
        """Return the sum of the results up to a period; None if one of them has no single number."""
        reached = self.time.periods[: self.time.periods.index(period) + 1]
        figures = [self.figure(name) for name in reached if name in self.readings]
        known = [figure.value for figure in figures if figure is not None and not figure.bound and figure.upper is None]
        return sum(known) if known and len(known) == len(figures) else None

    @property
    def side(self) -> int:
        """Which way is better (+1 or -1), or 0 where nothing says so, or two statements disagree."""
        return goal_side(self.terms)

    @property
    def better(self) -> Better:
        """Which way is better, for charts: what the goal or the author says, else higher."""
        return "lower" if self.side == -1 else "higher"


def reference_of(statement: Statement | None, word: str) -> Reference | None:
    """Return a statement as something that results are compared with, called `word`."""
    return None if statement is None else Reference(statement.figure, statement.names, statement.names_after, word)
