"""Key results → cards: one table with a column for each, after one with the names of its rows.

Every row of the table has one aspect of all cards: the reported result, a bar for how far the goal is reached (if half of the
cards can have one), the goal, earlier results, what is planned, and, unless they are `brief`, what was written down as key result
and its baseline. A row that no card needs is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import BULLET, Cell, Column, Paragraph, Progress, Row, Table
from deckgen.ir.roles import ColourRole
from deckgen.kinds._card_texts import (
    as_items,
    bar_says_goal,
    card_name,
    earlier_texts,
    figure_texts,
    goal_mark,
    has_figure,
    has_own_name,
    judged,
    planned_texts,
    progress_to_goal,
    remaining_lines,
)
from deckgen.kinds._measures import result_places
from deckgen.kinds._reasons import reasons_in
from deckgen.kinds._shared import joined_runs, paragraphs, plain_paragraph, status_word, table_alt
from deckgen.periods import Period
from deckgen.resolve import Context, Measure

_LABEL_COLUMN = "label"
"""The style of the names of rows."""


class Cards(Struct, frozen=True, dict=True):
    """The cards of measures in a period; `brief` ones have no text of the key result, no baseline and no past milestones."""

    measures: tuple[Measure, ...]
    context: Context
    reported: Period
    brief: bool = False

    def table(self, slot: str, title: str) -> Table:
        """Return the table of the cards; its header has their names."""
        header = Row((Cell(), *(Cell(card_name(measure)) for measure in self.measures)), "header")
        columns = (Column(tight=True), *(Column(fixed=True) for _ in self.measures))
        alt = table_alt(self.context, title, header)
        rows = tuple(map(_to_the_end, filter(_has_content, self._rows())))
        return Table(slot, columns, (_to_the_end(header),), rows, alt, self.context.origin)

    def _rows(self) -> Iterator[Row]:
        labels, now = self.context.labels, self.reported.name
        result = [
            replace(self._row(self._result, labels.period(now), "primary"), bound="below"),
            replace(self._row(self._status), bound="above"),
            replace(self._row(self._bar), bound="below"),
            replace(self._row(self._mark), bound="above"),
            self._row(self._details),
        ]
        *others, last = _bound([row for row in result if _has_content(row)])
        yield from (replace(row, ruled=False) for row in others)
        yield last
        yield from self._reasons()
        yield self._row(self._goal, labels["goal"])
        for period in reversed(self.reported.earlier):
            yield self._row(partial(self._earlier, period), labels.period(period))
        yield self._row(self._planned, labels["next" if self.brief else "plan"])
        if not self.brief:
            yield self._row(self._definition, labels["key-result"])
            yield self._row(self._baseline, labels["baseline"])

    def _reasons(self) -> Iterator[Row]:
        """Yield the rows that say why results are what they are, and what comes next; brief cards have that with the plans."""
        labels = self.context.labels
        yield self._row(partial(self._reason, "because"), labels["why"])
        if not self.brief:
            yield self._row(partial(self._reason, "next"), labels["next"])
        yield self._row(partial(self._reason, "back_on_track"), labels["back-on-track"])

    def _reason(self, name: str, measure: Measure) -> Cell:
        found = reasons_in(measure, self.reported.name)
        return Cell(tuple(p for each in found for p in paragraphs(getattr(each, name))))

    def _row(self, cell: Callable[[Measure], Cell], label: str = "", role: ColourRole | None = None) -> Row:
        """Return a row of all cards, after its name."""
        name = Cell((plain_paragraph(label, _LABEL_COLUMN, role=role),) if label else ())
        return Row((name, *_items_alike([cell(measure) for measure in self.measures])))

    def _result(self, measure: Measure) -> Cell:
        """Return the cell of the result: its main figure and what that means, or its text.

        The status of a text stands over it, but on cards with figures in a row of its own (`_status`). A delivered step that says
        what it was leads with that.
        """
        large, label = figure_texts(measure, self.reported.name)
        if large is not None:
            return Cell((large, *(replace(p, style="unit") for p in label)))
        texts, result = self._lines(measure), measure.results.get(self.reported.name)
        # A step of which nothing is said but that it was delivered is no result to print large.
        status = self._in_words(measure, "result" if texts or result is None or result.status else "body")
        if result is None or result.is_open:
            text = self.context.labels["why-no-result"]
            texts = [plain_paragraph(text, "result", role="muted", origins=result_places(result))]
        elif status.paragraphs and not (texts and self._has_figures):
            if result.mark and not result.status and len(texts) == 1:
                words = [replace(p, style="body") for p in status.paragraphs]
                return replace(status, paragraphs=(replace(texts[0], style="result"), *words))
            return replace(status, paragraphs=(*status.paragraphs, *as_items(texts)))
        else:
            style = "result" if len(texts) == 1 else "results"
            texts = [
                judged(replace(p, style=style), result) if style == "result" else replace(p, style=style) for p in texts
            ]
        return Cell(tuple(as_items(texts)))

    def _status(self, measure: Measure) -> Cell:
        """Return the cell of a status or step under the result, unless the cell of the result has it."""
        result = measure.results.get(self.reported.name)
        is_open = result is None or result.is_open
        is_below = is_open or has_figure(measure, self.reported.name) or (self._has_figures and self._lines(measure))
        return self._in_words(measure, "body") if is_below else Cell()

    @cached_property
    def _has_figures(self) -> bool:
        return any(has_figure(measure, self.reported.name) for measure in self.measures)

    def _in_words(self, measure: Measure, style: str) -> Cell:
        """Return the cell of the words of a status and of a delivered step, with their mark."""
        labels, result = self.context.labels, measure.results.get(self.reported.name)
        if result is None:
            return Cell()
        words = [status_word(labels[result.status], result.status, style)] if result.status else []
        if result.mark:
            words.append(status_word(labels["delivered"], "delivered", style))
        return Cell(tuple(words), mark=(result.status or result.mark) if words else None)

    def _lines(self, measure: Measure) -> list[Paragraph]:
        return remaining_lines(measure, self.context, self.reported.name)

    def _details(self, measure: Measure) -> Cell:
        """Return the cell of what a result says besides its figure."""
        texts = self._lines(measure) if has_figure(measure, self.reported.name) else []
        return Cell(tuple(as_items(texts)))

    def _bar(self, measure: Measure) -> Cell:
        return Cell(progress=self._progress(measure))

    def _progress(self, measure: Measure) -> Progress | None:
        """Return how far the goal is reached, if half of the cards have that: a single bar would leave holes in all others."""
        return progress_to_goal(measure, self.reported) if self._has_bars else None

    @cached_property
    def _has_bars(self) -> bool:
        with_bar = [m for m in self.measures if progress_to_goal(m, self.reported) is not None]
        return 2 * len(with_bar) >= len(self.measures)

    def _mark(self, measure: Measure) -> Cell:
        """Return the cell of the figure at the tick of a bar."""
        progress = self._progress(measure)
        if progress is None:
            return Cell()
        text = self.context.labels.format("alt-goal", goal=goal_mark(measure, complete=self._bars_say_goals))
        origins = measure.goal.origins if measure.goal is not None and self._bars_say_goals else ()
        return Cell((plain_paragraph(text, "tick", origins=origins),), along=progress.goal)

    @cached_property
    def _bars_say_goals(self) -> bool:
        """Whether the bars say all goals completely, so that no card needs a row for it."""
        measures = [m for m in self.measures if m.goal is not None and m.goal.raw]
        return self._has_bars and all(bar_says_goal(m, self.reported) for m in measures)

    def _goal(self, measure: Measure) -> Cell:
        """Return the cell of the goal, unless the bars say all goals."""
        goal = measure.goal
        if goal is None or not goal.raw or self._bars_say_goals:
            return Cell()
        return Cell((Paragraph(joined_runs(goal.paragraphs, self.context.labels), origins=goal.origins),))

    def _earlier(self, period: str, measure: Measure) -> Cell:
        result = measure.results.get(period)
        texts = earlier_texts(measure, self.context, period)
        return Cell(tuple(as_items(texts)), mark=result.mark if result is not None and texts else None)

    def _planned(self, measure: Measure) -> Cell:
        names = self.reported.calendar.names
        if not self.brief:
            return Cell(tuple(planned_texts(measure, self.context, names, is_headed=True)))
        later = planned_texts(measure, self.context, names[self.reported.index + 1 :], is_headed=True)
        return Cell((*self._reason("next", measure).paragraphs, *later))

    def _definition(self, measure: Measure) -> Cell:
        """Return the cell of the text of the key result, unless it is the card's name."""
        return Cell(() if has_own_name(measure) else tuple(paragraphs(measure.name, "full")))

    def _baseline(self, measure: Measure) -> Cell:
        return Cell(tuple(p for text in measure.baseline for p in paragraphs(text, "full")))


def _items_alike(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells of a row of which those with several texts have bullets if others beside them have."""
    is_list = any(paragraph.bullet == BULLET for cell in cells for paragraph in cell.paragraphs)
    for cell in cells:
        is_plain = len(cell.paragraphs) > 1 and len({(p.style, p.bullet) for p in cell.paragraphs}) == 1
        texts = [replace(p, bullet=BULLET) for p in cell.paragraphs] if is_list and is_plain else cell.paragraphs
        yield replace(cell, paragraphs=tuple(texts))


def _to_the_end(row: Row) -> Row:
    """Return a row whose last card ends where the title and the rules do."""
    return replace(row, cells=(*row.cells[:-1], replace(row.cells[-1], flush_at_end=True)))


def _bound(rows: Sequence[Row]) -> list[Row]:
    """Return rows of which those stay bound to the next one whose next one is bound to them."""
    following = [*(row.bound for row in rows[1:]), None]
    is_free = [row.bound == "below" and after != "above" for row, after in zip(rows, following, strict=True)]
    return [replace(row, bound=None) if free else row for row, free in zip(rows, is_free, strict=True)]


def _has_content(row: Row) -> bool:
    return any(cell.paragraphs or cell.mark or cell.progress for cell in row.cells[1:])
