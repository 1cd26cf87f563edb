"""status-contradicts: a status in the content contradicts the numbers next to it."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, ShownMeasure
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import PeriodResult, Quantity, RichText, read_quantity
from deckgen.model.quantity import judge, maintains_baseline

RULE = Rule(
    "status-contradicts",
    Severity.WARNING,
    Topic.FIGURES,
    "a status in the content contradicts the numbers next to it",
    "A status in the content contradicts the numbers next to it: `done` or `on-track` although the result misses "
    "its goal by more than the tolerance, or `off-track` although it reaches it. A key result may be on track "
    "before it reaches its goal, but not if its result is further from the goal than its baseline. `at-risk` is a "
    "judgement and is not checked.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each contradiction up to the reported period, once per written status."""
    reported = set()
    for measure in subject.measures:
        for period in measure.period.reached:
            entry = measure.row.results.get(period)
            if entry is None or (contradiction := _contradiction(measure, entry)) is None:
                continue
            span = subject.span_of(measure, *subject.result_path(measure, period), "status")
            if span not in reported:
                reported.add(span)
                hint = "change the status, or the result if it is mistyped; without a status it is computed"
                yield issue_of(
                    RULE,
                    f"“{measure.name}” is {entry.status} in {period}, but {contradiction}",
                    span,
                    hint,
                    measure.id,
                )


def _contradiction(measure: ShownMeasure, entry: PeriodResult) -> str | None:
    """Return what the numbers show if it contradicts the written status, else None."""
    row = measure.row
    result = read_quantity(entry.text.raw) if entry.text else None
    baseline = read_quantity(row.baseline.raw) if row.baseline else None
    goal = _goal_quantity(row.goal, baseline)
    verdict = judge(result, goal, row.better or "higher", row.tolerance)
    if result is None or goal is None or verdict is None:
        return None
    is_missed = verdict == "off-track"
    # The goal of a key result is for the end of the year: before that, a result may miss it and be on track.
    is_key_result = measure.is_key_result
    if is_missed and entry.status in ({"done"} if is_key_result else {"done", "on-track"}):
        return f"{result.raw} misses the goal of {goal.raw}"
    if verdict == "on-track" and entry.status == "off-track":
        return f"{result.raw} meets the goal of {goal.raw}"
    if (
        is_key_result
        and entry.status == "on-track"
        and verdict != "on-track"
        and _is_worse_than_baseline(result, baseline, row.better or "higher")
    ):
        return f"{result.raw} is further from the goal of {goal.raw} than the baseline"
    return None


def _goal_quantity(goal: RichText | None, baseline: Quantity | None) -> Quantity | None:
    if goal is None:
        return None
    return baseline if maintains_baseline(goal.raw) else read_quantity(goal.raw)


def _is_worse_than_baseline(result: Quantity, baseline: Quantity | None, better: str) -> bool:
    if baseline is None or not result.is_comparable_to(baseline):
        return False
    return result.value < baseline.value if better == "higher" else result.value > baseline.value
