"""The target of a goal: its limits and which way is better, in; a status for a value out."""

from __future__ import annotations

from math import inf

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.roles import Status
from deckgen.quantities import Figure, Goal
from deckgen.verdicts.types import DEFAULT_TOLERANCE, Terms, Tolerance


class Target(Struct, frozen=True):
    """Between which values a goal is reached, in the unit of its figure (None: no such limit), and the tolerated distance.

    `direction` is +1 where higher is better, -1 where lower is, 0 for a range. `is_strict` excludes the limit. Above or below a
    range it may be open whether the value is better or worse.
    """

    low: float | None
    high: float | None
    direction: int
    slack: float
    is_strict: bool = False
    is_open_above: bool = False
    is_open_below: bool = False

    def status(self, value: float) -> Status | None:
        """Return the status of one value: on track if it reaches the goal, at risk within the tolerance, else off track.

        None outside a range where nothing says whether that is better. A better value never gets a worse status.
        """
        fuzz = 1e-9 * max(
            1.0, abs(self.low or 0), abs(self.high or 0)
        )  # 0.9 of 5 is 4.5, whatever binary fractions make of it
        below = (self.low - value) if self.low is not None else -inf
        above = (value - self.high) if self.high is not None else -inf
        missed = max(below, above)
        if (above > fuzz and self.is_open_above) or (below > fuzz and self.is_open_below):
            return None
        if missed < -fuzz or (missed <= fuzz and not self.is_strict):
            return "on-track"
        return "at-risk" if missed <= self.slack + fuzz else "off-track"

    def status_between(self, low: float, high: float) -> Status | None:
        """Return the status that all values of an interval have; None if they differ."""
        ends = [self.low, self.high]
        inner = [
            x
            for limit in ends
            if limit is not None
            for x in (limit, limit - self.slack, limit + self.slack)
            if low < x < high
        ]
        statuses = {self.status(value) for value in (low, high, *inner)}
        return statuses.pop() if len(statuses) == 1 else None


class AppliedGoal(Struct, frozen=True):
    """How a goal is applied: the `goal` with its figure (that of the baseline if it is to maintain it) and its `target`.

    `is_due` is whether it holds at an end, not in every period; `due` is the period of that end, empty if it is after the
    year. `is_level` is whether results are states, `is_ceiling` whether it limits what is counted through the year.
    """

    goal: Goal
    target: Target
    is_due: bool
    due: str
    is_level: bool
    is_ceiling: bool


class Contradiction(Struct, frozen=True):
    """Two statements about which way is better that disagree, or a word that leaves it open."""

    reason: str
    is_open: bool = False


def make_target(goal: Goal, terms: Terms) -> Target | Contradiction:
    """Return the target that a goal sets; it has a figure."""
    figure = goal.figure
    assert figure is not None  # the caller has looked
    direction = goal_direction(goal, terms)
    if goal.low is not None and goal.high is not None:
        slack = _slack(terms.tolerance, min(abs(goal.low), abs(goal.high)), figure, 0)
        if isinstance(direction, Contradiction) and direction.is_open:
            return Target(goal.low, goal.high, 0, slack, is_open_above=True, is_open_below=True)
    if isinstance(direction, Contradiction):
        return direction
    if goal.low is not None and goal.high is not None:
        if terms.better is not None:
            return Target(goal.low if direction > 0 else None, goal.high if direction < 0 else None, direction, slack)
        return Target(goal.low, goal.high, 0, slack, is_open_above=not goal.is_outright)
    limit = goal.low if goal.low is not None else goal.high
    assert limit is not None  # a goal with a figure has a limit
    slack = _slack(terms.tolerance, limit, figure, direction)
    return Target(limit if direction > 0 else None, limit if direction < 0 else None, direction, slack, goal.is_strict)


def _slack(tolerance: Tolerance | None, limit: float, figure: Figure, direction: int) -> float:
    """Return the tolerated distance: by default 10% of the goal, but not more than a percentage has up to 100%."""
    if tolerance is not None:
        return tolerance.around(limit)
    slack = DEFAULT_TOLERANCE.around(limit)
    if figure.unit != "%" or figure.is_change or direction < 0:
        return slack
    if limit == 100:
        return 1.0
    return min(slack, 100 - limit) if limit < 100 else slack


def said_directions(goal: Goal, terms: Terms) -> list[tuple[int, str]]:
    """Return who says which way is better (+1 or -1): the goal's words or sign, `better`, the baseline's side."""
    said: list[tuple[int, str]] = []
    if goal.direction:
        said.append((goal.direction, "the goal"))
    if terms.better is not None:
        said.append((1 if terms.better == "higher" else -1, f"`better: {terms.better}`"))
    side = _baseline_side(goal, terms.baseline)
    if side and not (goal.is_outright and goal.direction):
        said.append((side, "the baseline"))
    return said


def goal_direction(goal: Goal, terms: Terms) -> int | Contradiction:
    """Return +1 or -1: what the goal's words or sign say, else `better`, else the baseline's side, else higher."""
    said = said_directions(goal, terms)
    if len({way for way, _ in said}) > 1:
        ways = ", ".join(f"{source} says {'higher' if way > 0 else 'lower'}" for way, source in said)
        return Contradiction(f"{ways} is better")
    if said:
        return said[0][0]
    has_both_limits = goal.low is not None and goal.high is not None
    is_time = goal.figure is not None and goal.figure.unit in {"time", "months"}
    if is_time and not goal.keeps and not (has_both_limits and goal.is_outright):
        return Contradiction("nothing says whether a longer or a shorter time is better", is_open=True)
    lower = goal.usually_lower or terms.usually_lower
    if lower and not has_both_limits:
        return Contradiction(
            f"of “{lower[0].lower()}”, less is usually better, but neither the goal nor `better` says so", is_open=True
        )
    return 1


def begins_at_baseline(goal: Goal, baseline: Figure | None) -> bool:
    """Return whether a range, not said outright, has the baseline for an end: it may be the way from there to the other end."""
    figure = goal.figure
    if figure is None or baseline is None or goal.is_outright or goal.low is None or goal.high is None:
        return False
    return figure.is_comparable_to(baseline) and baseline.value in {goal.low, goal.high}


def contradiction_in(terms: Terms) -> str:
    """Return which statements about a goal, or about a stage of it, disagree on which way is better; empty if none do."""
    stages = [(stage, replace(terms, baseline=None)) for stage in terms.stages.values()]
    for goal, said in [(terms.goal, terms), *stages]:
        direction = goal_direction(goal, said) if goal is not None and not goal.problems else 0
        if isinstance(direction, Contradiction) and not direction.is_open:
            return direction.reason
    return ""


def goal_side(terms: Terms) -> int:
    """Return which way is better (+1 or -1), or 0 where nothing says so, or two statements disagree."""
    direction = goal_direction(terms.goal or Goal(), terms)
    return 0 if isinstance(direction, Contradiction) else direction


def _baseline_side(goal: Goal, baseline: Figure | None) -> int:
    figure = goal.figure
    if figure is None or baseline is None or goal.keeps or figure.is_change or figure.upper is not None:
        return 0
    if not figure.is_comparable_to(baseline) or figure.value == baseline.value or goal.start is not None:
        return 0
    return 1 if figure.value > baseline.value else -1


def moved(target: Target, limit: float, terms: Terms, figure: Figure) -> Target:
    """Return a target with another limit, as a goal on its way has it in an earlier period."""
    slack = _slack(terms.tolerance, limit, figure, target.direction)
    low, high = (limit, None) if target.direction > 0 else (None, limit)
    return replace(target, low=low, high=high, slack=slack)


def interval(figure: Figure) -> tuple[float, float]:
    """Return the values between which a figure lies: `over 80%`, `about 85%` and `70–80%` leave some of it open."""
    value = figure.value
    if figure.upper is not None:
        return value, figure.upper
    margin = 0.05 * abs(value)
    return {
        "": (value, value), ">=": (value, inf), ">": (value + 1e-6 * max(1.0, abs(value)), inf), "<=": (-inf, value),
        "<": (-inf, value - 1e-6 * max(1.0, abs(value))), "~": (value - margin, value + margin), "~<": (value - margin, value -
        1e-9),
    }[figure.bound]  # fmt: skip
