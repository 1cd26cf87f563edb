"""Key results → cards: one table with a column for each, or, of a single one, two texts beside each other.

Every row of the table has one aspect of all cards: figure and goal, a bar for how far the goal is reached, the reported result,
earlier ones, and what was written down as key result and baseline. A row that no card needs is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import ceil

from msgspec.structs import replace

from deckgen.charts.spec_texts import figure_text
from deckgen.ir.blocks import Cell, ColourRole, Column, Paragraph, Progress, Row, Run, Status, Table, Text
from deckgen.kinds._measures import baseline_paragraphs, milestone_paragraphs, result_line, result_places
from deckgen.kinds._shared import (
    after_lead,
    heading,
    in_status_colour,
    joined_runs,
    paragraphs,
    plain_paragraph,
    split_runs,
    status_word,
    table_alt,
)
from deckgen.model import RichText
from deckgen.periods import Period
from deckgen.quantities import Quantity
from deckgen.resolve import Context, Measure, Result, ResultLine

MOST_CARDS = 3
_LINES, _LETTERS = 17, 132
"""The lines of text that cards have room for, and the characters in a line over the width of the slide, at the smallest size."""
_LONGEST_NAME, _LONGEST_FIGURE = 40, 4
_LONGEST_HEADER = 100
"""The characters of a name without a short form that stands over a card."""
_FIGURE_SHARE = 0.3
"""The part of the width of a card that its figure takes; more if the figure is wider."""
_BARS: dict[Status, ColourRole] = {
    "on-track": "success",
    "done": "success",
    "at-risk": "warning",
    "off-track": "danger",
}
"""The colours of the bars of judged results."""


def suits_cards(measures: Sequence[Measure], reported: Period) -> bool:
    """Whether measures have room as cards: two or three without parts and lines, none of them with long texts."""
    if not 1 < len(measures) <= MOST_CARDS or any(not _is_plain(measure) for measure in measures):
        return False
    if any(_has_own_name(measure) and len(measure.name.plain) > _LONGEST_HEADER for measure in measures):
        return False
    width = _LETTERS // len(measures)
    return sum(max(_line_count(text, width) for text in row) for row in _texts(measures, reported)) <= _LINES


def suits_single(measures: Sequence[Measure], reported: Period) -> bool:
    """Whether there is only one measure, without parts, lines and statuses."""
    return (
        len(measures) == 1
        and _is_plain(measures[0])
        and not any(r.status or r.mark for r in measures[0].results.values())
    )


def _is_plain(measure: Measure) -> bool:
    return not measure.parts and not any(line.of for line in measure.chart_lines)


def _texts(measures: Sequence[Measure], reported: Period) -> Iterator[list[str]]:
    """Yield the texts that stand next to each other, row by row."""
    yield [measure.goal.plain if measure.goal else "" for measure in measures]
    for period in reported.reached:
        yield [_plain_result(measure, period) for measure in measures]
    yield ["\n".join(text.plain for text in measure.milestones.values()) for measure in measures]
    yield [f"{measure.name.plain} {' '.join(text.plain for text in measure.baseline)}" for measure in measures]


def _plain_result(measure: Measure, period: str) -> str:
    result = measure.results.get(period)
    return "\n".join(line.text.plain for line in result.lines if line.text) if result is not None else ""


def _line_count(text: str, width: int) -> int:
    return sum(max(1, ceil(len(line) / width)) for line in text.split("\n")) if text else 0


def cards_table(measures: Sequence[Measure], context: Context, reported: Period, *, slot: str, title: str) -> Table:
    """Return the table of cards; its header has their names. Beside a large figure stands what it means, and the goal."""
    figures = [_dated_figure_texts(measure, context, reported.name) for measure in measures]
    width = 2 if any(large is not None for large, _ in figures) else 1
    goals = [goal_paragraphs(measure, context) for measure in measures]
    header = Row(tuple(Cell(_name(measure), span=width) for measure in measures), "header")
    rows = [Row(tuple(cell for (large, label), goal in zip(figures, goals, strict=True)
                      for cell in _figure_cells(large, (*label, *goal), width)), ruled=False)]  # fmt: skip
    bars = [_progress(measure, reported) for measure in measures]
    if any(bars):
        rows.append(Row(tuple(Cell(progress=bar, span=width) for bar in bars), ruled=False))
    rows += _text_rows(measures, context, reported, width)
    columns = (Column(share=_FIGURE_SHARE, tight=True), Column(share=1 - _FIGURE_SHARE)) if width == 2 else (Column(),)
    alt = table_alt(context, title, header)
    return Table(slot, columns * len(measures), (header,), tuple(rows), alt, context.origin, fixed=True)


def _figure_cells(large: Paragraph | None, texts: tuple[Paragraph, ...], width: int) -> tuple[Cell, ...]:
    """Return the cells of a figure and what stands beside it; a long figure stands above it."""
    if large is None:
        return (Cell(texts, span=width),)
    if len(large.plain_text) > _LONGEST_FIGURE:
        return (Cell((large, *texts), span=width),)
    return Cell((large,)), Cell(texts)


def _text_rows(measures: Sequence[Measure], context: Context, reported: Period, width: int) -> Iterator[Row]:
    """Yield the rows of results, of milestones, and of the texts of the key results."""

    def row(cell: Callable[[Measure], Cell]) -> Row:
        return Row(tuple(replace(cell(measure), span=width) for measure in measures))

    rows = [row(lambda measure: _result_cell(measure, context, reported.name))]
    for period in reversed(reported.earlier):
        rows.append(row(lambda measure, period=period: _earlier_cell(measure, context, period)))  # type: ignore[misc]
    rows.append(row(lambda measure: Cell(tuple(milestone_paragraphs(measure, context)))))
    rows.append(row(lambda measure: Cell(tuple(_full_texts(measure, context)))))
    return (one for one in rows if any(cell.paragraphs or cell.mark for cell in one.cells))


def _has_own_name(measure: Measure) -> bool:
    """Whether the name of a measure can stand over its card; else its short name does, and the name is a text in it."""
    return measure.short in ("", measure.name.plain) or len(measure.name.plain) <= _LONGEST_NAME


def _name(measure: Measure) -> tuple[Paragraph, ...]:
    if _has_own_name(measure):
        return tuple(paragraphs(measure.name, "header"))
    return (plain_paragraph(measure.short, "header", origins=measure.short_origins),)


def _main_line(measure: Measure, period: str) -> tuple[Quantity, ResultLine | None] | None:
    """Return the main figure of a period, as read or as its author states it, and the line that begins with it, if any does."""
    quantity = next((line.quantities.get(period) for line in measure.chart_lines), None)
    result = measure.results.get(period)
    if quantity is None or result is None:
        return None
    figure, _ = _figure_and_unit(quantity)
    number = figure.rstrip("%")  # said outright, the number may stand in the text without its unit
    return quantity, next(
        (line for line in result.lines if _begins_with(line, figure) or (line.text and line.text.plain == number)), None
    )


def _figure_and_unit(quantity: Quantity) -> tuple[str, str]:
    """Return a quantity as typed: its number with a symbol (`82%`), and its unit in words (`teachers`)."""
    number, _, unit = figure_text(quantity).partition(" ")
    return (number, unit) if any(map(str.isalpha, unit)) else (number + unit, "")


def _begins_with(line: ResultLine, figure: str) -> bool:
    """Whether a line begins with a figure, and not with a longer one."""
    text = line.text.paragraphs[0].plain_text if line.text is not None and line.text.paragraphs else ""
    return re.match(rf"{re.escape(figure)}(?![\w%]|[.,]\d)", text) is not None


def _figure_texts(measure: Measure, period: str) -> tuple[Paragraph | None, list[Paragraph]]:
    """Return the main figure in large type, None without one, and what the result says of it."""
    main = _main_line(measure, period)
    if main is None:
        return None, []
    quantity, line = main
    figure, unit = _figure_and_unit(quantity)
    text = line.text if line is not None else None
    result = measure.results.get(period)
    origins = result_places(result)
    label = [plain_paragraph(unit, "label", origins=origins)] if unit else []
    if line is None or text is None or not _begins_with(line, figure):
        shown = text.paragraphs[0].origins if text is not None else origins
        return _judged(plain_paragraph(figure, "figure", origins=shown), result), label
    first, *others = text.paragraphs
    pieces = split_runs(first.runs, (len(figure),))
    large = replace(first, runs=tuple(run for run, _, end in pieces if end <= len(figure)), style="figure", bullet=None)
    rest = tuple(run for run, start, _ in pieces if start >= len(figure))
    if any(run.text.strip() for run in rest):
        label = [replace(first, runs=(replace(rest[0], text=rest[0].text.lstrip()), *rest[1:]), bullet=None)]
    elif rest:
        large = replace(large, runs=(*large.runs, *rest))
    return _judged(large, result), [replace(p, style="label") for p in (*label, *others)]


def _dated_figure_texts(measure: Measure, context: Context, period: str) -> tuple[Paragraph | None, list[Paragraph]]:
    """Return the main figure and its texts, after the name of the period unless the row below the figure has it."""
    large, texts = _figure_texts(measure, period)
    result = measure.results.get(period)
    has_row = bool(remaining_lines(measure, context, period)) or bool(result and (result.status or result.mark))
    if large is None or has_row:
        return large, texts
    return large, _after_period(texts or [Paragraph((), "label")], context.labels.period(period), "primary")


def _judged(figure: Paragraph, result: Result | None) -> Paragraph:
    """Return a figure in the colour of the status of its result."""
    return in_status_colour(figure, result.status) if result is not None and result.status in _BARS else figure


def goal_paragraphs(measure: Measure, context: Context) -> list[Paragraph]:
    """Return the goal after its name, in one paragraph."""
    if measure.goal is None or not measure.goal.raw:
        return []
    return [_after_name(context.labels["goal"], measure.goal, "label")]


def _after_name(name: str, text: RichText, style: str) -> Paragraph:
    return Paragraph((Run(f"{name}: ", bold=True), *joined_runs(text.paragraphs)), style, origins=text.origins)


def _progress(measure: Measure, reported: Period) -> Progress | None:
    """Return how far the goal is reached, where it is a number to be reached from below; else None."""
    main = _main_line(measure, reported.name)
    goal = next((line.goal for line in measure.chart_lines), None)
    if main is None or goal is None or measure.better != "higher" or goal.value <= 0 or main[0].value < 0:
        return None
    value = main[0].value
    if main[0].basis != goal.basis or ("%" in (main[0].unit, goal.unit) and main[0].unit != goal.unit):
        return None
    result = measure.results.get(reported.name)
    role = _BARS.get(result.status, "primary") if result is not None and result.status else "primary"
    largest = max(value, goal.value)
    return Progress(value / largest, goal.value / largest, role)


def remaining_lines(measure: Measure, context: Context, period: str) -> list[Paragraph]:
    """Return the reported result without the line that the large figure stands for."""
    result, main = measure.results.get(period), _main_line(measure, period)
    if result is None:
        return []
    shown = main[1] if main is not None else None
    lines = [replace(line, status=None) for line in result.lines if line is not shown]
    return [p for line in lines for p in result_line(line, context.labels, strong=False)]


def _result_cell(measure: Measure, context: Context, period: str) -> Cell:
    """Return the cell of the reported result: its period, its status or step, and its text."""
    labels, result = context.labels, measure.results.get(period)
    texts = remaining_lines(measure, context, period)
    words = [status_word(labels[result.status], result.status)] if result is not None and result.status else []
    if result is not None and result.mark:
        words.append(status_word(labels["delivered"], "delivered"))
    if result is None or result.is_open:
        texts = [plain_paragraph(labels["why-no-result"], role="muted", origins=result_places(result))]
    mark = (result.status or result.mark) if result is not None else None
    return Cell(tuple(_after_period([*words, *texts], labels.period(period), "primary")), mark=mark)


def _earlier_cell(measure: Measure, context: Context, period: str) -> Cell:
    """Return the cell of an earlier result, after the name of its period; empty if there is none."""
    result = measure.results.get(period)
    if result is None or (result.is_open and not result.lines):
        return Cell()
    texts = [p for line in result.lines for p in result_line(replace(line, status=None), context.labels, strong=False)]
    if not texts:
        texts = [plain_paragraph(context.labels["delivered"], origins=result_places(result))]
    texts = [replace(p, style="small") for p in texts]
    return Cell(tuple(_after_period(texts, context.labels.period(period), None)), mark=result.mark)


def _after_period(texts: Sequence[Paragraph], period: str, role: ColourRole | None) -> list[Paragraph]:
    """Return texts after the name of their period: in the first paragraph, unless that is an item of a list."""
    if not texts:
        return []
    lead = Run(period if texts[0].bullet else f"{period}\u2002", bold=True, role=role)
    return after_lead(Paragraph((lead,), texts[0].style), texts)


def _full_texts(measure: Measure, context: Context) -> list[Paragraph]:
    """Return the text of the key result, unless it is the card's name, and its baseline."""
    texts = [] if _has_own_name(measure) else paragraphs(measure.name, "full")
    baseline = baseline_paragraphs(measure, context) if measure.baseline else []
    return [*texts, *(replace(p, style="full") for p in baseline)]


def single_texts(measure: Measure, context: Context, reported: Period) -> tuple[Text, Text]:
    """Return the two texts of a single key result: its figure and results, and what it is about."""
    labels = context.labels
    texts = [replace(p, style="lead") for p in _name(measure)]
    large, label = _figure_texts(measure, reported.name)
    texts += [*([large] if large is not None else []), *label]
    now = remaining_lines(measure, context, reported.name)
    if not now and not texts[1:]:
        now = [plain_paragraph(labels["why-no-result"], role="muted")]
    texts += _after_period(now, labels.period(reported.name), "primary")
    for period in reversed(reported.earlier):
        texts += _earlier_cell(measure, context, period).paragraphs
    about: list[Paragraph] = []
    if not _has_own_name(measure):
        about += [heading(labels["key-result"]), *paragraphs(measure.name)]
    if measure.goal is not None and measure.goal.raw:
        about += [heading(labels["goal"]), *paragraphs(measure.goal)]
    if measure.baseline:
        about += [heading(labels["baseline"]), *(p for text in measure.baseline for p in paragraphs(text))]
    about += milestone_paragraphs(measure, context)
    return Text("state", tuple(texts), context.origin), Text("text", tuple(about), context.origin)
