"""Measures → what their table in columns is made of: which columns it has, and what is said once above it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Struct
from msgspec.structs import replace
from pydantic import Field

from deckgen.ir.blocks import Paragraph, Run, Text
from deckgen.kinds._result_figures import are_figures
from deckgen.kinds._row_lines import MeasureRow, rows_of
from deckgen.kinds._shared import paragraphs
from deckgen.kinds._verdict_cells import shows_statuses, verdict_cell
from deckgen.model import RichText
from deckgen.periods import Period
from deckgen.resolve import SET_ASIDE, Context, Measure

ColumnName = Literal["baseline", "goal", "previous", "reported", "next"]
Columns = Annotated[tuple[ColumnName, ...], Field(min_length=1)]
"""The columns of a table of results, after the name of each row."""


class ColumnPlan(Struct, frozen=True, dict=True):
    """What a table of measures is made of: its rows, the reported period, and the columns that the author names (or none).

    With `common`, what is the same in all rows is left to `common_paragraphs`. `figure_style` is that of reported figures. A
    `brief` table has names without what stands under them: the text of a key result, its baseline, past milestones.
    """

    rows: tuple[MeasureRow, ...]
    measures: tuple[Measure, ...]
    context: Context
    reported: Period
    named: tuple[ColumnName, ...] = ()
    common: bool = False
    figure_style: str = "strong"
    brief: bool = False

    @property
    def is_common(self) -> bool:
        """Whether what is the same in all rows is said once."""
        return self.common and not self.named

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """The earlier periods that have a column."""
        if self.named:
            return self._before[-1:] if "previous" in self.named else ()
        return tuple(p for p in self._before if self._has_results(p) and self.common_result(p) is None)

    @cached_property
    def common_goal(self) -> RichText | None:
        """The goal that all rows have which are not set aside; None if they differ, or if there is only one."""
        return _same([row.goal for row in self._rows_of_goals if not is_set_aside(row)]) if self.is_common else None

    def common_result(self, period: str) -> RichText | None:
        """The result in an earlier period that all rows have which are not set aside, if it has no figure; else None."""
        if not self.is_common:
            return None
        results = [row.lines_in(period) for row in self.rows if not (row.is_line or is_set_aside(row))]
        common = _same([lines[0].text if len(lines) == 1 and not lines[0].quantity else None for lines in results])
        if common is None:
            return None
        lines = (line.text for row in self.rows for line in row.lines_in(period))
        origins = (origin for text in lines if text and text.plain == common.plain for origin in text.origins)
        return replace(common, origins=tuple(dict.fromkeys((*common.origins, *origins))))

    @cached_property
    def measured_later(self) -> RichText | None:
        """When rows without a result in an earlier period will be measured; None if that differs among them."""
        texts = [
            line.text
            for period in self._before if self.common_result(period) is None
            for row in self.rows if row.is_before_measured(period)
            for line in row.lines_in(period)
        ]  # fmt: skip
        return _same(texts) if self.is_common else None

    @cached_property
    def is_figures(self) -> bool:
        """Whether most reported results are single figures, and the others short texts."""
        period = self.reported.name
        return are_figures([lines for row in self.rows if (lines := row.lines_in(period))])

    @cached_property
    def reasons(self) -> list[str]:
        """Why rows have no status, one for each reason in the order of rows; empty if a row has one, or none are shown."""
        period = self.reported.name
        if not shows_statuses(self.context) or any(row.status or row.mark_in(period) for row in self.rows):
            return []
        cells = [verdict_cell(row, self.context, period) for row in self.rows]
        return list(dict.fromkeys(cell.plain_text for cell in cells if cell.paragraphs))

    @cached_property
    def common_reason(self) -> str | None:
        """Why all rows are without a status, unless they only have no result yet; None if that differs among them."""
        reasons = self.reasons if self.is_common else []
        return reasons[0] if len(reasons) == 1 and reasons[0] != self.context.labels["why-no-result"] else None

    def own_texts(self, row: MeasureRow) -> list[tuple[str, RichText]]:
        """What a row that is set aside has in place of what is said once, each text with its label."""
        if not (self.is_common and is_set_aside(row)):
            return []
        labels, found = self.context.labels, list[tuple[str, RichText]]()
        goal = self.common_goal
        is_own = goal is not None and row.goal is not None and row.goal.plain.casefold() != goal.plain.casefold()
        if is_own and row.goal is not None and not self.status_says_goal(row):
            found.append((labels["goal"], row.goal))
        for period in self._before:
            if period in self.earlier or (row.is_before_measured(period) and self.measured_later is not None):
                continue
            common = self.common_result(period)
            texts = [line.text for line in row.lines_in(period) if line.text is not None]
            found += [(labels.period(period), text) for text in texts if common is None or text.plain != common.plain]
        return found

    def status_says_goal(self, row: MeasureRow) -> bool:
        """Whether the word of a row's status is also its goal ("Paused"), which is then not repeated."""
        if row.goal is None or not row.status or not (self.is_common and is_set_aside(row)):
            return False
        return row.goal.plain.casefold() == self.context.labels[row.status].casefold()

    def goal_lead(self) -> str:
        """The words before the goal that is said once: for how many rows, or that others are stated in their rows."""
        labels = self.context.labels
        rows = [row for row in self._rows_of_goals if not is_set_aside(row)]
        is_all = all(label != labels["goal"] for row in self.rows for label, _ in self.own_texts(row))
        return labels.format("goal-of-all", count=len(rows)) if is_all else labels["goal-unless-stated"]

    @cached_property
    def _rows_of_goals(self) -> list[MeasureRow]:
        return [row for row in self.rows if row.goal is not None or not (row.is_line or row.is_heading)]

    @cached_property
    def _before(self) -> tuple[str, ...]:
        """The periods before the reported one that a table may show."""
        return self.reported.window()[: self.reported.window().index(self.reported.name)]

    def _has_results(self, period: str) -> bool:
        """Whether a row has a result in a period, or says in a way of its own when it will; words of one set aside are none."""
        is_said = self.measured_later is not None
        return any(
            row.mark_in(period)
            or (
                any(line.quantity for line in lines) if self.is_common and is_set_aside(row)
                else not (is_said and row.is_before_measured(period))
            )
            for row in self.rows if (lines := row.lines_in(period)) or row.mark_in(period)
        )  # fmt: skip


def is_set_aside(row: MeasureRow) -> bool:
    """Return whether the status of a row says why it has no verdict."""
    return row.status in SET_ASIDE


def plan_columns(  # noqa: PLR0913 -- its options
    measures: Sequence[Measure], context: Context, reported: Period, *, named: Sequence[ColumnName] = (),
    common: bool = False, figure_style: str = "strong", brief: bool = False,
) -> ColumnPlan:  # fmt: skip
    """Return what the table of measures is made of (see `ColumnPlan`)."""
    rows = tuple(row for measure in measures for row in rows_of(measure, reported.name, context.labels))
    return ColumnPlan(rows, tuple(measures), context, reported, tuple(named), common, figure_style, brief)


def common_paragraphs(plan: ColumnPlan) -> list[Paragraph]:
    """Return what is said once above the table: the goal of all rows, and what they share in earlier periods."""
    labels, texts = plan.context.labels, list[Paragraph]()
    if (goal := plan.common_goal) is not None:
        texts.append(lead_paragraph(plan.goal_lead(), goal))
    for name in plan.reported.window():
        if name != plan.reported.name and (text := plan.common_result(name)) is not None:
            texts.append(lead_paragraph(labels.lead(labels.period(name)), text))
    if (text := plan.measured_later) is not None:
        texts += paragraphs(text)
    if (reason := plan.common_reason) is not None:
        lead = labels.lead(labels["status"])
        texts.append(Paragraph((Run(f"{lead} ", bold=True), Run(reason))))
    return texts


def line_block(plan: ColumnPlan, more: Sequence[Paragraph] = ()) -> list[Text]:
    """Return what stands in a line above the table: what is said once, and `more`; nothing if there is neither."""
    texts = [*common_paragraphs(plan), *more]
    if not texts:
        return []
    runs = [run for n, p in enumerate(texts) for run in ((Run("  "),) if n else ()) + p.runs]
    origins = tuple(origin for p in texts for origin in p.origins)
    return [Text("line", (Paragraph(tuple(runs), origins=origins),), plan.context.origin)]


def lead_paragraph(lead: str, text: RichText | None, style: str = "body") -> Paragraph:
    """Return a text on one line after a lead in bold."""
    found = paragraphs(text, style)
    runs = [run for n, p in enumerate(found) for run in ((Run(" "),) if n else ()) + p.runs]
    origins = tuple(origin for p in found for origin in p.origins)
    return Paragraph((Run(lead.rstrip() + " ", bold=True), *runs), style, origins=origins)


def _same(texts: Sequence[RichText | None]) -> RichText | None:
    """Return the text that all have, with the origins of all; None if there are fewer than two, or they differ."""
    known = [text for text in texts if text is not None]
    if len(texts) < 2 or len(known) < len(texts) or len({text.plain.casefold() for text in known}) > 1:
        return None
    return replace(known[0], origins=tuple(dict.fromkeys(origin for text in known for origin in text.origins)))
