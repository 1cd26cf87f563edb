"""One result → sentences that say what it was read as, by what it is judged, and why it has its verdict or none."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.explain.results import Explained
from deckgen.quantities import Figure, Reading, Statement, read_baseline
from deckgen.resolve.lines import Line
from deckgen.verdicts import (
    AppliedGoal,
    Verdict,
    apply_goal,
    figure_text,
    goal_text,
    number_text,
    said_directions,
    single_figure,
    slack_text,
)

_STATUS_TEXTS = {"no-data": "no data"}
_COUNTS = {
    "level": "Each result is the state at its time (`counts: level`).",
    "to-date": "Each result counts everything since the year began (`counts: to-date`).",
    "per-period": "Each result counts its own period; they are added up through the year (`counts: per-period`).",
}


def sentences(explained: Explained) -> list[str]:
    """Return everything that the verdict of a result depends on, and the verdict last."""
    if explained.sums_up_measures:
        return [_verdict_sentence(explained), *_display(explained)]
    return [
        *_result(explained), *_baseline(explained.line), *_goal(explained.line), *_terms(explained),
        _verdict_sentence(explained), *_what_to_write(explained), *_number_says(explained), *_display(explained),
    ]  # fmt: skip


def status_text(verdict: Verdict) -> str:
    """Return the status of a verdict in words; an en dash if there is none."""
    return verdict.status.replace("-", " ") if verdict.status else "–"


def _quoted(text: str) -> str:
    return f"“{text}”"


def _result(explained: Explained) -> Iterator[str]:
    entry, reading = explained.entry, explained.line.reading(explained.period)
    names = explained.line.time.periods
    if entry is None or not (explained.result or entry.status or entry.mark):
        yield f"There is no result for {explained.period}."
        measured = explained.line.time.measured
        if measured and explained.period not in measured:
            yield f"It is measured in {_listed([*measured])}."
        return
    if names.index(explained.period) > names.index(explained.reported.name):
        after = f"{explained.period} comes after {explained.reported.name}, which is reported"
        yield f"{after}: {_quoted(explained.result)} is a plan, not a result."
        return
    if entry.mark is not None:
        yield f"It is marked as a step that was delivered in {explained.period}, which says nothing of the whole."
    if entry.value is not None and reading is not None and reading.statements:
        said = figure_text(reading.statements[0].figure)
        yield f"The result {_quoted(explained.result)} is {said}, as its `value` says."
    elif reading is not None:
        yield _reading(f"The result {_quoted(explained.result)}", reading, explained.verdict.figure)
    if entry.score is not None:
        yield f"Its score is {entry.score:g}."


def _reading(what: str, reading: Reading, main: Figure | None) -> str:
    """Return what a text was read as; `main` is the figure that is compared, if one is."""
    if reading.problems:
        return f"{what} was not read, since {_quoted(reading.problems[0])} in it was not understood."
    figure = main or single_figure(reading)
    rivals = [s for s in reading.statements if figure is not None and s.figure.is_comparable_to(figure)]
    if figure is None or (main is None and sum(not s.is_marked for s in rivals) > 1):
        stated = [_quoted(s.figure.raw) for s in reading.statements]
        if not stated:
            return f"{what} holds no number that counts as a result."
        return f"{what} holds {_listed(stated)}, of which none is clearly the result."
    beside = [_beside(s) for s in reading.statements if s.figure is not figure]
    return f"{what} is read as {figure_text(figure)}{''.join(beside)}."


def _beside(statement: Statement) -> str:
    raw, read = _quoted(statement.figure.raw), figure_text(statement.figure)
    if statement.is_marked:
        return f"; {raw} beside it is a target, a plan or an earlier figure"
    return f"; {raw} beside it is read as {read} and not compared"


def _listed(texts: list[str]) -> str:
    return " and ".join(texts)


def _baseline(line: Line) -> Iterator[str]:
    if line.baseline_text is not None and line.baseline_text.raw:
        text = " ".join(line.baseline_text.plain.split())
        yield _reading(
            f"The baseline {_quoted(text)}", read_baseline(line.baseline_text.raw, line.language), line.baseline
        )


def _goal(line: Line) -> Iterator[str]:
    """Yield what the goal was read as, and whether it is standing or due."""
    goal, text = line.goal, " ".join(line.goal_text.plain.split()) if line.goal_text is not None else ""
    if goal is None:
        yield "There is no goal."
        return
    what = f"The goal {_quoted(text)}"
    applied = apply_goal(line.terms)
    if goal.problems:
        yield f"{what} was not read, since {_quoted(goal.problems[0])} in it was not understood."
    elif goal.keeps_baseline:
        kept = f": {goal_text(applied.goal, applied.target)}" if applied is not None else ""
        yield f"{what} is to keep the baseline{kept}."
    elif goal.figure is None:
        yield f"{what} holds no number."
    elif line.terms.stages:
        stages = (
            f"{goal_text(stage)} in {name}" for name, stage in line.terms.stages.items() if stage.figure is not None
        )
        yield f"The goal has stages: {', '.join(stages)}."
    else:
        yield f"{what} is read as {goal_text(goal, applied.target if applied is not None else None)}."
    if applied is not None and not line.terms.stages:
        yield _standing_or_due(applied)


def _standing_or_due(applied: AppliedGoal) -> str:
    if not applied.is_due:
        return "It is a standing goal: it holds in every period."
    if applied.is_ceiling:
        return "It is a ceiling for the whole year."
    return f"It is due in {applied.due}." if applied.due else "It is due after this year."


def _terms(explained: Explained) -> Iterator[str]:
    """Yield which way is better, what results count, and the tolerance: what a comparison needs besides the two numbers."""
    line = explained.line
    applied = apply_goal(line.terms)
    if applied is None:
        return
    yield from _better(line, applied)
    if line.terms.counts is not None:
        yield _COUNTS[line.terms.counts]
    elif not applied.is_level:
        yield (
            "Nothing says what results count (`counts:`), so there is a verdict only where it does not matter whether they "
            "are totals or single periods."
        )
    if line.terms.pace is not None:
        yield "Before it is due, each period needs its even share of the way (`pace: even`)."
    yield from _tolerance(line, applied)


def _better(line: Line, applied: AppliedGoal) -> Iterator[str]:
    direction = applied.target.direction
    if direction == 0:
        yield "What lies between the two limits reaches it."
        return
    sources = [source for _, source in said_directions(applied.goal, line.terms)]
    word = "Higher" if direction > 0 else "Lower"
    if sources:
        yield f"{word} is better, as {_listed(sources)} {'says' if len(sources) == 1 else 'say'}."
    else:
        yield f"{word} counts as better, since nothing says otherwise."


def _tolerance(line: Line, applied: AppliedGoal) -> Iterator[str]:
    said, target, figure = line.terms.tolerance, applied.target, applied.goal.figure
    assert figure is not None  # an applied goal has one
    if said is None and applied.is_ceiling and applied.is_due:
        yield "Once it is passed, the result is off track."
        return
    distance = slack_text(figure, target.slack)
    limit = target.low if target.low is not None else target.high
    is_usual = limit is not None and abs(target.slack - abs(limit) / 10) < 1e-9
    if said is not None:
        source = (
            f"{number_text(said.value * 100)}% of it, as `tolerance` says" if said.relative else "as `tolerance` says"
        )
    else:
        source = "10% of it" if is_usual else "no more than what is left up to 100%"
    if line.terms.stages or (line.terms.pace is not None and (said is None or said.relative)):
        share = said.value * 100 if said is not None else 10
        yield f"A result that misses its goal by up to {number_text(share)}% is at risk, beyond that off track."
    elif target.slack == 0:
        yield "A result that misses it is off track."
    else:
        yield f"A result that misses it by up to {distance} ({source}) is at risk, beyond that off track."


def _verdict_sentence(explained: Explained) -> str:
    verdict = explained.verdict
    if verdict.status is None:
        return f"No verdict: {verdict.reason}."
    return f"Verdict: {status_text(verdict)}, {_why(verdict)}."


def _why(verdict: Verdict) -> str:
    return f"because {verdict.reason}" if verdict.cause == "written" else verdict.reason


def _what_to_write(explained: Explained) -> Iterator[str]:
    if explained.advice:
        yield f"To get one, {explained.advice}."


def _number_says(explained: Explained) -> Iterator[str]:
    """Yield what the number says where the author wrote the status."""
    if not explained.verdict.is_written or not explained.line.reading(explained.period):
        return
    computed = explained.line.computed(explained.period)
    if computed.status is None:
        yield f"The number alone gives no verdict: {computed.reason}."
    elif computed.status == explained.verdict.status:
        yield f"The number says the same: {computed.reason}."
    else:
        yield f"The number says otherwise: {status_text(computed)}, {computed.reason}."


def _display(explained: Explained) -> Iterator[str]:
    """Yield that the deck does not show the verdict, where its settings say so."""
    if explained.verdict.status is not None and not explained.is_shown:
        what = "no statuses" if explained.shown == "none" else "only statuses that the author wrote"
        yield f"The deck does not show it: it shows {what} here (`verdicts:` in deck.yaml)."
