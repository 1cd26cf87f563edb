"""Results of a deck → lines of text: all of them in a table, or those without a verdict by what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deckgen.diagnostics.wording import counted
from deckgen.explain.results import Explained, Outcome, flattened
from deckgen.explain.sentences import status_text

_WIDTH, _ENTRY_WIDTH = 32, 80
"""Characters of the longest result or goal that is shown in full, in the table and in the list."""


def list_all(results: Sequence[Explained]) -> list[str]:
    """Return a table of every result with its measures, and how many there are of each kind."""
    rows = [("id", "period", "result", "goal", "verdict", "reason")]
    rows += [
        (r.id, r.period, _cut(r.result, _WIDTH), _cut(r.goal, _WIDTH), status_text(r.verdict), r.verdict.reason)
        for r in flattened(results)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    table = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]) for row in rows
    ]
    return ["", *(line.rstrip() for line in table), "", _totals(results)]


def _totals(results: Sequence[Explained]) -> str:
    single = _single(results)
    judged = Counter(status_text(r.verdict) for r in single if r.outcome is Outcome.JUDGED)
    statuses = ", ".join(f"{number} {text}" for text, number in judged.most_common())
    parts = [f"{judged.total()} {Outcome.JUDGED}{f' ({statuses})' if statuses else ''}"]
    outcomes = Counter(result.outcome for result in single)
    parts += [f"{outcomes[outcome]} {outcome}" for outcome in Outcome if outcomes[outcome]][bool(judged) :]
    return f"{counted(len(single), 'result')}: {', '.join(parts)}"


def list_without_verdict(results: Sequence[Explained], period: str) -> list[str]:
    """Return the results without a verdict with their reasons, and what to write where something can be mended.

    Those of another period than `period` are marked with theirs.
    """
    single = _single(results)
    without = [result for result in single if result.verdict.status is None]
    lines: list[str] = []
    for outcome in Outcome:
        group = [line for result in without if result.outcome is outcome for line in _entry(result, period)]
        lines += ["", f"{outcome[:1].upper()}{outcome[1:]}:", *group] if group else []
    verb = "has" if len(without) == 1 else "have"
    total = f"{len(without) or 'none'} of {counted(len(single), 'result')} {verb} no verdict"
    return [*lines, "", f"{total} (`deckgen explain --all` lists every one)"]


def _single(results: Sequence[Explained]) -> list[Explained]:
    """Return results and their measures, but not the rows whose verdict is that of their measures."""
    return [result for result in flattened(results) if not result.sums_up_measures]


def _entry(result: Explained, period: str) -> Iterator[str]:
    when = f" in {result.period}" if result.period != period else ""
    goal = f" (goal “{_cut(result.goal, _ENTRY_WIDTH)}”)" if result.goal else ""
    texts = f" “{_cut(result.result, _ENTRY_WIDTH)}”{goal}:" if result.result else ""
    yield f"  {result.id}{when}:{texts} {result.verdict.reason}"
    if result.outcome is Outcome.NOT_COMPARED:
        yield f"    to get one, {result.advice}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
