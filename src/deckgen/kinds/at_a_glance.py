"""at-a-glance: the summary for executives: how many results have which verdict, findings with figures, decisions asked for."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Annotated, Self

from msgspec.structs import replace
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Slide, Table, Text
from deckgen.kinds._decision_content import Decision
from deckgen.kinds._figures import figure_paragraphs
from deckgen.kinds._findings import ShownFinding, finding_of, worst_and_best
from deckgen.kinds._shared import (
    character_width,
    heading,
    in_status_colour,
    item_paragraphs,
    paragraphs,
    plain_paragraph,
    slide,
    status_word,
    table_alt,
)
from deckgen.kinds._verdicts import counts_line, deck_counts
from deckgen.model import Item, MetricId, Model, RichText, SlideContent, SlideEntry
from deckgen.model.verdict_fields import StatusField
from deckgen.resolve import Context

EXAMPLE = """\
kind: at-a-glance
title: The quarter at a glance
headline: More readers stay, but fewer of them edit
findings:
  - value: +8.1%
    text: readers who come back
    status: on-track
  - value: 24%
    text: readers who edit; a year ago 27%
    status: off-track
  - value: 12 days
    text: from report to answer; a year ago 16
decisions:
  - ask: May the survey move to March?
    by: end of January
    owner: Chief Product Officer
"""
MAX_FINDINGS = 5
_BRIEF_LINES, _LINE_LETTERS, _NAME_LETTERS = 2, 120, 60
"""The lines of a brief request under its heading, the characters in one over the width of the slide, and in a short name."""
_FIGURE_LETTERS = 21
"""How many characters of figures in large type fit side by side: longer ones are smaller, which the texts below need not be."""


class Finding(Model):
    """A figure and what it means, or a metric, which has both; `value`, `text` and `status` replace those of the metric."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["metric"]}, {"required": ["value", "text"]}]})

    metric: MetricId | None = None
    """The id of a metric of `data/metrics.yaml`."""
    value: RichText | None = None
    """The figure, in large type."""
    text: RichText | None = None
    """What the figure means, in a few words."""
    status: StatusField | None = None
    """The status of the figure."""

    @model_validator(mode="after")
    def _require_content(self) -> Self:
        if self.metric is None and (self.value is None or self.text is None):
            message = "a finding has a `metric`, or a `value` and a `text`"
            raise PydanticCustomError("field_choice", message, {})
        return self


class Content(SlideContent):
    """Findings and decisions.

    Without `findings`, they are the two worst and the two best results by verdict; without `decisions`, those that the slides of
    the deck ask for. If there are none, the actions of the first overview stand in their place.
    """

    label = "At a glance"
    words = {
        "worst-and-best": "The two worst and the two best results by verdict.",
        "with-goal": "Goal: {goal}",
        "without-verdict": "without a verdict",
        "actions": "Actions, from page {page}",
        "ask": "What we ask you to decide",
        "by": "by {by}",
    }
    summarises = True

    findings: Annotated[tuple[Finding, ...], Field(max_length=MAX_FINDINGS)] = ()
    """Three to five findings."""
    decisions: tuple[Decision, ...] = ()
    """The requested decisions; their options are not shown here."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the findings over the counts of verdicts and the decisions."""
    has_topic = content.title not in (None, context.section.title)
    title = content.title if has_topic and content.title else context.labels["label"]
    named = [_named(finding, context, n) for n, finding in enumerate(content.findings)]
    findings = named or worst_and_best(context)
    blocks: list[Block] = []
    if findings:
        blocks.append(_findings_table(findings, title, context))
    if findings and not named:
        blocks.append(Text("basis", (plain_paragraph(context.labels["worst-and-best"]),), context.origin))
    decisions = _decisions(content, context)
    asked = _decisions_text(decisions, context) if decisions else _actions_text(context)
    if asked is not None:
        blocks.append(asked)
    counts = deck_counts(context)
    if counts.known:
        blocks.append(counts_line("verdicts", counts, title, context))
    layout = "at-a-glance"
    if asked is not None:
        layout = "at-a-glance-brief" if _are_brief(named, asked) else "at-a-glance-decisions"
    return slide(content.model_copy(update={"title": title}), context, layout, blocks)


def _are_brief(named: Sequence[ShownFinding], asked: Text) -> bool:
    """Whether findings have short names, and what is asked takes few lines: the findings then have the rest of the page."""
    names = [character_width(paragraph.plain_text) for finding in named for paragraph in finding.name]
    lines = (ceil(character_width(paragraph.plain_text) / _LINE_LETTERS) for paragraph in asked.paragraphs[1:])
    return bool(names) and max(names) <= _NAME_LETTERS and sum(lines) <= _BRIEF_LINES


def _named(finding: Finding, context: Context, number: int) -> ShownFinding:
    """Return a finding of the author, with what it takes from its metric."""
    origin = context.origin.at("findings", number)
    shown = finding_of(context.metric(finding.metric), context) if finding.metric is not None else ShownFinding()
    return ShownFinding(
        tuple(paragraphs(finding.text, "name")) or shown.name,
        tuple(figure_paragraphs(finding.value)) or shown.figure,
        finding.status or (shown.status if finding.value is None else None),
        shown.goal if finding.value is None else None,
        origin,
    )


def _findings_table(findings: Sequence[ShownFinding], title: str, context: Context) -> Table:
    """Return a table with a column for each finding: its figure over its name, and the status with the goal."""
    figures = Row(tuple(Cell(texts) for texts in _sized([_coloured(finding) for finding in findings])), "header")
    names = Row(tuple(Cell(finding.name) for finding in findings), ruled=False)
    rows = [names]
    if any(finding.status or finding.goal for finding in findings):
        rows.append(Row(tuple(_status_cell(finding, context) for finding in findings), ruled=False))
    origin = context.origin.at("findings")
    alt = table_alt(context, title, names)
    return Table("findings", tuple(Column() for _ in findings), (figures,), tuple(rows), alt, origin, fixed=True)


def _coloured(finding: ShownFinding) -> tuple[Paragraph, ...]:
    """Return the figure, in the colour of its status if it has one."""
    if finding.status is None:
        return finding.figure
    return tuple(in_status_colour(p, finding.status) for p in finding.figure)


def _sized(figures: Sequence[tuple[Paragraph, ...]]) -> list[tuple[Paragraph, ...]]:
    """Return figures, all in a smaller style if the longest, without its small words, is too wide for its column."""
    widths = (
        sum(character_width(run.text) for run in paragraph.runs if not run.small)
        for paragraphs in figures
        for paragraph in paragraphs
        if paragraph.style == "figure"
    )
    if max(widths, default=0) * len(figures) <= _FIGURE_LETTERS:
        return list(figures)
    return [tuple(replace(p, style="small-figure") if p.style == "figure" else p for p in each) for each in figures]


def _status_cell(finding: ShownFinding, context: Context) -> Cell:
    """Return the status in words, over the goal if that is short."""
    status = finding.status
    words = (status_word(context.labels[status], status, "body"),) if status is not None else ()
    if finding.goal is None:
        return Cell(words, mark=status)
    before, _, after = context.labels["with-goal"].partition("{goal}")
    runs = (Run(before), *finding.goal.paragraphs[0].runs, Run(after))
    goal = Paragraph(tuple(run for run in runs if run.text), "body", origins=finding.goal.origins)
    return Cell((*words, goal), mark=status)


def _decisions(content: Content, context: Context) -> list[tuple[Decision, Origin]]:
    """Return the decisions of the slide, else those of all other visible slides, with their origins."""
    if content.decisions:
        return [(one, context.origin.at("decisions", n)) for n, one in enumerate(content.decisions)]
    return [
        (one, entry.origin.at("decisions", n))
        for entry in _slides(context, "decisions")
        for n, one in enumerate(entry.content.decisions)  # type: ignore[attr-defined]
    ]


def _decisions_text(decisions: Sequence[tuple[Decision, Origin]], context: Context) -> Text:
    """Return the questions, each with who decides and by when."""
    texts: list[Paragraph] = [heading(context.labels["ask"])]
    for decision, origin in decisions:
        parts = [
            decision.owner or "",
            context.labels.format("by", by=context.labels.dates(decision.by)) if decision.by else "",
        ]
        origins = tuple(origin.at(name) for name in ("owner", "by") if getattr(decision, name))
        texts += paragraphs(decision.ask, "lead")
        if origins:
            texts[-1] = replace(texts[-1], keep_with_next=True)
            texts.append(plain_paragraph(context.labels.listed(filter(None, parts)), "small", origins=origins))
    return Text("decisions", tuple(texts), context.origin.at("decisions"))


def _actions_text(context: Context) -> Text | None:
    """Return the actions of the first overview that has some, with its page; None if there is none."""
    for entry in _slides(context, "overview"):
        actions: Sequence[Item] = entry.content.actions  # type: ignore[attr-defined]
        if actions:
            before, _, after = context.labels["actions"].partition("{page}")
            head = Paragraph(
                (Run(before), Run("00", page_of=entry.origin.slide), Run(after)), "heading", keep_with_next=True
            )
            return Text("decisions", (head, *item_paragraphs(actions, bulleted=False)), entry.origin.at("actions"))
    return None


def _slides(context: Context, kind: str) -> Iterator[SlideEntry]:
    """Yield the visible slides of a kind, in the order of the deck."""
    slides = (entry for section in context.deck.sections for entry in section.slides if not entry.content.hidden)
    return (entry for entry in slides if entry.content.kind == kind)
