"""The judge: the results of one line, by period, and its terms in; the verdict of one period, with its reason, out.

The rules are those of docs/verdicts.md. A standing goal (a percentage, a rate, `maintain`) holds in every period. A due goal (a
count, an amount of money, `increase to`, `by Q4`) holds at its end; before, it is judged by a stage or by its pace, and
otherwise only when it is reached, passed or left behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.roles import Status
from deckgen.quantities import Figure, Goal, Reading
from deckgen.verdicts.figure_texts import figure_text, number_text
from deckgen.verdicts.goal_texts import limit_text
from deckgen.verdicts.main_figure import Choice, Reference, choose_figure
from deckgen.verdicts.rates import counts_since_start
from deckgen.verdicts.target import AppliedGoal, Contradiction, Target, begins_at_baseline, interval, make_target, moved
from deckgen.verdicts.types import Cause, Terms, TimeFrame, Verdict

Results = Mapping[str, Reading]
"""The results that a line has, by period."""


def judge(results: Results, period: str, terms: Terms) -> Verdict:
    """Return the verdict of a line in one period. `results` may hold later periods, which do not count."""
    reading = results.get(period)
    if reading is None:
        return Verdict(cause="no-result", reason="there is no result")
    goal = _goal_of(terms)
    if isinstance(goal, Verdict):
        return goal
    choice = _choose(reading, period, goal, terms)
    if choice.figure is None:
        return Verdict(cause=choice.cause, reason=choice.reason)
    target = make_target(goal, terms)
    if isinstance(target, Contradiction):
        return Verdict(cause="contradiction", reason=target.reason, figure=choice.figure, is_open=target.is_open)
    return _Line(results, period, terms, goal, target, choice.figure).verdict()


def apply_goal(terms: Terms) -> AppliedGoal | None:
    """Return how a goal is applied; None where there is no goal with a figure, or where directions disagree."""
    goal = _goal_of(terms)
    target = make_target(goal, terms) if isinstance(goal, Goal) else None
    if isinstance(goal, Verdict) or not isinstance(target, Target) or goal.figure is None:
        return None
    line = _Line({}, terms.time.periods[0], terms, goal, target, goal.figure)
    is_due = bool(terms.stages) or line._is_due_goal
    return AppliedGoal(goal, target, is_due, line._end_name if is_due else "", line._is_level, line._is_ceiling)


def _goal_of(terms: Terms) -> Goal | Verdict:
    """Return the goal with a figure that results are compared with: that of the baseline if the goal is to maintain it."""
    goal = terms.goal
    if goal is None or (goal.figure is None and not goal.keeps_baseline and not goal.problems):
        return Verdict(cause="no-goal", reason="there is no goal with a number")
    if goal.problems:
        problem = goal.problems[0]
        return Verdict(
            cause="not-understood" if goal.is_numeric else "no-goal",
            reason=f"“{problem}” in the goal was not understood",
        )
    if begins_at_baseline(goal, terms.baseline):
        return Verdict(
            cause="not-understood", reason="the goal may be a range, or the way from the baseline to its other end"
        )
    if not goal.keeps_baseline:
        return goal
    if terms.baseline is None:
        return Verdict(
            cause="no-goal",
            reason="the goal is to maintain a baseline, and the baseline has no number that was understood",
        )
    figure = terms.baseline
    return replace(goal, figure=figure, low=figure.value, names=terms.baseline_names, names_after=terms.baseline_names)


def _choose(reading: Reading, period: str, goal: Goal, terms: Terms) -> Choice:
    assert goal.figure is not None  # `_goal_of` returns no other
    reference = Reference(goal.figure, goal.names, goal.names_after, "baseline" if goal.keeps_baseline else "goal")
    own = (period, f"{period} {terms.time.year}", terms.time.year)
    return choose_figure(reading, reference, terms.names, own, terms.language)


class _Line(Struct, frozen=True):
    """One line in one period: its main figure, and what it is judged by."""

    results: Results
    period: str
    terms: Terms
    goal: Goal
    target: Target
    figure: Figure

    @property
    def _time(self) -> TimeFrame:
        return self.terms.time

    @property
    def _index(self) -> int:
        return self._time.periods.index(self.period)

    @property
    def _reference(self) -> Figure:
        assert self.goal.figure is not None  # a line has a goal with a figure
        return self.goal.figure

    def verdict(self) -> Verdict:
        """Return the verdict: by the target of this period, or why there is none yet."""
        if self.terms.stages:
            return self._staged()
        if not self._is_due_goal:
            return self._judged(self.target, self._values())
        end = self._end
        if self.terms.pace is not None and self._index < end:
            return self._paced(end)
        if self._index >= end:
            return self._at_the_end()
        return self._before_the_end()

    @property
    def _is_due_goal(self) -> bool:
        """Whether the goal holds at an end, not in every period."""
        goal, figure = self.goal, self._reference
        if goal.keeps:
            return self._counts_since_start is True
        change = figure.is_change and not figure.basis
        return goal.is_due or bool(self.terms.by or self.terms.pace) or change or not figure.is_level

    @property
    def _end(self) -> int:
        """The index of the period in which the goal is due; one behind the last if that is unknown or after the year."""
        times = (self.terms.by,) if self.terms.by else self.goal.due
        index = self._time.last
        for text in times:
            found = self._index_of(text or "")
            index = len(self._time.periods) if found is None else found
        return index

    def _index_of(self, text: str) -> int | None:
        words = text.replace("/", " ").split()
        names = {name.casefold(): i for i, name in enumerate(self._time.periods)}
        names |= {f"t{name[1:]}": i for name, i in names.items() if name.startswith("q")}  # in Romance languages
        year = self._time.year.casefold()
        if text.casefold() in names:
            return names[text.casefold()]
        if words and words[0].casefold() in names and " ".join(words[1:]).casefold() in {year, year.removeprefix("fy")}:
            return names[words[0].casefold()]
        if text.casefold() == year or not any(char.isdecimal() for char in text):
            return self._time.last
        return None

    @property
    def _is_level(self) -> bool:
        """Whether a result is a state: it is the same whichever way it is counted. Rates and growth are never added up."""
        if self._reference.basis:
            return True
        if self.terms.counts is not None:
            return self.terms.counts != "per-period"
        return self._reference.is_level or self.goal.keeps or self.goal.start is not None

    @property
    def _is_ceiling(self) -> bool:
        """Whether the goal is a ceiling on what is counted through the year."""
        return (
            self.target.direction < 0
            and not self._reference.is_level
            and self.terms.counts != "level"
            and self.goal.start is None
        )

    def _values(self) -> list[tuple[float, float]] | None:
        """Return what the result may be, one interval for each way of counting; None if earlier results are missing for it."""
        own = interval(self.figure)
        if self._is_level:
            return [own]
        total = self._sum()
        if self.terms.counts == "per-period":
            return None if total is None else [total]
        if total is None:
            return [own] if not self._has_earlier_result else None
        return [own] if total == own else [own, total]

    @property
    def _has_earlier_result(self) -> bool:
        return any(name in self.results for name in self._time.periods[: self._index])

    def _sum(self) -> tuple[float, float] | None:
        """Return the sum of the results of all periods so far; None if one of them was not understood."""
        figures = self._figures_so_far
        if None in figures:
            return None
        ends = [interval(figure) for figure in figures if figure is not None]
        return sum(low for low, _ in ends), sum(high for _, high in ends)

    @property
    def _figures_so_far(self) -> list[Figure | None]:
        """The main figures of all results up to the period, None for one that was not understood."""
        reached = [name for name in self._time.periods[: self._index + 1] if name in self.results]
        return [_choose(self.results[name], name, self.goal, self.terms).figure for name in reached]

    @property
    def _total(self) -> float | None:
        """The sum of the results of several periods that count their period alone; None unless it is certain."""
        if self.terms.counts != "per-period" or self._is_level or len(self._figures_so_far) < 2:
            return None
        ends = self._sum()
        return None if ends is None or ends[0] != ends[1] else round(ends[0], 10)

    def _judged(self, target: Target, values: list[tuple[float, float]] | None, note: str = "") -> Verdict:
        """Return the status that all ways of counting agree on."""
        if values is None:
            return self._none(
                "not-understood", "an earlier result of the year was not understood, so the results cannot be added up"
            )
        statuses = {target.status_between(low, high) for low, high in values}
        if len(statuses) > 1:
            return self._none("not-understood", "nothing says whether results are totals or those of single periods")
        status = statuses.pop()
        if status is None:
            return self._none("not-understood", "the result leaves open whether the goal is reached")
        return self._status(status, values, note)

    def _status(self, status: Status, values: list[tuple[float, float]], note: str = "") -> Verdict:
        word = "baseline" if self.goal.keeps_baseline else "goal"
        total = self._total
        shown = f"{figure_text(self.figure)}{'' if total is None else f' ({number_text(total)} to date)'}"
        limit = note or f"{word} of {limit_text(self.goal, self.target)}"
        return Verdict(status, "judged", f"{shown} against the {limit}", self.figure, total)

    def _none(self, cause: Cause, reason: str) -> Verdict:
        return Verdict(None, cause, reason, self.figure, self._total)

    def _not_due(self, reason: str, index: int | None) -> Verdict:
        """Return that the verdict is due in the period with an index, or in none of the year."""
        names = self._time.periods
        due = names[index] if index is not None and index < len(names) else ""
        return replace(self._none("not-due", reason), due=due)

    def _staged(self) -> Verdict:
        stage = self.terms.stages.get(self.period)
        if stage is None or stage.figure is None:
            later = [name for name in self._time.periods[: self._index] if name in self.terms.stages]
            if later and not any(name in self.terms.stages for name in self._time.periods[self._index :]):
                stage = self.terms.stages[later[-1]]
            if stage is None or stage.figure is None:
                return self._reached_early(self._values()) or self._not_due(
                    f"the goal has no stage for {self.period}", self._next_stage
                )
        target = make_target(stage, replace(self.terms, baseline=None))
        if isinstance(target, Contradiction):
            return replace(self._none("contradiction", target.reason), is_open=target.is_open)
        if target.direction != self.target.direction:
            target = moved(self.target, stage.figure.value, self.terms, stage.figure)
        if self.terms.counts == "per-period" and not self._is_level and self._stages_fall:
            return self._none("not-understood", "the goals of the periods fall, so they are none for the year so far")
        return self._judged(target, self._values(), f"stage of {limit_text(stage, target)} for {self.period}")

    @property
    def _stages_fall(self) -> bool:
        stages = (self.terms.stages.get(name) for name in self._time.periods)
        values = [stage.figure.value for stage in stages if stage is not None and stage.figure is not None]
        return any(later < earlier for earlier, later in pairwise(values))

    @property
    def _next_stage(self) -> int | None:
        later = range(self._index + 1, len(self._time.periods))
        return next((i for i in later if self._time.periods[i] in self.terms.stages), None)

    def _paced(self, end: int) -> Verdict:
        verdicts = [self._paced_from(start, end) for start in self._starts_of_pace]
        if len({verdict.status for verdict in verdicts}) > 1:
            return self._none("not-understood", "nothing says whether the pace begins at the baseline or at 0")
        return verdicts[0]

    def _paced_from(self, start: float, end: int) -> Verdict:
        limit = start + (self._reference.value - start) * (self._index + 1) / (end + 1)
        target = moved(self.target, limit, self.terms, self._reference)
        asked = figure_text(replace(self._reference, value=round(limit, 6), upper=None))
        return self._judged(target, self._values(), f"{asked} that an even pace asks for by {self.period}")

    @property
    def _starts_of_pace(self) -> list[float]:
        """Where the way to the goal may begin: what is counted since the year began does so at 0, a state at the baseline."""
        start = self.goal.start or self.terms.baseline
        if start is None or not start.is_comparable_to(self._reference):
            return [0.0]
        if self._counts_since_start is False or (self.goal.start is not None and self.terms.counts is None):
            return [start.value]
        is_said = self._counts_since_start is True and self.goal.start is None
        return [0.0] if is_said else [start.value, 0.0]

    @property
    def _counts_since_start(self) -> bool | None:
        return counts_since_start(self.terms.counts, self._reference)

    def _at_the_end(self) -> Verdict:
        values = self._values()
        if self._is_ceiling and values is not None and self.terms.tolerance is None:
            return self._judged(replace(self.target, slack=0.0), values)
        return self._judged(self.target, values)

    def _before_the_end(self) -> Verdict:
        """Return a verdict only where it cannot change in the reader's eyes: reached, passed, or behind the baseline."""
        values = self._values() or [interval(self.figure)]
        if self._is_ceiling:
            target = self.target if self.terms.tolerance is not None else replace(self.target, slack=0.0)
            statuses = {target.status_between(*value) for value in values}
            if len(statuses) == 1 and statuses <= {"off-track", "at-risk"}:
                return self._status("off-track" if statuses == {"off-track"} else "at-risk", values)
            return self._not_due("the ceiling holds for the year, which has not ended", self._end)
        if (reached := self._reached_early(self._values())) is not None:
            return reached
        if self._is_behind_baseline:
            verdict = self._status("at-risk", values)
            return replace(
                verdict, cause="behind-baseline", reason=f"{figure_text(self.figure)} is worse than the baseline"
            )
        return self._not_due(f"the goal is due {self._due_text}", self._end)

    def _reached_early(self, values: list[tuple[float, float]] | None) -> Verdict | None:
        """Return on track if the goal is reached already, whichever way the results are counted."""
        if (
            values is None
            or self._is_ceiling
            or {self.target.status_between(*value) for value in values} != {"on-track"}
        ):
            return None
        return self._status("on-track", values)

    @property
    def _due_text(self) -> str:
        return f"in {self._end_name}" if self._end_name else "later"

    @property
    def _end_name(self) -> str:
        return next(iter(self._time.periods[self._end :]), "")

    @property
    def _is_behind_baseline(self) -> bool:
        start = self.goal.start or self.terms.baseline
        if start is None or not start.is_comparable_to(self.figure):
            return False
        if self._counts_since_start is not False and (self.goal.start is None or self.terms.counts is not None):
            return False
        low, high = interval(self.figure)
        return high < start.value if self.target.direction > 0 else low > start.value
