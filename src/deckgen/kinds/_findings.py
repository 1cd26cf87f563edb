"""Findings of a deck: its results as a figure with a name, a status and a goal; the worst and the best of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.roles import Status
from deckgen.kinds._figures import with_small_words
from deckgen.kinds._measures import result_line
from deckgen.kinds._shared import plain_paragraph
from deckgen.model import Labels, RichText
from deckgen.resolve import JUDGED, Context, Measure, Result, ResultLine, shown_rows

_BAD: tuple[Status, ...] = ("off-track", "at-risk")
_GOOD: tuple[Status, ...] = ("on-track", "done")
_MAX_GOAL = 24
"""The number of characters of a goal that is shown with a figure."""
_OF_EACH = 2


class ShownFinding(Struct, frozen=True):
    """A finding: its name and its figure (or, in words, its text) as paragraphs, its status, and its goal if that is short."""

    name: tuple[Paragraph, ...] = ()
    figure: tuple[Paragraph, ...] = ()
    status: Status | None = None
    goal: RichText | None = None
    origin: Origin = Origin()


def worst_and_best(context: Context) -> list[ShownFinding]:
    """Return the two worst results of the deck and the two best, by their verdicts, then in the order of the deck."""
    judged = [one for group in context.scorecard for measure in group.measures for one in _judged(measure, context)]
    result: list[ShownFinding] = []
    for statuses in (_BAD, _GOOD):
        ranked = (one for status in statuses for one in judged if one.status == status)
        result += islice(ranked, _OF_EACH)
    return result


def finding_of(measure: Measure, context: Context) -> ShownFinding:
    """Return the finding of a metric: its worst judged line, else its first figure, else what its result says in words."""
    judged = sorted(_judged(measure, context), key=lambda one: JUDGED.index(one.status) if one.status in JUDGED else 0)
    result = measure.results.get(context.deck.period.name)
    figures = (
        _finding(measure, line, None, context.labels) for line in (result.lines if result else ()) if _figure(line)
    )
    return next(iter(judged), None) or next(figures, None) or _in_words(measure, result, context.labels)


def _in_words(measure: Measure, result: Result | None, labels: Labels) -> ShownFinding:
    """Return the finding of a result that begins with no figure: its text, or that there is none yet."""
    lines = [replace(line, status=None) for line in result.lines] if result is not None else []
    texts = [replace(text, style="text") for line in lines for text in result_line(line, labels, strong=False)]
    words = tuple(texts) or (plain_paragraph(labels["why-no-result"], "text", role="muted"),)
    name = plain_paragraph(measure.short, "name", origins=measure.short_origins)
    return ShownFinding((name,), words, result.status if result else None, _short_goal(measure), measure.origin)


def _judged(measure: Measure, context: Context) -> Iterator[ShownFinding]:
    """Yield the lines of a measure, or of its parts, that have a figure and a verdict of their own."""
    period = context.deck.period.name
    for row in shown_rows(measure, period):
        result = row.measure.results.get(period)
        if row.is_heading or result is None:
            continue
        for line, status in _lines_with_statuses(result):
            if status in JUDGED and _figure(line):
                yield _finding(row.measure, line, status, context.labels)


def _lines_with_statuses(result: Result) -> Iterator[tuple[ResultLine, Status | None]]:
    """Yield the lines of a result, each with its own status; of several lines with one status between them, none."""
    if result.shows_each:
        yield from ((line, line.status) for line in result.lines)
    elif result.status is None:
        return
    elif len(result.lines) == 1:
        yield result.lines[0], result.status
    elif len(result.lines) == len(result.verdicts):
        yield from zip(result.lines, (verdict.status for verdict in result.verdicts), strict=True)


def _figure(line: ResultLine) -> str:
    """Return the figure of a line that begins with it, with the name of what it is based on; empty without one."""
    if line.quantity is None or line.text is None:
        return ""
    raw = line.quantity.raw
    return raw if line.text.plain.lstrip("(").startswith(raw) else ""


def _finding(measure: Measure, line: ResultLine, status: Status | None, labels: Labels) -> ShownFinding:
    name = labels.listed([measure.short, line.of]) if line.of else measure.short
    origins = (*measure.short_origins, *((line.of_origin,) if line.of_origin else ()))
    figure = with_small_words(
        Paragraph((Run(_figure(line)),), "figure", origins=line.text.origins if line.text else ())
    )
    name_of_line = plain_paragraph(name, "name", origins=origins)
    return ShownFinding((name_of_line,), (figure,), status, _short_goal(measure), measure.origin)


def _short_goal(measure: Measure) -> RichText | None:
    """Return the goal of a measure if it has room in a line."""
    goal = measure.goal
    return goal if goal is not None and len(goal.paragraphs) == 1 and len(goal.plain) <= _MAX_GOAL else None
