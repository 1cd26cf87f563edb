"""A single key result → two texts beside each other: its figure and results, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Text
from deckgen.kinds._card_texts import (
    as_items,
    earlier_texts,
    figure_texts,
    has_own_name,
    is_plain,
    progress_to_goal,
    remaining_lines,
)
from deckgen.kinds._measures import milestone_paragraphs
from deckgen.kinds._reasons import outlook_paragraphs, reason_texts, reasons_in
from deckgen.kinds._shared import heading, paragraphs, plain_paragraph
from deckgen.periods import Period
from deckgen.resolve import Context, Measure


def suits_single(measures: Sequence[Measure], reported: Period) -> bool:
    """Return whether there is only one measure, with more than its name, without parts, lines, statuses and a bar to its goal."""
    if len(measures) != 1 or not is_plain(measures[0]):
        return False
    [measure] = measures
    has_verdict = any(result.status or result.mark for result in measure.results.values())
    has_about = bool(measure.goal or measure.baseline or measure.milestones) or not has_own_name(measure)
    return has_about and not has_verdict and progress_to_goal(measure, reported) is None


def single_texts(measure: Measure, context: Context, reported: Period) -> tuple[Text, Text]:
    """Return the two texts of a single key result: its figure, results and plans, and what it is about."""
    labels = context.labels
    texts = [heading(labels.period(reported.name))]
    large, label = figure_texts(measure, reported.name)
    texts += [*([large] if large is not None else []), *label]
    now = remaining_lines(measure, context, reported.name)
    if large is None:
        now = [replace(p, style="result" if len(now) == 1 else "results") for p in now]
    if large is None and not now:
        now = [plain_paragraph(labels["why-no-result"], "result", role="muted")]
    texts += as_items(now)
    for period in reversed(reported.earlier):
        earlier = earlier_texts(measure, context, period)
        texts += [heading(labels.period(period), "earlier"), *earlier] if earlier else []
    if milestones := milestone_paragraphs(measure, context):
        texts += [heading(labels["planned"], "earlier"), *(replace(p, style="body") for p in milestones)]
    texts += [p for outlook in measure.coming for p in outlook_paragraphs(outlook, labels)]
    return Text("state", tuple(texts), context.origin), Text("text", _about(measure, context, reported), context.origin)


def _about(measure: Measure, context: Context, reported: Period) -> tuple[Paragraph, ...]:
    """Return what a key result is about, with a heading over each part: its text, goal and baseline, and reasons."""
    labels = context.labels
    has_own = has_own_name(measure)
    about = [heading(labels["key-result"]) if has_own else heading(measure.short, origins=measure.short_origins)]
    about += paragraphs(measure.name)
    if measure.goal is not None and measure.goal.raw:
        about += [heading(labels["goal"]), *paragraphs(measure.goal)]
    if measure.baseline:
        about += [heading(labels["baseline"]), *(p for text in measure.baseline for p in paragraphs(text))]
    for reasons in reasons_in(measure, reported.name):
        for name, text in reason_texts(reasons, labels):
            about += [heading(name), *paragraphs(text)]
    return tuple(about)
