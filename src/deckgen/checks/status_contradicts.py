"""status-contradicts: a status that somebody wrote says otherwise than the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Finding, ShownSlide
from deckgen.model import QUARTERS, Quantity, Quarter, RichText, read_quantity
from deckgen.model.quantity import judge, maintains_baseline


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each contradiction up to the reported quarter, once a place."""
    told = set()
    for shown in subject.measured:
        for quarter in QUARTERS:
            entry = shown.row.quarters.get(quarter)
            if quarter > shown.quarter or entry is None or (said := _contradiction(shown, entry)) is None:
                continue
            span = subject.place(shown, "quarters", quarter, "status")
            if span not in told:
                told.add(span)
                hint = "change the status, or the result if it is mistyped; without a status it is computed"
                yield Finding(f"“{shown.name}” is {entry.status} in {quarter}, but {said}", span, hint, shown.id)


def _contradiction(shown: ShownSlide, entry: Quarter) -> str | None:
    """Say what the numbers say, where a written status says the contrary."""
    row = shown.row
    result = read_quantity(entry.text.raw) if entry.text else None
    baseline = read_quantity(row.baseline.raw) if row.baseline else None
    goal = _goal(row.goal, baseline)
    verdict = judge(result, goal, row.better or "higher", row.tolerance)
    if result is None or goal is None or verdict is None:
        return None
    short = verdict == "off-track"
    # What a key result is to reach at the end of the year it need not have reached at once.
    early = shown.kind == "key-results"
    if short and entry.status in ({"done"} if early else {"done", "on-track"}):
        return f"{result.raw} misses the goal of {goal.raw}"
    if verdict == "on-track" and entry.status == "off-track":
        return f"{result.raw} meets the goal of {goal.raw}"
    if (
        early
        and entry.status == "on-track"
        and verdict != "on-track"
        and _backwards(result, baseline, row.better or "higher")
    ):
        return f"{result.raw} is further from the goal of {goal.raw} than the baseline"
    return None


def _goal(goal: RichText | None, baseline: Quantity | None) -> Quantity | None:
    if goal is None:
        return None
    return baseline if maintains_baseline(goal.raw) else read_quantity(goal.raw)


def _backwards(result: Quantity, baseline: Quantity | None, better: str) -> bool:
    if baseline is None or not result.comparable(baseline):
        return False
    return result.value < baseline.value if better == "higher" else result.value > baseline.value
