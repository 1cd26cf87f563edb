"""What an author can write to get a verdict: a verdict with what it was made from in, a clause in the imperative out."""

from __future__ import annotations

import re

from deckgen.quantities import Reading, load_lexicon
from deckgen.verdicts.rates import is_own_rate
from deckgen.verdicts.target import begins_at_baseline
from deckgen.verdicts.types import Terms, Verdict

_MARK_IN_NUMBER = r"\d[.,'’]\d"
_GOAL_OUTRIGHT = "write the goal's number outright: `goal: {text: …, at_least: …, unit: …}` (or `at_most`)"
_RESULT_OUTRIGHT = "write the result's number outright: `{text: …, value: …, unit: …}`"
_COUNTS = (
    "write what results count: `counts: level` (the state at the time), `counts: to-date` (all since the year began) "
    "or `counts: per-period` (the period alone)"
)


def advice(verdict: Verdict, terms: Terms, reading: Reading | None) -> str:
    """Return what to write to get a verdict; empty where there is one, or where the author wants none.

    `terms` are those of the line, `reading` is what its result was read as (None if there is none).
    """
    if verdict.status is not None:
        return ""
    match verdict.cause:
        case "no-goal":
            text = _advice_without_goal(terms)
        case "no-result":
            text = _advice_without_result(reading)
        case "not-understood":
            text = _advice_on_marks(terms, reading) or _advice_on_text(verdict, terms)
        case "not-comparable":
            text = _advice_on_kinds(terms)
        case "contradiction":
            rest = "" if verdict.is_open else ", and correct what says otherwise"
            text = f"write `better: higher` or `better: lower`{rest}"
        case "not-due":
            text = _advice_before_due(terms)
        case _:
            text = ""
    return text


def _advice_on_kinds(terms: Terms) -> str:
    if terms.counts is None and terms.goal is not None and is_own_rate(terms.goal.figure, terms.time):
        return "write `counts: per-period`, if each result counts its period alone"
    return f"write result and goal in the same unit and with the same words; or {_RESULT_OUTRIGHT}; or a `status:`"


def _advice_without_goal(terms: Terms) -> str:
    if terms.goal is None:
        return "write a `goal:` with a number, or a `status:` next to the result"
    if terms.goal.keeps_baseline:
        return "write a `baseline:` with one number"
    return f"{_GOAL_OUTRIGHT}; or a `status:` next to the result"


def _advice_without_result(reading: Reading | None) -> str:
    if reading is None or reading.denial:
        return "write the result"
    return "write a number in the result, or a `status:` next to it"


def _advice_on_marks(terms: Terms, reading: Reading | None) -> str:
    """Return how the language writes a number that was not understood with other marks; empty if there is none."""
    goal_problems = terms.goal.problems if terms.goal is not None else ()
    problems = goal_problems or (reading.problems if reading is not None else ())
    if not any(re.search(_MARK_IN_NUMBER, problem) for problem in problems):
        return ""
    marks = load_lexicon(terms.language).marks
    whose = "goal" if goal_problems else "result"
    return (
        f"write the number of the {whose} as the deck's language does, as in 1{marks.group}234 or 0{marks.decimal}5; "
        f"or {_GOAL_OUTRIGHT if goal_problems else _RESULT_OUTRIGHT}"
    )


def _advice_on_text(verdict: Verdict, terms: Terms) -> str:
    figure = verdict.figure
    if terms.goal is not None and begins_at_baseline(terms.goal, terms.baseline):
        return "write `from … to …`, or both limits of the goal outright (`at_least` and `at_most`)"
    if terms.goal is not None and terms.goal.problems:
        return (
            f"{_GOAL_OUTRIGHT}; each number of several as a goal under `measures:`; or a `status:` next to the result"
        )
    if figure is None:
        return f"{_RESULT_OUTRIGHT}; or a `status:`"
    if figure.bound or figure.upper is not None:
        return "write the result as one number, or a `status:` next to it"
    if terms.better is None and terms.goal is not None and None not in (terms.goal.low, terms.goal.high):
        return (
            "write `better: higher` or `better: lower`, or the limits of the goal outright (`at_least` and `at_most`)"
        )
    return _advice_on_counting(terms)


def _advice_on_counting(terms: Terms) -> str:
    if terms.counts is None:
        return _COUNTS
    if terms.stages:
        return "write goals for single periods as rates (`55 per quarter`), and goals for the year so far as totals that rise"
    return "write each result of the year so that they can be added up: `{text: …, value: …, unit: …}`"


def _advice_before_due(terms: Terms) -> str:
    first, last = terms.time.periods[0], terms.time.periods[-1]
    stages = f"`goal: {{{first}: …, {last}: …}}`"
    if terms.stages:
        return f"write a goal for this period, too: {stages}"
    return f"write `pace: even`, or a goal for each period: {stages}; otherwise it is judged when it is due"
