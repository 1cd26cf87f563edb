"""Lines of measures: the texts of one line in; its readings, verdicts and arrows, period by period, out.

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
    Quantity,
    Reading,
    Statement,
    are_among,
    load_lexicon,
    read_baseline,
    read_goal,
    read_result,
    same_names,
    shown_quantity,
    single_statement,
    usually_lower,
    words_of,
)
from deckgen.resolve.outright import goal_of_terms, read_entry
from deckgen.resolve.text_lines import split_lines
from deckgen.resolve.totals import total_text
from deckgen.resolve.types import ResultLine
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
    change_direction,
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
            return next(iter(reversed(self._stages.values())), None)
        return read_goal(text.raw, self.language)

    @cached_property
    def _stages(self) -> dict[str, Goal]:
        """The goals of single periods."""
        stages = self.goal_text.stages if isinstance(self.goal_text, GoalText) else ()
        return {name: read_goal(text, self.language) for name, text in stages}

    @property
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
            self.said.tolerance, self.counts, self.said.pace, self._stages, by, words_of(name, self.language),
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
        entry = self.entries.get(period)
        if entry is None or not self._is_reached(period):
            return Verdict(cause="no-result", reason="there is no result")
        if entry.status:
            total = self.computed(period).total
            return Verdict(entry.status, "written", "the author says so", self._figure(period), total, is_written=True)
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

    def _figure(self, period: str) -> Figure | None:
        """Return the main figure of a result: that of the goal's unit and basis, else the only one."""
        statement = self.statement(period)
        return statement.figure if statement is not None else None

    def statement(self, period: str) -> Statement | None:
        """Return the statement of the main figure: that of the goal's unit and basis, else the only one."""
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

    def result_lines(self, period: str) -> list[ResultLine]:
        """Return the lines of a result; the one with the main figure has the arrow."""
        entry = self.entries.get(period)
        if entry is None or entry.text is None:
            return []
        statement, arrow, total = self.statement(period), self.arrow(period), self._total_text(period)
        lines: list[ResultLine] = []
        for block, text in split_lines(entry.text, self.language):
            quantity = _leading_quantity(text, self.language)
            is_outright = entry.value is not None
            has_main = statement is not None and (is_outright or statement.figure.raw in text.raw)
            lines.append(
                ResultLine(
                    text,
                    self.of,
                    arrow if has_main else None,
                    self._is_good(arrow) if has_main else None,
                    quantity,
                    self.of_origin,
                    total=total if has_main else "",
                    bullet=block.bullet,
                    level=block.level,
                )
            )
            if has_main:
                statement, total = None, ""
        if lines and total:  # said outright, so that it stands in no line
            lines[-1] = replace(lines[-1], total=total)
        return lines

    def _total_text(self, period: str) -> str:
        """Return the sum of the results so far, for results that are added up."""
        verdict = self.verdict(period)
        if verdict.total is None or verdict.figure is None:
            return ""
        return total_text(verdict.total, verdict.figure, self.language)

    def arrow(self, period: str) -> Literal["up", "down"] | None:
        """Return the direction in which the result differs from what it is compared with (`against`, by default the baseline)."""
        before, statement = self._compared_with(period), self.statement(period)
        if before is None or statement is None or not self.is_compared(period) or self.mismatch(period, before):
            return None
        return change_direction(before.figure, self._arrow_figure(statement.figure, period))

    def is_behind_baseline(self, period: str) -> bool:
        """Whether the result is further from the goal than the baseline, on the side that is known to be worse."""
        statement, before = self.statement(period), self.baseline_reference
        if statement is None or before is None or self.mismatch(period, before):
            return False
        return self._is_good(change_direction(before.figure, statement.figure)) is False

    def is_compared(self, period: str) -> bool:
        """Whether the author has not excluded the result."""
        entry = self.entries.get(period)
        return self.said.compare and (entry is None or entry.compare is not False)

    def _arrow_figure(self, figure: Figure, period: str) -> Figure | None:
        """Return what an arrow compares: the result, or against a goal the sum of the results so far where they are added up."""
        if self.said.against != "goal" or not self.is_added_up:
            return figure
        total = self.total(period)
        return None if total is None else replace(figure, value=total)

    def _compared_with(self, period: str) -> Reference | None:
        if self.said.against == "goal":
            return self._goal_reference(period)
        if self.said.against == "previous":
            index = self.time.periods.index(period)
            before = next(reversed(tuple(self.earlier)), "") if not index else ""
            statement = self.statement(self.time.periods[index - 1]) if index else self.earlier_statement(before)
            return _reference(statement, "previous result") if self._names_fit(statement, period) else None
        return self.baseline_reference

    def _names_fit(self, before: Statement | None, period: str) -> bool:
        """Whether a result before names nothing but the row, or what the result of the period names."""
        statement, lexicon = self.statement(period), load_lexicon(self.language)
        if before is None or statement is None:
            return False
        return are_among(before.names, self.terms.names, lexicon) or same_names(before.names, statement.names, lexicon)

    @property
    def baseline_reference(self) -> Reference | None:
        """The baseline, as results are compared with it."""
        return _reference(self.baseline_statement, "baseline")

    def _goal_reference(self, period: str) -> Reference | None:
        """Return the goal of a period, as arrows compare with it; a range has no single number to compare with."""
        stage = self._stages.get(period)
        goal, figure = (self.goal, self.goal_figure) if stage is None else (stage, stage.figure)
        if goal is None or figure is None or self.goal_limits is not None:
            return None
        return Reference(figure, goal.names, goal.names_after, "goal")

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
        figures = [self._figure(name) for name in reached if name in self.readings]
        known = [figure.value for figure in figures if figure is not None and not figure.bound and figure.upper is None]
        return sum(known) if known and len(known) == len(figures) else None

    def _is_good(self, arrow: Literal["up", "down"] | None) -> bool | None:
        return None if arrow is None or not self.side else (arrow == "up") == (self.side > 0)

    @property
    def side(self) -> int:
        """Which way is better (+1 or -1), or 0 where nothing says so, or two statements disagree."""
        return goal_side(self.terms)

    @property
    def better(self) -> Better:
        """Which way is better, for charts: what the goal or the author says, else higher."""
        return "lower" if self.side == -1 else "higher"


def _reference(statement: Statement | None, word: str) -> Reference | None:
    """Return a statement as something that results are compared with, called `word`."""
    return None if statement is None else Reference(statement.figure, statement.names, statement.names_after, word)


def _leading_quantity(text: RichText, language: str) -> Quantity | None:
    """Return the figure with which a line begins, for its emphasis."""
    reading = read_result(text.raw, language)
    main = [s for s in reading.statements if not s.is_side]
    if len(main) != 1 or reading.problems:
        return None
    return shown_quantity(main[0].figure, main[0].noun)
