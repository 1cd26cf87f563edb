"""Results → the cell with their verdict: shape and word of the status, a delivered step, or why there is no status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Paragraph, Row, Run
from deckgen.kinds._row_lines import MeasureRow
from deckgen.kinds._shared import plain_paragraph, status_word
from deckgen.model import Labels
from deckgen.resolve import Context, Measure, Result, ResultLine
from deckgen.verdicts import Cause

SEPARATOR = (Run(" · ", role="muted"),)
"""Between several lines in one paragraph."""
_REASONS: Mapping[Cause, str] = {
    "judged": "why-not-judged", "behind-baseline": "why-not-judged", "written": "why-not-judged",
    "not-understood": "why-not-compared", "not-comparable": "why-not-compared", "contradiction": "why-not-compared",
    "excluded": "why-excluded",
}  # fmt: skip
"""The words for why a row has no status; the other causes depend on the row."""


_MEANINGS: Mapping[str, str] = {
    "why-goal-in-words": "means-goal-in-words", "why-not-compared": "means-not-compared",
    "why-not-judged": "means-not-judged", "why-excluded": "means-excluded",
}  # fmt: skip
"""What the words say that readers cannot understand by themselves."""


def shows_statuses(context: Context) -> bool:
    """Whether the deck shows statuses at all, so that a missing one needs a reason."""
    return {context.deck.statuses, context.deck.verdicts.key_results} - {None} != {"none"}


def verdict_cell(row: MeasureRow, context: Context, period: str) -> Cell:
    """Return the cell with the verdict of a row; that of a heading, or of a line without one, is empty."""
    if row.is_line or row.is_heading:
        if row.status is None:
            return Cell()
        return Cell((status_word(context.labels[row.status], row.status),), mark=row.status)
    return status_cell(row.measure, context, period)


def status_cell(measure: Measure, context: Context, period: str) -> Cell:
    """Return the cell with the status, that of each line, or the step that was delivered; else why there is none."""
    labels, result = context.labels, measure.results.get(period)
    if result and result.shows_each and any(line.status for line in result.lines):
        return Cell((_words_of_lines(result.lines, labels),))
    step = (status_word(labels["delivered"], "delivered"),) if result and result.mark else ()
    if result and result.status:
        return Cell((status_word(labels[result.status], result.status), *step), mark=result.status)
    if step:
        return Cell(step, mark="delivered")
    why = why_without_status(measure, result, labels) if shows_statuses(context) else labels["open"]
    return Cell((plain_paragraph(why, role="muted"),))


def _words_of_lines(lines: Sequence[ResultLine], labels: Labels) -> Paragraph:
    """Return the statuses of several lines in one paragraph, in the order of the lines."""
    words = [
        Run(labels[line.status], bold=True, status=line.status) if line.status else Run(labels["open"], role="muted")
        for line in lines
    ]
    return Paragraph(tuple(run for n, word in enumerate(words) for run in ((*(SEPARATOR if n else ()), word))))


def why_without_status(measure: Measure, result: Result | None, labels: Labels) -> str:
    """Return in a few words why a row has no status."""
    verdicts = result.verdicts if result else ()
    verdict = next(iter(sorted(verdicts, key=lambda one: one.status is not None)), None)
    if result is None or verdict is None or (verdict.cause == "no-result" and len(result.lines) < len(verdicts)):
        return labels["why-no-result"]
    if verdict.cause == "no-goal":
        return labels["why-goal-in-words" if measure.goal and measure.goal.raw else "why-no-goal"]
    if verdict.cause == "not-due":
        return labels.format("why-due", period=labels.period(verdict.due)) if verdict.due else labels["why-not-due"]
    return labels[_REASONS.get(verdict.cause, "why-not-compared")]


def with_meanings(rows: Iterable[Row], labels: Labels) -> list[Row]:
    """Return the rows of a table; in the last column, each word that needs it is explained where it first stands."""
    open_words = {labels[word]: labels[meaning] for word, meaning in _MEANINGS.items()}
    found: list[Row] = []
    for row in rows:
        *others, last = row.cells
        meaning = open_words.pop(last.plain_text, None) if row.kind != "group" else None
        if meaning is not None:
            last = replace(last, paragraphs=(*last.paragraphs, plain_paragraph(meaning, "small", role="muted")))
        found.append(replace(row, cells=(*others, last)))
    return found
